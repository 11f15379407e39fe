internal import Declarations
internal import Diagnostics
internal import Language
internal import Synchronization
internal import Values

/// All resources that the stacks of a run want, in an order in which each comes after what it needs.
struct DesiredResources: Sendable {
    private(set) var ordered: [Desired] = []
    private(set) var byAddress: [String: Desired] = [:]
    private(set) var ordering: Ordering
    /// Once-only attributes: source address → addresses of those that receive them.
    private(set) var receivers: [String: [String]] = [:]
    /// Who keeps the marks of a resource that cannot bear tags, by that one's address.
    private(set) var carriers: [String: Set<String>] = [:]
    /// Attributes that templates refer to, by address.
    private(set) var wanted: [String: Set<String>] = [:]

    /// - Parameter also: addresses that are looked at although no selected stack refers to them.
    init(
        _ contexts: [StackContext], registry: Registry, exports: Exports, frames: Frames,
        foundProperties: FoundProperties, also: Set<String> = [], isDestroying: Bool = false,
        findings: inout Findings
    ) {
        var all: [Desired] = []
        for context in contexts {
            let names = Set(context.template.resources.map(\.logicalID))
            for bound in context.template.resources {
                guard let frame = frames.frame(bound.type) else { continue }
                let desired = Self.desired(bound, among: names, context, frame, exports, foundProperties)
                for name in bound.imports.sorted()
                where !exports.has(name, region: context.place.region, accountID: context.place.account) {
                    // What goes needs no values, unless it would not be found without them.
                    guard !isDestroying || desired.isLookedUp(byImport: name) else { continue }
                    findings.add(EngineDiagnostics.unresolvedImport(name, desired))
                }
                all.append(desired)
            }
        }
        // By address, so that the plan does not hang on the order of the template.
        all = Self.needed(all, also).sorted { $0.address < $1.address }
        let symbols = Dictionary(
            all.map { ($0.address, Self.references($0, exports)) }, uniquingKeysWith: { first, _ in first })
        let hard = Dictionary(all.map { ($0.address, $0.dependencies) }, uniquingKeysWith: { first, _ in first })
        let meant = Self.meant(all)
        let soft =
            meant.flatMap { node, named in named.values.joined().map { (node: node, after: $0) } }
            .sorted { ($0.node, $0.after) < ($1.node, $1.after) }
            + Self.completions(all, symbols, meant)
        let carriers = Carriers(all, Ordering(all.map(\.address), hard: hard, soft: soft))
        ordering = Ordering(all.map(\.address), hard: hard, soft: soft + carriers.edges)
        self.carriers = carriers.ofChildren
        for index in all.indices { all[index].marks = carriers.tags[all[index].address] ?? [:] }
        for child in all where child.isSelected && carriers.unmarked.contains(child.address) {
            findings.add(EngineDiagnostics.unmarked(child))
        }
        byAddress = Dictionary(all.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
        ordered = ordering.sorted.compactMap { byAddress[$0] }
        for context in contexts {
            for output in context.template.outputs {
                let (value, _) = context.template.value(
                    of: output, reference: { .deferred(.attribute(address: "\(context.stack.name)/\($0)", name: $1)) },
                    imported: { _ in nil })
                for (address, name) in value?.awaitedAttributes ?? [] { wanted[address, default: []].insert(name) }
            }
        }
        for desired in ordered {
            for (address, name) in symbols[desired.address]?.values.flatMap({ $0 }) ?? [] {
                wanted[address, default: []].insert(name)
                guard byAddress[address]?.frame.type.attributes[name]?.once == true else { continue }
                if receivers[address]?.contains(desired.address) != true {
                    receivers[address, default: []].append(desired.address)
                }
            }
        }
    }

    private static func desired(
        _ bound: BoundResource, among names: Set<String>, _ context: StackContext, _ frame: Frame, _ exports: Exports,
        _ found: FoundProperties
    ) -> Desired {
        let stack = context.stack.name
        var dependencies = Set(bound.dependencies.intersection(names).map { "\(stack)/\($0)" })
        for name in bound.imports {
            dependencies.formUnion(
                exports.dependencies(name, region: context.place.region, accountID: context.place.account))
        }
        let address = "\(stack)/\(bound.logicalID)"
        dependencies.formUnion(found.dependencies(of: address))
        let symbolic = found.filled(context.template.symbolicProperties(of: bound), address, frame.type)
        return Desired(
            address: address, stack: stack, logicalID: bound.logicalID, frame: frame,
            place: context.place, template: context.template, bound: bound, dependencies: dependencies,
            stackTags: context.stack.file.tags.mapValues { .string($0) }
                .merging(context.template.symbolicInheritedTags(of: bound)) { $1 },
            symbolic: symbolic, foundProperties: found,
            isSelected: context.stack.isSelected, isProtected: context.stack.file.protect)
    }

    /// Resources of selected stacks, and of the others only what those need.
    private static func needed(_ all: [Desired], _ also: Set<String>) -> [Desired] {
        let byAddress = Dictionary(all.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
        var needed: Set<String> = []
        var stack = all.filter { $0.isSelected || also.contains($0.address) }.map(\.address)
        while let address = stack.popLast() {
            guard needed.insert(address).inserted, let desired = byAddress[address] else { continue }
            stack.append(contentsOf: desired.dependencies)
        }
        return all.filter { needed.contains($0.address) }
    }

    /// Which attributes of which addresses each top-level property refers to.
    private static func references(
        _ desired: Desired, _ exports: Exports
    ) -> [String: [(address: String, name: String)]] {
        func reference(_ address: String, _ name: String) -> Value? {
            .deferred(.attribute(address: address, name: name))
        }
        let (properties, _) = desired.template.properties(
            of: desired.bound, reference: { reference("\(desired.stack)/\($0)", $1) },
            imported: { exports.value($0, for: desired, attribute: reference) })
        var found: [String: [(address: String, name: String)]] = [:]
        for (name, value) in properties.object ?? [:] { found[name] = value.awaitedAttributes }
        return found
    }

    /// What each resource means by names that it writes out, by address and property.
    private static func meant(_ all: [Desired]) -> [String: [String: [String]]] {
        let names = WrittenNames(all)
        return Dictionary(all.map { ($0.address, names.meant(by: $0)) }, uniquingKeysWith: { first, _ in first })
    }

    /// A resource that uses another waits for what completes the other.
    private static func completions(
        _ all: [Desired], _ symbols: [String: [String: [(address: String, name: String)]]],
        _ meant: [String: [String: [String]]]
    ) -> [(node: String, after: String)] {
        var completing: [String: [String]] = [:]
        for desired in all {
            for property in desired.frame.type.completes {
                let named = (symbols[desired.address]?[property] ?? []).map(\.address)
                for address in named + (meant[desired.address]?[property] ?? []) {
                    completing[address, default: []].append(desired.address)
                }
            }
        }
        var soft: [(node: String, after: String)] = []
        for desired in all {
            for address in desired.dependencies.sorted() {
                let others = completing[address] ?? []
                guard !others.contains(desired.address) else { continue }
                soft += others.map { (desired.address, $0) }
            }
        }
        return soft
    }
}

/// The frames of a registry's types, made when first asked for: most runs deal with a few of them.
final class Frames: Sendable {
    private let registry: Registry
    private let made = Mutex<[String: Frame]>([:])

    init(_ registry: Registry) { self.registry = registry }

    func frame(_ type: String) -> Frame? {
        made.withLock { made in
            if let frame = made[type] { return frame }
            guard let declared = registry.type(type), let schema = registry.schema(type) else { return nil }
            let frame = Frame(declared, schema)
            made[type] = frame
            return frame
        }
    }

    /// All types, by name.
    var types: [ResourceType] { registry.types }
}
