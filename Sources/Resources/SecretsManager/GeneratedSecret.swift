internal import Declarations
internal import Values

/// A secret's value that AWS makes up.
enum GeneratedSecret {
    /// The password (the second of two parts), in the JSON of the template where `GenerateSecretString` (the first) has
    /// one.
    @Sendable static func value(_ parts: Value) -> Value {
        let password = parts[1] ?? .null
        guard let key = parts[0]?["GenerateStringKey"]?.string,
            let template = parts[0]?["SecretStringTemplate"]?.string,
            var object = (try? Value(json: template))?.object
        else { return password }
        object[key] = password
        return .jsonText(.object(object))
    }

    /// Source: CloudFormation's reference of `AWS::SecretsManager::Secret` and of its GenerateSecretString: one of the two
    /// ways to give a value, key and template together, and a template that is a JSON object.
    @Sendable static func objections(_ properties: Value) -> [Objection] {
        guard let asked = properties["GenerateSecretString"], !asked.isNull else { return [] }
        if let given = properties["SecretString"], !given.isNull {
            return [
                Objection(
                    "GenerateSecretString", "the value is both given and to be made",
                    help: "Leave `SecretString` or `GenerateSecretString` out.")
            ]
        }
        let (key, template) = (asked["GenerateStringKey"], asked["SecretStringTemplate"])
        switch (key, template) {
        case (nil, nil): return []
        case (_, nil):
            return [
                Objection(
                    "GenerateSecretString.GenerateStringKey", "there is no template to put the made value into",
                    help: "Add `SecretStringTemplate`, a JSON object as text.")
            ]
        case (nil, _):
            return [
                Objection(
                    "GenerateSecretString.SecretStringTemplate",
                    "nothing says under which key the made value goes into the template",
                    help: "Add `GenerateStringKey`.")
            ]
        case (_, let template?):
            guard let text = template.string, (try? Value(json: text))?.object == nil else { return [] }
            return [
                Objection(
                    "GenerateSecretString.SecretStringTemplate", "the template is no JSON object",
                    help: "Write it like `{\"username\": \"admin\"}`.")
            ]
        }
    }
}
