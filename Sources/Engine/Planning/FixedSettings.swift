internal import Declarations
internal import Diagnostics
internal import Language
internal import Plans
internal import Values

/// Settings that only the creation takes and that AWS never returns: a tag (`OwnTag.fixed`) keeps a digest of each, so that
/// an edit replaces the resource.
///
///     plumb:fixed = BlockDeviceMappings:1f0c29aa LaunchTemplate:77d1e0b3
extension Deciding {
    private static let digits = 8

    /// The paths of those that the template gives, sorted. Those with a tag of their own are not among them.
    private static func paths(_ desired: Desired) -> [String] {
        let frame = desired.frame
        guard frame.type.tagging != nil else { return [] }
        let tags = frame.type.tagging?.property.topLevel
        let whole = frame.settable.filter { name in
            frame.isWriteOnly(name) && frame.createOnly.contains(name) && name != tags
                && frame.declared[name]?.digestedApart == nil
        }
        let members = frame.hiddenMembers.filter { frame.createOnly.contains($0.topLevel) }
        return (whole + members).filter { desired.symbolic.at($0) != nil }.sorted()
    }

    /// What the template gives for them now, by path: as it is sent, but for secrets and what AWS tells once, which stand
    /// as the template says them.
    private func settings(_ desired: Desired) -> [String: Value] {
        let paths = Self.paths(desired)
        guard !paths.isEmpty else { return [:] }
        let decisions = decisions, exports = exports
        let (value, _) = desired.template.properties(
            of: desired.bound,
            reference: { id, name in decisions["\(desired.stack)/\(id)"]?.attribute(name) },
            imported: { exports.value($0, for: desired, attribute: { decisions[$0]?.attribute($1) }) })
        let given = desired.frame.schema.normalised(value)
        var settings: [String: Value] = [:]
        for path in paths {
            guard var value = given.at(path), !value.isNull else { continue }
            if value.awaitsDynamicReference || value.isOnceOnly(decisions) {
                value = .string(desired.symbolic.at(path)?.canonicalJSON ?? "")
            }
            if desired.isSecret(path) { value = ["resource": .string(desired.address), "value": value] }
            settings[path] = value.inOrder
        }
        return settings
    }

    private func digests(_ desired: Desired) -> [(path: String, digest: Value)] {
        settings(desired).sorted { $0.key < $1.key }.compactMap { path, value in
            (try? Value.sha256(.jsonText(value), digits: Self.digits)).map { (path, $0) }
        }
    }

    /// The tag of a resource. One that was applied before there were such tags gets it with its next change.
    func fixedTags(_ desired: Desired, _ live: Live?) -> [String: Value] {
        if let live, live.tags[OwnTag.fixed] == nil, live.tags[OwnTag.digest] == desired.digest { return [:] }
        let digests = digests(desired)
        let words = digests.map { one in (try? Value.joined([.string(one.path + ":"), one.digest], separator: "")) }
        guard !words.isEmpty, let text = try? Value.joined(.array(words.compactMap(\.self)), separator: " ") else {
            return [:]
        }
        return [OwnTag.fixed: text]
    }

    /// Settings that are not as the resource was made with, for which it has to be replaced.
    func fixedChanges(_ desired: Desired, _ live: Live) -> [Comparison.Difference] {
        guard let text = live.tags[OwnTag.fixed] else { return [] }
        var known: [String: String] = [:]
        for word in text.split(separator: " ") {
            guard let colon = word.lastIndex(of: ":") else { continue }
            known[String(word[..<colon])] = String(word[word.index(after: colon)...])
        }
        let wanted = Dictionary(digests(desired).map { ($0.path, $0.digest) }, uniquingKeysWith: { first, _ in first })
        return Set(known.keys).union(wanted.keys).sorted().compactMap { path in
            if let digest = wanted[path], known[path].map({ .string($0) }) == digest { return nil }
            // One that this version of plumb does not count among them any more.
            if wanted[path] == nil, desired.symbolic.at(path) != nil { return nil }
            let after = desired.symbolic.at(path)
            let leaf = Comparison.Leaf(path: path, before: nil, after: after)
            return .init(property: path.topLevel, before: nil, after: after, leaves: [leaf])
        }
    }

    /// The paths of settings of which nothing is kept although the template has been edited.
    func fixedUnknown(_ desired: Desired, _ live: Live) -> [String] {
        guard live.tags[OwnTag.fixed] == nil, let digest = live.tags[OwnTag.digest], digest != desired.digest else {
            return []
        }
        return Self.paths(desired)
    }
}

extension Value {
    /// True when it waits for a `{{resolve:…}}` that plans do not look up.
    fileprivate var awaitsDynamicReference: Bool {
        awaitedAttributes.contains { $0.address == DynamicReference.address }
    }

    /// The value with the members of objects in the order of their names.
    fileprivate var inOrder: Value {
        switch self {
        case .array(let items): .array(items.map(\.inOrder))
        case .object(let object):
            .object(Value.Object(object.sorted { $0.name < $1.name }.map { ($0.name, $0.value.inOrder) }))
        default: self
        }
    }
}
