/// Finds credentials in botocore's order (`create_credential_resolver`): the environment; the role of a profile; web
/// identity, SSO, keys and commands of the profile; the container; the instance.
///
/// A profile named on the command line is stronger than the environment's keys. Nobody is asked for anything before
/// credentials are first needed.
struct CredentialsResolver: Sendable {
    let context: CredentialsContext
    /// Where the user named a profile: it must exist.
    let isNamed: Bool
    /// On the command line.
    let isExplicit: Bool

    private var configuration: SharedConfiguration { context.configuration }

    /// The chain for a profile; what is wrong with the settings is told when it is first asked.
    func chain(for profile: String) -> any CredentialsProvider {
        do throws(CredentialsError) {
            try check(profile)
        } catch {
            return Refusal(error: error)
        }
        var sources: [any CredentialsProvider] = []
        if !isExplicit { sources.append(EnvironmentCredentials(context.environment)) }
        do throws(CredentialsError) {
            if let role = try role(of: profile, visited: [profile]) { sources.append(role) }
        } catch {
            sources.append(Refusal(error: error))
        }
        sources += own(profile, readsVariables: !isExplicit)
        let nothing = Nothing(
            profile: profile, isExplicit: isExplicit, configuration: configuration, last: instance,
            lacksToken: !isExplicit && GitHubToken.isDenied(context.environment))
        return CredentialsChain(sources + [ContainerCredentials(context: context), instance, nothing])
    }

    private func check(_ profile: String) throws(CredentialsError) {
        if let refusal = configuration.refusal(of: profile, isNamed: isNamed) { throw refusal }
        if let services = context.profile["services"], configuration.services[services] == nil {
            throw CredentialsError(
                "profile '\(profile)' names the services section '\(services)', which does not exist",
                help: "add [services \(services)] to \(configuration.configPath)")
        }
    }

    private var instance: InstanceCredentials { InstanceCredentials(context: context) }

    /// What a profile has by itself, without a role.
    private func own(_ profile: String, readsVariables: Bool) -> [any CredentialsProvider] {
        let section = configuration.profiles[profile] ?? [:]
        var sources: [any CredentialsProvider] = [
            WebIdentityCredentials(
                context: context, profile: profile, section: section, readsVariables: readsVariables),
            SSOCredentials(profile: profile, context: context),
            FileCredentials(
                profile: profile, section: configuration.credentialsProfiles[profile],
                path: configuration.credentialsPath),
        ]
        if section["login_session"] != nil { sources.append(LoginSession(profile: profile)) }
        if let command = section["credential_process"] {
            sources.append(
                ProcessCredentials(profile: profile, command: command, environment: context.environment))
        }
        sources.append(
            FileCredentials(
                profile: profile, section: configuration.configProfiles[profile], path: configuration.configPath))
        return sources
    }

    /// Nil for a profile without a role of its own; one with a web identity is no such role.
    private func role(of profile: String, visited: [String]) throws(CredentialsError) -> (any CredentialsProvider)? {
        guard let section = configuration.profiles[profile], let role = section["role_arn"],
            section["web_identity_token_file"] == nil
        else { return nil }
        let source: any CredentialsProvider
        switch (section["source_profile"], section["credential_source"]) {
        case (let name?, nil): source = try self.source(name, of: profile, visited: visited)
        case (nil, let name?): source = try credentialSource(name, of: profile)
        case (.some, .some):
            throw CredentialsError(
                "profile '\(profile)' has both source_profile and credential_source", help: "keep one of them")
        case (nil, nil):
            throw CredentialsError(
                "profile '\(profile)' has role_arn and does not say whose credentials assume it",
                help: "add source_profile or credential_source to it")
        }
        return RoleCredentials(profile: profile, section: section, roleARN: role, source: source, context: context)
    }

    private func source(
        _ name: String, of profile: String, visited: [String]
    ) throws(CredentialsError) -> any CredentialsProvider {
        guard let section = configuration.profiles[name] else {
            throw CredentialsError(
                "profile '\(profile)' names the source_profile '\(name)', which does not exist",
                help: "defined are: \(configuration.profileNames.joined(separator: ", "))")
        }
        let hasKeys = section["aws_access_key_id"] != nil || section["aws_secret_access_key"] != nil
        // A profile may be its own source when it has keys.
        if visited.contains(name), name != profile || !hasKeys {
            throw CredentialsError(
                "the source profiles go round in a circle: \((visited + [name]).joined(separator: " → "))",
                help: "one of them needs credentials of its own")
        }
        if !hasKeys, let role = try role(of: name, visited: visited + [name]) { return role }
        return CredentialsChain(own(name, readsVariables: false) + [EmptySource(name: name)])
    }

    /// The names are spelled exactly so.
    private func credentialSource(
        _ name: String, of profile: String
    ) throws(CredentialsError) -> any CredentialsProvider {
        let source: any CredentialsProvider
        switch name {
        case "Environment": source = EnvironmentCredentials(context.environment)
        case "EcsContainer": source = ContainerCredentials(context: context)
        case "Ec2InstanceMetadata": source = instance
        default:
            throw CredentialsError(
                "profile '\(profile)' has the credential_source '\(name)'",
                help: "it is Environment, EcsContainer or Ec2InstanceMetadata")
        }
        return CredentialsChain([source, EmptySource(name: name)])
    }
}

/// A source that is set up wrongly.
struct Refusal: CredentialsProvider {
    let error: CredentialsError

    func credentials() throws(CredentialsError) -> Credentials? { throw error }
}

/// Stands behind the sources of another's role: there must be credentials.
private struct EmptySource: CredentialsProvider {
    let name: String

    func credentials() throws(CredentialsError) -> Credentials? {
        throw CredentialsError("'\(name)', which is the source of a role's credentials, has none")
    }
}

/// A sign-in that only the AWS CLI can use.
private struct LoginSession: CredentialsProvider {
    let profile: String

    func credentials() throws(CredentialsError) -> Credentials? {
        throw CredentialsError(
            "profile '\(profile)' gets its credentials by 'aws login', which plumb cannot use by itself",
            help: "eval \"$(aws configure export-credentials --profile \(ShellWords.quoted(profile)) --format env)\"")
    }
}

/// The chain's end: says where credentials were looked for.
private struct Nothing: CredentialsProvider {
    let profile: String
    let isExplicit: Bool
    let configuration: SharedConfiguration
    let last: InstanceCredentials
    /// True in a job of GitHub Actions that has a role and may ask for no token.
    let lacksToken: Bool

    func credentials() throws(CredentialsError) -> Credentials? {
        let variables =
            isExplicit ? "" : "AWS_ACCESS_KEY_ID and AWS_WEB_IDENTITY_TOKEN_FILE in the environment, "
        throw CredentialsError(
            "no AWS credentials were found: looked for \(variables)profile '\(profile)' in "
                + "\(configuration.configPath) and \(configuration.credentialsPath), a container's role "
                + "(AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, …_FULL_URI), \(last.place)",
            help: lacksToken
                ? "AWS_ROLE_ARN is set, and this job of GitHub Actions may ask for no token: give it "
                    + "`permissions: {id-token: write}`"
                : "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with --profile")
    }
}
