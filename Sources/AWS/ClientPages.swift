public import Values

extension Client {
    /// Ten million items where a page has a thousand.
    private static let maximumPages = 10_000

    /// Every page of a call, in order; one for an operation without pages.
    public func pages(_ call: APICall) async throws(AWSFailure) -> [Value] {
        let (_, operation) = try model(of: call)
        var pages = [try await send(call)]
        guard let paginator = operation.paginator else { return pages }
        var next = call
        var seen: Set<[Value]> = []
        while let last = pages.last, let tokens = paginator.next(after: last) {
            // A service that answers its own token again would never end.
            guard seen.insert(tokens.map(\.value)).inserted, pages.count < Self.maximumPages else {
                throw .invalid(call, "MalformedResponse", "the pages do not end: a token came for the second time")
            }
            var input = next.input.object ?? [:]
            for name in paginator.inputTokens { input[name] = nil }
            for token in tokens { input[token.name] = token.value }
            next.input = .object(input)
            pages.append(try await send(next))
        }
        return pages
    }

    /// Every page of a call as one output: the lists joined, all else from the first page, no tokens.
    public func collected(_ call: APICall) async throws(AWSFailure) -> Value {
        let (_, operation) = try model(of: call)
        let pages = try await pages(call)
        guard var whole = pages.first, let paginator = operation.paginator, pages.count > 1 else {
            return pages.first ?? [:]
        }
        for path in paginator.results {
            let lists = pages.compactMap { $0.at(path)?.array }
            if !lists.isEmpty { whole = whole.setting(path, to: .array(Array(lists.joined()))) }
        }
        for token in paginator.outputTokens { whole = whole.removing(token.split(separator: ".")[...]) }
        if let more = paginator.moreResults { whole = whole.setting(more, to: false) }
        return whole
    }
}

extension Value {
    /// A copy without the member at a path of names.
    fileprivate func removing(_ path: ArraySlice<Substring>) -> Value {
        guard var object, let name = path.first.map(String.init), let inner = object[name] else { return self }
        object[name] = path.count == 1 ? nil : inner.removing(path.dropFirst())
        return .object(object)
    }
}

extension Paginator {
    /// The input members of the next page; nil when there is none.
    func next(after page: Value) -> [(name: String, value: Value)]? {
        if let moreResults, page.at(moreResults)?.bool != true { return nil }
        var tokens: [(name: String, value: Value)] = []
        for (name, path) in zip(inputTokens, outputTokens) {
            guard let value = page.at(path), !value.isNull, value.string?.isEmpty != true else { continue }
            tokens.append((name, value))
        }
        return tokens.isEmpty ? nil : tokens
    }
}
