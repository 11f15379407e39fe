internal import Language
internal import Values

/// The secrets of a run's templates, to find where plans must mask them. Made once: each has many forms.
struct PlannedSecrets: Sendable {
    private let words: Set<String>
    private let forms: SecretTexts

    /// - Parameter arrived: what AWS has told once and live resources show.
    init(_ contexts: [StackContext], arrived: Set<String> = []) {
        self.init(contexts.reduce(into: arrived) { $0.formUnion($1.template.secretTexts) })
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
}
