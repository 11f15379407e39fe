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

    /// True for the property path itself and for all that lies below it (`Tags`, `Tags[0].Key`).
    public func isAtOrBelow(_ path: String) -> Bool {
        self == path || hasPrefix(path + ".") || hasPrefix(path + "[")
    }
}
