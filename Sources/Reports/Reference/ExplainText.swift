public import Declarations
internal import Values

/// What plumb knows of a resource type or one of its properties.
public struct ExplainText: Sendable {
    public var style: TextStyle

    public init(_ style: TextStyle = .plain) { self.style = style }

    /// - Parameter type: nil for a type that has a schema but that plumb cannot manage.
    public func render(_ type: ResourceType?, _ schema: ResourceSchema) -> String {
        var page = Page()
        page.add(0, Run(schema.type, .strong))
        guard let type else {
            page.add(2, Run("plumb does not manage this type; its schema is known.", .warning))
            addProperties(nil, schema, to: &page)
            return page.text(style)
        }
        addFacts(type, schema, to: &page)
        addProperties(type, schema, to: &page)
        addAttributes(type, schema, to: &page)
        addCalls(type, to: &page)
        if !type.unsupported.isEmpty {
            page.gap()
            page.add(0, Run("Refused properties", .strong))
            for (name, reason) in type.unsupported.sorted(by: { $0.key < $1.key }) {
                page.add(2, Run(name, .destroy), Run(": " + reason))
            }
        }
        return page.text(style)
    }

    /// A member of something that templates hold and that is no resource.
    public struct Member: Sendable {
        public var name: String
        public var kind: String
        public var words: [String]

        public init(_ name: String, _ kind: String, _ words: [String]) {
            self.name = name
            self.kind = kind
            self.words = words
        }
    }

    /// A type that is expanded in place and is no resource of its own.
    public func render(expanded type: String, _ facts: [String], properties: [Member], answers: [Member]) -> String {
        var page = Page()
        page.add(0, Run(type, .strong))
        for fact in facts { page.add(2, Run(fact)) }
        for (title, members) in [("Properties", properties), ("Answers", answers)] {
            page.gap()
            page.add(0, Run(title, .strong))
            for member in members {
                page.add(2, Run(member.name, .note), Run("  " + member.kind))
                for words in member.words { page.add(6, Run(words, .faint)) }
            }
        }
        return page.text(style)
    }

    public func render(_ member: Member, of type: String) -> String {
        var page = Page()
        page.add(0, Run("\(type).\(member.name)", .strong))
        page.add(2, Run("type: " + member.kind))
        for words in member.words { page.add(2, Run(words)) }
        return page.text(style)
    }

    /// - Returns: nil when the type has no such property.
    public func render(property path: String, _ type: ResourceType?, _ schema: ResourceSchema) -> String? {
        guard let key = ExplainText.key(of: path, in: schema) else { return nil }
        var page = Page()
        page.add(0, Run("\(schema.type).\(key)", .strong))
        for fact in facts(key, type, schema) { page.add(2, Run(fact)) }
        let refusal = type?.unsupported[key]
        if let refusal { page.add(2, Run("refused: ", .destroy), Run(refusal)) }
        if let property = schema.properties[key], let value = property.defaultValue {
            page.add(2, Run("schema's default: " + ValueText.inline(value)))
        }
        let isPart = type?.parts.contains { key == $0.property || key.hasPrefix($0.property + "[") } == true
        let calls = refusal == nil && !isPart ? type.map { Self.calls(setting: key, in: $0) } ?? [] : []
        if !calls.isEmpty { page.add(2, Run("set by: " + Self.unique(calls))) }
        addMembers(of: key, type, schema, to: &page)
        return page.text(style)
    }

    /// The schema's path for a path as people write it: `Tags.Key`, `Tags[0].Key` and `Tags[].Key` are the same.
    static func key(of path: String, in schema: ResourceSchema) -> String? {
        var key = ""
        for part in path.split(separator: ".") {
            let name = String(part.prefix { $0 != "[" && $0 != "{" })
            let head = key.isEmpty ? "" : key + "."
            let options = key.isEmpty ? [name] : [head + name, key + "[]." + name, key + "{}." + name]
            guard let found = options.first(where: { schema.properties[$0] != nil }) else { return nil }
            key = found
        }
        return key.isEmpty ? nil : key
    }

    // MARK: - Parts

    private func addFacts(_ type: ResourceType, _ schema: ResourceSchema, to page: inout Page) {
        let found: String
        switch type.identity {
        case .named(let name, let made):
            found =
                "by its name, \(name); when absent, a name is made from stack and logical id (at most \(made.limit) characters)"
        case .tagged: found = "by its tags plumb:stack and plumb:resource"
        case .reference(let member, _): found = "by its \(member), made from stack and logical id"
        case .key(let names): found = "by \(names.joined(separator: " and "))"
        }
        page.add(2, Run("found "), Run(found))
        page.add(2, Run("Ref returns "), Run(type.ref ?? schema.primaryIdentifier.joined(separator: "|")))
        if type.isGlobal { page.add(2, Run("global: its calls go to the partition's home region")) }
        if let tagging = type.tagging { page.add(2, Run("tags in \(tagging.property), at most \(tagging.limit)")) }
        if let contents = type.contents {
            page.add(
                2, Run("its deletion would lose \(contents.noun): refused while there are any, unless --delete-data"))
        }
    }

    private func addProperties(_ type: ResourceType?, _ schema: ResourceSchema, to page: inout Page) {
        let names = schema.settable.filter { type?.unsupported[$0] == nil }
        guard !names.isEmpty else { return }
        page.gap()
        page.add(0, Run("Properties", .strong))
        for name in names {
            page.add(2, Run(name, .note), Run("  " + PropertyWords.type(of: name, in: schema)))
            for fact in facts(name, type, schema).dropFirst() { page.add(6, Run(fact, .faint)) }
        }
    }

