internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::IAM::AccessKey`. AWS answers the secret once, with the creation, and a repeated creation makes a second
    /// key. Keys have neither names nor tags and a user has two at the most, so they are known by their user and, where
    /// a template has two for one user, by age: the older key is that of the logical id that sorts first. A template
    /// should therefore give such a user to its keys alone.
    static let accessKey = ResourceType(
        "AWS::IAM::AccessKey",
        identity: .key(["UserName"]),
        ref: "Id",
        isGlobal: true,
        read: Read(
            "iam:ListAccessKeys", items: "AccessKeyMetadata", .each(["UserName"]), absent: ["NoSuchEntity"]),
        create: Create(
            // A user that was made a moment ago is not found yet.
            Call("iam:CreateAccessKey", ["UserName"], retries: ["NoSuchEntity"]), item: "AccessKey", repeatable: false,
            revises: true),
        updates: [
            Update(
                ["Status"],
                set: Call("iam:UpdateAccessKey", ["UserName", .attribute("Id", as: "AccessKeyId"), "Status"]))
        ],
        delete: Delete(
            "iam:DeleteAccessKey", ["UserName", .attribute("Id", as: "AccessKeyId")], absent: ["NoSuchEntity"]),
        properties: [
            Property("Status", absent: .means("Active")),
            // A number in the template alone; another one asks for a new key.
            Property("Serial", absent: .unset, replaces: "it asks for another key", writeOnly: true),
        ],
        attributes: [
            "Id": "AccessKeyId",
            "SecretAccessKey": Attribute("SecretAccessKey", once: true),
        ])
}
