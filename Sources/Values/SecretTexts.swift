internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The texts of secrets that a run has met, for masking wherever they turn up: in AWS's error messages, in traces, and
/// last of all in whatever is written out.
///
/// Secrets are masked first where their place says that they are some; this is for the places that nobody foresaw.
public final class SecretTexts: Sendable {
    /// What stands in the place of a secret.
    public static let mask = "(sensitive value)"
    /// Shorter ones (in bytes) would mask half the output.
    public static let minimumLength = 4

    private struct State {
        var known: Set<String> = []
        /// Every form of every known text, the longest first.
        var forms: [[UInt8]] = []
        /// In lower case.
        var members: Set<String> = []
    }

    private let state = Mutex(State())

    public init(_ texts: some Sequence<String> = []) { add(texts) }

    /// Adds secrets. Of a JSON text its members count by themselves, and of a text of several lines its long lines.
    public func add(_ texts: some Sequence<String>) { add(texts, parts: Self.parts) }

    /// Adds secrets of which no part counts by itself.
    public func add(whole texts: some Sequence<String>) {
        add(texts) { $0.utf8.count < Self.minimumLength ? [] : [$0] }
    }

    private func add(_ texts: some Sequence<String>, parts: (String) -> [String]) {
        state.withLock { state in
            let fresh = texts.filter { !state.known.contains($0) }.flatMap(parts)
            guard !fresh.isEmpty else { return }
            state.known.formUnion(fresh)
            let forms = Set(state.known.flatMap(Self.forms))
            state.forms = forms.map { Array($0.utf8) }.sorted {
                ($1.count, $0.description) < ($0.count, $1.description)
            }
        }
    }

    /// Names of members (in lower case) whose values in AWS's answers may be secrets that the run does not know.
    public var members: Set<String> { state.withLock { $0.members } }

    public func add(members: Set<String>) { state.withLock { $0.members.formUnion(members) } }

    /// True when a form of a secret stands in the text.
    public func occur(in text: String) -> Bool {
        let forms = state.withLock { $0.forms }
        guard !forms.isEmpty else { return false }
        let bytes = Array(text.utf8)
        return forms.contains { Self.find($0, in: bytes, from: 0) != nil }
    }

    /// A copy with every form of every secret masked. A text that is JSON stays JSON: strings that hold one are
    /// masked whole.
    public func masked(_ text: String) -> String {
        let forms = state.withLock { $0.forms }
        guard !forms.isEmpty else { return text }
        let bytes = Array(text.utf8)
        guard forms.contains(where: { Self.find($0, in: bytes, from: 0) != nil }) else { return text }
        if bytes.first == UInt8(ascii: "{"), let value = try? Value(json: bytes) {
            let json = masked(value).prettyJSON + (bytes.last == 10 ? "\n" : "")
            if !occur(in: json) { return json }
        }
        return String(decoding: forms.reduce(bytes) { Self.replacing($1, in: $0) }, as: UTF8.self)
    }

    /// A copy in which every text that holds a secret is masked whole, one in base 64 too. Names of members stay.
    public func masked(_ value: Value) -> Value {
        switch value {
        case .string(let text): return hides(text) ? .string(Self.mask) : value
        case .bytes(let bytes): return hides(String(decoding: bytes, as: UTF8.self)) ? .string(Self.mask) : value
        case .array(let items): return .array(items.map { masked($0) })
        case .object(let object): return .object(object.mapValues { masked($0) })
        default: return value
        }
    }

    private func hides(_ text: String) -> Bool {
        if occur(in: text) { return true }
        guard text.utf8.count >= 8, let decoded = Base64.decode(text) else { return false }
        return occur(in: String(decoding: decoded, as: UTF8.self))
    }

    // MARK: - Forms

    private static func parts(of text: String) -> [String] {
        guard text.utf8.count >= minimumLength else { return [] }
        var parts = [text]
        if text.contains(where: \.isNewline) {
            parts += text.split(whereSeparator: \.isNewline).map(String.init).filter { $0.utf8.count >= 16 }
        }
        if text.hasPrefix("{"), let value = try? Value(json: text) {
            parts += leaves(of: value).filter { $0.utf8.count >= 6 }
        }
        return parts
    }

    private static func leaves(of value: Value) -> [String] {
        switch value {
        case .string(let text): [text]
        case .array(let items): items.flatMap(leaves)
        case .object(let object): object.values.flatMap(leaves)
        default: []
        }
    }

    /// As it is; as JSON and XML write it in their several ways, twice over for JSON in JSON; percent-encoded, and as forms
    /// are; in hexadecimal digits; in base 64 and its form for addresses.
    private static func forms(of text: String) -> [String] {
        func json(_ text: String) -> String { String(Value.string(text).json.dropFirst().dropLast()) }
        let bytes = Array(text.utf8)
        var forms = [text, json(text), json(json(text)), Base64.encode(bytes)] + EscapedForms(text).all
        // Within a longer text base 64 begins at any of three places; the digits that its neighbours share are left out.
        if bytes.count >= 8 {
            for shared in 1...2 {
                let rest = bytes.dropFirst(shared)
                forms.append(Base64.encode(Array(rest.prefix(rest.count / 3 * 3))))
            }
            forms.append(Base64.encode(Array(bytes.prefix(bytes.count / 3 * 3))))
        }
        return forms + forms.filter { $0.contains { $0 == "+" || $0 == "/" } }.map(Base64.forAddresses)
    }

    // MARK: - Bytes

    private static func find(_ needle: [UInt8], in text: [UInt8], from start: Int) -> Int? {
        guard let first = needle.first else { return nil }
        return text.withUnsafeBytes { text in
            guard let base = text.baseAddress else { return nil }
            var index = start
            while index + needle.count <= text.count {
                let room = text.count - needle.count + 1 - index
                guard let found = memchr(base + index, Int32(first), room) else { return nil }
                if memcmp(found, needle, needle.count) == 0 { return UnsafeRawPointer(found) - base }
                index = UnsafeRawPointer(found) - base + 1
            }
            return nil
        }
    }

    private static func replacing(_ needle: [UInt8], in text: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        var start = 0
        while let found = find(needle, in: text, from: start) {
            out.append(contentsOf: text[start..<found])
            out.append(contentsOf: mask.utf8)
            start = found + needle.count
        }
        out.append(contentsOf: text[start...])
        return out
    }
}