    /// Type first, then what else is to know.
    private func facts(_ path: String, _ type: ResourceType?, _ schema: ResourceSchema) -> [String] {
        var facts = ["type: " + PropertyWords.type(of: path, in: schema)]
        if PropertyWords.isRequired(path, in: schema) { facts.append("required") }
        if schema.readOnly.contains(path) { facts.append("set by AWS only") }
        if let change = PropertyWords.change(path, type, schema) { facts.append(PropertyWords.words(change)) }
        let property = type?.property(path)
        let isTold = property?.at != nil || property?.decode != nil
        if schema.writeOnly.contains(path) && !isTold || property?.writeOnly == true {
            let isFixed = PropertyWords.change(path, type, schema) != nil
            facts.append(
                type != nil && type?.tagging == nil
                    ? "AWS never returns it, and there are no tags to keep a digest: an edit is not noticed"
                    : isFixed
                        ? "AWS never returns it; edits are noticed by the tag \(OwnTag.fixed)"
                        : "AWS never returns it; changes are noticed by the digest of the configuration")
        }
        if schema.deprecated.contains(path) { facts.append("deprecated") }
        if let property = type?.property(path) {
            if case .named(path, _)? = type?.identity {
                facts.append("when absent: made from stack and logical id")
            } else if let absence = PropertyWords.absence(property.absent) {
                facts.append(absence)
            }
            if let equality = PropertyWords.equality(property.equality) { facts.append(equality) }
        }
        if let part = type?.parts.first(where: { $0.property == path }) {
            facts.append("each item is managed as an \(part.type) of its own")
        }
        if let property = schema.properties[path] { facts += PropertyWords.limits(of: property) }
        if let items = schema.properties[path + "[]"] {
            facts += PropertyWords.limits(of: items).map { "each item: " + $0 }
        }
        return facts
    }

    private func addMembers(of key: String, _ type: ResourceType?, _ schema: ResourceSchema, to page: inout Page) {
        for path in [key, key + "[]", key + "{}"] {
            let members = schema.members(of: path)
            guard !members.isEmpty else { continue }
            page.gap()
            page.add(0, Run("Members", .strong))
            for member in members {
                let inner = "\(path).\(member)"
                page.add(2, Run(member, .note), Run("  " + PropertyWords.type(of: inner, in: schema)))
                for fact in facts(inner, type, schema).dropFirst() { page.add(6, Run(fact, .faint)) }
            }
        }
    }

    private func addAttributes(_ type: ResourceType, _ schema: ResourceSchema, to page: inout Page) {
        let names = type.attributes.keys.filter { schema.attributes.contains($0) || schema.readOnly.contains($0) }
            .sorted()
        guard !names.isEmpty else { return }
        page.gap()
        page.add(0, Run("Attributes (Fn::GetAtt)", .strong))
        for name in names {
            let attribute = type.attributes[name]
            let when =
                attribute?.once == true
                ? "answered once, by the create call; never shown"
                : attribute?.predicted == nil ? "known after apply" : "predicted"
            page.add(2, Run(name, .note), Run("  " + when))
        }
    }

    private func addCalls(_ type: ResourceType, to page: inout Page) {
        page.gap()
        page.add(0, Run("API calls", .strong))
        let read =
            [type.read.operation] + type.read.details.map(\.operation)
            + (type.read.immutable.map { [$0.operation] } ?? [])
        let create = [type.create.call.operation] + type.create.then.map(\.operation)
        let update =
            type.updates.flatMap { [$0.set.operation] + ($0.clear.map { [$0.operation] } ?? []) }
            + type.itemSets.flatMap { [$0.add.operation, $0.remove.operation] }
            + (type.policies?.rollout.map { [$0.start.operation] } ?? [])
        let tags = type.tagging.map { [$0.add.operation] + ($0.remove.map { [$0.operation] } ?? []) } ?? []
        let delete = type.delete.calls.map(\.operation)
        for (word, calls) in [
            ("read", read), ("create", create), ("update", update), ("tag", tags), ("delete", delete),
        ]
        where !calls.isEmpty {
            page.add(
                2, hanging: 10, Run(word + ":" + String(repeating: " ", count: 8 - word.count - 1), .faint),
                Run(Self.unique(calls)))
        }
    }

    private static func unique(_ calls: [String]) -> String {
        var seen: Set<String> = []
        return calls.filter { seen.insert($0).inserted }.joined(separator: ", ")
    }

    private static func calls(setting path: String, in type: ResourceType) -> [String] {
        let top = path.topLevel
        var calls = ([type.create.call] + type.create.then).filter { $0.draws(on: top) }
        for update in type.updates where update.properties.contains(top) {
            calls += [update.set] + update.then.filter { $0.draws(on: top) } + [update.clear].compactMap(\.self)
        }
        for set in type.itemSets where set.property == top {
            calls += [set.add, set.remove] + [set.change].compactMap(\.self)
        }
        let isTags = type.tagging?.property.topLevel == top
        let tagging = isTags ? [type.tagging?.add, type.tagging?.remove].compactMap { $0?.operation } : []
        return calls.map(\.operation) + tagging
    }
}
