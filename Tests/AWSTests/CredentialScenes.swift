@testable import AWS

/// Homes and environments for which plumb and botocore must find the same credentials.
extension CredentialScene {
    static let all: [CredentialScene] = variables + files + roles + identities + machines

    private static let keys = ["AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": "secret-of-AKIDENV"]
    private static func section(_ name: String, _ key: String, _ more: String = "") -> String {
        "[\(name)]\naws_access_key_id = \(key)\naws_secret_access_key = secret-of-\(key)\n\(more)\n"
    }
    private static let role = "role_arn = arn:aws:iam::123456789012:role/deploy\n"
    private static let process =
        #"credential_process = /bin/sh -c 'echo "{\"Version\": 1, \"AccessKeyId\": \"AKIDPROCESS\", \"SecretAccessKey\": \"secret-of-AKIDPROCESS\"}"; exit 0'"#
        + "\n"

    // MARK: - The environment

    private static let variables: [CredentialScene] = [
        CredentialScene(name: "nothing at all"),
        CredentialScene(name: "variables", variables: keys),
        CredentialScene(
            name: "variables with a token",
            variables: keys.merging(["AWS_SESSION_TOKEN": "t", "AWS_CREDENTIAL_EXPIRATION": "2099-01-01T00:00:00Z"]) {
                $1
            }),
        CredentialScene(
            name: "the older name of the token",
            variables: keys.merging(["AWS_SESSION_TOKEN": "new", "AWS_SECURITY_TOKEN": "old"]) { $1 }),
        CredentialScene(name: "half a key in the environment", variables: ["AWS_ACCESS_KEY_ID": "AKIDENV"]),
        CredentialScene(
            name: "a secret without a key", credentials: section("default", "AKIDFILE"),
            variables: ["AWS_SECRET_ACCESS_KEY": "x"]),
        CredentialScene(
            name: "variables before files", credentials: section("default", "AKIDFILE"), variables: keys),
        CredentialScene(
            name: "variables before AWS_PROFILE", credentials: section("dev", "AKIDFILE"),
            variables: keys.merging(["AWS_PROFILE": "dev"]) { $1 }),
        CredentialScene(
            name: "--profile before variables", credentials: section("dev", "AKIDFILE"), variables: keys,
            profile: "dev"),
        CredentialScene(
            name: "variables and a profile that does not exist", variables: keys.merging(["AWS_PROFILE": "nope"]) { $1 }
        ),
        CredentialScene(
            name: "variables before a role in default", config: "[default]\n" + role + "source_profile = x\n",
            variables: keys),
        CredentialScene(
            name: "AWS_DEFAULT_PROFILE and AWS_PROFILE", credentials: section("a", "AKIDA") + section("b", "AKIDB"),
            variables: ["AWS_PROFILE": "a", "AWS_DEFAULT_PROFILE": "b"]),
    ]

    // MARK: - Files

    private static let files: [CredentialScene] = [
        CredentialScene(
            name: "the credentials file before the config file", config: section("default", "AKIDCONFIG"),
            credentials: section("default", "AKIDCREDENTIALS")),
        CredentialScene(name: "keys in the config file", config: section("default", "AKIDCONFIG")),
        CredentialScene(
            name: "a profile of the config file", config: section("profile dev", "AKIDCONFIG"),
            variables: ["AWS_PROFILE": "dev"]),
        CredentialScene(
            name: "a profile's name without its word", config: section("dev", "AKIDCONFIG"),
            variables: ["AWS_PROFILE": "dev"]),
        CredentialScene(
            name: "a name in quotes", config: section("profile \"my team\"", "AKIDCONFIG"), profile: "my team"),
        CredentialScene(
            name: "[profile default] after [default]",
            config: section("default", "AKIDFIRST") + section("profile default", "AKIDSECOND")),
        CredentialScene(
            name: "[profile default] before [default]",
            config: section("profile default", "AKIDFIRST") + section("default", "AKIDSECOND")),
        CredentialScene(
            name: "a key in one file, its secret in the other", config: "[default]\naws_secret_access_key = x\n",
            credentials: "[default]\naws_access_key_id = AKIDHALF\n"),
        CredentialScene(
            name: "other places for the files", config: section("default", "AKIDNO"),
            files: ["a/config": section("default", "AKIDCONFIG", "region = eu-west-1"), "a/keys": "[other]\n"],
            variables: [
                "AWS_CONFIG_FILE": "~/a/config", "AWS_SHARED_CREDENTIALS_FILE": "{home}/a/keys",
                "AWS_DEFAULT_REGION": "",
            ]),
        CredentialScene(
            name: "the region of a profile", config: section("profile dev", "AKIDCONFIG", "region = eu-west-3"),
            variables: ["AWS_DEFAULT_REGION": ""], profile: "dev"),
        CredentialScene(
            name: "a session token in a file", credentials: section("default", "AKID", "aws_session_token = t")),
        CredentialScene(name: "a file that cannot be read", config: "[default\nregion = x\n", variables: keys),
        CredentialScene(name: "a key twice", config: "[default]\nregion = a\nregion = b\n", variables: keys),
        CredentialScene(
            name: "endpoints of services",
            config: section(
                "default", "AKID", "services = local\nendpoint_url = http://all.test")
                + "[services local]\ns3 =\n  endpoint_url = http://s3.test\ncloudwatch_logs =\n  endpoint_url = http://logs.test\n",
            variables: ["AWS_ENDPOINT_URL_STS": ""]),
        CredentialScene(
            name: "endpoints of variables",
            config: section(
                "default", "AKID", "services = local\nendpoint_url = http://all.test")
                + "[services local]\ns3 =\n  endpoint_url = http://s3.test\n",
            variables: ["AWS_ENDPOINT_URL": "http://env.test", "AWS_ENDPOINT_URL_SQS": "http://sqs.test"]),
        CredentialScene(
            name: "endpoints that are ignored",
            config: section(
                "default", "AKID", "endpoint_url = http://all.test\nignore_configured_endpoint_urls = true"),
            variables: ["AWS_ENDPOINT_URL_SQS": "http://sqs.test", "AWS_ENDPOINT_URL_STS": ""]),
        CredentialScene(
            name: "endpoints that are ignored by variable", config: section("default", "AKID"),
            variables: [
                "AWS_ENDPOINT_URL": "http://sqs.test", "AWS_ENDPOINT_URL_STS": "",
                "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "True",
            ]),
        CredentialScene(
            name: "a services section that is not there", config: section("default", "AKID", "services = no")),
        CredentialScene(name: "a process", config: "[default]\n" + process),
        CredentialScene(
            name: "a process before keys of the config file", config: section("default", "AKIDCONFIG", process)),
        CredentialScene(
            name: "keys of the credentials file before a process", config: "[default]\n" + process,
            credentials: section("default", "AKIDCREDENTIALS")),
        CredentialScene(name: "a process that fails", config: "[default]\ncredential_process = /bin/false\n"),
        CredentialScene(name: "a process without JSON", config: "[default]\ncredential_process = /bin/echo hello\n"),
        CredentialScene(
            name: "a process of another version",
            config: "[default]\ncredential_process = /bin/echo '{\"Version\": 2}'\n"),
    ]

