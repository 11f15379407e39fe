internal import FoundationEssentials

/// The process's surroundings that AWS settings come from, as values.
public struct Environment: Sendable {
    public var variables: [String: String]
    /// A text file's content; nil when there is no such file or it cannot be read.
    public var readFile: @Sendable (_ path: String) -> String?

    public init(variables: [String: String], readFile: @escaping @Sendable (_ path: String) -> String?) {
        self.variables = variables
        self.readFile = readFile
    }

    /// The real ones, as they are now.
    public static var process: Environment {
        Environment(variables: ProcessInfo.processInfo.environment) { path in
            FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// A variable that is set to something; an empty one counts as not set.
    func value(_ name: String) -> String? {
        guard let text = variables[name], !text.isEmpty else { return nil }
        return text
    }

    /// `~/x` in the user's home.
    func expanded(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/"), let home = value("HOME") ?? value("USERPROFILE") else { return path }
        return home + path.dropFirst()
    }
}
