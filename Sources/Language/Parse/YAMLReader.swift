internal import CYAML
internal import Diagnostics

/// Reads YAML or JSON into nodes, with bounds on depth and on what aliases expand to.
struct YAMLReader {
    /// Levels of lists and mappings.
    static let depthLimit = 100
    /// Nodes with every alias written out.
    static let expansionLimit = 200_000
    /// CloudFormation's limit for a template in S3.
    static let sizeLimit = 1_048_576

    private let file: SourceFile
    private let places: Places
    private let acceptsAliases: Bool
    private var findings = Findings()
    private var anchors: [String: (node: Node, weight: Int)] = [:]
    private var expanded = 0

    /// The root of the file's only document; nil when there is an error that leaves nothing to go on with.
    /// - Parameter acceptsAliases: false for templates: CloudFormation refuses aliases and merge keys.
    static func read(_ file: SourceFile, acceptsAliases: Bool) -> (Node?, Findings) {
        var reader = YAMLReader(file: file, acceptsAliases: acceptsAliases)
        do throws(Diagnostic) {
            let root = try reader.document()
            return (root, reader.findings)
        } catch {
            reader.findings.add(error)
            return (nil, reader.findings)
        }
    }

    private init(file: SourceFile, acceptsAliases: Bool) {
        var file = file
        if file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { file.bytes.removeFirst(3) }
        file.bytes = JSONText.asYAML(file.bytes)
        self.file = file
        self.acceptsAliases = acceptsAliases
        places = Places(path: file.path, bytes: file.bytes)
    }

