"""Reads everything of the supported types that an account holds, with boto3: one function per family, type -> list of plain values.

What every account has or keeps on its own is left out: the default network, AWS's own policies and keys, service-linked roles, and what
is deleted but still described (terminated instances, deleted gateways, inactive clusters, services and task definitions).
"""

from botocore.exceptions import ClientError

GONE = {"deleted", "terminated", "INACTIVE", "DELETED", "PendingDeletion", "detached"}


class Reader:
    """`client(service)` gives a boto3 client."""

    def __init__(self, client):
        self.client = client

    def pages(self, service, operation, member, **members):
        """All items of a list call, paged when the call can be."""
        client = self.client(service)
        if client.can_paginate(operation):
            return [item for page in client.get_paginator(operation).paginate(**members) for item in _at(page, member)]
        return _at(getattr(client, operation)(**members), member)

    def optional(self, service, operation, member, **members):
        """One aspect, or None when the resource does not have it."""
        try:
            answer = getattr(self.client(service), operation)(**members)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] in (404, 400):
                return None
            raise
        answer.pop("ResponseMetadata", None)
        return answer.get(member) if member else answer

    def read(self):
        """Every type that there is something of."""
        found = {}
        for family in (self.network, self.gateways, self.computing, self.balancing, self.containers, self.identity, self.storage,
                       self.edge, self.watching, self.others):
            found.update({kind: items for kind, items in family().items() if items})
        return found

    # EC2

    def ec2(self, operation, member, **members):
        items = self.pages("ec2", operation, member, **members)
        return [item for item in items if item.get("State") not in GONE]

    def network(self):
        vpcs = self.ec2("describe_vpcs", "Vpcs")
        default = {vpc["VpcId"] for vpc in vpcs if vpc.get("IsDefault")}
        for vpc in vpcs:
            for name, attribute in (("DnsHostnames", "enableDnsHostnames"), ("DnsSupport", "enableDnsSupport")):
                vpc[name] = self.client("ec2").describe_vpc_attribute(VpcId=vpc["VpcId"], Attribute=attribute)[f"Enable{name}"]["Value"]
        ours = lambda items: [item for item in items if item.get("VpcId") not in default]  # noqa: E731
        groups = [group for group in ours(self.ec2("describe_security_groups", "SecurityGroups")) if group["GroupName"] != "default"]
        ids = {group["GroupId"] for group in groups}
        rules = [rule for rule in self.ec2("describe_security_group_rules", "SecurityGroupRules") if rule["GroupId"] in ids]
        tables = [table for table in ours(self.ec2("describe_route_tables", "RouteTables"))
                  if not any(one.get("Main") for one in table["Associations"]) or len(table["Routes"]) > 1 or table.get("Tags")]
        interfaces = [one for one in ours(self.ec2("describe_network_interfaces", "NetworkInterfaces"))
                      if not one.get("Attachment", {}).get("InstanceId")]
        gateways = [one for one in self.ec2("describe_internet_gateways", "InternetGateways")
                    if not default & {attachment["VpcId"] for attachment in one["Attachments"]}]
        lists = [one for one in ours(self.ec2("describe_network_acls", "NetworkAcls")) if not one["IsDefault"]]
        peers = [one for one in self.pages("ec2", "describe_vpc_peering_connections", "VpcPeeringConnections")
                 if one["Status"]["Code"] not in ("deleting", "deleted", "rejected", "failed", "expired")]
        return {"NetworkAcl": lists, "DhcpOptions": self.ec2("describe_dhcp_options", "DhcpOptions"), "VpcPeeringConnection": peers,
                "FlowLog": self.pages("ec2", "describe_flow_logs", "FlowLogs"),
                "Vpc": [vpc for vpc in vpcs if vpc["VpcId"] not in default], "Subnet": ours(self.ec2("describe_subnets", "Subnets")),
                "InternetGateway": gateways, "RouteTable": tables, "SecurityGroup": groups, "SecurityGroupRule": rules,
                "NetworkInterface": interfaces}

    def gateways(self):
        return {"Address": self.ec2("describe_addresses", "Addresses"), "NatGateway": self.ec2("describe_nat_gateways", "NatGateways"),
                "VpcEndpoint": self.ec2("describe_vpc_endpoints", "VpcEndpoints"),
                "CustomerGateway": self.ec2("describe_customer_gateways", "CustomerGateways"),
                "VpnGateway": self.ec2("describe_vpn_gateways", "VpnGateways"),
                "VpnConnection": self.ec2("describe_vpn_connections", "VpnConnections")}

    def computing(self):
        reservations = self.pages("ec2", "describe_instances", "Reservations")
        instances = [one for group in reservations for one in group["Instances"] if one["State"]["Name"] not in ("terminated", "shutting-down")]
        templates = self.ec2("describe_launch_templates", "LaunchTemplates")
        for template in templates:
            template["Versions"] = self.pages("ec2", "describe_launch_template_versions", "LaunchTemplateVersions",
                                              LaunchTemplateId=template["LaunchTemplateId"])
        volumes = [one for one in self.ec2("describe_volumes", "Volumes") if not one["Attachments"] or one.get("Tags")]
        return {"Instance": instances, "Volume": volumes, "KeyPair": self.ec2("describe_key_pairs", "KeyPairs"), "LaunchTemplate": templates,
                "LaunchConfiguration": self.pages("autoscaling", "describe_launch_configurations", "LaunchConfigurations"),
                "AutoScalingGroup": self.pages("autoscaling", "describe_auto_scaling_groups", "AutoScalingGroups"),
                "ScalingPolicy": self.pages("autoscaling", "describe_policies", "ScalingPolicies")}

    # Balancing and containers

    def balancing(self):
        balancers = self.pages("elbv2", "describe_load_balancers", "LoadBalancers")
        targets = self.pages("elbv2", "describe_target_groups", "TargetGroups")
        listeners, rules = [], []
        for balancer in balancers:
            arn = balancer["LoadBalancerArn"]
            balancer["Attributes"] = self.client("elbv2").describe_load_balancer_attributes(LoadBalancerArn=arn)["Attributes"]
            listeners += self.pages("elbv2", "describe_listeners", "Listeners", LoadBalancerArn=arn)
        for listener in listeners:
            rules += [rule for rule in self.pages("elbv2", "describe_rules", "Rules", ListenerArn=listener["ListenerArn"]) if not rule["IsDefault"]]
        for group in targets:
            group["Attributes"] = self.client("elbv2").describe_target_group_attributes(TargetGroupArn=group["TargetGroupArn"])["Attributes"]
        for items, key in ((balancers, "LoadBalancerArn"), (targets, "TargetGroupArn"), (listeners, "ListenerArn"), (rules, "RuleArn")):
            for item in items:
                item["Tags"] = self.client("elbv2").describe_tags(ResourceArns=[item[key]])["TagDescriptions"][0]["Tags"]
        return {"LoadBalancer": balancers, "TargetGroup": targets, "Listener": listeners, "ListenerRule": rules}

    def containers(self):
        ecs, clusters, services, definitions = self.client("ecs"), [], [], []
        for arn in self.pages("ecs", "list_clusters", "clusterArns"):
            clusters += ecs.describe_clusters(clusters=[arn], include=["TAGS", "SETTINGS", "CONFIGURATIONS"])["clusters"]
            for service in self.pages("ecs", "list_services", "serviceArns", cluster=arn):
                services += ecs.describe_services(cluster=arn, services=[service], include=["TAGS"])["services"]
        for service in services:
            service.pop("events", None)
        for arn in self.pages("ecs", "list_task_definitions", "taskDefinitionArns", status="ACTIVE"):
            answer = ecs.describe_task_definition(taskDefinition=arn, include=["TAGS"])
            definitions.append({**answer["taskDefinition"], "tags": answer.get("tags", [])})
        providers = [one for one in ecs.describe_capacity_providers()["capacityProviders"] if not one["name"].startswith("FARGATE")]
        repositories = self.pages("ecr", "describe_repositories", "repositories")
        for one in repositories:
            name = one["repositoryName"]
            one["lifecycle"] = self.optional("ecr", "get_lifecycle_policy", "lifecyclePolicyText", repositoryName=name)
            one["policy"] = self.optional("ecr", "get_repository_policy", "policyText", repositoryName=name)
            one["tags"] = self.client("ecr").list_tags_for_resource(resourceArn=one["repositoryArn"])["tags"]
        return {"Cluster": [one for one in clusters if one["status"] not in GONE], "Service": services, "TaskDefinition": definitions,
                "CapacityProvider": providers, "Repository": repositories}

    # IAM

    def identity(self):
        answer = {"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [], "Policies": []}
        for page in self.client("iam").get_paginator("get_account_authorization_details").paginate(
                Filter=["User", "Group", "Role", "LocalManagedPolicy"]):
            for member, items in answer.items():
                items += page.get(member, [])
        for user in answer["UserDetailList"]:
            user["AccessKeys"] = [key["Status"] for key in self.client("iam").list_access_keys(UserName=user["UserName"])["AccessKeyMetadata"]]
        profiles = self.pages("iam", "list_instance_profiles", "InstanceProfiles")
        for profile in profiles:
            profile["Roles"] = [role["RoleName"] for role in profile["Roles"]]
            profile["Tags"] = self.client("iam").list_instance_profile_tags(InstanceProfileName=profile["InstanceProfileName"])["Tags"]
        roles = [role for role in answer["RoleDetailList"] if not role["Path"].startswith("/aws-service-role/")]
        for role in roles:
            role.pop("InstanceProfileList", None)
            role.pop("RoleLastUsed", None)
        return {"User": answer["UserDetailList"], "Group": answer["GroupDetailList"], "Role": roles, "Policy": answer["Policies"],
                "InstanceProfile": profiles}

    # S3 and others with data

    ASPECTS = {"get_bucket_versioning": None, "get_bucket_encryption": "ServerSideEncryptionConfiguration", "get_bucket_policy": "Policy",
               "get_public_access_block": "PublicAccessBlockConfiguration", "get_bucket_ownership_controls": "OwnershipControls",
               "get_bucket_tagging": "TagSet", "get_bucket_lifecycle_configuration": "Rules", "get_bucket_cors": "CORSRules",
               "get_bucket_logging": "LoggingEnabled", "get_bucket_website": None, "get_bucket_notification_configuration": None,
               "get_bucket_location": "LocationConstraint"}

    def storage(self):
        buckets, objects = [], []
        for bucket in self.client("s3").list_buckets()["Buckets"]:
            name = bucket["Name"]
            buckets.append({"Name": name, **{operation[4:]: self.optional("s3", operation, member, Bucket=name)
                                             for operation, member in self.ASPECTS.items()}})
            for one in self.pages("s3", "list_object_versions", "Versions", Bucket=name):
                head = self.client("s3").head_object(Bucket=name, Key=one["Key"]) if one["IsLatest"] else {}
                objects.append({"Bucket": name, "Key": one["Key"], "ETag": one["ETag"], "Size": one["Size"], "Latest": one["IsLatest"],
                                "Encryption": head.get("ServerSideEncryption"), "ContentType": head.get("ContentType"),
                                "Metadata": head.get("Metadata")})
        return {"Bucket": buckets, "Object": objects}

    def edge(self):
        zones, records = [], []
        for zone in self.pages("route53", "list_hosted_zones", "HostedZones"):
            zone["Tags"] = self.client("route53").list_tags_for_resource(
                ResourceType="hostedzone", ResourceId=zone["Id"].split("/")[-1])["ResourceTagSet"]["Tags"]
            zones.append(zone)
            records += [{"Zone": zone["Name"], **one} for one in self.pages("route53", "list_resource_record_sets", "ResourceRecordSets", HostedZoneId=zone["Id"])
                        if one["Type"] not in ("NS", "SOA")]
        distributions = []
        for item in self.pages("cloudfront", "list_distributions", "DistributionList.Items"):
            told = self.client("cloudfront").get_distribution(Id=item["Id"])["Distribution"]
            told["Tags"] = self.client("cloudfront").list_tags_for_resource(Resource=item["ARN"])["Tags"].get("Items", [])
            distributions.append(told)
        kinds = ["RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"]
        certificates = []
        for item in self.pages("acm", "list_certificates", "CertificateSummaryList", Includes={"keyTypes": kinds}):
            told = self.client("acm").describe_certificate(CertificateArn=item["CertificateArn"])["Certificate"]
            told["Tags"] = self.client("acm").list_tags_for_certificate(CertificateArn=item["CertificateArn"])["Tags"]
            certificates.append(told)
        controls = self.pages("cloudfront", "list_origin_access_controls", "OriginAccessControlList.Items")
        identities = self.pages("cloudfront", "list_cloud_front_origin_access_identities", "CloudFrontOriginAccessIdentityList.Items")
        checks = self.pages("route53", "list_health_checks", "HealthChecks")
        for check in checks:
            check["Tags"] = self.client("route53").list_tags_for_resource(ResourceType="healthcheck", ResourceId=check["Id"])["ResourceTagSet"]["Tags"]
        policies = [{**one["CachePolicy"], "Name": one["CachePolicy"]["CachePolicyConfig"]["Name"]}
                    for one in self.client("cloudfront").list_cache_policies(Type="custom")["CachePolicyList"].get("Items", [])]
        return {"HealthCheck": checks, "CachePolicy": policies, "HostedZone": zones, "RecordSet": records, "Distribution": distributions, "Certificate": certificates,
                "OriginAccessControl": controls, "OriginAccessIdentity": identities}

    def watching(self):
        groups = self.pages("logs", "describe_log_groups", "logGroups")
        for group in groups:
            group["tags"] = self.client("logs").list_tags_for_resource(resourceArn=group["arn"].removesuffix(":*"))["tags"]
        kinds = ["MetricAlarm", "CompositeAlarm"]
        alarms = self.pages("cloudwatch", "describe_alarms", "MetricAlarms", AlarmTypes=kinds)
        alarms += self.pages("cloudwatch", "describe_alarms", "CompositeAlarms", AlarmTypes=kinds)
        dashboards = self.pages("cloudwatch", "list_dashboards", "DashboardEntries")
        for alarm in alarms:
            alarm["Tags"] = self.client("cloudwatch").list_tags_for_resource(ResourceARN=alarm["AlarmArn"])["Tags"]
        return {"LogGroup": groups, "MetricFilter": self.pages("logs", "describe_metric_filters", "metricFilters"), "Alarm": alarms,
                "Dashboard": dashboards}

    def others(self):
        keys = [self.client("kms").describe_key(KeyId=key["KeyId"])["KeyMetadata"] for key in self.pages("kms", "list_keys", "Keys")]
        tables = [self.client("dynamodb").describe_table(TableName=name)["Table"] for name in self.pages("dynamodb", "list_tables", "TableNames")]
        secrets = self.pages("secretsmanager", "list_secrets", "SecretList")
        functions = self.pages("lambda", "list_functions", "Functions")
        for function in functions:
            function["Policy"] = self.optional("lambda", "get_policy", "Policy", FunctionName=function["FunctionName"])
            function["Tags"] = self.client("lambda").list_tags(Resource=function["FunctionArn"])["Tags"]
        systems = self.pages("efs", "describe_file_systems", "FileSystems")
        mounts = [one for system in systems for one in self.pages("efs", "describe_mount_targets", "MountTargets", FileSystemId=system["FileSystemId"])]
        queues = [{"Url": url, "Tags": self.client("sqs").list_queue_tags(QueueUrl=url).get("Tags", {}),
                   **self.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"]).get("Attributes", {})}
                  for url in self.pages("sqs", "list_queues", "QueueUrls")]
        return {
            "Secret": secrets, "Parameter": self.pages("ssm", "describe_parameters", "Parameters"),
            "Topic": self.pages("sns", "list_topics", "Topics"), "Subscription": self.pages("sns", "list_subscriptions", "Subscriptions"),
            "Queue": queues,
            "Key": [key for key in keys if key["KeyState"] not in GONE and key["KeyManager"] == "CUSTOMER"],
            "Table": tables, "FileSystem": systems, "MountTarget": mounts,
            "AccessPoint": self.pages("efs", "describe_access_points", "AccessPoints"),
            "Function": functions,
            "ScalableTarget": self.pages("application-autoscaling", "describe_scalable_targets", "ScalableTargets", ServiceNamespace="ecs"),
            "ScalableTargetPolicy": self.pages("application-autoscaling", "describe_scaling_policies", "ScalingPolicies", ServiceNamespace="ecs"),
            "ScheduledAction": self.pages("application-autoscaling", "describe_scheduled_actions", "ScheduledActions", ServiceNamespace="ecs"),
        }


def _at(page, member):
    for part in member.split("."):
        page = (page or {}).get(part)
    return list(page or [])
