internal import AWS
internal import Values

/// A dynamic reference to a secret, as text `resolve:service:name:…`.
struct SecretValue {
    let parts: [String]

    init?(_ text: String) {
        parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 3, parts[0] == "resolve" else { return nil }
    }

    private var isParameter: Bool { parts[1].hasPrefix("ssm") }

    /// `resolve:secretsmanager:ID:SecretString:key:stage:version`; an ARN as id has colons of its own.
    private var secret: (id: String, key: String?, stage: String?, version: String?) {
        let rest = Array(parts.dropFirst(2))
        let length = rest.first == "arn" ? 7 : 1
        let id = rest.prefix(length).joined(separator: ":")
        let more = Array(rest.dropFirst(length))
        func part(_ index: Int) -> String? { more.indices.contains(index) && !more[index].isEmpty ? more[index] : nil }
        return (id, part(1), part(2), part(3))
    }

    func call(region: String) -> APICall {
        if isParameter {
            return APICall(
                "ssm", "GetParameter",
                ["Name": .string(parts.dropFirst(2).joined(separator: ":")), "WithDecryption": true], region: region)
        }
        var input: Value = ["SecretId": .string(secret.id)]
        if let stage = secret.stage { input = input.setting("VersionStage", to: .string(stage)) }
        if let version = secret.version { input = input.setting("VersionId", to: .string(version)) }
        return APICall("secretsmanager", "GetSecretValue", input, region: region)
    }

    /// Nil when the secret has no such key, or is binary.
    func value(in answer: Value) -> Value? {
        if isParameter { return answer.at("Parameter.Value") }
        guard let key = secret.key else { return answer["SecretString"] }
        return (try? Value(json: answer["SecretString"]?.string ?? ""))?[key]
    }

    /// Why there is no value.
    var missing: String {
        let what = secret.key.map { "has no member `\($0)`, or is not JSON" } ?? "is not text"
        return "The secret \(secret.id) \(what)."
    }
}
