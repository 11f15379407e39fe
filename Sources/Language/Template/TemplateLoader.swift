internal import Diagnostics

/// Reads templates from files, with what they take in: snippets and nested templates.
struct TemplateLoader {
    let files: any FileLoader
    var findings = Findings()
    /// By path: several stacks may share a template, and its findings are shown once.
    private var templates: [String: Template?] = [:]

    init(files: any FileLoader) { self.files = files }

    /// - Parameter place: what names the file.
    mutating func template(at path: String, named place: Span?) -> Template? {
        template(at: path, named: place, within: Project(of: path, files: files), around: [])
    }

    /// - Parameter outer: the paths of the templates around it, the outermost first.
    private mutating func template(
        at path: String, named place: Span?, within project: Project, around outer: [String]
    ) -> Template? {
        if let known = templates[path] { return known }
        var template: Template?
        do throws(FileError) {
            let file = try files.read(path, limit: YAMLReader.sizeLimit)
            var includes = IncludeExpansion(files: files, project: project)
            let (parsed, found) = Template.parse(file) { includes.expanded($0) }
            findings.add(contentsOf: found)
            findings.add(contentsOf: includes.findings)
            template = parsed
        } catch {
            findings.add(.unreadableFile(path, error, span: place))
        }
        for url in template?.templateURLs ?? [] where !url.text.contains("://") {
            template?.nested[url.text] = nested(url, in: path, within: project, around: outer + [path])
        }
        templates[path] = .some(template)
        return template
    }

    private mutating func nested(
        _ url: Template.Name, in template: String, within project: Project, around outer: [String]
    ) -> Template? {
        let path = FilePath.resolve(url.text, from: template)
        guard project.holds(path) else {
            findings.add(.fileOutside(url.text, url.span))
            return nil
        }
        let place = files.location(of: path) ?? path
        if let start = outer.firstIndex(where: { (files.location(of: $0) ?? $0) == place }) {
            findings.add(.templateCycle(Array(outer[start...]) + [path], url.span))
            return nil
        }
        return self.template(at: path, named: url.span, within: project, around: outer)
    }
}
