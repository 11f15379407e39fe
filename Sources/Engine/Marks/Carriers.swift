internal import Declarations
internal import Language
internal import Values

/// Which resources of a run keep the marks of those that cannot bear tags.
struct Carriers: Sendable {
    /// The tags to put on, by the carrier's address.
    private(set) var tags: [String: [String: String]] = [:]
    /// Children come after their carriers.
    private(set) var edges: [(node: String, after: String)] = []
    /// Children that no resource can carry the mark of.
    private(set) var unmarked: [String] = []
    /// The carriers of each child.
    private(set) var ofChildren: [String: Set<String>] = [:]

    /// Marks at the most on one carrier. AWS allows 50 tags on most resources.
    private static let most = 24

    /// - Parameter ordering: without the carriers' edges.
    init(_ all: [Desired], _ ordering: Ordering) {
        let byAddress = Dictionary(all.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
        let carrying = Dictionary(grouping: all.filter(\.frame.type.canCarry), by: \.stack)
        let users = ordering.reversed
        var full: Set<String> = []
        for child in all where child.needsCarrier {
            let texts = child.childMarks
            if texts.isEmpty { unmarked.append(child.address) }
            for text in texts {
                // One that it refers to exists before it anyway.
                let near = child.dependencies.sorted().first { address in
                    guard let other = byAddress[address], other.stack == child.stack else { return false }
                    return other.frame.type.canCarry && !full.contains(address)
                }
                // Else any that does not wait for it: the one whose choice the others' coming and going changes least.
                // Else one that does: until it is made, nothing tells of the child.
                var others: [Desired] = [], free: [Desired] = []
                if near == nil {
                    let waiting = Ordering.reachable(from: child.address, in: users)
                    others = (carrying[child.stack] ?? []).filter { !full.contains($0.address) }
                    free = others.filter { !waiting.contains($0.address) }
                }
                let carrier =
                    near ?? (free.isEmpty ? others : free).min { Self.rank(child, $0) < Self.rank(child, $1) }?.address
                guard let carrier else {
                    unmarked.append(child.address)
                    break
                }
                tags[carrier, default: [:]][ChildMark.key(text)] = text
                ofChildren[child.address, default: []].insert(carrier)
                if tags[carrier]?.count ?? 0 >= Self.most { full.insert(carrier) }
                if near != nil || !free.isEmpty { edges.append((child.address, carrier)) }
            }
        }
    }

    private static func rank(_ child: Desired, _ carrier: Desired) -> String {
        Digest.sha256("\(child.address) \(carrier.address)")
    }
}

extension Desired {
    /// True for what cannot tell by itself whose it is. A name with a hash of the content tells it.
    var needsCarrier: Bool {
        guard frame.type.needsCarrier else { return false }
        if case .named(let name, let rule) = frame.type.identity, rule.contentHash { return mentioned.contains(name) }
        return true
    }

    /// The values of its marks: one, or as many as what it is spread over needs. Empty when a tag has no room for it.
    var childMarks: [String] {
        let names = frame.type.lookupProperties ?? Set(frame.settable.filter { !(symbolic[$0]?.isDocument ?? true) })
        let spread = frame.type.read.spread
        let key = names.subtracting(spread.map(\.list)).sorted().reduce(Value.object([:])) { found, name in
            symbolic.at(name).map { found.setting(name, to: $0) } ?? found
        }
        guard !spread.isEmpty else { return mark(key).map { [$0] } ?? [] }
        let items = spread.flatMap { spread in
            (symbolic[spread.list]?.array ?? []).map { (list: spread.list, item: spread.name(of: $0)) }
        }.sorted { ($0.list, $0.item.canonicalJSON) < ($1.list, $1.item.canonicalJSON) }
        var marks: [String] = []
        var isOpen = false
        var properties = key
        for (list, item) in items {
            let more = properties.setting(list, to: .array((properties[list]?.array ?? []) + [item]))
            if isOpen, let mark = mark(more) {
                marks[marks.count - 1] = mark
                properties = more
                continue
            }
            properties = key.setting(list, to: [item])
            guard let mark = mark(properties) else { return [] }
            marks.append(mark)
            isOpen = true
        }
        return marks
    }

    /// A mark with the properties by which it is found; nil when a tag has no room for them.
    private func mark(_ found: Value) -> String? {
        let isRetained = bound.deletionPolicy == .retain || bound.deletionPolicy == .retainExceptOnCreate
        let own = "\(stack)/"
        let relative = try? found.settled { address, name in
            let short =
                address == BoundTemplate.importAddress ? "" : address.replacing(own, with: "", maxReplacements: 1)
            return .deferred(.attribute(address: short, name: name))
        }
        guard let relative else { return nil }
        let mark = ChildMark(
            type: frame.type.name, logicalID: logicalID, isRetained: isRetained, properties: relative)
        let text = mark.text
        // Tags are for everybody to read.
        let isSecret = template.secretTexts.contains { !$0.isEmpty && text?.contains($0) ?? false }
        return isSecret ? nil : text
    }
}

extension Spread {
    /// What an item is known by.
    func name(of item: Value) -> Value {
        by.isEmpty ? item : .object(Value.Object(by.compactMap { name in item[name].map { (name, $0) } }))
    }

    /// True when both are the same item, whatever else they say.
    func same(_ left: Value, _ right: Value, by comparison: Comparison) -> Bool {
        guard !by.isEmpty else { return comparison.same(left, right, at: list + "[]") }
        return by.allSatisfy { comparison.same(left[$0], right[$0], at: "\(list)[].\($0)") }
    }
}

extension Value {
    /// True for what holds objects: no part of what a resource is looked up by.
    fileprivate var isDocument: Bool {
        switch self {
        case .object: true
        case .array(let items): items.contains(where: \.isDocument)
        case .deferred(.json): true
        default: false
        }
    }
}
