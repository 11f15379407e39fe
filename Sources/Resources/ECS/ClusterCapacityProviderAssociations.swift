internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::ECS::ClusterCapacityProviderAssociations`: a cluster's capacity providers, apart from the cluster so that
    /// they may depend on what depends on it. A cluster without any counts as having none of these.
    static let clusterCapacityProviderAssociations = ResourceType(
        "AWS::ECS::ClusterCapacityProviderAssociations",
        identity: .key(["Cluster"]),
        read: .clusters(
            of: "Cluster",
            gone: .any([
                .equals("status", "INACTIVE"),
                .all([.missing("capacityProviders"), .missing("defaultCapacityProviderStrategy")]),
            ])),
        create: Create(.putCapacityProviders(cluster: .property("Cluster")), item: "cluster", repeatable: true),
        updates: [
            Update(
                ["CapacityProviders", "DefaultCapacityProviderStrategy"],
                set: .putCapacityProviders(cluster: .property("Cluster")), whole: true)
        ],
        delete: Delete(
            "ecs:PutClusterCapacityProviders",
            [
                .property("Cluster", as: "cluster"), .constant("capacityProviders", []),
                .constant("defaultCapacityProviderStrategy", []),
            ],
            absent: ["ClusterNotFoundException"],
            // Instances that still leave hold a provider in use.
            retries: ["UpdateInProgressException", "ResourceInUseException"], patience: 900,
            wait: .attachments(of: .property("Cluster"))),
        properties: [
            Property("Cluster", equality: .lastSegment, at: "clusterName"),
            Property("CapacityProviders", absent: .means([]), equality: .unordered),
            Property("DefaultCapacityProviderStrategy", equality: .keyed("CapacityProvider")),
            Property("DefaultCapacityProviderStrategy[].Base", absent: .means(0)),
            Property("DefaultCapacityProviderStrategy[].Weight", absent: .means(0)),
        ],
        // A service placed by a strategy needs the providers, and names the cluster only.
        completes: ["Cluster"],
        claims: [
            Claim(through: "Cluster", of: "AWS::ECS::Cluster", list: "CapacityProviders", value: "CapacityProviders"),
            Claim(
                through: "Cluster", of: "AWS::ECS::Cluster", list: "DefaultCapacityProviderStrategy",
                member: "CapacityProvider", value: "CapacityProviders"),
        ])
}

extension Equality {
    /// A name and an ARN that ends in it are the same (`cluster/blue` and `blue`).
    static let lastSegment: Equality = .normalised { value in
        value.string.flatMap { $0.split(separator: "/").last }.map { .string(String($0)) } ?? value
    }
}
