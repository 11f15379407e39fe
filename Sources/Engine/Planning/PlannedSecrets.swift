internal import Language
internal import Values

/// The secrets of a run's templates, to find where plans must mask them. Made once: each has many forms.
struct PlannedSecrets: Sendable {
    private let words: Set<String>
    private let forms: SecretTexts

    init(_ contexts: [StackContext]) {
        self.init(contexts.reduce(into: Set<String>()) { $0.formUnion($1.template.secretTexts) })
    }

    init(_ words: Set<String> = []) {
        self.words = words.filter { !$0.isEmpty }
        forms = SecretTexts(self.words)
    }

    var isEmpty: Bool { words.isEmpty }

    /// True when one stands anywhere in the value: as it is however short, in base 64 or JSON, or in a text that a
    /// function is still to put together with what is awaited.
    func occur(in value: Value) -> Bool {
        !isEmpty && value.texts.contains { text in words.contains { text.contains($0) } || forms.occur(in: text) }
    }

    /// A copy in which every text that holds one is masked.
    func masked(_ value: Value) -> Value {
        guard !isEmpty else { return value }
        switch value {
        case .array(let items): return .array(items.map(masked))
        case .object(let object): return .object(object.mapValues(masked))
        default: return occur(in: value) ? .string(SecretTexts.mask) : value
        }
    }
}
