/// A pattern in which `*` stands for any characters, none included. Case matters.
public struct Glob: Sendable, Hashable {
    public var text: String

    public init(_ text: String) { self.text = text }

    /// True when the whole of the text fits. Takes time by the product of the lengths, whatever the pattern.
    public func matches(_ other: String) -> Bool {
        let pattern = Array(text.utf8), bytes = Array(other.utf8)
        var p = 0, b = 0
        var star: Int?, resume = 0
        while b < bytes.count {
            if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
                (star, resume) = (p, b)
                p += 1
            } else if p < pattern.count, pattern[p] == bytes[b] {
                (p, b) = (p + 1, b + 1)
            } else if let star {
                resume += 1
                (p, b) = (star + 1, resume)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
