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
        /// Files of parameters (`ParameterFile`); a later one's values win over an earlier one's, and `parameters` over
        /// all of them.
        public var parameterFiles: [String]
        /// Levels of checks, by rule id, to which the stack files' own give way.
        public var checks: [String: CheckSettings.Level]
        public init(
            stackName: String? = nil, parameters: [String: Value] = [:], parameterFiles: [String] = [],
            checks: [String: CheckSettings.Level] = [:]
        ) {
            self.stackName = stackName
            self.parameters = parameters
            self.parameterFiles = parameterFiles
            self.checks = checks
        }

        var isEmpty: Bool { stackName == nil && parameters.isEmpty && parameterFiles.isEmpty }
    }
}
