@testable import AWS

extension CredentialScene {
    private static let keys = ["AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": "secret-of-AKIDENV"]
    private static let arn = "arn:aws:iam::123456789012:role/pod"
    static let token = ["token": "oidc-pod"]

    // MARK: - Web identity and SSO

    static let session = """
        [sso-session corp]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = us-east-1

        """
    static let ssoProfile = "[profile sso]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Admin\n"
    static let legacy =
        "[profile old]\nsso_start_url = https://old.awsapps.com/start#/\nsso_region = eu-west-1\n"
        + "sso_account_id = 123456789012\nsso_role_name = Admin\n"

    /// The cache's file for a session's name or start URL.
    static func cached(_ name: String, token: String = "sso-token", expires: String, more: String = "") -> [String:
        String]
    {
        [
            ".aws/sso/cache/\(name).json":
                #"{"startUrl": "https://x", "region": "us-east-1", "accessToken": "\#(token)", "expiresAt": "\#(expires)"\#(more)}"#
        ]
    }
    /// SHA-1 of `corp` and of `https://old.awsapps.com/start#/`, as the AWS CLI names the files.
    static let corp = "ee0bfd2552fbd840c02cc48b6e823320543c450f"
    static let old = "812d0b92c6bd8fabb12e7531fec29884c74fd9d9"
    static let registration =
        #", "clientId": "client", "clientSecret": "client-secret", "registrationExpiresAt": "2099-01-01T00:00:00Z", "refreshToken": "refresh-1""#

    static let identities: [CredentialScene] = [
        CredentialScene(
            name: "web identity of variables", files: token,
            variables: ["AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token", "AWS_ROLE_ARN": arn]),
        CredentialScene(
            name: "web identity with a session's name", files: token,
            variables: [
                "AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token", "AWS_ROLE_ARN": arn, "AWS_ROLE_SESSION_NAME": "app",
            ]),
        CredentialScene(
            name: "web identity of a profile",
            config: "[profile w]\nrole_arn = \(arn)\nweb_identity_token_file = {home}/token\nrole_session_name = me\n",
            files: token, profile: "w"),
        CredentialScene(
            name: "web identity of variables does not count with --profile", config: "[profile w]\nregion = x\n",
            files: token, variables: ["AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token", "AWS_ROLE_ARN": arn], profile: "w"),
        CredentialScene(
            name: "web identity of variables with AWS_PROFILE",
            config: "[profile w]\nrole_arn = arn:aws:iam::1:role/other\nweb_identity_token_file = {home}/none\n",
            files: token,
            variables: ["AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token", "AWS_ROLE_ARN": arn, "AWS_PROFILE": "w"]),
        CredentialScene(
            name: "web identity without a role", files: token,
            variables: ["AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token"]),
        CredentialScene(
            name: "web identity without a file",
            variables: ["AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token", "AWS_ROLE_ARN": arn]),
        CredentialScene(
            name: "web identity of nobody", files: ["token": "unknown"],
            variables: ["AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token", "AWS_ROLE_ARN": arn]),
        CredentialScene(
            name: "web identity before keys of files",
            credentials: "[default]\naws_access_key_id = A\naws_secret_access_key = s\n",
            files: token, variables: ["AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token", "AWS_ROLE_ARN": arn]),
        CredentialScene(
            name: "a role by web identity",
            config: "[profile r]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = w\n"
                + "[profile w]\nrole_arn = \(arn)\nweb_identity_token_file = {home}/token\n",
            files: token, profile: "r"),
        CredentialScene(
            name: "SSO", config: session + ssoProfile, files: cached(corp, expires: "2099-01-01T00:00:00Z"),
            profile: "sso"),
        CredentialScene(
            name: "SSO, older form", config: legacy, files: cached(old, expires: "2099-01-01T00:00:00UTC"),
            profile: "old"),
        CredentialScene(
            name: "SSO with a token to renew", config: session + ssoProfile,
            files: cached(corp, expires: "2020-01-01T00:00:00Z", more: registration), profile: "sso"),
        CredentialScene(
            name: "SSO with a token that cannot be renewed", config: session + ssoProfile,
            files: cached(corp, expires: "2020-01-01T00:00:00Z"), profile: "sso"),
        CredentialScene(
            name: "SSO, older form, ended", config: legacy,
            files: cached(old, expires: "2020-01-01T00:00:00Z", more: registration), profile: "old"),
        CredentialScene(name: "SSO without a sign-in", config: session + ssoProfile, profile: "sso"),
        CredentialScene(name: "SSO without its session", config: ssoProfile, profile: "sso"),
        CredentialScene(
            name: "SSO with less than it needs",
            config: session + "[profile sso]\nsso_session = corp\nsso_role_name = A\n",
            profile: "sso"),
        CredentialScene(
            name: "SSO that differs from its session", config: session + ssoProfile + "sso_region = eu-north-1\n",
            files: cached(corp, expires: "2099-01-01T00:00:00Z"), profile: "sso"),
        CredentialScene(
            name: "a session alone is no SSO", config: session + "[profile sso]\nsso_session = corp\n", profile: "sso"),
        CredentialScene(
            name: "SSO before keys of files", config: session + ssoProfile,
            credentials: "[sso]\naws_access_key_id = A\naws_secret_access_key = s\n",
            files: cached(corp, expires: "2099-01-01T00:00:00Z"), profile: "sso"),
        CredentialScene(
            name: "a role by SSO",
            config: session + ssoProfile + "[profile r]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = sso\n",
            files: cached(corp, expires: "2099-01-01T00:00:00Z"), profile: "r"),
    ]

