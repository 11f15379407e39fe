"""EC2: networks, gateways, addresses, VPN, security groups, paging and filters."""

from .harness import EmulatorTest, client, plumb


class NetworkTests(EmulatorTest):
    def test_networks_and_subnets_are_pending_first(self):
        ec2 = client("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.1.2.3/16")["Vpc"]
        self.assertEqual((vpc["State"], vpc["CidrBlock"]), ("pending", "10.1.0.0/16"))
        self.assertEqual(self.reads(2, lambda: ec2.describe_vpcs(VpcIds=[vpc["VpcId"]])["Vpcs"][0]["State"]), ["pending", "available"])
        subnet = ec2.create_subnet(VpcId=vpc["VpcId"], CidrBlock="10.1.0.0/24")["Subnet"]
        self.assertEqual(subnet["State"], "pending")
        self.assertEqual(self.reads(2, lambda: ec2.describe_subnets(SubnetIds=[subnet["SubnetId"]])["Subnets"][0]["State"]), ["pending", "available"])

    def test_a_subnet_keeps_its_attributes(self):
        ec2, subnet = client("ec2"), self.network()[1][0]
        ec2.modify_subnet_attribute(SubnetId=subnet, PrivateDnsHostnameTypeOnLaunch="resource-name")
        ec2.modify_subnet_attribute(SubnetId=subnet, EnableDns64={"Value": True})
        told = ec2.describe_subnets(SubnetIds=[subnet])["Subnets"][0]
        self.assertEqual((told["PrivateDnsNameOptionsOnLaunch"]["HostnameType"], told["EnableDns64"]), ("resource-name", True))

    def test_one_gateway_per_network(self):
        ec2, (vpc, _, _) = client("ec2"), self.network()
        other = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        self.refused("InvalidParameterValue", ec2.attach_internet_gateway, InternetGatewayId=other, VpcId=vpc)

    def test_a_network_in_use_stays(self):
        ec2, (vpc, subnets, gateway) = client("ec2"), self.network()
        group = self.group(vpc)
        for undo in (lambda: [ec2.delete_subnet(SubnetId=subnet) for subnet in subnets], lambda: ec2.delete_security_group(GroupId=group),
                     lambda: ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)):
            self.refused("DependencyViolation", ec2.delete_vpc, VpcId=vpc)
            undo()
        ec2.delete_vpc(VpcId=vpc)

    def test_a_route_needs_an_attached_gateway(self):
        ec2, (vpc, _, _) = client("ec2"), self.network()
        table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        loose = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        self.refused("InvalidParameterValue", ec2.create_route, RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=loose)
        self.refused("InvalidInternetGatewayID.NotFound", ec2.create_route, RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId="igw-0")

    def test_pages_can_be_forced(self):
        ec2 = client("ec2")
        for number in range(6):
            ec2.create_vpc(CidrBlock=f"10.{number}.0.0/16")
        self.assertEqual([len(page["Vpcs"]) for page in ec2.get_paginator("describe_vpcs").paginate(PaginationConfig={"PageSize": 5})], [5, 2])
        plumb("post", "config", {"page_size": 3})
        self.assertEqual([len(page["Vpcs"]) for page in ec2.get_paginator("describe_vpcs").paginate()], [3, 3, 1])
        self.refused("InvalidParameterValue", ec2.describe_vpcs, NextToken="nonsense")

    def test_unknown_filters_are_invalid(self):
        for name in ("describe_vpcs", "describe_subnets", "describe_customer_gateways", "describe_addresses"):
            if name == "describe_customer_gateways":
                client("ec2").create_customer_gateway(Type="ipsec.1", PublicIp="192.0.2.1")
            if name == "describe_addresses":
                client("ec2").allocate_address(Domain="vpc")
            self.refused("InvalidParameterValue", getattr(client("ec2"), name), Filters=[{"Name": "nonsense", "Values": ["x"]}])


class AddressTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.ec2 = client("ec2")
        self.vpc, self.subnets, self.internet = self.network()
        self.allocation = self.ec2.allocate_address(Domain="vpc")["AllocationId"]

    def nat(self, **more):
        return self.ec2.create_nat_gateway(SubnetId=self.subnets[0], AllocationId=self.allocation, TagSpecifications=[
            {"ResourceType": "natgateway", "Tags": [{"Key": "a", "Value": "b"}]}], **more)["NatGateway"]

    def states(self, times, **asked):
        return self.reads(times, lambda: [one["State"] for one in self.ec2.describe_nat_gateways(**asked)["NatGateways"]])

    def test_a_nat_gateway_comes_and_goes_slowly(self):
        made = self.nat()
        self.assertEqual(made["State"], "pending")
        self.assertEqual(self.states(3), [["pending"], ["pending"], ["available"]])
        self.refused("InvalidIPAddress.InUse", self.ec2.release_address, AllocationId=self.allocation)
        self.refused("DependencyViolation", self.ec2.delete_subnet, SubnetId=self.subnets[0])
        self.refused("DependencyViolation", self.ec2.detach_internet_gateway, InternetGatewayId=self.internet, VpcId=self.vpc)
        self.ec2.delete_nat_gateway(NatGatewayId=made["NatGatewayId"])
        self.refused("InvalidIPAddress.InUse", self.ec2.release_address, AllocationId=self.allocation)
        self.assertEqual(self.states(2), [["deleting"], ["deleted"]])
        self.ec2.release_address(AllocationId=self.allocation)
        self.ec2.delete_subnet(SubnetId=self.subnets[0])

    def test_tag_filters_and_ids(self):
        self.nat()
        self.assertEqual(len(self.states(1, Filter=[{"Name": "tag:a", "Values": ["b"]}])[0]), 1)
        self.assertEqual(self.states(1, Filter=[{"Name": "tag:a", "Values": ["c"]}]), [[]])
        self.refused("NatGatewayNotFound", self.ec2.describe_nat_gateways, NatGatewayIds=["nat-0"])
        self.refused("NatGatewayNotFound", self.ec2.delete_nat_gateway, NatGatewayId="nat-0")

    def test_a_token_makes_one_gateway(self):
        self.assertEqual(self.nat(ClientToken="t")["NatGatewayId"], self.nat(ClientToken="t")["NatGatewayId"])
        self.refused("Resource.AlreadyAssociated", self.nat, ClientToken="u")


class VPNTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.ec2, (self.vpc, _, _) = client("ec2"), self.network()
        self.gateway = self.ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]

    def attachment(self):
        return self.ec2.describe_vpn_gateways(VpnGatewayIds=[self.gateway])["VpnGateways"][0]["VpcAttachments"][0]["State"]

    def attach(self):
        self.ec2.attach_vpn_gateway(VpnGatewayId=self.gateway, VpcId=self.vpc)
        return self.reads(2, self.attachment)

    def test_attaching_and_detaching_take_a_while(self):
        self.assertEqual(self.attach(), ["attaching", "attached"])
        self.refused("IncorrectState", self.ec2.delete_vpn_gateway, VpnGatewayId=self.gateway)
        self.refused("DependencyViolation", self.ec2.delete_vpc, VpcId=self.vpc)
        self.ec2.detach_vpn_gateway(VpnGatewayId=self.gateway, VpcId=self.vpc)
        self.assertEqual(self.reads(2, self.attachment), ["detaching", "detached"])
        self.ec2.delete_vpn_gateway(VpnGatewayId=self.gateway)

    def test_routes_are_propagated(self):
        table = self.ec2.create_route_table(VpcId=self.vpc)["RouteTable"]["RouteTableId"]
        asked = {"GatewayId": self.gateway, "RouteTableId": table}
        self.refused("Gateway.NotAttached", self.ec2.enable_vgw_route_propagation, **asked)
        self.attach()
        self.ec2.enable_vgw_route_propagation(**asked)
        read = lambda: self.ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"][0]["PropagatingVgws"]  # noqa: E731
        self.assertEqual(read(), [{"GatewayId": self.gateway}])
        self.ec2.disable_vgw_route_propagation(**asked)
        self.assertEqual(read(), [])

    def test_a_customer_gateway_is_made_once_and_found_by_tag(self):
        asked = {"Type": "ipsec.1", "IpAddress": "192.0.2.1", "BgpAsn": 65000}
        first = self.ec2.create_customer_gateway(**asked, DeviceName="d", TagSpecifications=[
            {"ResourceType": "customer-gateway", "Tags": [{"Key": "a", "Value": "b"}]}])["CustomerGateway"]
        self.assertEqual(self.ec2.create_customer_gateway(**asked)["CustomerGateway"]["CustomerGatewayId"], first["CustomerGatewayId"])
        found = self.ec2.describe_customer_gateways(Filters=[{"Name": "tag:a", "Values": ["b"]}])["CustomerGateways"]
        self.assertEqual((len(found), found[0]["DeviceName"]), (1, "d"))
        self.assertEqual(self.ec2.describe_customer_gateways(Filters=[{"Name": "tag:a", "Values": ["c"]}])["CustomerGateways"], [])

    def test_a_connection_keeps_its_options_and_routes(self):
        customer = self.ec2.create_customer_gateway(Type="ipsec.1", PublicIp="192.0.2.1")["CustomerGateway"]["CustomerGatewayId"]
        made = self.ec2.create_vpn_connection(Type="ipsec.1", CustomerGatewayId=customer, VpnGatewayId=self.gateway, Options={
            "StaticRoutesOnly": True, "TunnelOptions": [{"TunnelInsideCidr": "169.254.10.0/30"}]})["VpnConnection"]["VpnConnectionId"]
        self.ec2.create_vpn_connection_route(VpnConnectionId=made, DestinationCidrBlock="192.168.0.0/16")
        read = lambda: self.ec2.describe_vpn_connections(VpnConnectionIds=[made])["VpnConnections"][0]  # noqa: E731
        self.assertEqual([one["State"] for one in self.reads(3, read)], ["pending", "pending", "available"])
        self.refused("IncorrectState", self.ec2.delete_customer_gateway, CustomerGatewayId=customer)
        told = read()
        self.assertEqual((told["Options"]["StaticRoutesOnly"], told["Options"]["TunnelOptions"][0]["TunnelInsideCidr"]), (True, "169.254.10.0/30"))
        self.assertEqual([route["DestinationCidrBlock"] for route in told["Routes"]], ["192.168.0.0/16"])
        found = lambda name, value: len(self.ec2.describe_vpn_connections(Filters=[{"Name": name, "Values": [value]}])["VpnConnections"])  # noqa: E731
        self.assertEqual([found("vpn-connection-id", made), found("route.destination-cidr-block", "192.168.0.0/16"),
                          found("route.destination-cidr-block", "10.0.0.0/8")], [1, 1, 0])
        self.ec2.delete_vpn_connection_route(VpnConnectionId=made, DestinationCidrBlock="192.168.0.0/16")
        self.assertEqual(read()["Routes"], [])
        self.ec2.delete_vpn_connection(VpnConnectionId=made)
        self.assertEqual([one["State"] for one in self.reads(3, read)], ["deleting", "deleting", "deleted"])
        self.ec2.delete_customer_gateway(CustomerGatewayId=customer)

    def test_a_connection_changes_its_ends_and_tunnels(self):
        customers = [self.ec2.create_customer_gateway(Type="ipsec.1", PublicIp=f"192.0.2.{number}")["CustomerGateway"]["CustomerGatewayId"]
                     for number in (1, 2)]
        made = self.ec2.create_vpn_connection(Type="ipsec.1", CustomerGatewayId=customers[0], VpnGatewayId=self.gateway)["VpnConnection"]["VpnConnectionId"]
        read = lambda: self.ec2.describe_vpn_connections(VpnConnectionIds=[made])["VpnConnections"][0]  # noqa: E731
        change = lambda **ends: self.ec2.modify_vpn_connection(VpnConnectionId=made, **ends)["VpnConnection"]["State"]  # noqa: E731
        self.refused("IncorrectState", change, CustomerGatewayId=customers[1])
        self.reads(3, read)
        self.refused("InvalidCustomerGatewayID.NotFound", change, CustomerGatewayId="cgw-0")
        self.refused("InvalidVpnGatewayID.NotFound", change, VpnGatewayId="vgw-0")
        self.assertEqual(change(CustomerGatewayId=customers[1]), "modifying")
        self.assertEqual([one["State"] for one in self.reads(3, read)], ["modifying", "modifying", "available"])
        self.assertEqual((read()["CustomerGatewayId"], read()["VpnGatewayId"]), (customers[1], self.gateway))
        first, second = read()["Options"]["TunnelOptions"]
        tune = lambda address: self.ec2.modify_vpn_tunnel_options(  # noqa: E731
            VpnConnectionId=made, VpnTunnelOutsideIpAddress=address, TunnelOptions={"DPDTimeoutSeconds": 60})
        self.refused("InvalidParameterValue", lambda: tune("192.0.2.99"))
        self.assertEqual(tune(second["OutsideIpAddress"])["VpnConnection"]["State"], "modifying")
        told = self.reads(3, read)[-1]
        self.assertEqual(told["State"], "available")
        self.assertEqual([one.get("DpdTimeoutSeconds") for one in told["Options"]["TunnelOptions"]], [None, 60])