    // MARK: - Roles

    private static let base = section("base", "AKIDBASE")

    private static let roles: [CredentialScene] = [
        CredentialScene(
            name: "a role", config: "[profile r]\n" + role + "source_profile = base\n", credentials: base, profile: "r"),
        CredentialScene(
            name: "all that a role can have",
            config: "[profile r]\n" + role
                + "source_profile = base\nexternal_id = x/1\nrole_session_name = me@work\nduration_seconds = 1800\n",
            credentials: base, profile: "r"),
        CredentialScene(
            name: "a role with an MFA device",
            config: "[profile r]\n" + role + "source_profile = base\nmfa_serial = arn:aws:iam::123456789012:mfa/me\n",
            credentials: base, profile: "r"),
        CredentialScene(
            name: "a role of a role",
            config: "[profile r]\n" + role + "source_profile = s\n[profile s]\n"
                + "role_arn = arn:aws:iam::1:role/second\nsource_profile = base\nexternal_id = inner\n",
            credentials: base, profile: "r"),
        CredentialScene(
            name: "a role by its own keys", config: section("profile r", "AKIDSELF", role + "source_profile = r\n"),
            profile: "r"),
        CredentialScene(
            name: "roles in a circle",
            config: "[profile r]\n" + role + "source_profile = s\n[profile s]\n" + role + "source_profile = r\n",
            profile: "r"),
        CredentialScene(
            name: "a role by a source with a role and keys",
            config: "[profile r]\n" + role + "source_profile = s\n"
                + section("profile s", "AKIDBOTH", "role_arn = arn:aws:iam::1:role/no\nsource_profile = base\n"),
            credentials: base, profile: "r"),
        CredentialScene(
            name: "a role by a process", config: "[profile r]\n" + role + "source_profile = p\n[profile p]\n" + process,
            profile: "r"),
        CredentialScene(
            name: "a role by an empty source",
            config: "[profile r]\n" + role + "source_profile = p\n[profile p]\nregion = x\n",
            profile: "r"),
        CredentialScene(
            name: "a role by a source that is not there", config: "[profile r]\n" + role + "source_profile = p\n",
            profile: "r"),
        CredentialScene(name: "a role by nobody", config: "[profile r]\n" + role, profile: "r"),
        CredentialScene(
            name: "a role by two",
            config: "[profile r]\n" + role + "source_profile = base\ncredential_source = Environment\n",
            credentials: base, profile: "r"),
        CredentialScene(
            name: "a role before the keys of its profile", config: "[default]\n" + role + "source_profile = base\n",
            credentials: base + section("default", "AKIDDEFAULT")),
        CredentialScene(
            name: "a role that is denied",
            config: "[profile r]\nrole_arn = arn:aws:iam::1:role/denied\nsource_profile = base\n", credentials: base,
            profile: "r"),
        CredentialScene(
            name: "a role by the environment", config: "[profile r]\n" + role + "credential_source = Environment\n",
            variables: keys, profile: "r"),
        CredentialScene(
            name: "a role by an empty environment",
            config: "[profile r]\n" + role + "credential_source = Environment\n",
            profile: "r"),
        CredentialScene(
            name: "a role by the container", config: "[profile r]\n" + role + "credential_source = EcsContainer\n",
            variables: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "{url}/container/role"], profile: "r"),
        CredentialScene(
            name: "a role by the instance",
            config: "[profile r]\n" + role + "credential_source = Ec2InstanceMetadata\n",
            variables: [
                "AWS_EC2_METADATA_SERVICE_ENDPOINT": "{url}/imds/", "AWS_EC2_METADATA_DISABLED": "",
            ], profile: "r"),
        CredentialScene(
            name: "a role by a source of another name",
            config: "[profile r]\n" + role + "credential_source = environment\n",
            variables: keys, profile: "r"),
        CredentialScene(
            name: "a role in the credentials file",
            credentials: base + "[r]\n" + role + "source_profile = base\n", profile: "r"),
    ]
}
