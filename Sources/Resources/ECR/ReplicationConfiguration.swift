internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::ECR::ReplicationConfiguration`: the one set of replication rules of the account's registry. A registry
    /// without rules counts as having none of these.
    static let replicationConfiguration = ResourceType(
        "AWS::ECR::ReplicationConfiguration",
        identity: .key([]),
        ref: "RegistryId",
        read: Read(
            "ecr:DescribeRegistry", items: "", .everything(), gone: .missing("replicationConfiguration.rules")),
        create: Create(Call("ecr:PutReplicationConfiguration", ["ReplicationConfiguration"]), repeatable: true),
        updates: [Update(["ReplicationConfiguration"], set: Call("ecr:PutReplicationConfiguration"))],
        delete: Delete(
            "ecr:PutReplicationConfiguration", [.constant("replicationConfiguration.rules", [])], absent: []),
        properties: [
            Property("ReplicationConfiguration"),
            Property("ReplicationConfiguration.Rules", equality: .unordered),
            Property("ReplicationConfiguration.Rules[].RepositoryFilters", absent: .unset, equality: .unordered),
            Property("ReplicationConfiguration.Rules[].Destinations", equality: .unordered),
        ],
        attributes: ["RegistryId": Attribute("registryId", predicted: "${Account}")])
}
