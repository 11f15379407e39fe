public import Declarations

extension Registry {
    /// Every resource type that plumb knows, with the embedded schemas.
    public static let standard = Registry(
        [
            // EC2: networks
            .customerGateway, .dhcpOptions, .egressOnlyInternetGateway, .eip, .eipAssociation, .flowLog,
            .internetGateway,
            .natGateway, .networkAcl, .networkAclEntry, .route, .routeTable, .securityGroup, .securityGroupEgress,
            .securityGroupIngress, .subnet, .subnetNetworkAclAssociation, .subnetRouteTableAssociation, .vpc,
            .vpcCidrBlock, .vpcDHCPOptionsAssociation, .vpcEndpoint, .vpcGatewayAttachment, .vpcPeeringConnection,
            .vpnConnection, .vpnConnectionRoute, .vpnGateway, .vpnGatewayRoutePropagation,
            // EC2: instances
            .instance, .keyPair, .launchTemplate, .volume, .volumeAttachment,
            // Auto Scaling
            .autoScalingGroup, .autoScalingPolicy, .autoScalingScheduledAction, .launchConfiguration, .lifecycleHook,
            // Identity and Access Management
            .accessKey, .group, .groupPolicy, .inlinePolicy, .instanceProfile, .managedPolicy, .role, .rolePolicy,
            .user, .userPolicy,
            // Elastic Container Service
            .capacityProvider, .cluster, .clusterCapacityProviderAssociations, .service, .taskDefinition,
            // Elastic Load Balancing
            .listener, .listenerCertificate, .listenerRule, .loadBalancer, .targetGroup,
            // Elastic Container Registry
            .pullThroughCacheRule, .registryPolicy, .replicationConfiguration, .repository, .repositoryCreationTemplate,
            // Simple Storage Service
            .bucket, .bucketPolicy, .s3Object,
            // Names, certificates, distributions
            .certificate, .distribution, .hostedZone, .originAccessControl, .recordSet,
            // Logs and alarms
            .alarm, .logGroup, .metricFilter, .subscriptionFilter,
            // Functions
            .function, .permission,
            // File systems
            .accessPoint, .fileSystem, .mountTarget,
            // Service discovery
            .discoveryService, .privateDnsNamespace,
            // Events and queues
            .eventRule, .queue,
            // Application Auto Scaling
            .applicationScalingPolicy, .scalableTarget,
            // Secrets, keys, parameters, topics
            .alias, .key, .parameter, .secret, .subscription, .topic,
        ],
        schemas: SchemaStore.standard.schema(of:))
}
