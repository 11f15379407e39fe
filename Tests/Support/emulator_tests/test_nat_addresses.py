"""EC2: the addresses of NAT gateways, encryption controls, local network interfaces."""

from .harness import EmulatorTest, client


class NetworkSettingTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.ec2 = client("ec2")
        self.vpc = self.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        self.subnet = self.ec2.create_subnet(VpcId=self.vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]

    def addresses(self, gateway):
        return self.ec2.describe_nat_gateways(NatGatewayIds=[gateway])["NatGateways"][0]["NatGatewayAddresses"]

    def test_elastic_addresses(self):
        gate = self.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        self.ec2.attach_internet_gateway(VpcId=self.vpc, InternetGatewayId=gate)
        one, two, three = (self.ec2.allocate_address(Domain="vpc")["AllocationId"] for _ in range(3))
        made = self.ec2.create_nat_gateway(SubnetId=self.subnet, AllocationId=one, SecondaryAllocationIds=[two])["NatGateway"]["NatGatewayId"]
        self.assertEqual([(a["AllocationId"], a["IsPrimary"]) for a in self.addresses(made)], [(one, True), (two, False)])
        self.refused("Resource.AlreadyAssociated", self.ec2.associate_nat_gateway_address, NatGatewayId=made, AllocationIds=[two])
        self.ec2.associate_nat_gateway_address(NatGatewayId=made, AllocationIds=[three])
        self.refused("InvalidIPAddress.InUse", self.ec2.release_address, AllocationId=three)
        associations = [a.get("AssociationId") for a in self.addresses(made)]
        self.ec2.disassociate_nat_gateway_address(NatGatewayId=made, AssociationIds=associations[1:2])
        self.assertEqual([a["AllocationId"] for a in self.addresses(made)], [one, three])
        self.refused("InvalidAssociationID.NotFound", self.ec2.disassociate_nat_gateway_address, NatGatewayId=made, AssociationIds=associations[1:2])
        self.refused("InvalidParameter", self.ec2.assign_private_nat_gateway_address, NatGatewayId=made, PrivateIpAddressCount=1)

    def test_private_addresses(self):
        made = self.ec2.create_nat_gateway(SubnetId=self.subnet, ConnectivityType="private",
                                           SecondaryPrivateIpAddressCount=2)["NatGateway"]["NatGatewayId"]
        self.assertEqual(len(self.addresses(made)), 3)
        self.ec2.assign_private_nat_gateway_address(NatGatewayId=made, PrivateIpAddresses=["10.0.0.9"])
        self.refused("InvalidParameter", self.ec2.unassign_private_nat_gateway_address, NatGatewayId=made, PrivateIpAddresses=["10.0.0.77"])
        self.ec2.unassign_private_nat_gateway_address(NatGatewayId=made, PrivateIpAddresses=["10.0.0.9"])
        self.assertEqual(len(self.addresses(made)), 3)
        self.refused("InvalidParameter", self.ec2.associate_nat_gateway_address, NatGatewayId=made, AllocationIds=["eipalloc-1"])

    def test_encryption_controls(self):
        control = self.ec2.create_vpc_encryption_control(VpcId=self.vpc)["VpcEncryptionControl"]["VpcEncryptionControlId"]
        self.refused("VpcEncryptionControlAlreadyExists", self.ec2.create_vpc_encryption_control, VpcId=self.vpc)
        modify = self.ec2.modify_vpc_encryption_control
        self.refused("InvalidParameterCombination", modify, VpcEncryptionControlId=control, Mode="monitor", LambdaExclusion="enable")
        modify(VpcEncryptionControlId=control, Mode="enforce", LambdaExclusion="enable")
        told = lambda: self.ec2.describe_vpcs(VpcIds=[self.vpc])["Vpcs"][0].get("EncryptionControl")
        self.assertEqual((told()["Mode"], told()["ResourceExclusions"]["Lambda"]["State"]), ("enforce", "enabled"))
        modify(VpcEncryptionControlId=control, Mode="monitor")
        self.assertEqual(told()["ResourceExclusions"]["Lambda"]["State"], "disabled")
        self.ec2.delete_vpc_encryption_control(VpcEncryptionControlId=control)
        self.assertIsNone(told())
        self.refused("InvalidVpcEncryptionControlId.NotFound", modify, VpcEncryptionControlId=control, Mode="monitor")
        other = self.ec2.create_vpc(CidrBlock="10.1.0.0/16", VpcEncryptionControl={"Mode": "enforce"})["Vpc"]
        self.assertEqual(other["EncryptionControl"]["Mode"], "enforce")

    def test_local_network_interfaces(self):
        told = lambda: self.ec2.describe_subnets(SubnetIds=[self.subnet])["Subnets"][0]["EnableLniAtDeviceIndex"]
        self.assertEqual(told(), 0)
        self.refused("InvalidParameterValue", self.ec2.modify_subnet_attribute, SubnetId=self.subnet, EnableLniAtDeviceIndex=0)
        self.ec2.modify_subnet_attribute(SubnetId=self.subnet, EnableLniAtDeviceIndex=1)
        self.assertEqual(told(), 1)
        self.ec2.modify_subnet_attribute(SubnetId=self.subnet, DisableLniAtDeviceIndex={"Value": True})
        self.assertEqual(told(), 0)
