import AWS
import Diagnostics
import Engine
import FoundationEssentials
import Glibc
import Language
import Plans
import Reports
import Values

/// Writes plans to files and reads them back, refusing what could not be carried out as it was meant.
struct SavedPlans: Sendable {
    private let session: Session
    /// What plans are signed with; nil: nothing.
    private let key: String?

    /// - Parameter key: the user's own, in this variable where nothing else is said.
    init(_ session: Session, key: String? = ProcessInfo.processInfo.environment[keyVariable]) {
        self.session = session
        self.key = key.flatMap { $0.isEmpty ? nil : $0 }
        if let key = self.key { session.secrets.add([key]) }
    }

    private static let keyVariable = "PLUMB_PLAN_KEY"
    /// Bytes; fewer could be guessed.
    private static let shortestKey = 16

    /// As a file holds it: the digest is that of the rest, and so is the signature, an HMAC-SHA-256 with the user's key.
    private struct Envelope: Codable {
        var sha256: String
        var saved: SavedPlan
        var signature: String?
    }

    private static let limit = 512_000_000

    // MARK: - Writing

    /// - Parameter sources: the files that were read for the plan, with their digests. The plan's own, of an earlier time
    ///   and in a directory of stacks, is none of them.
    /// - Returns: why it could not be written.
    func save(
        _ plan: Plan, to path: String, _ stacks: StackOptions, _ options: RunOptions, sources: [String: String],
        hours: Int
    ) -> Diagnostic? {
        let secret = secretParameters(stacks)
        let now = session.now()
        let given = Dictionary(stacks.parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        var carried = plan.masked
        // Nothing is carried out by it.
        carried.resources = []
        let saved = SavedPlan(
            plumbVersion: Plumb.version, created: now.iso8601, expires: (now + hours * 3600).iso8601,
            paths: stacks.paths, region: session.region(), stackName: stacks.stackName,
            parameters: given.filter { !secret.contains($0.key) },
            secretParameters: given.keys.filter(secret.contains).sorted(), parameterFiles: stacks.parameterFiles,
            targets: options.targets,
            excludes: options.excludes, deletesData: options.deleteData, keepsSecrets: options.heldSecrets != nil,
            sources: sources.filter { !WholeFile.isSame($0.key, path) },
            plan: carried)
        do {
            let body = try Self.encoded(saved)
            if let reason = keyProblem { throw WholeFile.Failure(reason: reason) }
            let signature = key.map { Digest.hmac(body, key: $0) }
            let whole = try Self.encoder.encode(
                Envelope(sha256: Digest.sha256(body), saved: saved, signature: signature))
            try WholeFile.write(Array(whole) + [10], to: path, mode: 0o600)
            return nil
        } catch let error as WholeFile.Failure {
            return Diagnostic(
                "plan-file-unwritable", summary: "The plan cannot be saved", message: "`\(path)`: \(error.reason).",
                help: "Name a file in a directory that exists and may be written to.")
        } catch {
            return Diagnostic(
                "plan-file-unwritable", summary: "The plan cannot be saved", message: "`\(path)`: \(error).")
        }
    }

    private var keyProblem: String? {
        guard let key, key.utf8.count < Self.shortestKey else { return nil }
        return "\(Self.keyVariable) has fewer than \(Self.shortestKey) bytes"
    }

    private func secretParameters(_ stacks: StackOptions) -> Set<String> {
        let (set, _) = session.load(stacks)
        let parameters = set?.stacks.flatMap(\.template.parameters) ?? []
        return Set(parameters.filter(\.noEcho).map(\.name))
    }

    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }()

    private static func encoded(_ saved: SavedPlan) throws -> [UInt8] { Array(try encoder.encode(saved)) }

    // MARK: - Reading

    /// The path of a saved plan, when that is what the command was given.
    func path(_ stacks: StackOptions) -> String? {
        guard stacks.paths.count == 1, let path = stacks.paths.first else { return nil }
        return Self.isPlan(path, session.files) || isRemnant(path) ? path : nil
    }

    /// True for a file that `plan --out` has written.
    static func isPlan(_ path: String, _ files: any FileLoader) -> Bool {
        guard files.kind(of: path) == .file, let file = try? files.read(path, limit: limit) else { return false }
        let head = String(decoding: file.bytes.prefix(4096), as: UTF8.self)
        return head.hasPrefix("{\"saved\":") || head.contains("\"\(SavedPlan.formatName)\"")
    }

