public import Plans
internal import Values

extension Plan {
    /// A copy that may be shown: no secret is in it. Every report starts from it; a plan that is carried out does not.
    public var masked: Plan {
        var copy = self
        copy.steps = steps.map(\.masked)
        copy.outputs = outputs.map(\.masked)
        copy.resources = resources.map(\.masked)
        for index in aside.indices { copy.aside[index].change = aside[index].change?.masked }
        return copy
    }
}

extension Step {
    /// A copy in which secrets among changes and inputs are replaced by fixed words.
    public var masked: Step {
        var copy = self
        copy.changes = changes.map(\.masked)
        copy.calls = calls.map(\.masked)
        return copy
    }
}

extension ResourceState {
    var masked: ResourceState {
        var copy = self
        for name in sensitive {
            if let value = before?[name], !value.isNull {
                copy.before = copy.before?.setting(name, to: .string(ValueText.secret))
            }
            if let value = after[name], !value.isNull {
                copy.after = copy.after.setting(name, to: .string(ValueText.secret))
            }
        }
        return copy
    }
}

extension Plan.Output {
    var masked: Plan.Output {
        var copy = self
        if isSecret { copy.value = .string(ValueText.secret) }
        return copy
    }
}

extension PropertyChange {
    var masked: PropertyChange {
        guard isSecret else { return self }
        var copy = self
        if before != nil { copy.before = .string(ValueText.secret) }
        if after != nil { copy.after = .string(ValueText.secret) }
        return copy
    }
}

extension PlannedCall {
    var masked: PlannedCall {
        var copy = self
        for path in secrets { copy.input = copy.input.masking(path, with: ValueText.secret) }
        return copy
    }
}
