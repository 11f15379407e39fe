internal import Diagnostics

/// Puts the snippets of `AWS::Include` in their places before a template is read.
///
/// Source: AWS CloudFormation User Guide, "AWS::Include transform": a snippet's keys stand among those beside
/// `Fn::Transform`, or at the top level of the template; short forms of functions cannot stand in YAML snippets, and a
/// snippet cannot include another. CloudFormation reads snippets from S3; `aws cloudformation package` takes local paths
/// and puts them there.
struct IncludeExpansion {
    let files: any FileLoader
    let project: Project
    var findings = Findings()

    init(files: any FileLoader, project: Project) {
        self.files = files
        self.project = project
    }

    private static let name = "AWS::Include"
    private static let key = "Fn::Transform"

    /// The document with its snippets; those of the top level come from its `Transform` section.
    mutating func expanded(_ document: Node) -> Node {
        guard let entries = document.mapping else { return document }
        var all: [Node.Entry] = []
        for entry in entries {
            guard entry.key == "Transform" else {
                all.append(entry)
                continue
            }
            var others: [Node] = []
            for item in entry.value.sequence ?? [entry.value] {
                guard let location = Self.location(of: item) else {
                    others.append(item)
                    continue
                }
                all += snippet(location, among: true)?.mapping ?? []
            }
            if !others.isEmpty {
                var rest = entry
                rest.value.content = .sequence(others)
                all.append(rest)
            }
        }
        return expand(with(document, unique(all)))
    }

    private mutating func expand(_ node: Node) -> Node {
        if node.tag == "!Transform", let location = Self.location(of: node) {
            return snippet(location, among: false) ?? node
        }
        var node = node
        switch node.content {
        case .scalar: return node
        case .sequence(let items): node.content = .sequence(items.map { expand($0) })
        case .mapping(let entries):
            var all: [Node.Entry] = []
            for entry in entries {
                guard entry.key == Self.key, let location = Self.location(of: entry.value) else {
                    all.append(Node.Entry(key: entry.key, keySpan: entry.keySpan, value: expand(entry.value)))
                    continue
                }
                guard let snippet = snippet(location, among: entries.count > 1) else { continue }
                guard let inner = snippet.mapping else { return snippet }
                all += inner
            }
            node = with(node, unique(all))
        }
        return node
    }

    private func with(_ node: Node, _ entries: [Node.Entry]) -> Node {
        Node(.mapping(entries), tag: node.tag, span: node.span)
    }

    private mutating func unique(_ entries: [Node.Entry]) -> [Node.Entry] {
        var places: [String: Span] = [:]
        return entries.filter { entry in
            if let first = places[entry.key], entry.key != Self.key {
                findings.add(.duplicateKey(entry.key, entry.keySpan, first: first))
                return false
            }
            places[entry.key] = entry.keySpan
            return true
        }
    }

    /// The `Location` of an include; nil for other macros.
    private static func location(of transform: Node) -> Node? {
        guard transform["Name"]?.scalar?.text == name else { return nil }
        return transform["Parameters"]?["Location"] ?? transform
    }

    // MARK: Snippets

    /// - Parameter others: true where it has to be a mapping, because other keys stand beside it.
    private mutating func snippet(_ location: Node, among others: Bool) -> Node? {
        guard let text = location.scalar?.text, location.tag == nil, !text.isEmpty else {
            findings.add(
                .unsupported(
                    "\(Self.name) needs a Location that is written out", location.span,
                    help: "form: Fn::Transform: {Name: AWS::Include, Parameters: {Location: snippet.yaml}}"))
            return nil
        }
        guard !text.contains("://") else {
            findings.add(
                .unsupported(
                    "\(Self.name) of a remote snippet is not supported: \(text)", location.span,
                    help: "keep the snippet beside the template and name it by its path"))
            return nil
        }
        let path = FilePath.resolve(text, from: location.span.file)
        guard project.holds(path) else {
            findings.add(.fileOutside(text, location.span))
            return nil
        }
        let file: SourceFile
        do throws(FileError) {
            file = try files.read(path, limit: YAMLReader.sizeLimit)
        } catch {
            findings.add(.unreadableFile(path, error, span: location.span))
            return nil
        }
        let (node, found) = YAMLReader.read(file, acceptsAliases: false)
        findings.add(contentsOf: found)
        guard let node else { return nil }
        if others, node.mapping == nil {
            findings.add(.wrongShape("a snippet among other keys", expected: "a mapping", found: node))
            return nil
        }
        check(node)
        return node
    }

    private mutating func check(_ node: Node) {
        if let tag = node.tag, tag.hasPrefix("!"), tag != "!" {
            findings.add(
                .unsupported(
                    "\(Self.name) does not take short forms of functions in a snippet (\(tag))", node.span,
                    help: "write the long form: Ref: NAME, Fn::Sub: TEXT"))
        }
        for entry in node.mapping ?? [] where entry.key == Self.key && Self.location(of: entry.value) != nil {
            findings.add(
                .unsupported(
                    "a snippet cannot include another", entry.keySpan, help: "include both from the template itself"))
        }
        for child in node.sequence ?? node.mapping?.map(\.value) ?? [] { check(child) }
    }
}
