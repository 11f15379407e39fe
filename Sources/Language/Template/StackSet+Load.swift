public import Diagnostics
internal import Values

extension StackSet {
    /// Reads what the paths name and what that depends on: a stack file, a template (which makes a stack of its own), or
    /// a directory, which stands for every stack file below it.
    ///
    /// In directories stack files are told by their key `template-file-path`; other files, templates among them, are
    /// passed over. Nil when there is an error that leaves no stack.
    public static func load(
        _ paths: [String], overrides: Overrides = Overrides(), from files: any FileLoader
    ) -> (StackSet?, Findings) {
        var loader = StackLoader(files: files)
        for path in paths { loader.select(FilePath.normal(path)) }
        loader.apply(overrides)
        loader.followDependencies()
        let set = loader.ordered()
        return (set.stacks.isEmpty ? nil : set, loader.findings)
    }
}

private struct StackLoader {
    let files: any FileLoader
    var reading: TemplateLoader
    var findings = Findings()
    /// By path.
    var stacks: [String: StackFile] = [:]
    var selected: [String] = []

    init(files: any FileLoader) {
        self.files = files
        reading = TemplateLoader(files: files)
    }

    // MARK: Finding stack files

    mutating func select(_ path: String) {
        guard files.kind(of: path) == .directory else {
            if add(path, span: nil), !selected.contains(path) { selected.append(path) }
            return
        }
        let before = selected.count
        let errors = findings.all.count
        walk(path, depth: 0)
        if selected.count == before, findings.all.count == errors { findings.add(.noStackFiles(path)) }
    }

    private mutating func walk(_ directory: String, depth: Int) {
        // Deep enough for any tree of stacks, and an end for links that lead in a circle.
        guard depth < 32 else { return }
        let names: [String]
        do throws(FileError) {
            names = try files.entries(of: directory)
        } catch {
            findings.add(.unreadableFile(directory, error))
            return
        }
        for name in names where !name.hasPrefix(".") {
            let path = FilePath.join(directory, name)
            switch files.kind(of: path) {
            case .directory: walk(path, depth: depth + 1)
            case .file where [".yaml", ".yml", ".json"].contains(where: name.hasSuffix): addIfStackFile(path)
            case .file, .missing: break
            }
        }
    }

    private mutating func addIfStackFile(_ path: String) {
        guard stacks[path] == nil else {
            if !selected.contains(path) { selected.append(path) }
            return
        }
        let file: SourceFile
        do throws(FileError) {
            file = try files.read(path, limit: YAMLReader.sizeLimit)
        } catch {
            var diagnostic = Diagnostic.unreadableFile(path, error)
            if case .tooLarge = error { diagnostic.severity = .warning }
            findings.add(diagnostic)
            return
        }
        guard file.bytes.contains(Array("template-file-path".utf8)) else { return }
        let (document, found) = YAMLReader.read(file, acceptsAliases: true)
        if let document, document["template-file-path"] == nil { return }
        findings.add(contentsOf: found.quotingKeysOnly)
        guard let document else { return }
        if add(document) { selected.append(path) }
    }

    /// A file that is named, by the user or by a `depends-on`.
    private mutating func add(_ path: String, span: Span?) -> Bool {
        if stacks[path] != nil { return true }
        let file: SourceFile
        do throws(FileError) {
            file = try files.read(path, limit: YAMLReader.sizeLimit)
        } catch {
            findings.add(.unreadableFile(path, error, span: span))
            return false
        }
        let (document, found) = YAMLReader.read(file, acceptsAliases: true)
        guard let document else {
            findings.add(contentsOf: found.quotingKeysOnly)
            return false
        }
        if document["template-file-path"] == nil,
            ["Resources", "AWSTemplateFormatVersion", "Transform"].contains(where: { document[$0] != nil })
        {
            guard span == nil else {
                findings.add(.notAStackFile(path, span))
                return false
            }
            let name = FilePath.baseName(path)
            stacks[path] = StackFile(path: path, stackName: name, templatePath: path)
            return true
        }
        findings.add(contentsOf: found.quotingKeysOnly)
        if document["template-file-path"] == nil,
            !(document.mapping ?? []).contains(where: { StackFile.keys.contains($0.key) })
        {
            findings.add(.notAStackFile(path, span ?? document.span))
            return false
        }
        return add(document)
    }

    private mutating func add(_ document: Node) -> Bool {
        let (stack, found) = StackFile.parse(document)
        findings.add(contentsOf: found)
        guard let stack else { return false }
        stacks[stack.path] = stack
        return true
    }

