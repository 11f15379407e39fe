internal import AWS
internal import Declarations
internal import Diagnostics
internal import Language
internal import Values

/// Properties that templates give by another value (`Lookup`), found before anything is planned.
struct FoundProperties: Sendable {
    /// By address and property: a value, or the reference to a resource of the same stack.
    private var values: [String: [String: Value]] = [:]

    /// Looks up what the stacks ask for. What is not found, or not one thing, is a finding.
    /// - Parameter isDestroying: what is not there is no reason not to destroy the rest.
    static func read(
        _ contexts: [StackContext], _ frames: Frames, _ cache: ReadCache, isDestroying: Bool,
        _ findings: inout Findings
    ) async throws(AWSFailure) -> FoundProperties {
        var found = FoundProperties()
        for context in contexts {
            for bound in context.template.resources {
                guard let frame = frames.frame(bound.type), !frame.type.lookups.isEmpty else { continue }
                let properties = context.template.symbolicProperties(of: bound)
                let address = "\(context.stack.name)/\(bound.logicalID)"
                for lookup in frame.type.lookups {
                    guard let wanted = properties[lookup.by], !wanted.isNull else { continue }
                    let span = context.template.span(of: bound, propertyPath: lookup.by)
                    guard properties[lookup.property] == nil, !wanted.hasDeferred else {
                        findings.add(EngineDiagnostics.unlookable(lookup, address, span, isKnown: !wanted.hasDeferred))
                        continue
                    }
                    guard let type = frames.frame(lookup.type) else { continue }
                    var all = siblings(wanted, lookup, type, context)
                    if all.isEmpty { all = try await live(wanted, lookup, type, context.place, cache) }
                    if all.count == 1 {
                        found.values[address, default: [:]][lookup.property] = all[0]
                    } else if !(all.isEmpty && isDestroying) {
                        findings.add(
                            EngineDiagnostics.notOne(lookup, wanted, all.compactMap(\.scalarText), address, span))
                    }
                }
            }
        }
        return found
    }

    /// Resources of the same stack.
    private static func siblings(_ wanted: Value, _ lookup: Lookup, _ type: Frame, _ context: StackContext) -> [Value] {
        context.template.resources.filter { bound in
            bound.type == lookup.type
                && Comparison(frame: type).same(
                    context.template.symbolicProperties(of: bound)[lookup.named], wanted, at: lookup.named)
        }.map { .deferred(.attribute(address: "\(context.stack.name)/\($0.logicalID)", name: "Ref")) }
    }

    private static func live(
        _ wanted: Value, _ lookup: Lookup, _ type: Frame, _ place: Place, _ cache: ReadCache
    ) async throws(AWSFailure) -> [Value] {
        var type = type
        // What a type's own reading finds by our tags is found whosever it is.
        if case .stackTags(_, let also) = type.type.read.scope {
            var all = type.type
            all.read.scope = .everything(also)
            type = Frame(all, type.schema)
        }
        let reader = Reader(cache: cache, search: TagSearch(), stacks: [], readsEverything: false)
        let lives = try await reader.read(type, place: place, sought: []).others
        return lives.filter { Comparison(frame: type).same($0.name(lookup.named), wanted, at: lookup.named) }
            .compactMap(\.reference)
    }

    /// The properties with what was found in the place of what was given.
    /// - Parameter attribute: what is known of an attribute of an address; nil leaves the reference.
    func filled(
        _ properties: Value, _ address: String, _ type: ResourceType,
        attribute: (String, String) -> Value? = { _, _ in nil }
    ) -> Value {
        guard let found = values[address] else { return properties }
        return type.lookups.reduce(properties) { properties, lookup in
            guard let value = found[lookup.property] else { return properties }
            var known = value
            if case .deferred(.attribute(let other, let name)) = value { known = attribute(other, name) ?? value }
            return properties.removing(lookup.by).setting(lookup.property, to: known)
        }
    }

    /// The addresses that what was found refers to.
    func dependencies(of address: String) -> Set<String> {
        Set((values[address] ?? [:]).values.flatMap(\.awaitedAttributes).map(\.address))
    }
}
