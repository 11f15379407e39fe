internal import Diagnostics
internal import Values

/// The findings about what a template means: functions, references, parameters, conditions.
extension Diagnostic {
    // MARK: Functions

    static func unknownFunction(_ name: String, known: [String], _ span: Span) -> Diagnostic {
        Diagnostic(
            "unknown-function", summary: "A function is not known", message: "there is no function '\(name)'",
            span: span,
            help: Spelling.help(for: name, among: known) ?? "use one of CloudFormation's intrinsic functions")
    }

    static func functionArgument(_ name: String, _ message: String, _ span: Span, help: String? = nil) -> Diagnostic {
        Diagnostic(
            "function-argument", summary: "A function has the wrong arguments", message: "\(name) \(message)",
            span: span,
            help: help ?? FunctionName(rawValue: name)?.form ?? "correct the arguments of \(name)")
    }

    static func unusedVariable(_ name: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "unused-variable", .warning, summary: "A variable of Fn::Sub is not used",
            message: "Fn::Sub has the variable '\(name)', which its text does not use", span: span,
            help: "use ${\(name)} in the text, or remove the variable")
    }

    static func functionNotAllowed(_ name: String, _ place: String, _ span: Span, help: String) -> Diagnostic {
        Diagnostic(
            "function-not-allowed", summary: "A function cannot be used here",
            message: "\(name) cannot be used in \(place)",
            span: span, help: help)
    }

    static func functionBesideKeys(_ name: String, _ others: [String], _ span: Span) -> Diagnostic {
        Diagnostic(
            "function-beside-keys", summary: "A function shares its mapping with other keys",
            message: "\(name) stands beside \(others.map { "'\($0)'" }.joined(separator: ", "))", span: span,
            help: "a function must be the only key of its mapping")
    }

    static func needsLanguageExtensions(_ name: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "needs-language-extensions", summary: "A function needs a transform",
            message: "\(name) is not plain CloudFormation",
            span: span, help: "add 'Transform: AWS::LanguageExtensions' at the top of the template")
    }

    static func evaluation(_ name: String, _ message: String, _ span: Span, help: String? = nil) -> Diagnostic {
        Diagnostic(
            "function-failed", summary: "A function cannot be evaluated", message: "\(name): \(message)", span: span,
            help: help ?? "correct the arguments of \(name)")
    }

    static func partsNotWritten(_ property: String, _ span: Span, address: String) -> Diagnostic {
        Diagnostic(
            "list-not-written-out", summary: "A list must be written out",
            message: "`\(property)` holds resources of their own, and a function gives them", span: span,
            help: "write the items out; Fn::If may choose among them", address: address)
    }

    // MARK: References

    static func unresolvedReference(_ name: String, known: [String], _ span: Span) -> Diagnostic {
        Diagnostic(
            "unresolved-reference", summary: "A reference names nothing in the template",
            message: "there is no resource, parameter or pseudo parameter '\(name)'", span: span,
            help: (Spelling.suggestions(for: name, among: known).isEmpty
                ? Spelling.help(for: name, among: known.filter { !$0.hasPrefix("AWS::") })
                : Spelling.help(for: name, among: known)) ?? "declare it, or correct the name")
    }

    static func referenceToDropped(_ name: String, condition: String, _ span: Span, declared: Span) -> Diagnostic {
        Diagnostic(
            "reference-to-absent", summary: "A reference names a resource whose condition is false",
            message: "'\(name)' is not made, because its condition '\(condition)' is false", span: span,
            related: [Related("declared here", declared)],
            help: "guard the reference with !If [\(condition), …, !Ref AWS::NoValue]")
    }

    static func unknownAttribute(_ attribute: String, of type: String, known: [String], _ span: Span) -> Diagnostic {
        Diagnostic(
            "unknown-attribute", summary: "Fn::GetAtt names an attribute that the type does not have",
            message: known.isEmpty
                ? "\(type) has no attributes, so not '\(attribute)'" : "\(type) has no attribute '\(attribute)'",
            span: span,
            help: Spelling.help(for: attribute, among: known)
                ?? (known.isEmpty ? "use !Ref" : "see 'plumb explain \(type)' for the attributes"))
    }

    static func unknownOutput(_ name: String, of stack: String, known: [String], _ span: Span) -> Diagnostic {
        Diagnostic(
            "unknown-attribute", summary: "Fn::GetAtt names an output that the nested stack does not have",
            message: "the nested stack '\(stack)' has no output '\(name)'", span: span,
            help: Spelling.help(for: name, among: known) ?? "add it to the nested template's Outputs")
    }

    static func unloadedTemplate(_ stack: String, _ path: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "template-not-read", summary: "The template of a nested stack has not been read",
            message: "the template '\(path)' of '\(stack)' has not been read", span: span,
            help: "write the path out: the values of a loop over a parameter are not known when files are read")
    }

    static func unknownType(_ type: String, known: [String], _ span: Span) -> Diagnostic {
        Diagnostic(
            "unknown-type", summary: "plumb does not know a resource type",
            message: "'\(type)' is not a known resource type",
            span: span,
            help: type.hasPrefix("AWS::Serverless::")
                ? "plumb does not run the serverless transform: write out what it makes"
                : Spelling.help(for: type, among: known) ?? "see 'plumb explain' for the known types")
    }

    static func unsupportedType(_ type: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "unsupported-type", summary: "plumb cannot make resources of a type",
            message: "\(type) is a type of CloudFormation's that plumb cannot make yet", span: span,
            help: "keep it in a CloudFormation stack of its own; see 'plumb explain' for the types that plumb makes")
    }

    static func typeLeftOut(_ type: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "type-left-out", .warning, summary: "A condition leaves out a type that plumb does not know",
            message: "'\(type)' is no type that plumb makes; the resource is left out by its condition", span: span,
            help: "nothing to do; with other parameters the template would be refused")
    }

    static func unresolvedCondition(_ name: String, known: [String], _ span: Span) -> Diagnostic {
        Diagnostic(
            "unresolved-condition", summary: "A condition is not declared", message: "there is no condition '\(name)'",
            span: span, help: Spelling.help(for: name, among: known) ?? "declare it in the section Conditions")
    }

    static func unresolvedMapping(_ what: String, known: [String], _ span: Span) -> Diagnostic {
        Diagnostic(
            "unresolved-mapping", summary: "Fn::FindInMap finds nothing", message: what, span: span,
            help: known.isEmpty ? "add it to the section Mappings" : "known: " + known.joined(separator: ", "))
    }

    static func unresolvedImport(_ name: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "unresolved-import", summary: "No stack exports an imported name", message: "there is no export '\(name)'",
            span: span,
            help: "name the exporting stack's file in depends-on, or deploy the stack that exports it first")
    }

    static func unknownInput(_ what: String, _ span: Span, help: String) -> Diagnostic {
        Diagnostic("unknown-input", summary: "A value from outside is missing", message: what, span: span, help: help)
    }

    static func noAttributes(_ type: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "no-attributes", summary: "Rules cannot ask about parameters of a type",
            message: "'\(type)' is no type of parameter whose resource rules can ask about", span: span,
            help: "the types are \(ParameterAttribute.Kind.allCases.map(\.rawValue).joined(separator: ", "))")
    }

    static func notKnownYet(_ name: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "not-known-yet", summary: "A function needs a value that only exists after the resource is made",
            message: "\(name) cannot wait for a resource", span: span,
            help: "use a parameter, a mapping or a literal here")
    }

    static func outputNotText(_ name: String, _ found: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "output-not-text", summary: "An output is not a text", message: "the value of '\(name)' is \(found)",
            span: span,
            help: "join a list with Fn::Join, or write an object as text with Fn::ToJsonString")
    }

    static func invalidDynamicReference(_ text: String, _ reason: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "invalid-dynamic-reference", summary: "A dynamic reference is not valid",
            message: "'{{\(text)}}' \(reason)",
            span: span,
            help: "forms: {{resolve:ssm:NAME[:VERSION]}}, {{resolve:ssm-secure:NAME[:VERSION]}}, "
                + "{{resolve:secretsmanager:ID[:SecretString[:KEY[:STAGE[:VERSION-ID]]]]}}")
    }

    static func cycle(_ names: [String], _ span: Span, related: [Related]) -> Diagnostic {
        Diagnostic(
            "circular-dependency", summary: "Resources depend on each other in a circle",
            message: names.joined(separator: " -> "), span: span, related: related,
            help: "break the circle: remove one reference, or move it to a resource of its own")
    }

    static func templateCycle(_ names: [String], _ span: Span) -> Diagnostic {
        Diagnostic(
            "template-cycle", summary: "Templates nest each other in a circle",
            message: names.joined(separator: " -> "), span: span, help: "take one of these nested stacks out")
    }

    static func conditionCycle(_ names: [String], _ span: Span, related: [Related]) -> Diagnostic {
        Diagnostic(
            "condition-cycle", summary: "Conditions refer to each other in a circle",
            message: names.joined(separator: " -> "), span: span, related: related,
            help: "remove one of these references")
    }

    static func duplicateName(_ name: String, _ span: Span, first: Span) -> Diagnostic {
        Diagnostic(
            "duplicate-name", summary: "A name is declared twice",
            message: "'\(name)' is both a parameter and a resource",
            span: span, related: [Related("first declared here", first)], help: "rename one of the two")
    }

    // MARK: Parameters and rules

    /// - Parameter nested: the place of the nested stack that should give the value.
    static func missingParameter(_ name: String, _ span: Span, nested: Span? = nil) -> Diagnostic {
        Diagnostic(
            "missing-parameter", summary: "A parameter has no value",
            message: "'\(name)' has no default and no value is given", span: nested ?? span,
            related: nested == nil ? [] : [Related("declared here", span)],
            help: nested == nil
                ? "set it below 'parameters' in the stack file, or with --parameter \(name)=VALUE"
                : "set it below 'Parameters' of the nested stack")
    }

    static func extraParameter(_ name: String, known: [String], _ span: Span) -> Diagnostic {
        Diagnostic(
            "extra-parameter", summary: "A parameter is given that the template does not declare",
            message: "the template has no parameter '\(name)'", span: span,
            help: Spelling.help(for: name, among: known) ?? "remove it, or declare it in the template")
    }

    static func parameterValue(_ name: String, _ reason: String, constraint: String?, _ span: Span) -> Diagnostic {
        Diagnostic(
            "parameter-value", summary: "A parameter's value is not allowed", message: "'\(name)' \(reason)",
            span: span,
            help: constraint ?? "give a value that meets the parameter's declaration")
    }

    static func ruleFailed(_ name: String, _ description: String?, _ span: Span) -> Diagnostic {
        Diagnostic(
            "rule-failed", summary: "A rule of the template does not hold",
            message: "rule '\(name)'" + (description.map { ": " + $0 } ?? " is violated"), span: span,
            help: "change the parameters so that the assertion holds")
    }

    // MARK: Properties

    static func unknownProperty(_ name: String, type: String, path: String, known: [String], _ span: Span) -> Diagnostic
    {
        Diagnostic(
            "unknown-property", summary: "A property is not known",
            message: "\(type) has no property '\(path.isEmpty ? name : path + "." + name)'", span: span,
            help: Spelling.help(for: name, among: known) ?? "see 'plumb explain \(type)' for the properties")
    }

    static func readOnlyProperty(_ path: String, type: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "read-only-property", summary: "A property is set by AWS only", message: "\(path) of \(type) cannot be set",
            span: span, help: "remove it; read it with Fn::GetAtt")
    }

    static func wrongType(_ path: String, expected: String, found: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "wrong-type", summary: "A property has the wrong type",
            message: "\(path) must be \(expected), not \(found)",
            span: span, help: "write \(expected) here")
    }

    static func missingProperty(_ name: String, type: String, path: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "missing-property", summary: "A required property is missing",
            message: "\(path.isEmpty ? type : "\(path) of \(type)") needs '\(name)'", span: span, help: "add '\(name)'")
    }

    static func notAllowed(_ path: String, _ value: String, allowed: [String], _ span: Span) -> Diagnostic {
        let near = Double(value) == nil ? Spelling.suggestions(for: value, among: allowed) : []
        let list = allowed.prefix(25).joined(separator: ", ") + (allowed.count > 25 ? ", …" : "")
        return Diagnostic(
            "value-not-allowed", summary: "A property's value is not one of those allowed",
            message: "'\(value)' is not a value of \(path)", span: span,
            help: near.isEmpty ? "allowed: \(list)" : "did you mean '\(near[0])'? allowed: \(list)")
    }

    static func outOfRange(_ path: String, _ message: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "out-of-range", summary: "A property's value is outside its limits", message: "\(path) \(message)",
            span: span,
            help: "give a value within the limits")
    }

    static func patternMismatch(_ path: String, _ value: String, pattern: String, _ span: Span) -> Diagnostic {
        Diagnostic(
            "pattern-mismatch", summary: "A property's value does not have the required form",
            message: "'\(value)' of \(path) does not match \(pattern)", span: span, help: "correct the value")
    }

    static func propertyCombination(_ message: String, _ span: Span, help: String) -> Diagnostic {
        Diagnostic(
            "property-combination", summary: "Properties do not go together", message: message, span: span, help: help)
    }
}
