internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::ECR::RegistryPolicy`: the one policy of the account's registry.
    static let registryPolicy = ResourceType(
        "AWS::ECR::RegistryPolicy",
        identity: .key([]),
        ref: "RegistryId",
        read: Read(
            "ecr:GetRegistryPolicy", items: "", .everything(), absent: ["RegistryPolicyNotFoundException"]),
        create: Create(
            Call(
                "ecr:PutRegistryPolicy", [.json("PolicyText", as: "policyText")],
                retries: [ErrorMatch("InvalidParameterException", contains: "Principal not found")]),
            repeatable: true),
        updates: [
            Update(
                ["PolicyText"],
                set: Call(
                    "ecr:PutRegistryPolicy", [.json("PolicyText", as: "policyText")],
                    retries: [ErrorMatch("InvalidParameterException", contains: "Principal not found")]))
        ],
        delete: Delete("ecr:DeleteRegistryPolicy", [], absent: ["RegistryPolicyNotFoundException"]),
        properties: [Property("PolicyText", equality: .policy)],
        attributes: ["RegistryId": Attribute("registryId", predicted: "${Account}")])
}
