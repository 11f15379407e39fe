public import Declarations
public import Plans
internal import Values

/// Whose secrets, which AWS tells once, a plan hands over.
extension Plan {
    /// The new resources whose secret no other resource of the plan takes: only a file for secrets can.
    public func unreceived(_ registry: Registry) -> [Step] {
        let received = received(registry)
        return steps.filter { step in
            step.action == .create && !received.contains(step.address)
                && registry.type(step.type)?.attributes.values.contains(where: \.once) == true
        }
    }

    /// The addresses of those whose secret another resource of the plan takes.
    func received(_ registry: Registry) -> Set<String> {
        let types = Dictionary(steps.map { ($0.address, $0.type) }, uniquingKeysWith: { first, _ in first })
        let awaited = steps.flatMap(\.calls).flatMap(\.input.awaitedAttributes)
        return Set(
            awaited.filter { address, name in
                types[address].flatMap { registry.type($0)?.attributes[name]?.once } ?? false
            }.map(\.address))
    }
}
