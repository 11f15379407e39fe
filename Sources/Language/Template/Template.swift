public import Diagnostics
public import Values

/// A CloudFormation template: parsed and checked for itself, not yet bound to parameters.
public struct Template: Sendable {
    /// The path of its file, as spans name it.
    public var path: String
    public var description: String?
    /// In file order, as all sections are.
    public var parameters: [Parameter]
    public var mappings: [Mapping]
    public var conditions: [Condition]
    public var rules: [Rule]
    public var resources: [Resource]
    public var outputs: [Output]
    public var metadata: Expression?
    /// True when the template names the transform `AWS::LanguageExtensions`.
    public var hasLanguageExtensions: Bool
    /// The templates of nested stacks, by their paths as written; nil for one that could not be read. Whoever reads files
    /// fills it in.
    var nested: [String: Template?] = [:]
    /// The whole document; `bind` comes back to it for loops over parameters.
    let document: Node
    /// True when an `Fn::ForEach` goes over a parameter.
    let loopsOverParameters: Bool

    public struct Mapping: Sendable {
        public var name: String
        public var span: Span
        /// Top-level key -> second-level key -> string or list of strings.
        public var values: [String: [String: Value]]
    }

    public struct Condition: Sendable {
        public var name: String
        /// The place of the name.
        public var span: Span
        public var expression: Expression
    }

    public struct Rule: Sendable {
        public var name: String
        public var span: Span
        public var condition: Expression?
        public var assertions: [Assertion]

        public struct Assertion: Sendable {
            public var assert: Expression
            public var description: String?
        }
    }

    public struct Resource: Sendable {
        public var logicalID: String
        /// The place of the logical id.
        public var span: Span
        public var type: String
        public var typeSpan: Span
        public var properties: Expression?
        public var condition: String?
        public var conditionSpan: Span?
        public var dependsOn: [Name]
        public var deletionPolicy: Expression?
        public var updateReplacePolicy: Expression?
        public var creationPolicy: Expression?
        public var updatePolicy: Expression?
        public var metadata: Expression?
    }

    public struct Output: Sendable {
        public var name: String
        public var span: Span
        public var description: String?
        public var value: Expression
        public var exportName: Expression?
        public var condition: String?
        public var conditionSpan: Span?
    }

    /// A name with its place.
    public struct Name: Sendable, Hashable {
        public var text: String
        public var span: Span
        public init(_ text: String, span: Span) {
            self.text = text
            self.span = span
        }
    }
}

extension Template {
    /// A path that a property gives (`SourceFile`), as seen from the template's directory.
    public func resolve(path: String) -> String { FilePath.resolve(path, from: self.path) }
}
