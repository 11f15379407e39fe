internal import Diagnostics

/// The findings of this room about files, YAML and templates: one factory for each code.
extension Diagnostic {
    // MARK: Files

    /// - Parameter reference: the place that names the file; without one, the file's own start stands in.
    static func unreadableFile(_ path: String, _ error: FileError, span reference: Span? = nil) -> Diagnostic {
        let span = reference ?? Span(file: path, start: .first, end: .first)
        return switch error {
        case .missing:
            Diagnostic(
                "file-not-found", summary: "A file does not exist", message: "there is no file '\(path)'", span: span,
                help: "check the path; paths inside a stack file are relative to that file")
        case .isDirectory:
            Diagnostic(
                "file-is-directory", summary: "A file was expected, a directory was found",
                message: "'\(path)' is a directory", span: span, help: "name the file inside the directory")
        case .tooLarge(let size, let limit):
            Diagnostic(
                "file-too-large", summary: "A file is larger than its limit",
                message: "'\(path)' has at least \(size) bytes; the limit is \(limit) bytes", span: span,
                help: "CloudFormation takes templates of up to 1 MB; split the template into several stacks")
        case .notDirectory, .unreadable:
            Diagnostic(
                "file-unreadable", summary: "A file cannot be read",
                message: "'\(path)' cannot be read: \(reason(error))",
                span: span, help: "check the permissions of the file and of the directories above it")
        }
    }

    private static func reason(_ error: FileError) -> String {
        if case .unreadable(let reason) = error { reason } else { "a part of its path is not a directory" }
    }

    // MARK: YAML

    static func yamlSyntax(_ problem: String, _ span: Span, context: (String, Span)? = nil) -> Diagnostic {
        Diagnostic(
            "yaml-syntax", summary: "The file is not valid YAML or JSON", message: problem, span: span,
            related: context.map { [Related($0.0, $0.1)] } ?? [],
            help: problem.contains("cannot start any token")
                ? "indent with spaces, not tabs, and quote text that starts with @, ` or %"
                : "correct the syntax at this place")
    }

    static func notUTF8(_ span: Span) -> Diagnostic {
        Diagnostic(
            "not-utf8", summary: "The file is not UTF-8", message: "the bytes here are not UTF-8 text", span: span,
            help: "save the file as UTF-8")
    }

    static func emptyFile(_ span: Span) -> Diagnostic {
        Diagnostic(
            "empty-file", summary: "The file is empty", message: "the file holds no YAML or JSON", span: span,
            help: "a template needs at least the section Resources; a stack file the key template-file-path")
    }

    static func severalDocuments(_ span: Span) -> Diagnostic {
        Diagnostic(
            "several-documents", summary: "The file holds more than one YAML document",
            message: "a second document begins here", span: span, help: "keep one document per file")
    }

    static func nestedTooDeep(limit: Int, _ span: Span) -> Diagnostic {
        Diagnostic(
            "nested-too-deep", summary: "The file is nested too deeply",
            message: "there are more than \(limit) levels here",
            span: span, help: "flatten the structure")
    }

    static func aliasBomb(limit: Int, _ span: Span) -> Diagnostic {
        Diagnostic(
            "alias-bomb", summary: "Aliases expand to too much",
            message: "with this alias the file expands to more than \(limit) values", span: span,
            help: "write the values out, or use fewer nested aliases")
    }

