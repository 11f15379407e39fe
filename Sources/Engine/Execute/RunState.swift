internal import Declarations
internal import Language
internal import Synchronization
internal import Values

/// What a run has made known so far: the items of created resources and the results of calls. Kept in memory only.
final class RunState: Sendable {
    private struct Entry {
        var live: Live?
        /// The whole answer of the create call, for attributes that it alone gives.
        var created: Value = [:]
        /// Answers of the step's calls, the newest first.
        var results: [Value] = []
        /// Texts in them that must not be shown.
        var sensitive: Set<String> = []
        var isAbsent = false
    }

    /// The name under which every address answers what is this run's own.
    static let runName = "run:id"
    private let run: Value

    let turns = Turns()

    init(run: String) { self.run = .string(String(run.prefix(8))) }

    private let entries = Mutex<[String: Entry]>([:])
    /// Values of dynamic references by their text.
    private let secrets = Mutex<[String: Value]>([:])

    func record(_ live: Live, created: Value? = nil, for address: String) {
        entries.withLock { entries in
            entries[address, default: Entry()].live = live
            if let created { entries[address, default: Entry()].created = created }
        }
    }

    /// - Parameter sensitive: the texts in it that must not be shown.
    func record(result: Value, sensitive: [String], for address: String) {
        entries.withLock { entries in
            entries[address, default: Entry()].results.insert(result, at: 0)
            entries[address]?.sensitive.formUnion(sensitive)
        }
    }

    /// The value of a dynamic reference (`resolve:secretsmanager:…`), which stands for an attribute of that name.
    func record(secret: Value, for reference: String) { secrets.withLock { $0[reference] = secret } }

    /// A deletion found that its effect was there already; what it would have answered is not known.
    func recordAbsence(_ address: String) { entries.withLock { $0[address, default: Entry()].isAbsent = true } }

    func isAbsent(_ address: String) -> Bool { entries.withLock { $0[address]?.isAbsent ?? false } }

    func live(_ address: String) -> Live? { entries.withLock { $0[address]?.live } }

    /// An attribute of a resource that the run has touched; nil while it is not known.
    func attribute(_ address: String, _ name: String) -> Value? {
        if address == DynamicReference.address { return secrets.withLock { $0[name] } }
        if name == Self.runName { return run }
        return entries.withLock { entries in
            guard let entry = entries[address] else { return nil }
            if name.hasPrefix("result:") {
                let path = String(name.dropFirst("result:".count))
                return entry.results.lazy.compactMap { $0.at(path) }.first
            }
            guard let live = entry.live else { return nil }
            func told(_ name: String) -> Value? {
                let path = live.frame.type.attributes[name]?.created
                return path.flatMap { entry.created.at($0) } ?? live.attribute(name)
            }
            return name == "Ref" ? live.reference(told) : told(name)
        }
    }

    /// True for an awaited part of an input that brings a secret with it: from a dynamic reference, what AWS answers
    /// only once, or what its API calls sensitive.
    func isSecret(_ part: Value) -> Bool {
        part.awaitedAttributes.contains { address, name in
            address == DynamicReference.address || live(address)?.frame.type.attributes[name]?.once == true
                || isSensitiveResult(address, name)
        }
    }

    private func isSensitiveResult(_ address: String, _ name: String) -> Bool {
        guard name.hasPrefix("result:"), let text = attribute(address, name)?.scalarText else { return false }
        return entries.withLock { $0[address]?.sensitive.contains(text) ?? false }
    }
}
