internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::KeyPair`, imported. Reads all that are sought in one call.
    static let keyPair = ResourceType(
        "AWS::EC2::KeyPair",
        identity: .named("KeyName", GeneratedName(limit: 255)),
        arn: "arn:${Partition}:ec2:${Region}:${Account}:key-pair/${KeyPairId}",
        read: Read(
            "ec2:DescribeKeyPairs", items: "KeyPairs",
            .filter("key-name", of: "KeyName", and: [.constant("IncludePublicKey", true)]), tags: "Tags"),
        create: Create(
            Call(
                "ec2:ImportKeyPair",
                [
                    "KeyName",
                    Argument(
                        "PublicKeyMaterial",
                        .mapped(.property("PublicKeyMaterial")) { key in
                            key.string.map { .bytes(Array($0.utf8)) } ?? key
                        }),
                    ignored("KeyType"), ignored("KeyFormat"), .tags,
                ]),
            repeatable: true),
        tagging: .ec2("key-pair", id: "KeyPairId"),
        delete: Delete("ec2:DeleteKeyPair", ["KeyName"], absent: ["InvalidKeyPair.NotFound"]),
        properties: [
            Property(
                "PublicKeyMaterial",
                absent: .refused("AWS answers the secret of a key pair that it makes only once: import a public key"),
                equality: .normalised(publicKey), at: "PublicKey"),
            Property("KeyType", absent: .chosenByAWS, writeOnly: true),
            Property("KeyFormat", absent: .chosenByAWS, writeOnly: true),
        ],
        attributes: ["KeyPairId": "KeyPairId", "KeyFingerprint": "KeyFingerprint"])

    /// Nothing is sent: CloudFormation user guide, AWS::EC2::KeyPair, "If the PublicKeyMaterial property is specified, the
    /// KeyType property is ignored", and so is KeyFormat.
    private static func ignored(_ property: String) -> Argument {
        Argument("DryRun", .mapped(.property(property)) { _ in .null })
    }

    /// The key's type and body: AWS answers with a comment of its own.
    @Sendable private static func publicKey(_ value: Value) -> Value {
        guard let text = value.string else { return value }
        return .string(text.split { $0 == " " || $0.isNewline }.prefix(2).joined(separator: " "))
    }
}
