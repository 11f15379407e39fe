public import Declarations
internal import Diagnostics
internal import Values

/// `AWS::CloudFormation::Stack`: a template inside a template, expanded in place.
///
/// Its resources are addressed `stack/Parent/Child`, deeper ones `stack/A/B/Child`. CloudFormation's names of nested
/// stacks end in something random; here it is a digest of where the nested stack stands, so that the same one always has
/// the same name, and two of one template never share it.
public enum NestedStack {
    public static let type = "AWS::CloudFormation::Stack"

    /// `AWS::StackName` inside a nested stack: `parent-LogicalId-0A1B2C3D4E5F`.
    /// - Parameter parent: the name of the stack that holds it.
    public static func name(of logicalID: String, in parent: String) -> String {
        let digest = Digest.sha256("\(parent)/\(logicalID)").prefix(12).uppercased()
        return "\(parent)-\(logicalID)-\(digest)"
    }

    /// The innermost stack's name and the logical id in it, of a resource that is called `Parent/Child` in `stack`.
    public static func resolve(_ logicalID: String, in stack: String) -> (stack: String, logicalID: String) {
        var parts = logicalID.split(separator: "/").map(String.init)
        let own = parts.popLast() ?? logicalID
        return (parts.reduce(stack) { name(of: $1, in: $0) }, own)
    }

    /// The logical id, `Parent/Child` in a nested stack, in what follows `stack-` in a name that was made of the innermost
    /// stack's name and the logical id; nil when it is of another form.
    public static func logicalID(of name: String, in stack: String) -> String? {
        var parts = name.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard let own = parts.popLast(), parts.count.isMultiple(of: 2) else { return nil }
        var path: [String] = []
        var parent = stack
        for index in stride(from: 0, to: parts.count, by: 2) {
            parent = Self.name(of: parts[index], in: parent)
            guard parent.hasSuffix("-" + parts[index + 1]) else { return nil }
            path.append(parts[index])
        }
        path.append(own)
        let isName = path.allSatisfy { id in
            !id.isEmpty && id.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        }
        return isName ? path.joined(separator: "/") : nil
    }

    /// A property of a nested stack, or what it answers.
    public struct Member: Sendable {
        public let name: String
        /// `string`, `list of objects`.
        public let kind: String
        public let words: [String]
    }

    /// As CloudFormation's reference of the type lists them.
    public static let members: [Member] = [
        Member(
            name: "TemplateURL", kind: "string",
            words: ["required", "the path of a local template, relative to this one; a URL is refused"]),
        Member(
            name: "Parameters", kind: "map",
            words: [
                "texts for the template's parameters by name; lists are joined",
                "what a NoEcho parameter or a secret goes into is secret inside as well",
            ]),
        Member(
            name: "Tags", kind: "list of objects", words: ["go onto all that is in it, over those of the stack file"]),
        Member(name: "NotificationARNs", kind: "list of strings", words: ["told, and not acted on"]),
        Member(name: "TimeoutInMinutes", kind: "integer", words: ["told, and not acted on"]),
    ]
    /// What `Fn::GetAtt` and `Ref` take of it.
    public static let answers: [Member] = [
        Member(name: "Outputs.NAME", kind: "string", words: ["an output of its template"]),
        Member(name: "Ref", kind: "string", words: ["an ARN of its name, behind which nothing is"]),
    ]
    static let properties = members.map(\.name)
    static let outputPrefix = "Outputs."
}

extension GeneratedName {
    /// `stack-LogicalId`, in a nested stack with the name of that, before it is cut to the limit.
    public func uncut(stack: String, logicalID: String) -> String {
        let inner = NestedStack.resolve(logicalID, in: stack)
        let name = "\(inner.stack)\(separator)\(inner.logicalID)"
        return lowercase ? name.lowercased() : name
    }
}

extension Template.Resource {
    var isNestedStack: Bool { type == NestedStack.type }

    /// The expression of a top-level property.
    func property(_ name: String) -> Expression? {
        guard case .map(let members)? = properties?.form else { return nil }
        return members.first { $0.key == name }?.value
    }

    /// The path of a nested stack's template as written; nil where it is something else than a text.
    var templateURL: Template.Name? {
        guard isNestedStack, let url = property("TemplateURL"), case .literal(let value) = url.form,
            let text = value.scalarText, !text.isEmpty
        else { return nil }
        return Template.Name(text, span: url.span)
    }
}

