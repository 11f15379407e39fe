extension String {
    /// `Tags[0].Key` as `Tags[].Key`.
    public var withoutIndexes: String {
        var text = ""
        var inside = false
        for character in self {
            if character == "]" { inside = false }
            if !inside { text.append(character) }
            if character == "[" { inside = true }
        }
        return text
    }
}