    static func yamlAlias(_ what: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "yaml-alias", summary: "CloudFormation does not accept YAML aliases or merge keys",
            message: "\(what) cannot stand in a template", span: span,
            help: "write the value out, or use Mappings, Parameters or Fn::ForEach")
    }

    static func unknownAlias(_ span: Span) -> Diagnostic {
        Diagnostic(
            "unknown-alias", summary: "An alias has no anchor",
            message: "no anchor of this name stands before this alias",
            span: span,
            help: "define the anchor before it, and outside the aliased value itself; quote a text that starts with *")
    }

    static func keyNotScalar(_ span: Span) -> Diagnostic {
        Diagnostic(
            "key-not-scalar", summary: "A key is not a plain text", message: "a list or mapping stands as a key",
            span: span,
            help: "use a text as the key; '{{…}}' must be quoted")
    }

    /// CloudFormation: "map keys must be strings; received numeric".
    static func numericKey(_ key: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "numeric-key", summary: "CloudFormation does not accept numbers as keys",
            message: "the key \(key) is a number", span: span, help: "quote it: '\(key)'")
    }

    static func duplicateKey(_ key: String, _ span: Span, first: Span) -> Diagnostic {
        // CloudFormation takes the last of several descriptions, and published templates rely on it.
        Diagnostic(
            "duplicate-key", key == "Description" ? .warning : .error, summary: "A key stands twice in one mapping",
            message: "'\(key)' is already set in this mapping", span: span, related: [Related("first set here", first)],
            help: "keep one of the two")
    }

    static func fileOutside(_ path: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "file-outside", summary: "A file lies outside the project",
            message: "'\(path)' leads out of the project", span: span,
            help:
                "name a file in the git work tree of the template, or, without git, in the template's directory or below "
                + "it; links are followed, and '.git' is left out")
    }

    // MARK: Structure

    static func wrongShape(_ what: String, expected: String, found: Node) -> Diagnostic {
        Diagnostic(
            "wrong-shape", summary: "A part of the file has the wrong shape",
            message: "\(what) must be \(expected), not \(found.noun)", span: found.span, help: "write \(expected) here")
    }

    static func unknownKey(_ key: String, in place: String, known: [String], _ span: Span) -> Diagnostic {
        Diagnostic(
            "unknown-key", summary: "A key is not known here", message: "'\(key)' is not a key of \(place)", span: span,
            help: Spelling.help(for: key, among: known) ?? "remove it, or correct its name")
    }

    static func missingKey(_ key: String, in place: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "missing-key", summary: "A required key is missing", message: "\(place) needs the key '\(key)'", span: span,
            help: "add '\(key)'")
    }

    static func invalidName(_ what: String, _ name: String, rule: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "invalid-name", summary: "A name is not allowed", message: "'\(name)' is not a valid \(what)", span: span,
            help: rule)
    }

    static func tooMany(_ what: String, count: Int, limit: Int, _ span: Span) -> Diagnostic {
        Diagnostic(
            "too-many", summary: "A section has more entries than allowed",
            message: "there are \(count) \(what); at most \(limit) are allowed", span: span,
            help: "split the template into several stacks")
    }

    static func invalidValue(_ what: String, _ value: String, allowed: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "invalid-value", summary: "A value is not allowed here", message: "'\(value)' is not a valid \(what)",
            span: span, help: "allowed: \(allowed)")
    }

    static func constraintOfOtherType(_ key: String, of type: String, instead: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "constraint-of-other-type", summary: "A parameter's constraint is for parameters of another type",
            message: "\(key) constrains nothing of type \(type)", span: span, help: "remove it, or use \(instead)")
    }

    static func nullValue(_ span: Span) -> Diagnostic {
        Diagnostic(
            "null-value", summary: "CloudFormation does not accept null values", message: "there is no value here",
            span: span, help: "give a value, remove the key, or use !Ref AWS::NoValue")
    }

    static func noResources(_ span: Span) -> Diagnostic {
        Diagnostic(
            "no-resources", summary: "A template has no resources", message: "the section Resources is empty",
            span: span,
            help: "CloudFormation needs at least one resource")
    }

    static func unsupported(_ what: String, _ span: Span, help: String) -> Diagnostic {
        Diagnostic("unsupported", summary: "plumb does not support this", message: what, span: span, help: help)
    }

    static func notActedOn(_ what: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "not-acted-on", .warning, summary: "plumb reads this but does not act on it", message: what, span: span,
            help: "nothing to do; CloudFormation itself would act on it")
    }

    static func unheardMetadata(_ key: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "unheard-metadata", .warning, summary: "plumb acts on no metadata", message: "'\(key)' has no effect here",
            span: span,
            help: key == "plumb:protect"
                ? "write 'protect: true' in the stack file; it holds for the whole stack" : "take the key away")
    }

    static func nothingToTransform(_ name: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "nothing-to-transform", .warning, summary: "A transform finds nothing to do",
            message: "\(name) has nothing to change in this template, and is not run", span: span,
            help: "take the transform away")
    }

    // MARK: Stacks

    static func notAStackFile(_ path: String, _ span: Span?) -> Diagnostic {
        Diagnostic(
            "not-a-stack-file", summary: "The file is neither a stack file nor a template",
            message: "'\(path)' has neither the key template-file-path nor the section Resources", span: span,
            help: "a stack file names its template with template-file-path: templates/NAME.yaml")
    }

    static func noStackFiles(_ path: String) -> Diagnostic {
        Diagnostic(
            "no-stack-files", summary: "A directory holds no stack files",
            message: "no .yaml, .yml or .json file below '\(path)' has the key template-file-path",
            help: "name a directory with stack files, or a template with --stack-name")
    }

    static func stackCycle(_ names: [String], _ span: Span?, related: [Related]) -> Diagnostic {
        Diagnostic(
            "stack-cycle", summary: "Stacks depend on each other in a circle",
            message: names.joined(separator: " -> "), span: span, related: related,
            help: "remove one of these depends-on entries")
    }

    static func duplicateStack(_ name: String, _ path: String, other: String, _ span: Span?) -> Diagnostic {
        Diagnostic(
            "duplicate-stack", summary: "Two stack files name the same stack",
            message: "the stack '\(name)' of '\(path)' is also that of '\(other)'", span: span,
            help: "give one of them another stack-name")
    }

    static func invalidParameter(_ what: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "parameter-file", summary: "A file of parameters has the wrong form", message: what, span: span,
            help: "forms: NAME: VALUE, or [{ParameterKey: NAME, ParameterValue: VALUE}], or {Parameters: {NAME: VALUE}}"
        )
    }

    static func overrideNeedsOneStack(_ count: Int) -> Diagnostic {
        Diagnostic(
            "override-needs-one-stack", summary: "A stack name or parameter on the command line needs a single stack",
            message: "\(count) stacks are selected", help: "name one template or one stack file")
    }

    static func duplicateExport(_ name: String, _ span: Span, first: Span) -> Diagnostic {
        Diagnostic(
            "duplicate-export", summary: "Two outputs export the same name",
            message: "'\(name)' is exported twice in one region", span: span,
            related: [Related("first exported here", first)],
            help: "export names are unique in an account and region")
    }
}
