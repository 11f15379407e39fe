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
                    .tags,
                ]),
            repeatable: true),
        tagging: .ec2("key-pair", id: "KeyPairId"),
        delete: Delete("ec2:DeleteKeyPair", ["KeyName"], absent: ["InvalidKeyPair.NotFound"]),
        properties: [
            Property(
                "PublicKeyMaterial",
                absent: .refused("AWS answers the secret of a key pair that it makes only once: import a public key"),
                equality: .normalised(publicKey), at: "PublicKey")
        ],
        attributes: ["KeyPairId": "KeyPairId", "KeyFingerprint": "KeyFingerprint"],
        unsupported: [
            "KeyType": "an imported key tells its own type",
            "KeyFormat": "it is the form of a secret that AWS makes; import a public key",
        ])

    /// The key's type and body: AWS answers with a comment of its own.
    @Sendable private static func publicKey(_ value: Value) -> Value {
        guard let text = value.string else { return value }
        return .string(text.split { $0 == " " || $0.isNewline }.prefix(2).joined(separator: " "))
    }
}
