internal import Values

/// What rules read of IAM policy documents.
enum PolicyText {
    /// The statements of a document, or of a text that holds one; none where it is no document, or not known yet.
    static func statements(in value: Value) -> [Value] {
        let document: Value
        switch value {
        case .deferred(.json(let inner)): document = inner
        case .string(let text): document = (try? Value(json: text)) ?? .null
        default: document = value
        }
        guard let body = document["Statement"] else { return [] }
        return (body.array ?? [body]).filter { $0.object != nil }
    }

    /// True when nothing of the document is known.
    static func isOpen(_ value: Value) -> Bool {
        if case .deferred(.json(let inner)) = value { return inner["Statement"] == nil }
        if case .deferred = value { return true }
        return false
    }

    /// The texts of a member that holds one or many; what is open is left out.
    static func texts(_ value: Value?) -> [String] {
        guard let value else { return [] }
        return (value.array ?? [value]).compactMap(\.scalarText)
    }
}
