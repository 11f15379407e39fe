internal import Declarations
internal import Values

/// What a tag on one resource tells of another that cannot bear tags of its own.
///
/// A route, a record set or a bucket policy has nowhere to keep whose it is. A resource of the same stack that has tags,
/// the carrier, keeps it in a tag of the child's own: type, logical id, and the properties by which it is found, with
/// references left symbolic, so that the tag is known before anything exists. It is put on before the child is made and
/// taken off after the child is gone: an interrupted run may leave a mark without a child, never the other way round.
///
///     plumb:child:3f9a1c07d2e4 = AWS::EC2::Route InternetRoute DestinationCidrBlock:0.0.0.0/0 RouteTableId:@Routes.Ref@
///
/// What is taken out of a list that came as one text adds the two functions: `@.net-SubnetIds+split:=2C+select:0@`.
///
/// Only letters, digits, spaces and `+ - = . _ : / @` occur, which every service allows in tags.
struct ChildMark: Hashable, Sendable {
    /// `AWS::EC2::Route`.
    var type: String
    var logicalID: String
    /// True when the child's policy keeps it from being deleted.
    var isRetained: Bool
    /// An object of what the child is found by. A reference is a deferred attribute of a logical id of the same stack, an
    /// import one whose address is empty.
    var properties: Value

    /// AWS's limit for a tag's value, in characters.
    static let longest = 256
    static let prefix = OwnTag.prefix + "child:"
    private static let retainedWord = "Retained"

    /// The tag's key.
    static func key(_ text: String) -> String { prefix + Digest.sha256(text).prefix(12) }

    /// The tag's value; nil when a property cannot be written, or all of them in the room that a tag has.
    var text: String? {
        var words = [type, logicalID] + (isRetained ? [Self.retainedWord] : [])
        for leaf in properties.leaves(at: "").sorted(by: { $0.path < $1.path }) {
            guard let written = Self.written(leaf.value) else { return nil }
            words.append("\(leaf.path):\(written)")
        }
        let text = words.joined(separator: " ")
        return text.count <= Self.longest ? text : nil
    }

    /// The mark that a tag's value spells; nil for what none can have written.
    init?(text: String) {
        var words = text.split(separator: " ").map(String.init)
        guard words.count >= 2 else { return nil }
        type = words[0]
        logicalID = words[1]
        words.removeFirst(2)
        isRetained = words.first == Self.retainedWord
        if isRetained { words.removeFirst() }
        properties = [:]
        for word in words {
            guard let colon = word.firstIndex(of: ":"),
                let value = Self.read(String(word[word.index(after: colon)...]))
            else { return nil }
            properties = properties.setting(String(word[..<colon]), to: value)
        }
    }

    init(type: String, logicalID: String, isRetained: Bool, properties: Value) {
        self.type = type
        self.logicalID = logicalID
        self.isRetained = isRetained
        self.properties = properties
    }

    // MARK: - Values as words

    private static func written(_ value: Value) -> String? {
        switch value {
        case .deferred(.join(let separator, let inner)):
            guard let items = inner.array else { return nil }
            let parts = items.map(written)
            return parts.contains { $0 == nil } ? nil : parts.map { $0 ?? "" }.joined(separator: escaped(separator))
        case .deferred(let deferred): return reference(deferred).map { "@\($0)@" }
        case .array, .object: return nil
        case .null: return ""
        default: return value.scalarText.map(escaped)
        }
    }

    /// An attribute, and what is done with it; nil for what marks have no words for.
    private static func reference(_ deferred: Deferred) -> String? {
        switch deferred {
        case .attribute(let address, let name): return "\(escaped(address)).\(escaped(name))"
        case .split(let separator, .deferred(let text)):
            return reference(text).map { "\($0)+split:\(escaped(separator))" }
        case .select(let index, .deferred(let list)): return reference(list).map { "\($0)+select:\(index)" }
        default: return nil
        }
    }

