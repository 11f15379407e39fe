import Crypto

/// Digests of values and strings, in lower-case hexadecimal.
public enum Digest {
    public static func sha256(_ text: String) -> String { sha256(Array(text.utf8)) }

    public static func sha256(_ bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }

    /// The SHA-256 in base 64, as Lambda tells it of code.
    public static func sha256Base64(_ bytes: [UInt8]) -> String { Base64.encode(Array(SHA256.hash(data: bytes))) }

    /// Names files that the AWS CLI names so; it protects nothing.
    public static func sha1(_ text: String) -> String { hexadecimal(Insecure.SHA1.hash(data: Array(text.utf8))) }

    /// HMAC-SHA-256: only who has the key can make it.
    public static func hmac(_ bytes: [UInt8], key: String) -> String {
        hexadecimal(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: Array(key.utf8))))
    }

    /// Compares in a time that tells nothing of where two digests differ.
    public static func same(_ one: String, _ other: String) -> Bool {
        let (one, other) = (Array(one.utf8), Array(other.utf8))
        return one.count == other.count && zip(one, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef")
        return bytes.map { String([digits[Int($0 >> 4)], digits[Int($0 & 15)]]) }.joined()
    }
}

extension Value {
    /// The first `length` hexadecimal digits of the SHA-256 of the canonical JSON: members sorted, deferred parts by
    /// their expression. Equal values have equal digests.
    public func digest(_ length: Int = 16) -> String { String(Digest.sha256(canonicalJSON).prefix(length)) }
}
