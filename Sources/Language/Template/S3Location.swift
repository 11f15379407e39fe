/// A place in S3, written `s3://bucket/prefix`.
public struct S3Location: Sendable, Hashable, CustomStringConvertible {
    public var bucket: String
    /// Without slashes at its ends; empty for the whole bucket.
    public var prefix: String

    /// Nil when the text is not of that form, or the bucket's name cannot be one.
    ///
    /// Source: Amazon S3 User Guide, "General purpose bucket naming rules" and "Naming Amazon S3 objects" (safe
    /// characters; a key has at most 1,024 bytes, of which half is left for what comes below the prefix).
    public init?(_ text: String) {
        guard text.hasPrefix("s3://") else { return nil }
        let path = text.dropFirst("s3://".count)
        bucket = String(path.prefix { $0 != "/" })
        var rest = path.dropFirst(bucket.count + 1)
        if rest.last == "/" { rest.removeLast() }
        prefix = String(rest)
        guard Self.isBucketName(bucket), prefix.utf8.count <= 512 else { return nil }
        let segments = prefix.split(separator: "/", omittingEmptySubsequences: false)
        guard prefix.isEmpty || segments.allSatisfy(Self.isSegment) else { return nil }
    }

    public var description: String { prefix.isEmpty ? "s3://\(bucket)" : "s3://\(bucket)/\(prefix)" }

    private static func isBucketName(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard (3...63).contains(bytes.count), let first = bytes.first, let last = bytes.last else { return false }
        return isAlphanumeric(first) && isAlphanumeric(last) && !name.contains("..")
            && bytes.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
    }

    /// Lower case.
    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isSegment(_ segment: Substring) -> Bool {
        !segment.isEmpty && segment != "." && segment != ".."
            && segment.utf8.allSatisfy { byte in
                isAlphanumeric(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                    || "!-_.*'()=".utf8.contains(byte)
            }
    }
}