class SecurityGroupTests(EmulatorTest):
    def test_names_and_descriptions_are_checked(self):
        ec2, (vpc, _, _) = client("ec2"), self.network()
        self.group(vpc)
        self.refused("InvalidGroup.Duplicate", ec2.create_security_group, GroupName="GROUP", Description="d", VpcId=vpc)
        self.refused("InvalidParameterValue", ec2.create_security_group, GroupName="sg-x", Description="d", VpcId=vpc)
        self.refused("InvalidParameterValue", ec2.create_security_group, GroupName="x", Description="größe", VpcId=vpc)

    def test_a_group_in_use_stays(self):
        ec2, (vpc, subnets, _) = client("ec2"), self.network()
        used, user = self.group(vpc), self.group(vpc, "user")
        permission = [{"IpProtocol": "tcp", "FromPort": 1, "ToPort": 2, "UserIdGroupPairs": [{"GroupId": used}]}]
        ec2.authorize_security_group_ingress(GroupId=user, IpPermissions=permission)
        self.refused("DependencyViolation", ec2.delete_security_group, GroupId=used)
        ec2.revoke_security_group_ingress(GroupId=user, IpPermissions=permission)
        interface = ec2.create_network_interface(SubnetId=subnets[0], Groups=[used])["NetworkInterface"]["NetworkInterfaceId"]
        self.refused("DependencyViolation", ec2.delete_security_group, GroupId=used)
        ec2.delete_network_interface(NetworkInterfaceId=interface)
        ec2.delete_security_group(GroupId=used)

    def test_the_default_group_stays_and_new_ones_let_all_out(self):
        ec2, (vpc, _, _) = client("ec2"), self.network()
        default = next(one["GroupId"] for one in ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["SecurityGroups"])
        self.refused("CannotDelete", ec2.delete_security_group, GroupId=default)
        told = ec2.describe_security_groups(GroupIds=[self.group(vpc)])["SecurityGroups"][0]
        self.assertEqual([(one["IpProtocol"], one["IpRanges"][0]["CidrIp"]) for one in told["IpPermissionsEgress"]], [("-1", "0.0.0.0/0")])

    def test_rules_are_checked(self):
        ec2, (vpc, _, _) = client("ec2"), self.network()
        group = self.group(vpc)
        for permission in ({"FromPort": 9, "ToPort": 1, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}, {"FromPort": 1, "ToPort": 1},
                           {"FromPort": 1, "ToPort": 1, "IpRanges": [{"CidrIp": "10.0.0.0/99"}]}):
            with self.assertRaises(ec2.exceptions.ClientError):
                ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[{"IpProtocol": "tcp", **permission}])

    def test_every_rule_is_answered_with_its_description(self):
        ec2, (vpc, _, _) = client("ec2"), self.network()
        group, peer = self.group(vpc), self.group(vpc, "peer")
        web = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}
        asked = [{**web, "UserIdGroupPairs": [{"GroupId": peer, "Description": "peers"}]}, {**web, "IpRanges": [{"CidrIp": "10.0.0.0/8", "Description": "ours"}]},
                 {**web, "PrefixListIds": [{"PrefixListId": "pl-1", "Description": "list"}]}]
        made = ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=asked)["SecurityGroupRules"]
        self.assertEqual([rule["Description"] for rule in made], ["peers", "ours", "list"])
        self.assertEqual(made[0]["ReferencedGroupInfo"]["GroupId"], peer)
        self.refused("InvalidPermission.Duplicate", ec2.authorize_security_group_ingress, GroupId=group, IpPermissions=[
            {"IpProtocol": "tcp", "FromPort": 1, "ToPort": 1, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}, {**web, "UserIdGroupPairs": [{"GroupId": peer}]}])
        ec2.update_security_group_rule_descriptions_ingress(GroupId=group, IpPermissions=[
            {**web, "UserIdGroupPairs": [{"GroupId": peer, "Description": "friends"}]}, {**web, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]},
            {**web, "PrefixListIds": [{"PrefixListId": "pl-1", "Description": "other"}]}])
        read = ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])["SecurityGroupRules"]
        self.assertEqual([rule.get("Description") for rule in read if not rule["IsEgress"]], ["friends", None, "other"])


