public import Declarations

extension Registry {
    /// Every resource type that plumb knows, with the embedded schemas.
    public static let standard = Registry(
        [
            // Application Auto Scaling
            .applicationScalingPolicy, .scalableTarget,
            // Auto Scaling
            .autoScalingGroup, .autoScalingPolicy, .autoScalingScheduledAction, .launchConfiguration, .lifecycleHook,
            // Certificate Manager
            .certificate,
            // CloudFront
            .distribution, .originAccessControl,
            // CloudWatch
            .alarm,
            // CloudWatch Logs
            .logGroup, .metricFilter, .subscriptionFilter,
            // Elastic Compute Cloud
            .customerGateway, .eip, .instance, .internetGateway, .keyPair, .launchTemplate, .natGateway, .route,
            .routeTable, .securityGroup, .securityGroupEgress, .securityGroupIngress, .subnet,
            .subnetRouteTableAssociation, .vpc, .vpcEndpoint, .vpcGatewayAttachment, .vpnConnection,
            .vpnConnectionRoute, .vpnGateway, .vpnGatewayRoutePropagation,
            // Elastic Container Registry
            .pullThroughCacheRule, .registryPolicy, .replicationConfiguration, .repository,
            .repositoryCreationTemplate,
            // Elastic Container Service
            .capacityProvider, .cluster, .clusterCapacityProviderAssociations, .service, .taskDefinition,
            // Elastic Load Balancing
            .listener, .listenerCertificate, .listenerRule, .loadBalancer, .targetGroup,
            // Identity and Access Management
            .accessKey, .group, .inlinePolicy, .instanceProfile, .managedPolicy, .role, .rolePolicy, .user,
            .userPolicy,
            // Key Management Service
            .alias, .key,
            // Route 53
            .hostedZone, .recordSet,
            // Secrets Manager
            .secret,
            // Simple Notification Service
            .subscription, .topic,
            // Simple Storage Service
            .bucket, .bucketPolicy, .s3Object,
            // Systems Manager
            .parameter,
        ],
        schemas: SchemaStore.standard.schema(of:))
}
