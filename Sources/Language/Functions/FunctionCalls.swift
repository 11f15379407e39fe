internal import Diagnostics
internal import Values

/// The intrinsic functions.
extension Evaluator {
    mutating func call(_ function: Expression.Function, _ span: Span) -> Outcome {
        switch function {
        case .ref(let name): return referred(name, span)
        case .getAtt(let resource, let attribute):
            guard let name = known(attribute, "Fn::GetAtt") else { return undecided("Fn::GetAtt", attribute) }
            return self.attribute(name, of: resource, span)
        case .sub(let pieces, let variables): return sub(pieces, variables, span)
        case .join(let separator, let parts): return join(separator, parts, span)
        case .select(let index, let list): return select(index, list, span)
        case .split(let separator, let text):
            guard let value = argument(text, "Fn::Split") else { return .failed }
            return attempt("Fn::Split", span) { () throws(DeferredError) in
                try Value.split(value, separator: separator.literal?.scalarText ?? "")
            }
        case .choose(let condition, let then, let otherwise):
            return evaluate(decide(condition) ?? true ? then : otherwise)
        case .and, .or, .not, .equals, .condition:
            return truth(of: Expression(.call(function), span: span)).map { .value(.bool($0)) } ?? .failed
        case .findInMap(let map, let top, let second, let fallback):
            return findInMap(map, top, second, fallback, span)
        case .getAZs(let region): return zones(region, span)
        case .cidr(let block, let count, let bits): return cidr(block, count, bits, span)
        case .base64(let text):
            guard let value = argument(text, "Fn::Base64") else { return .failed }
            return attempt("Fn::Base64", span) { () throws(DeferredError) in try Value.base64(value) }
        case .importValue(let name):
            guard let name = known(name, "Fn::ImportValue") else { return undecided("Fn::ImportValue", name) }
            return imported(name).map { .value($0) } ?? fail(.unresolvedImport(name, span))
        case .toJSONString(let inner):
            guard let value = argument(inner, "Fn::ToJsonString") else { return .failed }
            return .value(Value.jsonText(value))
        case .length(let list):
            guard let value = argument(list, "Fn::Length") else { return .failed }
            if let items = value.array { return .value(.int(items.count)) }
            if value.hasDeferred {
                return inputs.isPartial ? .value(open("length")) : fail(.notKnownYet("Fn::Length", span))
            }
            return fail(.evaluation("Fn::Length", "the argument is not a list", span))
        case .rule(let function, let arguments): return rule(function, arguments, span)
        }
    }

    // MARK: Texts and lists

    private mutating func sub(_ pieces: [Expression.Piece], _ variables: [Expression.Member], _ span: Span) -> Outcome {
        // A text alone is no joined one, and may be a dynamic reference all the same.
        if case .text(let text)? = pieces.first, pieces.count == 1 { return resolved(text, span) }
        var values: [String: Value] = [:]
        var failed = false
        for variable in variables {
            switch evaluate(variable.value) {
            case .value(let value): values[variable.key] = value
            case .absent: values[variable.key] = ""
            case .failed: failed = true
            }
        }
        var parts: [Value] = []
        for piece in pieces {
            let outcome: Outcome
            switch piece {
            case .text(let text): outcome = .value(.string(text))
            case .variable(let name): outcome = values[name].map { .value($0) } ?? .failed
            case .reference(let name): outcome = referred(name, span)
            case .attribute(let resource, let name): outcome = attribute(name, of: resource, span)
            }
            switch outcome {
            case .value(let value):
                if value.array != nil || value.object != nil {
                    findings.add(
                        .evaluation(
                            "Fn::Sub", "a part of the text is a list", span,
                            help: "join the list to a text with Fn::Join first"))
                    failed = true
                }
                parts.append(value)
            case .absent: parts.append("")
            case .failed: failed = true
            }
        }
        return failed ? .failed : joined(parts, separator: "", "Fn::Sub", span)
    }

    private mutating func join(_ separator: Expression, _ parts: Expression, _ span: Span) -> Outcome {
        guard let value = argument(parts, "Fn::Join") else { return .failed }
        guard let items = value.array else {
            return attempt("Fn::Join", span) { () throws(DeferredError) in
                try Value.joined(value, separator: separator.literal?.scalarText ?? "")
            }
        }
        return joined(items, separator: separator.literal?.scalarText ?? "", "Fn::Join", span)
    }

    /// The joined text, its dynamic references replaced.
    mutating func joined(_ parts: [Value], separator: String, _ name: String, _ span: Span) -> Outcome {
        // Nested texts can double at each level.
        guard Value.array(parts).weight(limit: Self.textLimit) < Self.textLimit else {
            return fail(.evaluation(name, "the text is longer than \(Self.textLimit) bytes", span))
        }
        let outcome = attempt(name, span) { () throws(DeferredError) in
            try Value.joined(.array(parts), separator: separator)
        }
        guard case .value(.string(let text)) = outcome, text.contains("{{resolve:"), parts.count > 1 else {
            return outcome
        }
        return resolved(text, span)
    }

