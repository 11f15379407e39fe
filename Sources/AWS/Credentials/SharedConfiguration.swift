internal import Values

/// The user's `~/.aws/config` and `~/.aws/credentials`.
public struct SharedConfiguration: Sendable, Hashable {
    typealias Section = [String: String]

    /// Where the files were looked for.
    let configPath: String
    let credentialsPath: String
    /// Profiles with what both files say; the credentials file wins.
    private(set) var profiles: [String: Section] = [:]
    /// What each of the files says by itself.
    private(set) var configProfiles: [String: Section] = [:]
    private(set) var credentialsProfiles: [String: Section] = [:]
    /// `[sso-session NAME]`.
    private(set) var ssoSessions: [String: Section] = [:]
    /// `[services NAME]`: service key to its settings.
    private(set) var services: [String: [String: Section]] = [:]
    /// Why a file cannot be read: its place and what is wrong there.
    private(set) var problem: String?
    /// Sections of the configuration file whose names lack the word `profile`, by which they would be one.
    private(set) var unmarked: Set<String> = []
    /// Files with secrets that others than their owner may read.
    private(set) var exposed: [String] = []

    /// Reads both files where the environment says they are; a missing file is an empty one.
    public init(environment: Environment) {
        configPath = environment.expanded(environment.value("AWS_CONFIG_FILE") ?? "~/.aws/config")
        credentialsPath = environment.expanded(
            environment.value("AWS_SHARED_CREDENTIALS_FILE") ?? "~/.aws/credentials")
        let config = read(configPath, environment)
        for header in config.headers {
            guard let section = config.sections[header] else { continue }
            let words = ShellWords.split(header) ?? []
            switch (words.first, words.count) {
            case ("default", 1): configProfiles["default"] = section
            case ("profile", 2): configProfiles[words[1]] = section
            case ("sso-session", 2): ssoSessions[words[1]] = section
            case ("services", 2): services[words[1]] = section.mapValues(INIFile.nested)
            case (let word?, 1) where !["profile", "sso-session", "services"].contains(word): unmarked.insert(word)
            default: break
            }
        }
        credentialsProfiles = read(credentialsPath, environment).sections
        profiles = configProfiles.merging(credentialsProfiles) { $0.merging($1) { $1 } }
    }

    public var profileNames: [String] { profiles.keys.sorted() }

    /// Why nothing can be taken from the files as they are.
    /// - Parameter isNamed: true when the user asked for the profile: then it must exist.
    func refusal(of profile: String, isNamed: Bool) -> CredentialsError? {
        if let problem {
            return CredentialsError(problem, help: "correct the file; the AWS CLI does not take it either")
        }
        guard profiles[profile] == nil, isNamed else { return nil }
        let known = profileNames
        let help =
            unmarked.contains(profile)
            ? "\(configPath) has [\(profile)]; in that file it must be [profile \(profile)]"
            : known.isEmpty
                ? "\(configPath) and \(credentialsPath) define none" : "defined are: \(known.joined(separator: ", "))"
        return CredentialsError("there is no profile '\(profile)'", help: help)
    }

    private mutating func read(_ path: String, _ environment: Environment) -> INIFile {
        let concern = environment.concern(path)
        if let words = concern?.words { problem = problem ?? "\(path) \(words)" }
        do throws(INIFile.Problem) {
            let file = try INIFile(environment.readFile(path) ?? "")
            let secrets = ["aws_secret_access_key", "aws_session_token"]
            if concern == .readableByOthers,
                file.sections.values.contains(where: { section in
                    secrets.contains { section[$0] != nil }
                })
            {
                exposed.append(path)
            }
            return file
        } catch {
            problem = problem ?? "\(path):\(error.line): \(error.message)"
            return INIFile()
        }
    }
}