    // MARK: - Containers and instances

    private static func instance(_ kind: String, _ more: [String: String] = [:]) -> [String: String] {
        ["AWS_EC2_METADATA_SERVICE_ENDPOINT": "{url}/\(kind)", "AWS_EC2_METADATA_DISABLED": ""].merging(more) { $1 }
    }

    static let machines: [CredentialScene] = [
        CredentialScene(
            name: "a container", variables: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "{url}/container/creds?x=1"]),
        CredentialScene(
            name: "a pod", files: ["pod": "pod-token"],
            variables: [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "{url}/container-pod/v1/credentials",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "{home}/pod",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN": "another",
            ]),
        CredentialScene(
            name: "a container with a token",
            variables: [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "{url}/container-pod/v1/credentials",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN": "pod-token",
            ]),
        CredentialScene(
            name: "a container's token with a line break", files: ["pod": "pod-token\n"],
            variables: [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "{url}/container-pod/v1/credentials",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "{home}/pod",
            ]),
        CredentialScene(
            name: "a container at a foreign host",
            variables: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://192.0.2.1/creds"]),
        CredentialScene(
            name: "a container that does not answer",
            variables: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "{url}/container-down/x"]),
        CredentialScene(
            name: "files before a container",
            credentials: "[default]\naws_access_key_id = A\naws_secret_access_key = s\n",
            variables: ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "{url}/container/creds"]),
        CredentialScene(
            name: "a container before an instance",
            variables: instance("imds", ["AWS_CONTAINER_CREDENTIALS_FULL_URI": "{url}/container/creds"])),
        CredentialScene(name: "an instance", variables: instance("imds")),
        CredentialScene(
            name: "an instance that is turned off", variables: instance("imds", ["AWS_EC2_METADATA_DISABLED": "True"])),
        CredentialScene(name: "an instance with version 1 only", variables: instance("imds-v1")),
        CredentialScene(
            name: "version 1, forbidden", variables: instance("imds-v1", ["AWS_EC2_METADATA_V1_DISABLED": "true"])),
        CredentialScene(
            name: "an instance whose token is lost on the way",
            variables: instance("imds-slow", ["AWS_METADATA_SERVICE_TIMEOUT": "3"])),
        CredentialScene(name: "an instance without a role", variables: instance("imds-norole")),
        CredentialScene(name: "an instance whose role does not trust EC2", variables: instance("imds-untrusted")),
        CredentialScene(name: "an instance whose service cannot renew", variables: instance("imds-stale")),
        CredentialScene(
            name: "an instance by the profile's setting",
            config: "[default]\nec2_metadata_service_endpoint = {url}/imds\n",
            variables: ["AWS_EC2_METADATA_DISABLED": ""]),
        CredentialScene(
            name: "an instance that is nowhere",
            variables: instance("x").merging(["AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:1"]) { $1 }),
        CredentialScene(name: "variables before an instance", variables: instance("imds", keys)),
    ]
}