    /// True for what can be no stack file: what became of a plan on its way.
    private func isRemnant(_ path: String) -> Bool {
        guard session.files.kind(of: path) == .file, ![".yaml", ".yml"].contains(where: path.hasSuffix),
            let file = try? session.files.read(path, limit: Self.limit)
        else { return false }
        return file.bytes.isEmpty || file.bytes.prefix(4096).contains(0)
    }

    /// The plan in a file, with the secrets that it needs, and the stacks that it is of.
    /// - Parameters:
    ///   - held: the ids in the file that takes what AWS tells once; nil: there is no such file.
    ///   - outputs: the files that are written on the way.
    /// - Returns: `plan-file` for a file that is not whole, has been changed, or is another version's, or when the file for
    ///   secrets is missing that it was made with; `stale-plan` for one that has expired or whose stack files have changed.
    func load(
        _ path: String, _ options: StackOptions, held: Set<String>?,
        writing outputs: [(option: String, path: String)] = []
    ) async -> (Plan?, StackOptions, Findings) {
        let saved: SavedPlan
        do {
            saved = try read(path)
        } catch {
            return (nil, options, Findings([Self.refused(path, error.reason, error.help)]))
        }
        let stacks = StackOptions(saved, adding: options)
        var findings = Findings(problems(saved, path))
        if let taken = ReadFiles(saved.sources.keys + [path]).overwritten(by: outputs) {
            findings.add(.overwritesSource(taken.option, taken.path))
        }
        // What is the same as it was may be said again.
        let idle = Set(options.parameters.filter { saved.parameters[$0.name] != $0.value }.map(\.name))
            .subtracting(saved.secretParameters).sorted()
        if !idle.isEmpty { findings.add(.decidedBySavedPlan(path, idle.map { "--parameter \($0)" })) }
        if held == nil, saved.keepsSecrets, let step = saved.plan.unreceived(session.registry()).first {
            findings.add(
                Self.refused(
                    path, "it makes \(step.address), whose secret AWS tells once, and was made with --secret-file",
                    "Give --secret-file FILE again."))
        }
        guard !findings.hasErrors else { return (nil, stacks, findings) }
        guard saved.lacksSecrets else { return (saved.plan, stacks, findings) }
        let (plan, found) = await withSecrets(saved, path, options, held: held)
        findings.add(contentsOf: found)
        return (plan, stacks, findings)
    }

    private struct ReadError: Error {
        var reason: String
        var help = "Make the plan again."
    }

    private func read(_ path: String) throws(ReadError) -> SavedPlan {
        let bytes: [UInt8]
        if WholeFile.isOpenToChange(path) {
            throw ReadError(
                reason: "others may change it", help: "Look at it, and then take that away: chmod go-w \(path)")
        }
        do {
            bytes = try session.files.read(path, limit: Self.limit).bytes
        } catch {
            throw ReadError(reason: "it cannot be read: \(error)")
        }
        let data = Data(bytes)
        struct Version: Decodable {
            struct Saved: Decodable { var formatVersion: String, plumbVersion: String }
            var saved: Saved
        }
        guard let version = try? JSONDecoder().decode(Version.self, from: data).saved else {
            throw ReadError(reason: "it is not whole")
        }
        guard version.formatVersion == SavedPlan.formatVersion, version.plumbVersion == Plumb.version else {
            throw ReadError(
                reason: "plumb \(version.plumbVersion) has made it (format \(version.formatVersion)), and this is "
                    + "\(Plumb.version) (format \(SavedPlan.formatVersion))",
                help: "Apply it with the plumb that made it, or make it again.")
        }
        guard let envelope = try? JSONDecoder().decode(Envelope.self, from: data),
            let body = try? Self.encoded(envelope.saved)
        else { throw ReadError(reason: "it is not whole") }
        guard Digest.sha256(body) == envelope.sha256 else {
            throw ReadError(reason: "it has been changed since it was made: its digest is another")
        }
        try check(envelope.signature, of: body)
        return envelope.saved
    }

