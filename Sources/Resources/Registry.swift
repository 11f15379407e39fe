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
            // Merged
            .accessKey, .autoScalingGroup, .autoScalingPolicy, .autoScalingScheduledAction, .bucket, .bucketPolicy,
            .customerGateway, .eip, .group, .inlinePolicy, .instanceProfile, .internetGateway, .keyPair,
            .launchConfiguration, .launchTemplate, .lifecycleHook, .managedPolicy, .natGateway, .rolePolicy, .route,
            .routeTable, .s3Object, .securityGroup, .securityGroupEgress, .securityGroupIngress, .subnet,
            .subnetRouteTableAssociation, .user, .userPolicy, .vpcEndpoint, .vpcGatewayAttachment, .vpnConnection,
            .vpnConnectionRoute, .vpnGateway, .vpnGatewayRoutePropagation,
            // Merged
            .alarm, .certificate, .distribution, .hostedZone, .instance, .metricFilter, .originAccessControl,
            .recordSet, .secret, .subscriptionFilter,
            // Others
            .logGroup, .role, .vpc,
        ],
        schemas: SchemaStore.standard.schema(of:))
}
