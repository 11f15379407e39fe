internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::KeyPair`: imported, or made by EC2, which tells the private key once. CloudFormation puts that into the
    /// Parameter Store under the pair's id, and deletes both together; so does this. Reads all that are sought in one call.
    static let keyPair = ResourceType(
        "AWS::EC2::KeyPair",
        identity: .named("KeyName", GeneratedName(limit: 255)),
        arn: "arn:${Partition}:ec2:${Region}:${Account}:key-pair/${KeyPairId}",
        read: Read(
            "ec2:DescribeKeyPairs", items: "KeyPairs",
            .filter("key-name", of: "KeyName", and: [.constant("IncludePublicKey", true)]),
            details: [
                Detail(
                    "ssm:DescribeParameters",
                    [
                        .constant("ParameterFilters.0.Key", "Name"), .constant("ParameterFilters.0.Option", "Equals"),
                    ],
                    into: "$kept",
                    batch: Detail.Batch(
                        member: "ParameterFilters.0.Values", key: "$parameter", most: 50, items: "Parameters",
                        answer: "Name"))
            ], tags: "Tags", shape: withParameter),
        create: Create(
            Call("ec2:CreateKeyPair", ["KeyName", "KeyType", "KeyFormat", .tags], unless: "PublicKeyMaterial"),
            repeatable: false,
            then: [
                Call(
                    "ec2:ImportKeyPair",
                    [
                        "KeyName",
                        Argument(
                            "PublicKeyMaterial",
                            .mapped(.property("PublicKeyMaterial")) { key in
                                key.string.map { .bytes(Array($0.utf8)) } ?? key
                            }),
                        .tags,
                    ], when: "PublicKeyMaterial"),
                Call(
                    "ssm:PutParameter",
                    [
                        Argument("Name", .mapped(.result("KeyPairId"), parameter)), .constant("Type", "SecureString"),
                        .result("KeyMaterial", as: "Value"),
                        Argument("Description", .mapped(.several(["KeyFormat", "KeyName"]), description)),
                    ], retries: ["TooManyUpdates"], unless: "PublicKeyMaterial"),
            ],
            keeps: KeptSecret(told: "KeyMaterial", found: "$kept", unless: "PublicKeyMaterial")),
        tagging: .ec2("key-pair", id: "KeyPairId"),
        // The pair goes last: nothing else tells of its parameter.
        delete: Delete([
            Call(
                "ssm:DeleteParameter", [Argument("Name", .item(nil))], each: .list(.live("$kept.Name")),
                tolerates: ["ParameterNotFound"], unless: "PublicKeyMaterial"),
            Call("ec2:DeleteKeyPair", ["KeyName"], tolerates: ["InvalidKeyPair.NotFound"]),
        ]),
        properties: [
            // Told of pairs that EC2 has made, too.
            Property("PublicKeyMaterial", absent: .unset, equality: .normalised(publicKey)) { item in
                item["$kept"] == nil ? item["PublicKey"] : nil
            },
            Property("KeyType", absent: .means("rsa")),
            Property("KeyFormat", absent: .means("pem")) { item in
                guard let description = item.at("$kept.Description")?.string else { return nil }
                return description.hasPrefix(puttyDescription) ? "ppk" : "pem"
            },
        ],
        attributes: ["KeyPairId": "KeyPairId", "KeyFingerprint": "KeyFingerprint"],
        canonical: ofItsOwnKind)

    /// An imported key tells its type itself, and has no format. Source: CloudFormation user guide, AWS::EC2::KeyPair: "If the
    /// PublicKeyMaterial property is specified, the KeyType property is ignored".
    @Sendable private static func ofItsOwnKind(_ properties: Value) -> Value {
        guard let key = properties["PublicKeyMaterial"], !key.isEmptyOrNull else { return properties }
        let own = properties.without("KeyFormat")
        guard let text = key.string else { return own.without("KeyType") }
        return own.setting("KeyType", to: text.hasPrefix("ssh-ed25519") ? "ed25519" : "rsa")
    }

    /// Puts in the name of the parameter that has the private key. An imported RSA key, which has none, is told by its
    /// fingerprint: MD5, where those that EC2 makes have SHA-1. Source: EC2 user guide, "Verify the fingerprint of your key
    /// pair".
    @Sendable private static func withParameter(_ item: Value) -> Value {
        let parts = item["KeyFingerprint"]?.string?.split(separator: ":").count
        guard parts != 16, let id = item["KeyPairId"] else { return item }
        return item.setting("$parameter", to: parameter(id))
    }

    @Sendable private static func parameter(_ id: Value) -> Value {
        (try? Value.joined(["/ec2/keypair/", id], separator: "")) ?? .null
    }

    /// Tells the format, which EC2 does not.
    @Sendable private static func description(_ sources: Value) -> Value {
        let start = sources[0]?.string == "ppk" ? puttyDescription : "Private key"
        return (try? Value.joined([.string(start + " of the key pair "), sources[1] ?? ""], separator: "")) ?? .null
    }

    private static let puttyDescription = "Private key (ppk)"

    /// The key's type and body: AWS answers with a comment of its own.
    @Sendable private static func publicKey(_ value: Value) -> Value {
        guard let text = value.string else { return value }
        return .string(text.split { $0 == " " || $0.isNewline }.prefix(2).joined(separator: " "))
    }
}
