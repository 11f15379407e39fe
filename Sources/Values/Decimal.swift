extension Double {
    /// The number that a text writes in decimal digits, with a sign, a point and an exponent at most. Nil for anything
    /// else, also for what Swift reads besides: `0x10`, `inf`, `nan`.
    public init?(decimal text: String) {
        guard text.utf8.allSatisfy({ (48...57).contains($0) || "+-.eE".utf8.contains($0) }), let number = Double(text),
            number.isFinite
        else { return nil }
        self = number
    }

    /// As JSON writes it and as people do: a whole number without a point.
    public var digits: String {
        if let whole = Int(exactly: self), abs(self) < 1e15 { return String(whole) }
        return String(self)
    }
}