    private static func attribute(_ words: Substring) -> Value? {
        guard let dot = words.firstIndex(of: "."), let address = unescaped(String(words[..<dot])),
            let name = unescaped(String(words[words.index(after: dot)...]))
        else { return nil }
        return .deferred(.attribute(address: address, name: name))
    }

    private static func read(reference text: String) -> Value? {
        let words = text.split(separator: "+", omittingEmptySubsequences: false)
        return words.dropFirst().reduce(attribute(words[0])) { value, word in
            guard let value, let colon = word.firstIndex(of: ":") else { return nil }
            let argument = word[word.index(after: colon)...]
            switch word[..<colon] {
            case "split": return unescaped(String(argument)).map { .deferred(.split(separator: $0, value)) }
            case "select": return Int(argument).map { .deferred(.select(index: $0, value)) }
            default: return nil
            }
        }
    }

    /// Text and references in turn: every second part between `@` is a reference.
    private static func read(_ word: String) -> Value? {
        let pieces = word.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
        guard pieces.count % 2 == 1 else { return nil }
        var parts: [Value] = []
        for (index, piece) in pieces.enumerated() {
            if index % 2 == 0 {
                guard let text = unescaped(piece) else { return nil }
                if !text.isEmpty || pieces.count == 1 { parts.append(.string(text)) }
            } else {
                guard let reference = read(reference: piece) else { return nil }
                parts.append(reference)
            }
        }
        return parts.count == 1 ? parts[0] : .deferred(.join(separator: "", .array(parts)))
    }

    /// Other characters than letters, digits and `. _ / : -` as `=` and two hexadecimal digits for each byte.
    private static func escaped(_ text: String) -> String {
        let hex = Array("0123456789ABCDEF")
        var escaped = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "/"),
                UInt8(ascii: ":"), UInt8(ascii: "-"):
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            default: escaped += "=\(hex[Int(byte >> 4)])\(hex[Int(byte & 15)])"
            }
        }
        return escaped
    }

    private static func unescaped(_ text: String) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "=") else {
                bytes.append(byte)
                continue
            }
            guard let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 else {
                return nil
            }
            bytes.append(code)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

extension Value {
    /// What is neither array nor object, with its dotted path (`Certificates.0.CertificateArn`).
    fileprivate func leaves(at path: String) -> [(path: String, value: Value)] {
        func below(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
        return switch self {
        case .array(let items): items.enumerated().flatMap { $1.leaves(at: below(String($0))) }
        case .object(let object): object.flatMap { $0.value.leaves(at: below($0.name)) }
        default: [(path, self)]
        }
    }
}

extension ResourceType {
    /// True when its resources cannot keep whose they are, so that another has to.
    var needsCarrier: Bool { tagging == nil || tagging?.takesOwnOnly == true }

    /// True when its tags can keep marks of others. What is made anew for every change is no place for them.
    var canCarry: Bool { tagging != nil && tagging?.takesOwnOnly != true && !create.revises }

    /// The properties that looking a resource up takes: its keys, and what its reading is narrowed by. Nil: all that
    /// there are (`Read.gather`).
    var lookupProperties: Set<String>? {
        if read.gather != nil, read.spread.isEmpty { return nil }
        var names = keyProperties.union(read.spread.map(\.list))
        switch read.scope {
        case .each(let arguments), .everything(let arguments), .stackTags(_, let arguments):
            names.formUnion(arguments.flatMap(\.source.properties))
        case .batch(_, let key, _, let arguments), .filter(_, let key, _, let arguments):
            names.formUnion(arguments.flatMap(\.source.properties) + [key])
        case .eachItem(let list, _, let arguments):
            names.formUnion(arguments.flatMap(\.source.properties) + [list])
        }
        for property in properties where names.contains(property.path) {
            if case .derived(let origins, _) = property.absent { names.formUnion(origins) }
        }
        return names
    }

    /// The properties of its identity.
    var keyProperties: Set<String> {
        switch identity {
        case .named(let name, _): [name]
        case .key(let keys): Set(keys)
        case .tagged, .reference: []
        }
    }
}