    private mutating func document() throws(Diagnostic) -> Node {
        guard file.bytes.count <= Self.sizeLimit else {
            throw .unreadableFile(file.path, .tooLarge(size: file.bytes.count, limit: Self.sizeLimit))
        }
        if let offset = places.firstInvalidOffset { throw .notUTF8(places.span(offset: offset)) }
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) == 1 else {
            throw .unreadableFile(file.path, .unreadable(reason: "out of memory"))
        }
        defer { yaml_parser_delete(parser) }
        // libyaml keeps the pointer, so the whole read happens inside this closure.
        let result = file.bytes.withUnsafeBufferPointer { bytes -> Result<Node, Diagnostic> in
            yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
            yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
            do throws(Diagnostic) {
                return .success(try root(of: parser))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private mutating func root(of parser: UnsafeMutablePointer<yaml_parser_t>) throws(Diagnostic) -> Node {
        _ = try next(parser)
        guard try next(parser).kind == YAML_DOCUMENT_START_EVENT else { throw .emptyFile(places.span(offset: 0)) }
        let root = try node(try next(parser), parser, depth: 0).node
        _ = try next(parser)
        let end = try next(parser)
        if end.kind != YAML_STREAM_END_EVENT { throw .severalDocuments(end.span) }
        if let scalar = root.scalar, scalar.text.isEmpty, scalar.style == .plain {
            throw .emptyFile(places.span(offset: 0))
        }
        return root
    }

    // MARK: Nodes

    private mutating func node(
        _ event: Event, _ parser: UnsafeMutablePointer<yaml_parser_t>, depth: Int
    ) throws(Diagnostic) -> (node: Node, weight: Int) {
        guard depth <= Self.depthLimit else { throw .nestedTooDeep(limit: Self.depthLimit, event.span) }
        var made: (node: Node, weight: Int)
        switch event.kind {
        case YAML_ALIAS_EVENT:
            return try alias(event)
        case YAML_SEQUENCE_START_EVENT:
            var items: [Node] = []
            var weight = 1
            var end = try next(parser)
            while end.kind != YAML_SEQUENCE_END_EVENT {
                let item = try node(end, parser, depth: depth + 1)
                items.append(item.node)
                weight += item.weight
                end = try next(parser)
            }
            let span = closed(event, end, last: items.last?.span)
            made = (Node(.sequence(items), tag: event.tag, span: span), weight)
        case YAML_MAPPING_START_EVENT:
            made = try mapping(event, parser, depth: depth)
        default:
            let style: Node.Style =
                event.style == YAML_PLAIN_SCALAR_STYLE
                ? .plain
                : event.style == YAML_LITERAL_SCALAR_STYLE || event.style == YAML_FOLDED_SCALAR_STYLE ? .block : .quoted
            made = (Node(.scalar(.init(event.text, style: style)), tag: event.tag, span: event.span), 1)
        }
        if let anchor = event.anchor { anchors[anchor] = made }
        return made
    }

    private mutating func mapping(
        _ event: Event, _ parser: UnsafeMutablePointer<yaml_parser_t>, depth: Int
    ) throws(Diagnostic) -> (node: Node, weight: Int) {
        var entries: [Node.Entry] = []
        var positions: [String: Int] = [:]
        var weight = 1
        var head = try next(parser)
        while head.kind != YAML_MAPPING_END_EVENT {
            guard head.kind == YAML_SCALAR_EVENT else { throw .keyNotScalar(head.span) }
            let key = head.text
            if !acceptsAliases, head.style == YAML_PLAIN_SCALAR_STYLE, Node.Scalar(key).isNumber {
                findings.add(.numericKey(key, head.span))
            }
            if key == "<<", head.style == YAML_PLAIN_SCALAR_STYLE {
                findings.add(.yamlAlias("a merge key", head.span))
            }
            let value = try node(try next(parser), parser, depth: depth + 1)
            weight += value.weight
            let entry = Node.Entry(key: key, keySpan: head.span, value: value.node)
            if let first = positions[key] {
                findings.add(.duplicateKey(key, head.span, first: entries[first].keySpan))
                entries[first] = entry
            } else {
                positions[key] = entries.count
                entries.append(entry)
            }
            head = try next(parser)
        }
        let span = closed(event, head, last: entries.last?.value.span)
        return (Node(.mapping(entries), tag: event.tag, span: span), weight)
    }

    private mutating func alias(_ event: Event) throws(Diagnostic) -> (node: Node, weight: Int) {
        let name = event.anchor ?? ""
        guard acceptsAliases else {
            findings.add(.yamlAlias("the alias '*\(name)'", event.span))
            return (Node(.scalar(.init("", style: .quoted)), span: event.span), 1)
        }
        guard let anchored = anchors[name] else { throw .unknownAlias(event.span) }
        expanded += anchored.weight
        guard expanded <= Self.expansionLimit else { throw .aliasBomb(limit: Self.expansionLimit, event.span) }
        return anchored
    }

    /// A block collection ends, for libyaml, where the next token starts; for people, where its last item ends.
    private func closed(_ start: Event, _ end: Event, last: Span?) -> Span {
        var span = start.span
        span.end = start.isFlow ? end.span.end : last?.end ?? start.span.end
        return span
    }

    // MARK: Events

    /// What is needed of a libyaml event, copied out of it.
    private struct Event {
        var kind: yaml_event_type_t
        var span: Span
        var text = ""
        var style = YAML_ANY_SCALAR_STYLE
        var isFlow = false
        var tag: String?
        var anchor: String?
    }

    private func next(_ parser: UnsafeMutablePointer<yaml_parser_t>) throws(Diagnostic) -> Event {
        var raw = yaml_event_t()
        guard yaml_parser_parse(parser, &raw) == 1 else { throw failure(parser) }
        defer { yaml_event_delete(&raw) }
        var event = Event(kind: raw.type, span: places.span(raw.start_mark, raw.end_mark))
        switch raw.type {
        case YAML_SCALAR_EVENT:
            let scalar = raw.data.scalar
            event.text = String(
                decoding: UnsafeBufferPointer(start: scalar.value, count: Int(scalar.length)), as: UTF8.self)
            event.style = scalar.style
            event.tag = scalar.tag.map(Self.string)
            event.anchor = scalar.anchor.map(Self.string)
        case YAML_SEQUENCE_START_EVENT:
            let sequence = raw.data.sequence_start
            event.isFlow = sequence.style == YAML_FLOW_SEQUENCE_STYLE
            event.tag = sequence.tag.map(Self.string)
            event.anchor = sequence.anchor.map(Self.string)
        case YAML_MAPPING_START_EVENT:
            let mapping = raw.data.mapping_start
            event.isFlow = mapping.style == YAML_FLOW_MAPPING_STYLE
            event.tag = mapping.tag.map(Self.string)
            event.anchor = mapping.anchor.map(Self.string)
        case YAML_ALIAS_EVENT:
            event.anchor = raw.data.alias.anchor.map(Self.string)
        default: break
        }
        return event
    }

    private func failure(_ parser: UnsafeMutablePointer<yaml_parser_t>) -> Diagnostic {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? "the file cannot be parsed"
        if parser.pointee.error == YAML_READER_ERROR {
            return .yamlSyntax(problem, places.span(offset: Int(parser.pointee.problem_offset)))
        }
        let mark = parser.pointee.problem_mark
        let context = parser.pointee.context.map {
            (String(cString: $0), places.span(parser.pointee.context_mark, parser.pointee.context_mark))
        }
        return .yamlSyntax(problem, places.span(mark, mark), context: context)
    }

    private static func string(_ text: UnsafeMutablePointer<yaml_char_t>) -> String {
        String(cString: UnsafePointer(text))
    }
}
