public import Values

/// The stacks that a command works on: read, parsed and ordered by `depends-on`.
public struct StackSet: Sendable {
    /// Each after those that it depends on; otherwise in the order of their paths.
    public var stacks: [Stack]

    public struct Stack: Sendable {
        public var file: StackFile
        public var template: Template
        /// The names of the stacks that it depends on, in the order of its file.
        public var dependsOn: [String]
        /// True when the user named it (or its directory); false when it was pulled in by `depends-on` only.
        public var isSelected: Bool
        public var name: String { file.stackName }
    }

    /// What the command line says in place of stack files.
    public struct Overrides: Sendable {
        public var stackName: String?
        public var parameters: [String: Value]
        /// Levels of checks, by rule id, which the stack files' own give way to.
        public var checks: [String: CheckSettings.Level]
        public init(
            stackName: String? = nil, parameters: [String: Value] = [:], checks: [String: CheckSettings.Level] = [:]
        ) {
            self.stackName = stackName
            self.parameters = parameters
            self.checks = checks
        }
    }
}
