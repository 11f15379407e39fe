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
        for path in secrets { copy.input = copy.input.masking(PathSegment.all(of: path)[...]) }
        return copy
    }
}

/// A step of an input path: `Parameters[0].Value` or `Parameters.0.Value`; `[]` is every item.
private enum PathSegment {
    case member(String), item(Int), everyItem

    static func all(of path: String) -> [PathSegment] {
        var segments: [PathSegment] = []
        for part in path.split(separator: ".") {
            let pieces = part.split(separator: "[", omittingEmptySubsequences: false)
            for (index, piece) in pieces.enumerated() {
                if index == 0 {
                    if !piece.isEmpty { segments.append(.member(String(piece))) }
                } else {
                    let inside = piece.prefix { $0 != "]" }
                    segments.append(Int(inside).map { .item($0) } ?? .everyItem)
                }
            }
        }
        return segments
    }
}

extension Value {
    /// A copy in which what stands at the path is masked; a path that leads nowhere changes nothing.
    fileprivate func masking(_ path: ArraySlice<PathSegment>) -> Value {
        guard let head = path.first else { return .string(ValueText.secret) }
        let rest = path.dropFirst()
        switch (self, head) {
        case (.object(var object), .member):
            // A name may itself have dots (`com.example.token`), at which the path was cut.
            var name = ""
            for (count, segment) in path.enumerated() {
                guard case .member(let part) = segment else { break }
                name += count == 0 ? part : "." + part
                if let inner = object[name] { object[name] = inner.masking(path.dropFirst(count + 1)) }
            }
            return .object(object)
        case (.array(let items), .member(let name)):
            guard let index = Int(name) else { return .array(items.map { $0.masking(path) }) }
            return .array(items.enumerated().map { $0 == index ? $1.masking(rest) : $1 })
        case (.array(let items), .item(let index)):
            return .array(items.enumerated().map { $0 == index ? $1.masking(rest) : $1 })
        case (.array(let items), .everyItem): return .array(items.map { $0.masking(rest) })
        case (.string, _), (.deferred, _), (.bytes, _):
            // The input is a text (JSON) where the path goes on: better all of it than a part too little.
            return .string(ValueText.secret)
        default: return self
        }
    }
}
