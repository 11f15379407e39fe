import Declarations
import Values

/// How the properties of one type are proven, at every depth.
///
/// Paths are the schema's (`LoadBalancers[].ContainerPort`); only those without members of their own count, and not
/// what a type refuses or AWS alone sets.
struct PropertyProofs {
    /// How far a property's way through a run goes, the strongest last.
    enum Proof: Int, CaseIterable, Comparable {
        /// The declaration is checked against both models, and no run sets it.
        case checked
        /// A stack or an example has it, whose runs create, compare, and destroy it.
        case inStack
        /// A contract case creates it and reads it back equal.
        case created
        /// A contract case also takes it away and puts it back.
        case removed
        /// A contract case also changes its value, and back.
        case changed

        static func < (left: Proof, right: Proof) -> Bool { left.rawValue < right.rawValue }
    }

    let type: ResourceType
    let schema: ResourceSchema
    private(set) var proofs: [String: Proof]
    /// Paths that some run takes away.
    private(set) var removed: Set<String> = []

    init(_ type: ResourceType, _ schema: ResourceSchema) {
        self.type = type
        self.schema = schema
        let roots = Set(schema.settable).subtracting(type.unsupported.keys)
        let parents = Set(schema.properties.keys.flatMap(Self.ancestors))
        let leaves = schema.properties.keys.filter { path in
            guard roots.contains(String(path.prefix { !".[{".contains($0) })), !parents.contains(path) else {
                return false
            }
            return ([path] + Self.ancestors(path)).allSatisfy {
                type.unsupported[$0] == nil && type.unsupported[Self.starred($0)] == nil
                    && !schema.readOnly.contains($0)
            }
        }
        proofs = Dictionary(uniqueKeysWithValues: leaves.map { ($0, .checked) })
    }

    /// The paths with just this proof, sorted.
    func paths(_ proof: Proof) -> [String] { proofs.filter { $0.value == proof }.keys.sorted() }

    // MARK: - Evidence

    mutating func take(_ subject: ContractCase) {
        let properties = Value.object(subject.properties)
        let before = texts(of: properties)
        for path in before.keys { raise(path, .created) }
        for (property, value) in subject.change {
            let was = before.filter { isBelow($0.key, property) }
            let becomes = texts(of: [property: value])
            for path in Set(was.keys).union(becomes.keys) where was[path] != becomes[path] {
                raise(path, was[path] == nil || becomes[path] == nil ? .removed : .changed)
            }
        }
        let dropped = subject.dropped(type, schema)
        for path in before.keys where dropped.contains(where: { isBelow(path, $0) }) { raise(path, .removed) }
    }

    /// A resource of a stack that a scenario runs.
    mutating func take(stack properties: Value) {
        for path in texts(of: properties).keys { raise(path, .inStack) }
    }

    private mutating func raise(_ path: String, _ proof: Proof) {
        guard let known = proofs[path] else { return }
        if proof == .removed { removed.insert(path) }
        proofs[path] = max(known, proof)
    }

    // MARK: - Paths

    /// What a value says at each path, sorted so that order makes no difference.
    private func texts(of value: Value) -> [String: [String]] {
        var texts: [String: [String]] = [:]
        collect(value, at: "", into: &texts)
        return texts.mapValues { $0.sorted() }
    }

    private func collect(_ value: Value, at path: String, into texts: inout [String: [String]]) {
        if proofs[path] != nil {
            texts[path, default: []].append(value.json)
            return
        }
        switch value {
        case .object(let object):
            // A function stands for a list of plain values as well as for one.
            if object.count == 1, let name = object.keys.first, name == "Ref" || name.hasPrefix("Fn::") {
                if proofs[path + "[]"] != nil { texts[path + "[]", default: []].append(value.json) }
                return
            }
            for (name, member) in object {
                let child = path.isEmpty ? name : "\(path).\(name)"
                let isMember = schema.properties[child] != nil
                collect(member, at: isMember ? child : path + "{}", into: &texts)
            }
        case .array(let items):
            for item in items { collect(item, at: path + "[]", into: &texts) }
        default: break
        }
    }

    private func isBelow(_ path: String, _ property: String) -> Bool {
        path.hasPrefix(property) && path.dropFirst(property.count).first.map { ".[{".contains($0) } ?? true
    }

    /// The paths of what holds a path: `A[].B` has `A[]` and `A`.
    private static func ancestors(_ path: String) -> [String] {
        path.indices.dropFirst().filter { ".[{".contains(path[$0]) }.map { String(path[..<$0]) }
    }

    /// As types write what they refuse: `A.*.B` for `A[].B`.
    private static func starred(_ path: String) -> String {
        path.replacing("[]", with: ".*").replacing("{}", with: ".*")
    }
}