    private mutating func select(_ index: Expression, _ list: Expression, _ span: Span) -> Outcome {
        guard let position = argument(index, "Fn::Select") else { return .failed }
        guard let number = position.int else {
            return position.hasDeferred
                ? undecided("Fn::Select", index)
                : fail(.evaluation("Fn::Select", "the index is not a whole number", index.span))
        }
        guard let value = argument(list, "Fn::Select") else { return .failed }
        return attempt("Fn::Select", span) { () throws(DeferredError) in try Value.selected(value, index: number) }
    }

    private mutating func cidr(_ block: Expression, _ count: Expression, _ bits: Expression?, _ span: Span) -> Outcome {
        guard let block = argument(block, "Fn::Cidr"), let amount = argument(count, "Fn::Cidr") else { return .failed }
        var size = Value.int(CIDR(block.string ?? "")?.width == 128 ? 64 : 8)
        if let bits {
            guard let given = argument(bits, "Fn::Cidr") else { return .failed }
            size = given
        }
        if case .deferred = amount { return undecided("Fn::Cidr", count) }
        if case .deferred = size { return undecided("Fn::Cidr", bits ?? count) }
        guard let number = amount.int, let host = size.int else {
            return fail(.evaluation("Fn::Cidr", "count and host bits are whole numbers", span))
        }
        return attempt("Fn::Cidr", span) { () throws(DeferredError) in try Value.cidr(block, count: number, bits: host)
        }
    }

    // MARK: Lookups

    private mutating func findInMap(
        _ map: Expression, _ top: Expression, _ second: Expression, _ fallback: Expression?, _ span: Span
    ) -> Outcome {
        guard let name = known(map, "Fn::FindInMap") else { return undecided("Fn::FindInMap", map) }
        guard let first = known(top, "Fn::FindInMap") else { return undecided("Fn::FindInMap", top) }
        guard let last = known(second, "Fn::FindInMap") else { return undecided("Fn::FindInMap", second) }
        let mapping = template.mappings.first { $0.name == name }
        if let value = mapping?.values[first]?[last] { return .value(value) }
        if let fallback { return evaluate(fallback) }
        guard let mapping else {
            return fail(
                .unresolvedMapping(
                    "there is no mapping '\(name)'", known: template.mappings.map(\.name).sorted(), map.span))
        }
        guard let keys = mapping.values[first] else {
            return fail(
                .unresolvedMapping(
                    "the mapping '\(name)' has no key '\(first)'", known: mapping.values.keys.sorted(), top.span))
        }
        return fail(
            .unresolvedMapping(
                "'\(first)' of the mapping '\(name)' has no key '\(last)'", known: keys.keys.sorted(), second.span))
    }

    private mutating func zones(_ region: Expression, _ span: Span) -> Outcome {
        guard let text = known(region, "Fn::GetAZs") else { return undecided("Fn::GetAZs", region) }
        let name = text.isEmpty ? inputs.region : text
        if let zones = inputs.availabilityZones[name] { return .value(.array(zones.map { .string($0) })) }
        needs.append(.availabilityZones(region: name, span))
        if inputs.isPartial { return .value(open("zones:\(name)")) }
        return fail(
            .unknownInput(
                "the availability zones of '\(name)' are not known", span,
                help: "check that the region exists and is enabled"))
    }

    // MARK: Common steps

    /// An argument that must be there.
    mutating func argument(_ expression: Expression, _ name: String) -> Value? {
        switch evaluate(expression) {
        case .value(let value): return value
        case .absent: findings.add(.evaluation(name, "an argument is AWS::NoValue", expression.span))
        case .failed: break
        }
        return nil
    }

    mutating func attempt(_ name: String, _ span: Span, _ body: () throws(DeferredError) -> Value) -> Outcome {
        do throws(DeferredError) {
            return .value(try body())
        } catch {
            return fail(.evaluation(name, error.message, span))
        }
    }

    /// The text of an argument that must be known before the run; nil when it is not (`undecided` says why).
    mutating func known(_ expression: Expression, _ name: String) -> String? { value(expression)?.scalarText }

    /// The outcome of a function whose argument `known` gave nil for.
    mutating func undecided(_ name: String, _ argument: Expression) -> Outcome {
        guard let value = self.argument(argument, name) else { return .failed }
        guard value.hasDeferred else { return fail(.evaluation(name, "an argument is not a text", argument.span)) }
        return inputs.isPartial ? .value(open(name)) : fail(.notKnownYet(name, argument.span))
    }
}

extension Value {
    /// The bytes of all texts in the value, about; counting ends at the limit.
    fileprivate func weight(limit: Int) -> Int {
        var weight = 1
        add(to: &weight, limit: limit)
        return weight
    }

    private func add(to weight: inout Int, limit: Int) {
        guard weight < limit else { return }
        switch self {
        case .string(let text): weight += text.utf8.count
        case .array(let items): for item in items { item.add(to: &weight, limit: limit) }
        case .object(let object): for item in object.values { item.add(to: &weight, limit: limit) }
        case .deferred(let deferred):
            if case .attribute(let address, let name) = deferred { weight += address.utf8.count + name.utf8.count }
            guard let inner = deferred.inner else { return }
            weight += 1
            inner.add(to: &weight, limit: limit)
        default: weight += 1
        }
    }
}