    /// With a key only what was signed with it counts; and what was signed is not taken without looking.
    private func check(_ signature: String?, of body: [UInt8]) throws(ReadError) {
        if let reason = keyProblem { throw ReadError(reason: reason, help: "Give a longer key.") }
        switch (key, signature) {
        case (nil, nil): return
        case (nil, _?):
            throw ReadError(
                reason: "it is signed, and there is no key to check that", help: "Set \(Self.keyVariable).")
        case (_?, nil):
            throw ReadError(reason: "it is not signed", help: "Make it again with \(Self.keyVariable) set.")
        case (let key?, let signature?):
            guard Digest.same(Digest.hmac(body, key: key), signature) else {
                throw ReadError(reason: "it is not signed with the key in \(Self.keyVariable)")
            }
        }
    }

    private static func refused(_ path: String, _ reason: String, _ help: String) -> Diagnostic {
        Diagnostic(
            "plan-file", summary: "The saved plan is refused", message: "`\(path)`: \(reason).", help: help)
    }

    /// What stands in the way of a plan that is whole.
    private func problems(_ saved: SavedPlan, _ path: String) -> [Diagnostic] {
        var found: [Diagnostic] = []
        if session.now().iso8601 > saved.expires {
            found.append(
                Diagnostic(
                    "stale-plan", summary: "The saved plan has expired",
                    message: "`\(path)` was made at \(saved.created) and was good until \(saved.expires).",
                    help: "Make the plan again; --expires-in sets for how long it is good."))
        }
        if let region = session.region(), let planned = saved.region, region != planned {
            found.append(
                Self.refused(
                    path, "it was made for region \(planned), and this is \(region)",
                    "Apply it with --region \(planned), or make it again."))
        }
        for (file, digest) in saved.sources.sorted(by: { $0.key < $1.key }) {
            let now: SourceFile
            do throws(FileError) {
                now = try session.files.read(file, limit: Self.limit)
            } catch {
                found.append(Self.lost(file, path, error))
                continue
            }
            guard Digest.sha256(now.bytes) != digest else { continue }
            found.append(
                Diagnostic(
                    "stale-plan", summary: "A file has changed since the plan was made",
                    message: "`\(file)` is not what `\(path)` was made from.", help: "Make the plan again."))
        }
        return found
    }

    private static func lost(_ file: String, _ path: String, _ error: FileError) -> Diagnostic {
        let here = FileManager.default.currentDirectoryPath
        let place = file.hasPrefix("/") ? "" : ", looked for from `\(here)`,"
        let reason = error == .missing ? "is not there" : "cannot be read"
        return Diagnostic(
            "stale-plan", summary: "A file that the plan was made from cannot be compared",
            message: "`\(file)`\(place) \(reason), and `\(path)` was made from it.",
            help:
                "Run apply in the directory in which the plan was made, beside the same files, or make the plan again.")
    }

    /// Plans again from the stack files: the same calls must come out, and this time with their secrets.
    private func withSecrets(
        _ saved: SavedPlan, _ path: String, _ given: StackOptions, held: Set<String>?
    ) async -> (Plan?, Findings) {
        let missing = saved.secretParameters.filter { name in !given.parameters.contains { $0.name == name } }
        if !missing.isEmpty {
            let words = missing.map { "--parameter \($0)=…" }.joined(separator: " ")
            return (nil, Findings([Self.refused(path, "it lacks its secret parameters", "Give them again: \(words)")]))
        }
        let options = RunOptions(
            deleteData: saved.deletesData, targets: saved.targets, excludes: saved.excludes, readsEverything: true,
            heldSecrets: saved.keepsSecrets ? held : nil)
        let (made, findings) = await session.plan(
            StackOptions(saved, adding: given), saved.plan.purpose == .destroy ? .destroy : .apply, options)
        guard let fresh = made, !findings.hasErrors else { return (nil, findings) }
        var plan = saved.plan
        for index in plan.steps.indices {
            let step = plan.steps[index]
            guard step.calls.contains(where: { !$0.secrets.isEmpty }) else { continue }
            guard let again = fresh.steps.first(where: { $0.id == step.id }), again.masked.calls == step.calls else {
                return (nil, Findings([Self.moved(step)]))
            }
            plan.steps[index].calls = again.calls
        }
        return (plan, findings)
    }

    private static func moved(_ step: Step) -> Diagnostic {
        Diagnostic(
            "stale-plan", summary: "The plan would be another one now",
            message: "\(step.type) \(step.address) has secrets, and planned again its calls are not the same.",
            span: step.span, help: "Plan again, and look at what has changed.", address: step.address)
    }
}