    mutating func apply(_ overrides: StackSet.Overrides) {
        if !overrides.isEmpty {
            guard selected.count == 1 else {
                if !selected.isEmpty { findings.add(.overrideNeedsOneStack(selected.count)) }
                return
            }
            if let name = overrides.stackName { stacks[selected[0]]?.stackName = name }
            for path in overrides.parameterFiles { readParameters(path, of: selected[0]) }
            for (name, value) in overrides.parameters { stacks[selected[0]]?.parameters[name] = value }
            for name in overrides.parameters.keys { stacks[selected[0]]?.spans["parameters.\(name)"] = nil }
        }
        for path in selected {
            for (rule, level) in overrides.checks {
                stacks[path]?.checks.rules[rule, default: CheckSettings.Setting(level: nil, span: nil)].level = level
            }
        }
        for path in selected {
            guard let stack = stacks[path], stack.spans["template-file-path"] == nil || overrides.stackName != nil,
                !StackFile.isValidName(stack.stackName)
            else { continue }
            let place = Span(file: path, start: .first, end: .first)
            findings.add(.invalidName("stack name", stack.stackName, rule: StackFile.nameRule, place))
        }
    }

    private mutating func readParameters(_ path: String, of stack: String) {
        do throws(FileError) {
            let file = ParameterFile(try files.read(path, limit: YAMLReader.sizeLimit))
            findings.add(contentsOf: file.findings.quotingKeysOnly)
            for (name, value) in file.values {
                stacks[stack]?.parameters[name] = value
                stacks[stack]?.spans["parameters.\(name)"] = file.spans[name]
            }
        } catch {
            findings.add(.unreadableFile(path, error))
        }
    }

    // MARK: Order

    mutating func followDependencies() {
        var pending = selected
        var visited: Set<String> = []
        while let path = pending.popLast() {
            guard visited.insert(path).inserted, let stack = stacks[path] else { continue }
            for name in stack.dependsOn where add(name, of: path) { pending.append(name.text) }
        }
    }

    /// What a stack file names must lie in its own work tree, as its template must.
    private mutating func add(_ name: Template.Name, of path: String) -> Bool {
        let project = Project(of: path, files: files)
        guard !project.isWorkTree || project.holds(name.text) else {
            findings.add(.fileOutside(name.text, name.span))
            return false
        }
        return add(name.text, span: name.span)
    }

    mutating func ordered() -> StackSet {
        let paths = stacks.keys.sorted()
        reportDuplicates(paths)
        let edges = stacks.mapValues { $0.dependsOn.map { Graph.Edge(target: $0.text, span: $0.span) } }
        for cycle in Graph.cycles(paths, edges: edges) {
            let names = cycle.names.map { stacks[$0]?.stackName ?? $0 }
            findings.add(.stackCycle(names, cycle.edges.first?.span, related: cycle.related))
        }
        var order: [String] = []
        var placed: Set<String> = []
        func place(_ path: String) {
            guard placed.insert(path).inserted else { return }
            for name in (stacks[path]?.dependsOn.map(\.text) ?? []).sorted() where stacks[name] != nil { place(name) }
            order.append(path)
        }
        for path in paths { place(path) }
        let set = StackSet(stacks: order.compactMap { stack($0) })
        findings.add(contentsOf: reading.findings)
        return set
    }

    private mutating func reportDuplicates(_ paths: [String]) {
        var seen: [String: StackFile] = [:]
        for path in paths {
            guard let stack = stacks[path] else { continue }
            let key = "\(stack.stackName) \(stack.region ?? "") \(stack.account ?? "")"
            if let other = seen[key] {
                findings.add(.duplicateStack(stack.stackName, path, other: other.path, stack.spans["stack-name"]))
            }
            seen[key] = stack
        }
    }

    private mutating func stack(_ path: String) -> StackSet.Stack? {
        guard let file = stacks[path] else { return nil }
        let place = file.spans["template-file-path"]
        if let place {
            let project = Project(of: path, files: files)
            guard !project.isWorkTree || project.holds(file.templatePath) else {
                findings.add(.fileOutside(file.templatePath, place))
                return nil
            }
        }
        guard let template = reading.template(at: file.templatePath, named: place) else { return nil }
        let names = file.dependsOn.compactMap { stacks[$0.text]?.stackName }
        return StackSet.Stack(file: file, template: template, dependsOn: names, isSelected: selected.contains(path))
    }
}
