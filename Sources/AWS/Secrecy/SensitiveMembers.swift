public import Values

/// What the API models call sensitive, and what they should.
enum SensitiveMembers {
    /// Secrets that botocore's models do not mark everywhere: session tokens and identity tokens of STS, ECR's docker
    /// password, the keys of VPN tunnels.
    private static let unmarked: Set<String> = [
        "secretaccesskey", "sessiontoken", "webidentitytoken", "samlassertion", "tokencode", "authorizationtoken",
        "customergatewayconfiguration", "presharedkey", "accesstoken", "refreshtoken", "idtoken", "clientsecret",
    ]

    static func isSensitive(_ member: Member) -> Bool {
        member.traits.isSensitive || unmarked.contains(member.name.lowercased())
    }

    /// A copy in which every sensitive text, number and blob is masked.
    static func masked(_ value: Value, _ shape: Shape?, isSensitive: Bool = false) -> Value {
        walk(value, shape, isSensitive) { _ in .string(SecretTexts.mask) }
    }

    /// The sensitive texts in a value; blobs as text too.
    static func texts(in value: Value, _ shape: Shape?) -> [String] {
        var texts: [String] = []
        _ = walk(value, shape, false) { leaf in
            switch leaf {
            case .bytes(let bytes): texts.append(String(decoding: bytes, as: UTF8.self))
            default: leaf.scalarText.map { texts.append($0) }
            }
            return leaf
        }
        return texts
    }

    private static func walk(
        _ value: Value, _ shape: Shape?, _ isSensitive: Bool, _ change: (Value) -> Value
    ) -> Value {
        switch value {
        case .array(let items):
            let element = shape?.element
            let inner = isSensitive || element.map(Self.isSensitive) ?? false
            return .array(items.map { walk($0, element?.shape, inner, change) })
        case .object(let object):
            var copy = object
            for (name, item) in object {
                let member = shape?.kind == .map ? shape?.value : shape?.member(name)
                copy[name] = walk(item, member?.shape, isSensitive || member.map(Self.isSensitive) ?? false, change)
            }
            return .object(copy)
        case .null: return value
        default: return isSensitive ? change(value) : value
        }
    }

    /// The names on the wire under which an output may hold something sensitive, in lower case.
    static func wireNames(of shape: Shape?) -> Set<String> {
        var names = unmarked
        var seen: Set<String> = []
        if let shape { collect(shape, &names, &seen) }
        return names
    }

    /// True when the output has members that are marked: an answer that cannot be read is not shown then.
    static func isMarked(_ shape: Shape?) -> Bool {
        var names: Set<String> = []
        var seen: Set<String> = []
        if let shape { collect(shape, &names, &seen) }
        return !names.isEmpty
    }

    private static func collect(_ shape: Shape, _ names: inout Set<String>, _ seen: inout Set<String>) {
        guard seen.insert(shape.name).inserted else { return }
        for member in shape.members {
            if isSensitive(member) || member.shape.element.map(isSensitive) == true
                || member.shape.value.map(isSensitive) == true
            {
                names.insert(local(member.wireName))
            }
            collect(member.shape, &names, &seen)
        }
        if let element = shape.element { collect(element.shape, &names, &seen) }
        if let value = shape.value { collect(value.shape, &names, &seen) }
    }

    private static func local(_ name: String) -> String {
        (name.split(separator: ":").last.map(String.init) ?? name).lowercased()
    }
}

/// Calls whose answers hold secrets that may turn up elsewhere later.
enum SecretSources {
    private static let operations: Set<String> = [
        "secretsmanager:GetSecretValue", "secretsmanager:GetRandomPassword", "iam:CreateAccessKey",
        "ec2:CreateKeyPair", "sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:GetSessionToken",
        "sso:GetRoleCredentials", "sso-oidc:CreateToken",
    ]

    /// The secrets of an answer. SSM's models mark every value, so only those of secure strings count.
    static func texts(in output: Value, of call: APICall, _ shape: Shape?) -> [String] {
        if operations.contains(call.name) { return SensitiveMembers.texts(in: output, shape) }
        guard call.service == "ssm" else { return [] }
        return ((output["Parameters"]?.array ?? []) + [output["Parameter"] ?? .null])
            .filter { $0["Type"] == "SecureString" }.compactMap { $0["Value"]?.string }
    }
}

extension AWSFailure {
    /// A copy in which no secret stands, wherever AWS has quoted one.
    func masked(_ secrets: SecretTexts, and own: SecretTexts) -> AWSFailure {
        var copy = self
        copy.message = own.masked(secrets.masked(message))
        copy.fields = fields.mapValues { own.masked(secrets.masked($0)) }
        return copy
    }
}

extension OperationModel {
    /// The texts in an answer that AWS calls sensitive, to be masked wherever they go.
    public func sensitiveTexts(in output: Value) -> [String] { SensitiveMembers.texts(in: output, self.output) }
}
