internal import Declarations

extension ResourceType {
    /// `AWS::KMS::Alias`: a name of a key.
    static let alias = ResourceType(
        "AWS::KMS::Alias",
        identity: .key(["AliasName"]),
        ref: "AliasName",
        read: Read("kms:ListAliases", items: "Aliases", .everything()),
        create: Create(Call("kms:CreateAlias", ["AliasName", "TargetKeyId"]), repeatable: true),
        updates: [Update(["TargetKeyId"], set: Call("kms:UpdateAlias", ["AliasName"]))],
        delete: Delete("kms:DeleteAlias", ["AliasName"], absent: ["NotFoundException"]),
        properties: [
            Property("AliasName"),
            Property("TargetKeyId", equality: .lastSegment),
        ])
}
