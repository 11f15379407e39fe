"""The one-time setup of the runbook, bullet by bullet."""

import base64

from .account import ACCOUNT, BUCKET, CLUSTER, DOMAIN, SERVICES, document, tags

ANYWHERE = "0.0.0.0/0"
POLICIES = {"InstanceRole": ("ec2.amazonaws.com", ["AmazonEC2ContainerServiceforEC2Role"]),
            "ServiceRole": ("ecs.amazonaws.com", ["AmazonEC2ContainerServiceRole"]),
            "TaskRole": ("ecs-tasks.amazonaws.com", [f"{CLUSTER}ConfigRead"])}


def check(account, expect):
    for part in (bucket, logs, network, vpn, security_groups, roles, policies, ci_user, containers, key_pair, launch_configuration, group, domain,
                 balancer, default_targets):
        expect.run(part.__name__.replace("_", " "), lambda part=part: part(account, expect))


def bucket(account, expect):
    s3 = account.s3
    expect.equal("the buckets", [one["Name"] for one in s3.list_buckets()["Buckets"]], [BUCKET])
    expect.true("a truly global name starts with cob", BUCKET.startswith("cob"))
    expect.equal("versioning", s3.get_bucket_versioning(Bucket=BUCKET).get("Status"), "Enabled")
    rule = s3.get_bucket_encryption(Bucket=BUCKET)["ServerSideEncryptionConfiguration"]["Rules"][0]
    expect.equal("encryption", rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"], "AES256")
    expect.equal("what is public", set(s3.get_public_access_block(Bucket=BUCKET)["PublicAccessBlockConfiguration"].values()), {True})
    expect.equal("ownership", s3.get_bucket_ownership_controls(Bucket=BUCKET)["OwnershipControls"]["Rules"][0]["ObjectOwnership"],
                 "BucketOwnerEnforced")
    grants = {(grant["Grantee"].get("Type"), grant["Permission"]) for grant in s3.get_bucket_acl(Bucket=BUCKET)["Grants"]}
    expect.equal("permissions granted", grants, {("CanonicalUser", "FULL_CONTROL")})
    statements = document(s3.get_bucket_policy(Bucket=BUCKET)["Policy"])["Statement"]
    expect.equal("effects", [one["Effect"] for one in statements], ["Deny", "Deny"])
    expect.true("the policies bind everybody", all(one["Principal"] in ("*", {"AWS": "*"}) for one in statements))
    uploads = next(one for one in statements if one["Action"] == "s3:PutObject")
    expect.equal("unencrypted uploads", uploads["Condition"], {"StringNotEquals": {"s3:x-amz-server-side-encryption": "AES256"}})
    expect.equal("uploads to where", uploads["Resource"], f"arn:aws:s3:::{BUCKET}/*")
    transport = next(one for one in statements if one["Action"] == "s3:*")
    expect.equal("insecure transport", transport["Condition"], {"Bool": {"aws:SecureTransport": "false"}})
    expect.true("insecure transport to objects", f"arn:aws:s3:::{BUCKET}/*" in transport["Resource"])


def logs(account, expect):
    groups = account.logs.describe_log_groups()["logGroups"]
    expect.equal("log groups and their days", [(one["logGroupName"], one.get("retentionInDays")) for one in groups], [(CLUSTER, 90)])


def network(account, expect):
    ec2, vpcs = account.ec2, account.vpc()
    expect.equal("networks", [one["CidrBlock"] for one in vpcs], ["10.40.0.0/16"])
    vpc = vpcs[0]["VpcId"]
    for attribute, member in (("enableDnsSupport", "EnableDnsSupport"), ("enableDnsHostnames", "EnableDnsHostnames")):
        expect.equal(attribute, ec2.describe_vpc_attribute(VpcId=vpc, Attribute=attribute)[member]["Value"], True)
    subnets = ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Subnets"]
    expect.equal("subnets", sorted(one["CidrBlock"] for one in subnets), ["10.40.0.0/24", "10.40.1.0/24"])
    expect.equal("zones", sorted(one["AvailabilityZone"] for one in subnets), ["us-east-1a", "us-east-1b"])
    expect.equal("public addresses at launch", {one["MapPublicIpOnLaunch"] for one in subnets}, {True})
    gateways = ec2.describe_internet_gateways(Filters=[{"Name": "attachment.vpc-id", "Values": [vpc]}])["InternetGateways"]
    expect.equal("internet gateways", len(gateways), 1)
    table = account.route_table()
    expect.equal("ways out", [route.get("GatewayId") for route in table["Routes"] if route.get("DestinationCidrBlock") == ANYWHERE],
                 [gateways[0]["InternetGatewayId"]])
    expect.equal("subnets of the table", sorted(one["SubnetId"] for one in table["Associations"] if one.get("SubnetId")),
                 sorted(one["SubnetId"] for one in subnets))
    for item in (*vpcs, *subnets, *gateways, table):
        expect.equal("tags of the stack", {key: tags(item).get(key) for key in ("Team", "Environment")},
                     {"Team": "digital", "Environment": "production"})


def vpn(account, expect):
    ec2, vpc = account.ec2, account.vpc()[0]["VpcId"]
    live = lambda items: [one for one in items if one["State"] not in ("deleted", "deleting")]  # noqa: E731
    city = live(ec2.describe_customer_gateways()["CustomerGateways"])
    expect.equal("the city's hardware", [(one["IpAddress"], one["BgpAsn"]) for one in city], [("203.0.113.10", "65010")])
    gateways = live(ec2.describe_vpn_gateways()["VpnGateways"])
    expect.equal("attachments", [(one["VpcId"], one["State"]) for gateway in gateways for one in gateway["VpcAttachments"]], [(vpc, "attached")])
    connections = live(ec2.describe_vpn_connections()["VpnConnections"])
    expect.equal("connections", [(one["CustomerGatewayId"], one["VpnGatewayId"]) for one in connections],
                 [(city[0]["CustomerGatewayId"], gateways[0]["VpnGatewayId"])])
    expect.equal("static", connections[0]["Options"]["StaticRoutesOnly"], True)
    routes = [route["DestinationCidrBlock"] for route in connections[0].get("Routes", []) if route.get("State") not in ("deleted", "deleting")]
    expect.equal("the city's network", routes, ["10.0.0.0/16"])
    expect.equal("propagation", [one["GatewayId"] for one in account.route_table().get("PropagatingVgws", [])], [gateways[0]["VpnGatewayId"]])


def security_groups(account, expect):
    balancer, instances = account.security_group(f"{CLUSTER}LoadBalancer"), account.security_group(f"{CLUSTER}Instances")
    expect.equal("to the balancer", sorted((rule["IpProtocol"], rule["FromPort"], rule["ToPort"], one["CidrIp"])
                                           for rule in balancer["IpPermissions"] for one in rule["IpRanges"]),
                 [("tcp", 80, 80, ANYWHERE), ("tcp", 443, 443, ANYWHERE)])
    expect.equal("from the balancer to the instances", [(rule["IpProtocol"], rule["FromPort"], rule["ToPort"], one["GroupId"])
                                                        for rule in instances["IpPermissions"] for one in rule["UserIdGroupPairs"]],
                 [("tcp", 0, 65535, balancer["GroupId"])])
    expect.equal("SSH", [(rule["FromPort"], rule["ToPort"], one["CidrIp"]) for rule in instances["IpPermissions"] for one in rule["IpRanges"]],
                 [(22, 22, "198.51.100.0/24")])
    for group in (balancer, instances):
        expect.equal("out", [(rule["IpProtocol"], [one["CidrIp"] for one in rule["IpRanges"]]) for rule in group["IpPermissionsEgress"]],
                     [("-1", [ANYWHERE])])
        expect.equal("network", group["VpcId"], account.vpc()[0]["VpcId"])


def roles(account, expect):
    ours = [one["RoleName"] for one in account.iam.list_roles()["Roles"] if not one["Path"].startswith("/aws-service-role/")]
    expect.equal("roles", sorted(ours), sorted(CLUSTER + name for name in POLICIES))
    for name, (service, wanted) in POLICIES.items():
        role = CLUSTER + name
        trust = document(account.iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"])["Statement"][0]
        expect.equal(f"who may be {role}", trust["Principal"], {"Service": service})
        expect.equal(f"policies of {role}", account.attached(role), wanted)
        expect.equal(f"inline policies of {role}", account.iam.list_role_policies(RoleName=role)["PolicyNames"], [])
    profile = account.iam.get_instance_profile(InstanceProfileName=f"{CLUSTER}InstanceRole")["InstanceProfile"]
    expect.equal("role of the instance profile", [role["RoleName"] for role in profile["Roles"]], [f"{CLUSTER}InstanceRole"])


def policies(account, expect):
    reading = account.policy_document(f"{CLUSTER}ConfigRead")["Statement"]
    expect.equal("what tasks read", [(one["Action"], one["Resource"]) for one in reading],
                 [("s3:ListBucket", f"arn:aws:s3:::{BUCKET}"), ("s3:GetObject", f"arn:aws:s3:::{BUCKET}/*")])
    statements = account.policy_document(f"{CLUSTER}Deploy")["Statement"]
    passing = next(one for one in statements if one["Action"] == "iam:PassRole")
    expect.equal("roles that CI may pass", sorted(passing["Resource"]),
                 [f"arn:aws:iam::{ACCOUNT}:role/{CLUSTER}ServiceRole", f"arn:aws:iam::{ACCOUNT}:role/{CLUSTER}TaskRole"])
    deploying = next(one for one in statements if one is not passing)
    expect.equal("actions of CI", sorted(deploying["Action"]), sorted([
        "application-autoscaling:Describe*", "application-autoscaling:RegisterScalableTarget", "ecs:List*", "ecs:Describe*",
        "ecs:RegisterTaskDefinition", "ecs:CreateService", "ecs:UpdateService", "elasticloadbalancing:Describe*", "ecr:GetAuthorizationToken",
        "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:GetRepositoryPolicy", "ecr:DescribeRepositories", "ecr:ListImages",
        "ecr:DescribeImages", "ecr:BatchGetImage", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage"]))


def ci_user(account, expect):
    users = sorted(user["UserName"] for user in account.iam.list_users()["Users"])
    expect.equal("users", users, sorted([f"{CLUSTER}Ci", *(f"digital-ci-{app}" for app in SERVICES)]))
    for user in users:
        attached = account.iam.list_attached_user_policies(UserName=user)["AttachedPolicies"]
        expect.equal(f"policies of {user}", [one["PolicyName"] for one in attached], [f"{CLUSTER}Deploy"])
        try:
            account.iam.get_login_profile(UserName=user)
            expect.true(f"{user} has no password", False)
        except account.iam.exceptions.NoSuchEntityException:
            expect.true(f"{user} has no password", True)


def containers(account, expect):
    cluster = account.ecs.describe_clusters(clusters=[CLUSTER])["clusters"][0]
    expect.equal("cluster", cluster["status"], "ACTIVE")
    expect.equal("instances registered", cluster["registeredContainerInstancesCount"], 2)


def key_pair(account, expect):
    expect.equal("key pairs", [one["KeyName"] for one in account.ec2.describe_key_pairs()["KeyPairs"]], [CLUSTER])


def launch_configuration(account, expect):
    found = account.autoscaling.describe_launch_configurations()["LaunchConfigurations"]
    expect.equal("launch configurations", len(found), 1)
    one = found[0]
    image = account.ssm.get_parameter(Name="/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id")["Parameter"]["Value"]
    expect.equal("image", one["ImageId"], image)
    expect.equal("instance type", one["InstanceType"], "t3.small")
    expect.equal("instance profile", one["IamInstanceProfile"].split("/")[-1], f"{CLUSTER}InstanceRole")
    expect.equal("key", one["KeyName"], CLUSTER)
    expect.equal("security groups", one["SecurityGroups"], [account.security_group(f"{CLUSTER}Instances")["GroupId"]])
    expect.equal("public address", one["AssociatePublicIpAddress"], True)
    expect.equal("detailed monitoring", one["InstanceMonitoring"]["Enabled"], True)
    expect.equal("user data", base64.b64decode(one["UserData"]).decode().splitlines(), [
        "#!/bin/bash", f"echo ECS_CLUSTER={CLUSTER} >> /etc/ecs/ecs.config", "echo ECS_ENABLE_TASK_IAM_ROLE=true >> /etc/ecs/ecs.config"])


def group(account, expect):
    groups = account.autoscaling.describe_auto_scaling_groups()["AutoScalingGroups"]
    expect.equal("groups", [one["AutoScalingGroupName"] for one in groups], [f"{CLUSTER}Instances"])
    one = groups[0]
    expect.equal("launch configuration", one["LaunchConfigurationName"],
                 account.autoscaling.describe_launch_configurations()["LaunchConfigurations"][0]["LaunchConfigurationName"])
    expect.equal("subnets", sorted(one["VPCZoneIdentifier"].split(",")), sorted(subnet["SubnetId"] for subnet in account.subnets()))
    expect.equal("grace period", one["HealthCheckGracePeriod"], 0)
    expect.equal("sizes", (one["MinSize"], one["DesiredCapacity"], one["MaxSize"]), (2, 2, 4))
    expect.equal("instances and their health", [instance["HealthStatus"].lower() for instance in one["Instances"]], ["healthy", "healthy"])
    arns = account.ecs.list_container_instances(cluster=CLUSTER)["containerInstanceArns"]
    registered = account.ecs.describe_container_instances(cluster=CLUSTER, containerInstances=arns)["containerInstances"]
    expect.equal("instances in the cluster", sorted(one["ec2InstanceId"] for one in registered),
                 sorted(instance["InstanceId"] for instance in one["Instances"]))


def domain(account, expect):
    zones = account.route53.list_hosted_zones()["HostedZones"]
    expect.equal("zones", [one["Name"] for one in zones], [f"{DOMAIN}."])
    certificates = account.acm.list_certificates()["CertificateSummaryList"]
    told = [account.acm.describe_certificate(CertificateArn=one["CertificateArn"])["Certificate"] for one in certificates]
    expect.equal("certificates", [(one["DomainName"], one["Status"], sorted(one["SubjectAlternativeNames"])) for one in told],
                 [(f"*.{DOMAIN}", "ISSUED", sorted([f"*.{DOMAIN}", DOMAIN]))])
    names = {record["Name"] for record in account.route53.list_resource_record_sets(HostedZoneId=account.zone())["ResourceRecordSets"]
             if record["Type"] == "CNAME"}
    expect.equal("validation records", names, {option["ResourceRecord"]["Name"] for option in told[0]["DomainValidationOptions"]})


def balancer(account, expect):
    one = account.balancer()
    expect.equal("state", one["State"]["Code"], "active")
    expect.equal("kind", (one["Type"], one["Scheme"]), ("application", "internet-facing"))
    expect.equal("zones", sorted(zone["SubnetId"] for zone in one["AvailabilityZones"]), sorted(subnet["SubnetId"] for subnet in account.subnets()))
    expect.equal("security groups", one["SecurityGroups"], [account.security_group(f"{CLUSTER}LoadBalancer")["GroupId"]])
    listeners = account.listeners()
    expect.equal("ports", {protocol: listener["Port"] for protocol, listener in listeners.items()}, {"HTTP": 80, "HTTPS": 443})
    certificate = account.acm.list_certificates()["CertificateSummaryList"][0]["CertificateArn"]
    expect.equal("certificate", [one["CertificateArn"] for one in listeners["HTTPS"]["Certificates"]], [certificate])
    default = account.target_group(f"{CLUSTER}-default")["TargetGroupArn"]
    for listener in listeners.values():
        expect.equal("default action", [(one["Type"], one.get("TargetGroupArn")) for one in listener["DefaultActions"]], [("forward", default)])


def default_targets(account, expect):
    arn = account.target_group(f"{CLUSTER}-default")["TargetGroupArn"]
    expect.equal("targets that nobody has", account.elbv2.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"], [])
