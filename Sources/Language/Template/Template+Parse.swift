public import Diagnostics
internal import Values

extension Template {
    /// Reads and checks a template, YAML or JSON. All findings are collected; a template comes back even with errors
    /// when its document could be read, so that more can be found in it.
    ///
    /// Types and attributes are not checked here: see `checked(schemas:)`.
    public static func parse(_ file: SourceFile) -> (Template?, Findings) { parse(file) { $0 } }

    /// - Parameter expand: puts snippets from other files in their places.
    static func parse(_ file: SourceFile, expand: (Node) -> Node) -> (Template?, Findings) {
        let (read, found) = YAMLReader.read(file, acceptsAliases: false)
        guard let read else { return (nil, found) }
        let document = expand(read)
        var findings = found
        var reader = TemplateReader(document: document)
        let template = reader.template(nil)
        findings.add(contentsOf: reader.findings)
        // Names that a loop over a parameter makes are only known at binding.
        if let template, !template.loopsOverParameters { findings.add(contentsOf: TemplateChecker.check(template)) }
        return (template, findings)
    }

    /// The template with its loops over parameters written out; itself when there are none.
    /// - Parameter parameters: with the pseudo parameters.
    func unrolled(parameters: [String: Value]) -> (Template, Findings) {
        guard loopsOverParameters else { return (self, Findings()) }
        var reader = TemplateReader(document: document)
        guard var template = reader.template(parameters) else { return (self, reader.findings) }
        template.nested = nested
        var findings = reader.findings
        findings.add(contentsOf: TemplateChecker.check(template))
        return (template, findings)
    }
}
