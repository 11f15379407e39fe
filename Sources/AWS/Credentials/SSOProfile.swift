/// What a profile says about IAM Identity Center (SSO): who to be there, and which session to use.
struct SSOProfile: Sendable, Hashable {
    var profile: String
    var accountID: String
    var roleName: String
    var startURL: String
    var region: String
    /// `[sso-session NAME]`; nil for the older form, which has all in the profile.
    var session: String?

    /// Nil for a profile that has nothing to do with SSO.
    init?(_ profile: String, in configuration: SharedConfiguration) throws(CredentialsError) {
        var section = configuration.profiles[profile] ?? [:]
        guard section["sso_role_name"] != nil || section["sso_account_id"] != nil else { return nil }
        session = section["sso_session"]
        if let session {
            guard let shared = configuration.ssoSessions[session] else {
                throw CredentialsError(
                    "profile '\(profile)' names the sso-session '\(session)', which does not exist",
                    help: "add [sso-session \(session)] to \(configuration.configPath)")
            }
            for (key, value) in shared {
                guard section[key] == nil || section[key] == value else {
                    throw CredentialsError(
                        "profile '\(profile)' and the sso-session '\(session)' differ in \(key)",
                        help: "remove \(key) from the profile")
                }
                section[key] = value
            }
        }
        let needed = ["sso_role_name", "sso_account_id", "sso_start_url", "sso_region"]
        let missing = needed.filter { section[$0] == nil }
        guard missing.isEmpty else {
            throw CredentialsError(
                "profile '\(profile)' is made for SSO and lacks \(missing.joined(separator: ", "))",
                help: "add what is missing to \(configuration.configPath), or run aws configure sso")
        }
        self.profile = profile
        roleName = section["sso_role_name"] ?? ""
        accountID = section["sso_account_id"] ?? ""
        startURL = section["sso_start_url"] ?? ""
        region = section["sso_region"] ?? ""
    }

    /// The command that signs the user in.
    var loginCommand: String {
        session.map { "aws sso login --sso-session \(ShellWords.quoted($0))" }
            ?? "aws sso login --profile \(ShellWords.quoted(profile))"
    }
}
