internal import CSchemas
public import Declarations
internal import Synchronization
internal import Values

/// The schemas of all resource types: CloudFormation's and plumb's own, embedded in the binary (`Sources/CSchemas`).
///
/// A type's line is parsed when it is first asked for, and kept.
public final class SchemaStore: Sendable {
    public static let standard = SchemaStore()

    /// Sorted.
    public let types: [String]
    private let lines: [String: EmbeddedLine]
    private let parsed = Mutex<[String: ResourceSchema]>([:])

    init() {
        var lines: [String: EmbeddedLine] = [:]
        for line in EmbeddedLine.all { lines[line.type] = line }
        self.lines = lines
        types = lines.keys.sorted()
    }

    /// Nil for a type that plumb does not know.
    public func schema(of type: String) -> ResourceSchema? {
        guard let line = lines[type] else { return nil }
        if let known = parsed.withLock({ $0[type] }) { return known }
        guard let value = try? Value(json: line.text) else { return nil }
        let schema = ResourceSchema(line: value)
        parsed.withLock { $0[type] = schema }
        return schema
    }
}

/// A line of the embedded files, found by its type without being parsed.
private struct EmbeddedLine: Sendable {
    var type: String
    var file: @Sendable () -> UnsafeBufferPointer<UInt8>
    var range: Range<Int>

    var text: [UInt8] { Array(file()[range]) }

    static var all: [EmbeddedLine] {
        lines { UnsafeBufferPointer(start: cschemas_types(), count: cschemas_types_size()) }
            + lines { UnsafeBufferPointer(start: cschemas_own(), count: cschemas_own_size()) }
    }

    private static func lines(of file: @escaping @Sendable () -> UnsafeBufferPointer<UInt8>) -> [EmbeddedLine] {
        let bytes = file()
        let head = Array(#"{"type":""#.utf8)
        var lines: [EmbeddedLine] = []
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 10) ?? bytes.count
            let line = bytes[start..<end]
            if line.starts(with: head) {
                let type = line.dropFirst(head.count).prefix { $0 != UInt8(ascii: "\"") }
                lines.append(EmbeddedLine(type: String(decoding: type, as: UTF8.self), file: file, range: start..<end))
            }
            start = end + 1
        }
        return lines
    }
}

extension ResourceSchema {
    /// From a line of `Sources/CSchemas`, whose README describes its members.
    init(line: Value) {
        self.init(
            type: line["type"]?.string ?? "", createOnly: line.names("createOnly"),
            conditionalCreateOnly: line.names("conditionalCreateOnly"), readOnly: line.names("readOnly"),
            writeOnly: line.names("writeOnly"), primaryIdentifier: line["primaryIdentifier"]?.strings ?? [])
        attributes = line.names("attributes")
        deprecated = line.names("deprecated")
        tagProperty = line["tagProperty"]?.string
        tagsUpdatable = line["tagsFixed"] != true
        deletesBeforeCreate = line["deletesBeforeCreate"] == true
        for (path, facts) in line["properties"]?.object ?? [:] { properties[path] = Property(facts: facts) }
        for (path, facts) in line["rules"]?.object ?? [:] { rules[path] = Rules(facts: facts) }
    }
}

extension ResourceSchema.Property {
    fileprivate init(facts: Value) {
        self.init()
        kinds = (facts["type"]?.strings ?? []).compactMap(ResourceSchema.Kind.init(rawValue:))
        allowed = facts["enum"]?.array ?? []
        isConstant = facts["constant"] == true
        ignoresCase = facts["ignoresCase"] == true
        pattern = facts["pattern"]?.string
        format = facts["format"]?.string
        minimum = facts["min"]?.number
        maximum = facts["max"]?.number
        minLength = facts["minLength"]?.int
        maxLength = facts["maxLength"]?.int
        minItems = facts["minItems"]?.int
        maxItems = facts["maxItems"]?.int
        multipleOf = facts["multipleOf"]?.number
        uniqueItems = facts["unique"] == true
        insertionOrder = facts["unordered"] != true
        defaultValue = facts["default"]
        recursive = facts["recursive"] == true
    }
}

extension ResourceSchema.Rules {
    fileprivate init(facts: Value) {
        self.init()
        required = facts["required"]?.strings ?? []
        exactlyOne = facts["exactlyOne"]?.groups ?? []
        atLeastOne = facts["atLeastOne"]?.groups ?? []
        anyOf = facts["anyOf"]?.groups ?? []
        oneOf = facts["oneOf"]?.groups ?? []
        dependent = facts["dependent"]?.named ?? [:]
        excluded = facts["excluded"]?.named ?? [:]
        isOpen = facts["open"] == true
    }
}

extension Value {
    fileprivate var strings: [String] { (array ?? []).compactMap(\.string) }
    fileprivate var groups: [[String]] { (array ?? []).map(\.strings) }
    fileprivate var named: [String: [String]] {
        var named: [String: [String]] = [:]
        for (name, value) in object ?? [:] { named[name] = value.strings }
        return named
    }
    fileprivate var number: Double? {
        switch self {
        case .int(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }
    fileprivate func names(_ member: String) -> Set<String> { Set(self[member]?.strings ?? []) }
}
