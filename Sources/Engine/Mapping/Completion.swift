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
            guard case .derived(_, let derive)? = property.absent else { continue }
            filled = fill(filled, steps: Self.steps(of: property.path), at: "") { derive($0, resource) }
        }
        return filled
    }

    /// The properties that the create call is given: those of `filled` and the ones that AWS demands.
    func forCreation(_ properties: Value) -> Value {
        var filled = properties
        for property in frame.type.properties {
            guard case .initially(let derive)? = property.absent else { continue }
            filled = fill(filled, steps: Self.steps(of: property.path), at: "") { _ in derive(properties) }
        }
        return filled
    }

    /// `A[].B` as `A`, `[]`, `B`.
    private static func steps(of path: String) -> [String] {
        path.split(separator: ".").flatMap { part -> [String] in
            part.hasSuffix("[]") ? [String(part.dropLast(2)), "[]"] : [String(part)]
        }
    }

    /// - Parameter path: the schema path of `holder`.
    private func fill(_ holder: Value, steps: [String], at path: String, with value: (Value) -> Value?) -> Value {
        guard let step = steps.first else { return holder }
        let rest = Array(steps.dropFirst())
        if step == "[]" {
            return .array((holder.array ?? []).map { fill($0, steps: rest, at: path + "[]", with: value) })
        }
        guard var object = holder.object else { return holder }
        let isThere = !(object[step] ?? .null).isNull
        let inner = Frame.join(path, step)
        if rest.isEmpty {
            if !isThere, let derived = value(holder) { object[step] = derived }
        } else if isThere, let member = object[step] {
            object[step] = fill(member, steps: rest, at: inner, with: value)
        } else if case .means(let meaning)? = frame.declared[inner]?.absent, meaning.object != nil {
            // What the absence of the object means may hold derived members too.
            let whole = fill(meaning, steps: rest, at: inner, with: value)
            if whole != meaning { object[step] = whole }
        }
        return .object(object)
    }
}
