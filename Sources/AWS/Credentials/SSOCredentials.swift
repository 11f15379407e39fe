internal import Values

/// Credentials of a role in an account, given to a user who has signed in to IAM Identity Center (SSO).
struct SSOCredentials: CredentialsProvider {
    let profile: String
    let context: CredentialsContext

    func credentials() async throws(CredentialsError) -> Credentials? {
        guard let sso = try SSOProfile(profile, in: context.configuration) else { return nil }
        let token = SSOToken(profile: sso, context: context)
        let bearer = try await token.text()
        let input: Value = [
            "roleName": .string(sso.roleName), "accountId": .string(sso.accountID), "accessToken": .string(bearer),
        ]
        let output: Value
        do throws(AWSFailure) {
            output = try await context.client(region: sso.region).send(APICall("sso", "GetRoleCredentials", input))
        } catch {
            if error.status == 401 { throw token.signIn("the sign-in is not accepted any more") }
            throw CredentialsError(
                "SSO gave no credentials for role \(sso.roleName) in account \(sso.accountID) (profile '\(profile)'): "
                    + "\(error.code): \(error.message)",
                help: error.kind == .denied || error.kind == .notFound
                    ? "is the role assigned to you in that account?" : nil)
        }
        guard let part = output["roleCredentials"], let key = part["accessKeyId"]?.string,
            let secret = part["secretAccessKey"]?.string
        else {
            throw CredentialsError("the answer of sso:GetRoleCredentials holds no credentials")
        }
        return Credentials(
            accessKeyID: key, secretAccessKey: secret, sessionToken: part["sessionToken"]?.string,
            expiration: part["expiration"]?.int.map { Timestamp(milliseconds: $0) },
            source: "SSO role \(sso.roleName) in \(sso.accountID)")
    }
}
