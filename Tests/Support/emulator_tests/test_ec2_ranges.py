"""EC2: network ACLs, further ranges, DHCP options, peering, flow logs, volumes."""

from .harness import EmulatorTest, client


class ListTests(EmulatorTest):
    def test_a_list_denies_all_else(self):
        ec2, (vpc, _, _) = client("ec2"), self.network()
        made = ec2.create_network_acl(VpcId=vpc, ClientToken="token")["NetworkAcl"]
        self.assertEqual([(one["RuleNumber"], one["RuleAction"]) for one in made["Entries"]], [(32767, "deny")] * 2)
        self.assertEqual(ec2.create_network_acl(VpcId=vpc, ClientToken="token")["NetworkAcl"]["NetworkAclId"], made["NetworkAclId"])
        found = ec2.describe_network_acls(Filters=[{"Name": "network-acl-id", "Values": [made["NetworkAclId"]]}])["NetworkAcls"]
        self.assertEqual([(one["NetworkAclId"], len(one["Entries"])) for one in found], [(made["NetworkAclId"], 2)])
        ec2.delete_network_acl(NetworkAclId=made["NetworkAclId"])
        again = ec2.create_network_acl(VpcId=vpc, ClientToken="token")["NetworkAcl"]["NetworkAclId"]
        self.assertEqual(again, made["NetworkAclId"], "a token outlives what it made")
        there = ec2.describe_network_acls(Filters=[{"Name": "network-acl-id", "Values": [again]}])["NetworkAcls"]
        self.assertEqual(there, [])

    def test_rules(self):
        ec2, (vpc, _, _) = client("ec2"), self.network()
        acl = ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"]
        rule = dict(NetworkAclId=acl, RuleNumber=100, Egress=False, RuleAction="allow")
        self.refused("InvalidNetworkAclEntry.NotFound", ec2.delete_network_acl_entry, NetworkAclId=acl, RuleNumber=100, Egress=False)
        self.refused("InvalidNetworkAclID.NotFound", ec2.delete_network_acl_entry, NetworkAclId="acl-0", RuleNumber=100, Egress=False)
        self.refused("MissingParameter", ec2.create_network_acl_entry, Protocol="6", CidrBlock="0.0.0.0/0", **rule)
        self.refused("MissingParameter", ec2.create_network_acl_entry, Protocol="1", CidrBlock="0.0.0.0/0", **rule)
        self.refused("InvalidParameterValue", ec2.create_network_acl_entry, Protocol="-1", CidrBlock="0.0.0.0/0", **{**rule, "RuleNumber": 32767})
        ports = {"From": 1, "To": 2}
        ec2.create_network_acl_entry(Protocol="58", Ipv6CidrBlock="::/0", IcmpTypeCode={"Type": 128, "Code": 0}, PortRange=ports, **rule)
        told = lambda: next(one for one in ec2.describe_network_acls(NetworkAclIds=[acl])["NetworkAcls"][0]["Entries"]  # noqa: E731
                            if one["RuleNumber"] == 100)
        self.assertEqual((told()["IcmpTypeCode"], told().get("PortRange")), ({"Type": 128, "Code": 0}, None))
        ec2.replace_network_acl_entry(Protocol="17", CidrBlock="0.0.0.0/0", PortRange=ports, **rule)
        self.assertEqual((told().get("IcmpTypeCode"), told()["PortRange"]), (None, ports))

    def test_subnets_go_from_list_to_list(self):
        ec2, (vpc, subnets, gateway) = client("ec2"), self.network()
        default = ec2.describe_network_acls(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["NetworkAcls"][0]
        self.refused("InvalidParameterValue", ec2.delete_network_acl, NetworkAclId=default["NetworkAclId"])
        acl = ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"]
        old = next(one for one in default["Associations"] if one["SubnetId"] == subnets[0])["NetworkAclAssociationId"]
        elsewhere = ec2.create_network_acl(VpcId=ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"])["NetworkAcl"]["NetworkAclId"]
        self.refused("InvalidParameterValue", ec2.replace_network_acl_association, AssociationId=old, NetworkAclId=elsewhere)
        new = ec2.replace_network_acl_association(AssociationId=old, NetworkAclId=acl)["NewAssociationId"]
        self.refused("InvalidAssociationID.NotFound", ec2.replace_network_acl_association, AssociationId=old, NetworkAclId=acl)
        self.refused("DependencyViolation", ec2.delete_network_acl, NetworkAclId=acl)
        ec2.delete_subnet(SubnetId=subnets[0])
        self.refused("InvalidAssociationID.NotFound", ec2.replace_network_acl_association, AssociationId=new, NetworkAclId=acl)
        ec2.delete_subnet(SubnetId=subnets[1])
        ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        self.refused("DependencyViolation", ec2.delete_vpc, VpcId=vpc)
        ec2.delete_network_acl(NetworkAclId=acl)
        ec2.delete_vpc(VpcId=vpc)
        self.assertEqual(ec2.describe_network_acls(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["NetworkAcls"], [])


class RangeTests(EmulatorTest):
    def test_ranges_come_and_go(self):
        ec2, (vpc, _, _) = client("ec2"), self.network()
        self.refused("InvalidParameterValue", ec2.associate_vpc_cidr_block, VpcId=vpc, CidrBlock="10.0.128.0/17")
        self.refused("MissingParameter", ec2.associate_vpc_cidr_block, VpcId=vpc, Ipv6CidrBlock="2001:db8::/56")
        range4 = ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock="10.1.0.0/16")["CidrBlockAssociation"]["AssociationId"]
        self.assertEqual(ec2.associate_vpc_cidr_block(VpcId=vpc, AmazonProvidedIpv6CidrBlock=True)["Ipv6CidrBlockAssociation"]["Ipv6Pool"], "Amazon")
        own = ec2.associate_vpc_cidr_block(VpcId=vpc, Ipv6CidrBlock="2001:db8::/56", Ipv6Pool="pool")["Ipv6CidrBlockAssociation"]
        self.assertEqual((own["Ipv6Pool"], own["Ipv6CidrBlockState"]["State"]), ("pool", "associating"))
        state = lambda: ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["CidrBlockAssociationSet"][1]["CidrBlockState"]["State"]  # noqa: E731
        self.assertEqual(self.reads(2, state), ["associating", "associated"])
        told = ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["Ipv6CidrBlockAssociationSet"]
        self.assertEqual([one["NetworkBorderGroup"] for one in told], ["us-east-1"] * 2)
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.1.0.0/24")["Subnet"]["SubnetId"]
        self.refused("InvalidCidrBlock.InUse", ec2.disassociate_vpc_cidr_block, AssociationId=range4)
        ec2.delete_subnet(SubnetId=subnet)
        ec2.disassociate_vpc_cidr_block(AssociationId=range4)
        self.refused("InvalidVpcCidrBlockAssociationID.NotFound", ec2.disassociate_vpc_cidr_block, AssociationId=range4)
        first = ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["CidrBlockAssociationSet"][0]["AssociationId"]
        self.refused("OperationNotPermitted", ec2.disassociate_vpc_cidr_block, AssociationId=first)

    def test_subnets_take_ipv6_ranges(self):
        ec2, (vpc, subnets, _) = client("ec2"), self.network()
        whole = ec2.associate_vpc_cidr_block(VpcId=vpc, AmazonProvidedIpv6CidrBlock=True)["Ipv6CidrBlockAssociation"]["Ipv6CidrBlock"]
        self.reads(2, ec2.describe_vpcs)
        first, second = (whole.replace("00::/56", f"0{number}::/64") for number in (0, 1))
        self.refused("InvalidSubnet.Range", ec2.associate_subnet_cidr_block, SubnetId=subnets[0], Ipv6CidrBlock="2001:db8::/64")
        made = ec2.associate_subnet_cidr_block(SubnetId=subnets[0], Ipv6CidrBlock=first)["Ipv6CidrBlockAssociation"]["AssociationId"]
        self.refused("InvalidParameterValue", ec2.associate_subnet_cidr_block, SubnetId=subnets[0], Ipv6CidrBlock=second)
        self.refused("InvalidSubnet.Conflict", ec2.associate_subnet_cidr_block, SubnetId=subnets[1], Ipv6CidrBlock=first)
        told = ec2.describe_subnets(SubnetIds=[subnets[0]])["Subnets"][0]["Ipv6CidrBlockAssociationSet"]
        self.assertEqual([(one["Ipv6CidrBlock"], one["Ipv6CidrBlockState"]["State"]) for one in told], [(first, "associated")])
        alone = ec2.create_subnet(VpcId=vpc, Ipv6Native=True, Ipv6CidrBlock=second)["Subnet"]
        self.assertEqual((alone["Ipv6Native"], alone["AvailableIpAddressCount"]), (True, 0))
        ec2.disassociate_subnet_cidr_block(AssociationId=made)
        self.refused("InvalidSubnetCidrBlockAssociationID.NotFound", ec2.disassociate_subnet_cidr_block, AssociationId=made)

    def test_dhcp_options(self):
        ec2, (vpc, subnets, gateway) = client("ec2"), self.network()
        told = lambda: ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["DhcpOptionsId"]  # noqa: E731
        self.assertTrue(told().startswith("dopt-"))
        self.refused("InvalidParameterValue", ec2.create_dhcp_options, DhcpConfigurations=[{"Key": "domain", "Values": ["x"]}])
        self.refused("MissingParameter", ec2.create_dhcp_options, DhcpConfigurations=[])
        made = ec2.create_dhcp_options(
            DhcpConfigurations=[{"Key": "ipv6-address-preferred-lease-time", "Values": ["3600"]}],
            TagSpecifications=[{"ResourceType": "dhcp-options", "Tags": [{"Key": "a", "Value": "b"}]}])["DhcpOptions"]["DhcpOptionsId"]
        found = ec2.describe_dhcp_options(Filters=[{"Name": "tag:a", "Values": ["b"]}])["DhcpOptions"]
        self.assertEqual([one["DhcpConfigurations"][0]["Values"] for one in found], [[{"Value": "3600"}]])
        other = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
        for one in (vpc, other):
            ec2.associate_dhcp_options(DhcpOptionsId=made, VpcId=one)
        self.assertEqual(told(), made)
        ec2.associate_dhcp_options(DhcpOptionsId="default", VpcId=vpc)
        self.assertEqual(told(), "default")
        self.refused("DependencyViolation", ec2.delete_dhcp_options, DhcpOptionsId=made)
        ec2.delete_vpc(VpcId=other)
        ec2.delete_dhcp_options(DhcpOptionsId=made)


class PeeringTests(EmulatorTest):
    def test_connections_pass_through_their_states(self):
        ec2 = client("ec2")
        vpc, other, same = [ec2.create_vpc(CidrBlock=block)["Vpc"]["VpcId"] for block in ("10.1.0.0/16", "10.2.0.0/16", "10.1.0.0/16")]
        made = ec2.create_vpc_peering_connection(
            VpcId=vpc, PeerVpcId=other,
            TagSpecifications=[{"ResourceType": "vpc-peering-connection", "Tags": [{"Key": "a", "Value": "b"}]}])["VpcPeeringConnection"]
        identifier = made["VpcPeeringConnectionId"]
        state = lambda: ec2.describe_vpc_peering_connections(VpcPeeringConnectionIds=[identifier])["VpcPeeringConnections"][0]["Status"]["Code"]  # noqa: E731
        self.assertEqual(self.reads(2, state), ["initiating-request", "pending-acceptance"])
        self.refused("VpcPeeringConnectionAlreadyExists", ec2.create_vpc_peering_connection, VpcId=other, PeerVpcId=vpc)
        self.assertEqual(ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=identifier)["VpcPeeringConnection"]["Status"]["Code"], "provisioning")
        self.assertEqual(self.reads(2, state), ["provisioning", "active"])
        for name, value, count in (("tag:a", "b", 1), ("tag:a", "c", 0), ("status-code", "active", 1), ("requester-vpc-info.vpc-id", other, 0)):
            found = ec2.describe_vpc_peering_connections(Filters=[{"Name": name, "Values": [value]}])["VpcPeeringConnections"]
            self.assertEqual(len(found), count, name)
        ec2.delete_vpc_peering_connection(VpcPeeringConnectionId=identifier)
        self.refused("InvalidStateTransition", ec2.delete_vpc_peering_connection, VpcPeeringConnectionId=identifier)
        self.refused("InvalidVpcPeeringConnectionID.NotFound", ec2.accept_vpc_peering_connection, VpcPeeringConnectionId="pcx-0")
        self.refused("InvalidVpcPeeringConnectionID.NotFound", ec2.describe_vpc_peering_connections, VpcPeeringConnectionIds=["pcx-0"])
        identifier = ec2.create_vpc_peering_connection(VpcId=vpc, PeerVpcId=same)["VpcPeeringConnection"]["VpcPeeringConnectionId"]
        self.assertEqual(self.reads(2, state), ["initiating-request", "failed"])

    def test_flow_logs_keep_what_they_are_given(self):
        ec2, (vpc, _, _) = client("ec2"), self.network()
        client("logs").create_log_group(logGroupName="group")
        client("s3").create_bucket(Bucket="flow-logs")
        rest = dict(ResourceType="VPC", ResourceIds=[vpc], TrafficType="ALL")
        self.refused("InvalidParameter", ec2.create_flow_logs, LogDestinationType="s3", LogGroupName="group", **rest)
        options = {"FileFormat": "parquet", "HiveCompatiblePartitions": True, "PerHourPartition": True}
        group = dict(LogDestination="arn:aws:logs:us-east-1:123456789012:log-group:group:*", DeliverLogsPermissionArn="arn:aws:iam::123456789012:role/r")
        self.refused("InvalidParameter", ec2.create_flow_logs, DestinationOptions=options, **group, **rest)
        first = ec2.create_flow_logs(ClientToken="token", DeliverCrossAccountRole="arn:aws:iam::210987654321:role/r", **group, **rest)
        self.assertEqual(ec2.create_flow_logs(ClientToken="token", DeliverCrossAccountRole="arn:aws:iam::210987654321:role/r", **group, **rest)["FlowLogIds"],
                         first["FlowLogIds"])
        ec2.create_flow_logs(LogDestinationType="s3", LogDestination="arn:aws:s3:::flow-logs", DestinationOptions=options, **rest)
        told = ec2.describe_flow_logs()["FlowLogs"]
        self.assertEqual([(one.get("LogGroupName"), one.get("DestinationOptions"), one.get("DeliverCrossAccountRole")) for one in told],
                         [("group", None, "arn:aws:iam::210987654321:role/r"), (None, options, None)])

    def test_a_flow_log_writes_to_a_folder_of_a_bucket_that_is_there(self):
        ec2, (vpc, _, _) = client("ec2"), self.network()
        client("s3").create_bucket(Bucket="folders")
        to = dict(ResourceType="VPC", ResourceIds=[vpc], TrafficType="ALL", LogDestinationType="s3")
        made = ec2.create_flow_logs(LogDestination="arn:aws:s3:::folders/a/", **to)["FlowLogIds"]
        self.assertEqual(ec2.describe_flow_logs(FlowLogIds=made)["FlowLogs"][0]["LogDestination"], "arn:aws:s3:::folders/a/")
        answer = ec2.create_flow_logs(LogDestination="arn:aws:s3:::no-folders/a/", **to)
        self.assertEqual((answer["FlowLogIds"], answer["Unsuccessful"][0]["Error"]["Code"]), ([], "400"))


class VolumeTests(EmulatorTest):
    def test_volumes_keep_what_they_are_given(self):
        ec2 = client("ec2")
        self.refused("MissingParameter", ec2.create_volume, Size=8)
        self.refused("InvalidParameterValue", ec2.create_volume, Size=8, AvailabilityZoneId="use1-az9")
        made = ec2.create_volume(Size=8, AvailabilityZoneId="use1-az1", VolumeType="gp3", VolumeInitializationRate=200)
        identifier = made["VolumeId"]
        told = lambda: ec2.describe_volumes(VolumeIds=[identifier])["Volumes"][0]  # noqa: E731
        self.assertEqual(self.reads(2, lambda: told()["State"]), ["creating", "available"])
        self.assertEqual((told()["AvailabilityZoneId"], told()["Throughput"], told()["VolumeInitializationRate"]), ("use1-az1", 125, 200))
        resumes = lambda: ec2.describe_volume_attribute(VolumeId=identifier, Attribute="autoEnableIO")["AutoEnableIO"]["Value"]  # noqa: E731
        self.assertFalse(resumes())
        ec2.modify_volume_attribute(VolumeId=identifier, AutoEnableIO={"Value": True})
        self.assertTrue(resumes())

    def test_volumes_change_within_limits(self):
        ec2 = client("ec2")
        identifier = ec2.create_volume(Size=8, AvailabilityZone="us-east-1a", VolumeType="gp3")["VolumeId"]
        told = lambda: ec2.describe_volumes(VolumeIds=[identifier])["Volumes"][0]  # noqa: E731
        self.refused("InvalidParameterValue", ec2.modify_volume, VolumeId=identifier, Size=4)
        for change in ({"VolumeType": "gp2", "Throughput": 250}, {"VolumeType": "gp2", "Iops": 4000}, {"MultiAttachEnabled": True}):
            self.refused("InvalidParameterCombination", ec2.modify_volume, VolumeId=identifier, **change)
        ec2.modify_volume(VolumeId=identifier, VolumeType="io2", Iops=1000, MultiAttachEnabled=True)
        self.assertTrue(told()["MultiAttachEnabled"])
        ec2.modify_volume(VolumeId=identifier, MultiAttachEnabled=False)
        self.assertFalse(told()["MultiAttachEnabled"])
        ec2.modify_volume(VolumeId=identifier, VolumeType="gp3")
        self.assertEqual((told()["Iops"], told()["Throughput"]), (3000, 125))

    def test_attachments(self):
        ec2, (_, subnets, _) = client("ec2"), self.network()
        instances = ec2.run_instances(ImageId=self.image(), InstanceType="t3.micro", MinCount=2, MaxCount=2, SubnetId=subnets[0])["Instances"]
        first, second = [one["InstanceId"] for one in instances]
        volumes = [ec2.create_volume(Size=8, AvailabilityZone="us-east-1a")["VolumeId"] for _ in range(2)]
        self.refused("IncorrectState", ec2.attach_volume, VolumeId=volumes[0], InstanceId=first, Device="/dev/sdf")
        self.reads(2, ec2.describe_volumes)
        self.refused("IncorrectState", ec2.detach_volume, VolumeId=volumes[0])
        self.refused("InvalidInstanceID.NotFound", ec2.attach_volume, VolumeId=volumes[0], InstanceId="i-0123456789abcdef0", Device="/dev/sdf")
        ec2.attach_volume(VolumeId=volumes[0], InstanceId=first, Device="/dev/sdf")
        self.refused("VolumeInUse", ec2.attach_volume, VolumeId=volumes[0], InstanceId=second, Device="/dev/sdf")
        self.refused("InvalidParameterValue", ec2.attach_volume, VolumeId=volumes[1], InstanceId=first, Device="/dev/sdf")
        self.refused("VolumeInUse", ec2.delete_volume, VolumeId=volumes[0])