class EndpointTests(EmulatorTest):
    def test_services_interfaces_are_theirs(self):
        ec2 = client("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]
        ec2.create_nat_gateway(SubnetId=subnet, ConnectivityType="private")
        ec2.create_vpc_endpoint(VpcId=vpc, ServiceName="com.amazonaws.us-east-1.ec2", VpcEndpointType="Interface", SubnetIds=[subnet])
        files = client("efs").create_file_system(CreationToken="t")["FileSystemId"]
        plumb("post", "settle")
        client("efs").create_mount_target(FileSystemId=files, SubnetId=subnet)
        own = ec2.create_network_interface(SubnetId=subnet)["NetworkInterface"]["NetworkInterfaceId"]
        found = {one["NetworkInterfaceId"]: (one["InterfaceType"], one["RequesterManaged"])
                 for one in ec2.describe_network_interfaces()["NetworkInterfaces"]}
        self.assertEqual(found.pop(own), ("interface", False))
        self.assertEqual(sorted(found.values()), [("interface", True), ("nat_gateway", True), ("vpc_endpoint", True)])

    def test_a_gateway_endpoint_goes_from_tables_that_came_later(self):
        ec2, (vpc, _, _) = client("ec2"), self.network()
        first, second = (ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"] for _ in range(2))
        made = ec2.create_vpc_endpoint(VpcId=vpc, ServiceName="com.amazonaws.us-east-1.s3", RouteTableIds=[first])["VpcEndpoint"]
        ec2.modify_vpc_endpoint(VpcEndpointId=made["VpcEndpointId"], AddRouteTableIds=[second])
        self.assertEqual(ec2.delete_vpc_endpoints(VpcEndpointIds=[made["VpcEndpointId"]])["Unsuccessful"], [])

    def test_an_interface_endpoint_comes_and_goes_slowly(self):
        ec2, (vpc, subnets, _) = client("ec2"), self.network()
        group = self.group(vpc)
        asked = {"VpcId": vpc, "ServiceName": "com.amazonaws.us-east-1.ecr.api", "VpcEndpointType": "Interface", "SubnetIds": subnets[:1],
                 "SecurityGroupIds": [group], "PrivateDnsEnabled": True, "ClientToken": "t"}
        first, second = (ec2.create_vpc_endpoint(**asked)["VpcEndpoint"] for _ in range(2))
        self.assertEqual((first["VpcEndpointId"], first["State"]), (second["VpcEndpointId"], "pending"))
        read = lambda: ec2.describe_vpc_endpoints(VpcEndpointIds=[first["VpcEndpointId"]])["VpcEndpoints"][0]  # noqa: E731
        self.assertEqual([one["State"] for one in self.reads(2, read)], ["pending", "available"])
        ec2.modify_vpc_endpoint(VpcEndpointId=first["VpcEndpointId"], PrivateDnsEnabled=False)
        self.assertEqual((read()["PrivateDnsEnabled"], read()["IpAddressType"]), (False, "ipv4"))
        self.refused("DependencyViolation", ec2.delete_security_group, GroupId=group)
        ec2.delete_vpc_endpoints(VpcEndpointIds=[first["VpcEndpointId"]])
        self.refused("DependencyViolation", ec2.delete_subnet, SubnetId=subnets[0])
        self.assertEqual([one["State"] for one in self.reads(2, read)], ["deleting", "deleted"])
        ec2.delete_security_group(GroupId=group)
        ec2.delete_subnet(SubnetId=subnets[0])

    def test_a_gateway_endpoint_has_no_private_dns(self):
        ec2, (vpc, _, _) = client("ec2"), self.network()
        made = ec2.create_vpc_endpoint(VpcId=vpc, ServiceName="com.amazonaws.us-east-1.s3")["VpcEndpoint"]
        self.assertEqual((made["VpcEndpointType"], made["PrivateDnsEnabled"]), ("Gateway", False))
        self.refused("DependencyViolation", ec2.delete_vpc, VpcId=vpc)
        ec2.delete_vpc_endpoints(VpcEndpointIds=[made["VpcEndpointId"]])
        self.assertEqual(ec2.describe_vpc_endpoints()["VpcEndpoints"][0]["State"], "deleted")
