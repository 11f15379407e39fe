internal import Declarations
internal import Values

/// Fills in defaults that depend on other properties (`Absence.derived`), and what a creation must send
/// (`Absence.initially`).
struct Completion {
    let frame: Frame

    /// The properties with every derived default that is not mentioned.
    /// - Parameter resource: The desired properties of the whole resource, from which defaults are derived.
    func filled(_ properties: Value, from resource: Value) -> Value {
        var filled = properties
        for property in frame.type.properties {
            guard case .derived(let derive)? = property.absent else { continue }
            filled = fill(filled, steps: Self.steps(of: property.path)) { derive($0, resource) }
        }
        return filled
    }

    /// The properties that the create call is given: those of `filled` and the ones that AWS demands.
    func forCreation(_ properties: Value) -> Value {
        var filled = properties
        for property in frame.type.properties {
            guard case .initially(let derive)? = property.absent else { continue }
            filled = fill(filled, steps: Self.steps(of: property.path)) { _ in derive(properties) }
        }
        return filled
    }

    /// `A[].B` as `A`, `[]`, `B`.
    private static func steps(of path: String) -> [String] {
        path.split(separator: ".").flatMap { part -> [String] in
            part.hasSuffix("[]") ? [String(part.dropLast(2)), "[]"] : [String(part)]
        }
    }

    private func fill(_ holder: Value, steps: [String], with value: (Value) -> Value?) -> Value {
        guard let step = steps.first else { return holder }
        if step == "[]" {
            return .array((holder.array ?? []).map { fill($0, steps: Array(steps.dropFirst()), with: value) })
        }
        guard var object = holder.object else { return holder }
        if steps.count == 1 {
            if object[step] == nil || object[step] == .null, let derived = value(holder) { object[step] = derived }
        } else if let inner = object[step] {
            object[step] = fill(inner, steps: Array(steps.dropFirst()), with: value)
        }
        return .object(object)
    }
}
