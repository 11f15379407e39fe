public import Declarations

extension Registry {
    /// Every resource type that plumb knows, with the embedded schemas.
    public static let standard = Registry(
        [
            // Elastic Container Service
            .capacityProvider, .cluster, .clusterCapacityProviderAssociations, .service, .taskDefinition,
            // Elastic Load Balancing
            .listener, .listenerCertificate, .listenerRule, .loadBalancer, .targetGroup,
            // Elastic Container Registry
            .pullThroughCacheRule, .registryPolicy, .replicationConfiguration, .repository, .repositoryCreationTemplate,
            // Application Auto Scaling
            .applicationScalingPolicy, .scalableTarget,
            // Key Management, Systems Manager, Simple Notification
            .alias, .key, .parameter, .subscription, .topic,
            // Others
            .logGroup, .role, .vpc,
        ],
        schemas: SchemaStore.standard.schema(of:))
}
