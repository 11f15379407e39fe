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
            .accessKey, .group, .groupPolicy, .inlinePolicy, .instanceProfile, .managedPolicy, .oidcProvider, .role,
            .rolePolicy, .serviceLinkedRole,
            .user, .userPolicy, .userToGroupAddition,
            // Elastic Container Service
            .capacityProvider, .cluster, .clusterCapacityProviderAssociations, .service, .taskDefinition,
            // Elastic Load Balancing
            .listener, .listenerCertificate, .listenerRule, .loadBalancer, .targetGroup,
            // Elastic Container Registry
            .pullThroughCacheRule, .registryPolicy, .replicationConfiguration, .repository, .repositoryCreationTemplate,
            // Simple Storage Service
            .bucket, .bucketPolicy, .s3Object,
            // Names, certificates, distributions
            .cachePolicy, .certificate, .distribution, .healthCheck, .hostedZone, .originAccessControl,
            .originAccessIdentity, .recordSet,
            .recordSetGroup,
            // Logs and alarms
            .alarm, .compositeAlarm, .dashboard, .logGroup, .metricFilter, .subscriptionFilter,
            // Functions
            .function, .permission,
            // File systems
            .accessPoint, .fileSystem, .mountTarget,
            // Service discovery
            .discoveryService, .privateDnsNamespace,
            // Events and queues
            .eventRule, .queue, .queuePolicy,
            // Tables
            .table,
            // Application Auto Scaling
            .applicationScalingPolicy, .scalableTarget,
            // Secrets, keys, parameters, topics
            .alias, .key, .parameter, .secret, .subscription, .topic, .topicPolicy,
        ],
        neighbours: [.networkInterface],
        schemas: SchemaStore.standard.schema(of:))
}
