extension Argument.Source {
    /// The paths of all properties that the source draws on.
    public var properties: [String] {
        switch self {
        case .property(let name): [name]
        case .list(let inner), .json(let inner), .mapped(let inner, _): inner.properties
        case .several(let inner): inner.flatMap(\.properties)
        case .object(let members): members.values.flatMap(\.properties).sorted()
        default: []
        }
    }

    /// True for a source made from the whole resource.
    public var drawsOnAll: Bool {
        switch self {
        case .properties: true
        case .list(let inner), .json(let inner), .mapped(let inner, _): inner.drawsOnAll
        case .several(let inner): inner.contains(where: \.drawsOnAll)
        case .object(let members): members.values.contains(where: \.drawsOnAll)
        default: false
        }
    }

    /// True when a top-level property goes into the source, whole or in part.
    public func draws(on property: String) -> Bool {
        drawsOnAll || properties.contains { $0.topLevel == property }
    }
}

extension Call {
    /// True when a top-level property goes into the call, or decides how often it is made.
    public func draws(on property: String) -> Bool {
        arguments.contains { $0.source.draws(on: property) } || each?.draws(on: property) == true
    }
}

extension ResourceType {
    /// The operations that finding and reading its resources takes.
    public var readOperations: [String] {
        ([read] + read.also).flatMap { [$0.operation] + $0.details.map(\.operation) }
            + [read.immutable?.operation].compactMap(\.self)
    }
}

extension String {
    /// The top-level property of a property path.
    public var topLevel: String { String(prefix { $0 != "." && $0 != "[" && $0 != "{" }) }

    /// `service:Operation` taken apart.
    public var operationParts: (service: String, operation: String) {
        let parts = split(separator: ":", maxSplits: 1)
        return (String(parts.first ?? ""), String(parts.dropFirst().first ?? ""))
    }
}
