public import Diagnostics
public import Values

/// A stack deployment file, as CloudFormation's Git sync reads it, with plumb's own keys.
public struct StackFile: Sendable {
    /// The path of the file itself. For a template that was given directly, the template's path.
    public var path: String
    /// The key `stack-name`, or the file's base name.
    public var stackName: String
    /// Resolved against the file's directory.
    public var templatePath: String
    public var region: String?
    public var account: String?
    /// Put on every taggable resource of the stack.
    public var tags: [String: String]
    public var parameters: [String: Value]
    /// Paths of the stack files whose exports this one imports, resolved against the file's directory.
    public var dependsOn: [Template.Name]
    /// True: destroying or replacing anything in the stack is refused.
    public var protect: Bool
    /// Where runs that change the stack take turns; nil: nowhere.
    public var lock: S3Location?
    /// What it says of the built-in checks.
    public var checks: CheckSettings
    /// The places of keys: `region`, `parameters.Name`, `tags.Name`, `template-file-path`, ….
    public var spans: [String: Span]

    public init(
        path: String, stackName: String, templatePath: String, region: String? = nil, account: String? = nil,
        tags: [String: String] = [:], parameters: [String: Value] = [:], dependsOn: [Template.Name] = [],
        protect: Bool = false, lock: S3Location? = nil, checks: CheckSettings = CheckSettings(),
        spans: [String: Span] = [:]
    ) {
        self.path = path
        self.stackName = stackName
        self.templatePath = templatePath
        self.region = region
        self.account = account
        self.tags = tags
        self.parameters = parameters
        self.dependsOn = dependsOn
        self.protect = protect
        self.lock = lock
        self.checks = checks
        self.spans = spans
    }
}

extension StackFile {
    /// Where the parameters' values are given.
    public var parameterSpans: [String: Span] {
        parameters.keys.reduce(into: [:]) { $0[$1] = spans["parameters.\($1)"] }
    }
}
