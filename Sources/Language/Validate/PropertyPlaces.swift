public import Diagnostics
internal import Values

extension BoundTemplate {
    /// The place in the template for a property path (`Tags[0].Key`). Where the path leads into the result of a
    /// function, it is the function's place; where it leads nowhere, the deepest part that exists; for the empty path,
    /// the logical id.
    public func span(of resource: BoundResource, propertyPath: String) -> Span {
        place(of: resource, propertyPath).value
    }

    /// The place of the last key of a property path; of its value, where the last part is an index.
    public func keySpan(of resource: BoundResource, propertyPath: String) -> Span {
        place(of: resource, propertyPath).key
    }

    /// The place of the `Fn::ImportValue` by which a resource imports a name; its logical id, where a stack around it does.
    public func span(ofImport name: String, in resource: BoundResource) -> Span {
        var evaluator = owner(of: resource.scope).plainEvaluator
        var found: Span?
        resource.properties?.walk { expression in
            guard found == nil, case .call(.importValue(let argument)) = expression.form,
                evaluator.value(argument)?.scalarText == name
            else { return }
            found = expression.span
        }
        return found ?? resource.span
    }

    private func place(of resource: BoundResource, _ path: String) -> (key: Span, value: Span) {
        var place = (key: resource.span, value: resource.span)
        guard var expression = resource.properties else { return place }
        let evaluator = owner(of: resource.scope).plainEvaluator
        var rest = path[...]
        while !rest.isEmpty {
            expression = evaluator.settled(expression)
            if rest.first == "[", let close = rest.firstIndex(of: "]"),
                let index = Int(rest[rest.index(after: rest.startIndex)..<close])
            {
                guard case .list(let items) = expression.form else { return place }
                let present = items.filter { !evaluator.isAbsent($0) }
                guard present.indices.contains(index) else { return place }
                expression = present[index]
                place = (expression.span, expression.span)
                rest = rest[rest.index(after: close)...]
            } else {
                if rest.first == "." { rest = rest.dropFirst() }
                guard case .map(let members) = expression.form, let member = Self.member(of: members, rest) else {
                    return place
                }
                expression = member.value
                // A value of several lines is shown by its key.
                let isShort = expression.span.start.line == expression.span.end.line
                place = (member.keySpan, isShort ? expression.span : member.keySpan)
                rest = rest.dropFirst(member.key.count)
            }
        }
        return place
    }

    /// The member whose key, which may hold dots itself, the path starts with: the longest.
    private static func member(of members: [Expression.Member], _ path: Substring) -> Expression.Member? {
        members.filter { member in
            guard path.hasPrefix(member.key) else { return false }
            let next = path.dropFirst(member.key.count).first
            return next == nil || next == "." || next == "["
        }.max { $0.key.count < $1.key.count }
    }
}