extension Template {
    /// The paths of nested templates as written, each once. Those in loops over parameters are among them, as far as the
    /// loop's own values do not stand in them.
    var templateURLs: [Name] {
        var found = resources.compactMap(\.templateURL)
        if loopsOverParameters, let node = document["Resources"] { Self.collect(node, into: &found) }
        var seen: Set<String> = []
        return found.filter { seen.insert($0.text).inserted }
    }

    private static func collect(_ node: Node, into found: inout [Name]) {
        if node["Type"]?.scalar?.text == NestedStack.type, let url = node["Properties"]?["TemplateURL"],
            let text = url.scalar?.text, url.tag == nil, !text.isEmpty, !text.contains("${"), !text.contains("&{")
        {
            found.append(Name(text, span: url.span))
        }
        for child in node.sequence ?? node.mapping?.map(\.value) ?? [] { collect(child, into: &found) }
    }

    /// The template and all that are nested in it, each file once.
    public var all: [Template] {
        var seen: Set<String> = []
        return collected(&seen)
    }

    /// With those of nested stacks in their place.
    public var resourceCount: Int {
        resources.reduce(0) { count, resource in
            count + (resource.isNestedStack ? nested(of: resource)?.resourceCount ?? 1 : resource.isWait ? 0 : 1)
        }
    }

    private func collected(_ seen: inout Set<String>) -> [Template] {
        guard seen.insert(path).inserted else { return [] }
        var all = [self]
        for (_, template) in nested.sorted(by: { $0.key < $1.key }) { all += template?.collected(&seen) ?? [] }
        return all
    }

    /// The template that a nested stack's resource stands for; nil where it could not be read.
    func nested(of resource: Resource) -> Template? { resource.templateURL.flatMap { nested[$0.text] ?? nil } }
}

extension TemplateReader {
    /// Checks what a nested stack says of itself.
    mutating func checkNestedStack(_ properties: Node?, _ resource: Node.Entry) {
        let place = "the nested stack '\(resource.key)'"
        guard let url = properties?["TemplateURL"] else {
            if properties == nil || properties?.mapping != nil {
                findings.add(.missingKey("TemplateURL", in: place, resource.keySpan))
            }
            return
        }
        checkKeys(properties?.mapping ?? [], NestedStack.properties, of: place)
        if let text = url.scalar?.text, url.tag == nil {
            if text.contains("://") {
                findings.add(
                    .unsupported(
                        "a remote TemplateURL is not supported: \(text)", url.span,
                        help: "keep the template beside this one and name it by its path, as 'aws cloudformation "
                            + "package' takes it"))
            }
        } else {
            findings.add(
                .unsupported(
                    "a TemplateURL that a function makes is not supported", url.span,
                    help: "write out the path of a local template, relative to this one"))
        }
        if let given = properties?["Parameters"], !Self.givesParameters(given) {
            findings.add(
                .wrongShape(
                    "Parameters of \(place)", expected: "a mapping of names and values, or Fn::If of such", found: given
                ))
        }
        for name in ["NotificationARNs", "TimeoutInMinutes"] {
            guard let entry = properties?.mapping?.first(where: { $0.key == name }) else { continue }
            findings.add(.notActedOn("\(name): nobody but CloudFormation watches over a nested stack", entry.keySpan))
        }
    }

    /// True for a mapping, and for `Fn::If` that chooses among mappings.
    private static func givesParameters(_ node: Node) -> Bool {
        if node.tag == "!Ref" { return node.scalar?.text == PseudoParameter.noValue.rawValue }
        let call = node.mapping.flatMap { $0.count == 1 ? $0[0] : nil }
        if call?.key == "Ref" { return call?.value.scalar?.text == PseudoParameter.noValue.rawValue }
        if node.tag == "!If" || call?.key == FunctionName.choose.rawValue {
            let branches = (call?.value ?? node).sequence?.dropFirst() ?? []
            return branches.count == 2 && branches.allSatisfy { givesParameters($0) }
        }
        guard let entries = node.mapping, node.tag == nil else { return false }
        return !entries.contains { FunctionName(rawValue: $0.key) != nil }
    }
}
