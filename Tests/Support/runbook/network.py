"""The runbook's "or use an existing VPC": one that boto3 has made, and what the stacks make in it."""

import base64

from .account import CLUSTER


def make(account):
    """Prints the ids of network, subnets and route table, one per line, several separated by commas."""
    ec2 = account.ec2
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    subnets = []
    for index, zone in enumerate("ab"):
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.9.{index}.0/24", AvailabilityZone=f"us-east-1{zone}")["Subnet"]["SubnetId"]
        ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
        subnets.append(subnet)
    print(vpc, ",".join(subnets), table, sep="\n")


def _network(account):
    return [vpc for vpc in account.ec2.describe_vpcs()["Vpcs"] if not vpc["IsDefault"]]


def used(account, expect):
    networks = _network(account)
    expect.equal("networks", [vpc["CidrBlock"] for vpc in networks], ["10.9.0.0/16"])
    vpc = networks[0]["VpcId"]
    subnets = sorted(one["SubnetId"] for one in account.ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Subnets"])
    balancer = account.balancer()
    expect.equal("subnets of the balancer", sorted(zone["SubnetId"] for zone in balancer["AvailabilityZones"]), subnets)
    expect.equal("network of the targets", account.target_group("registry-certs")["VpcId"], vpc)
    group = account.autoscaling.describe_auto_scaling_groups()["AutoScalingGroups"][0]
    expect.equal("subnets of the instances", sorted(group["VPCZoneIdentifier"].split(",")), subnets)
    expect.equal("launch configurations", account.autoscaling.describe_launch_configurations()["LaunchConfigurations"], [])
    expect.equal("launch template", group["LaunchTemplate"]["LaunchTemplateName"], f"{CLUSTER}Instances")
    versions = account.ec2.describe_launch_template_versions(LaunchTemplateName=f"{CLUSTER}Instances")["LaunchTemplateVersions"]
    latest = max(versions, key=lambda version: version["VersionNumber"])
    expect.equal("version", group["LaunchTemplate"]["Version"], str(latest["VersionNumber"]))
    data = latest["LaunchTemplateData"]
    expect.equal("detailed monitoring", data["Monitoring"]["Enabled"], True)
    expect.equal("public address", data["NetworkInterfaces"][0]["AssociatePublicIpAddress"], True)
    expect.true("user data", f"ECS_CLUSTER={CLUSTER}" in base64.b64decode(data["UserData"]).decode())
    connections = [one for one in account.ec2.describe_vpn_connections()["VpnConnections"] if one["State"] not in ("deleted", "deleting")]
    expect.equal("static routes", [one["Options"]["StaticRoutesOnly"] for one in connections], [False])
    tables = [table for table in account.ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["RouteTables"]
              if any(one.get("SubnetId") for one in table["Associations"])]
    expect.equal("propagation", [len(table.get("PropagatingVgws", [])) for table in tables], [1])


def kept(account, expect):
    networks = _network(account)
    expect.equal("networks", [vpc["CidrBlock"] for vpc in networks], ["10.9.0.0/16"])
    vpc = networks[0]["VpcId"]
    expect.equal("its tags", networks[0].get("Tags", []), [])
    of_network = [{"Name": "vpc-id", "Values": [vpc]}]
    expect.equal("its subnets", len(account.ec2.describe_subnets(Filters=of_network)["Subnets"]), 2)
    expect.equal("its security groups", [one["GroupName"] for one in account.ec2.describe_security_groups(Filters=of_network)["SecurityGroups"]],
                 ["default"])
    tables = account.ec2.describe_route_tables(Filters=of_network)["RouteTables"]
    expect.equal("its ways out", [route["DestinationCidrBlock"] for table in tables for route in table["Routes"]
                                  if route.get("GatewayId", "").startswith("igw-")], ["0.0.0.0/0"])
    expect.equal("its propagation", [one for table in tables for one in table.get("PropagatingVgws", [])], [])
    expect.equal("buckets", account.s3.list_buckets()["Buckets"], [])
    expect.equal("balancers", account.elbv2.describe_load_balancers()["LoadBalancers"], [])
