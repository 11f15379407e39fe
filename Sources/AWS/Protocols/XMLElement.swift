/// An element of an XML document as AWS services write them: attributes, then either children or text.
struct XMLElement: Sendable, Hashable {
    /// With its prefix, as it stands.
    var name: String
    var attributes: [Attribute] = []
    var children: [XMLElement] = []
    /// All text directly inside, entities replaced, in one piece. White space is kept.
    var text = ""

    struct Attribute: Sendable, Hashable {
        var name: String
        var value: String
    }

    /// The name behind the prefix.
    var localName: String { Self.local(name) }

    func attribute(_ name: String) -> String? {
        (attributes.first { $0.name == name } ?? attributes.first { Self.local($0.name) == Self.local(name) })?.value
    }

    /// The first child of a local name.
    func child(_ name: String) -> XMLElement? { children.first { $0.localName == name } }
    func children(_ name: String) -> [XMLElement] { children.filter { $0.localName == name } }

    private static func local(_ name: String) -> String {
        guard let colon = name.utf8.firstIndex(of: UInt8(ascii: ":")) else { return name }
        return String(name[name.index(after: colon)...])
    }
}

/// An XML text that could not be read, with its place.
struct XMLError: Error, Hashable, Sendable {
    var message: String
    /// 1-based.
    var line: Int
}
