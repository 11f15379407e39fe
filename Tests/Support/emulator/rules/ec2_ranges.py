"""EC2: further ranges of networks, and their DHCP options."""

import ipaddress

from ..registry import after, before


def _subnets_in(call, vpc_id, block):
    network = ipaddress.ip_network(block)
    for zone in call.backend.subnets.values():
        for subnet in zone.values():
            if subnet.vpc_id != vpc_id:
                continue
            blocks = [subnet.cidr_block] + [one["ipv6CidrBlock"] for one in subnet.ipv6_cidr_block_associations.values()
                                            if one["ipv6CidrBlockState"]["State"] == "associated"]
            if any(one and ipaddress.ip_network(one).version == network.version and ipaddress.ip_network(one).subnet_of(network)
                   for one in blocks):
                yield subnet


@before("ec2", "AssociateVpcCidrBlock")
def a_network_takes_ranges_of_its_owner(call):
    """A range is IPv4, one of Amazon's for IPv6, or an IPv6 range out of a pool of one's own; none that overlaps.
    Source: EC2 API reference, AssociateVpcCidrBlock, Ipv6CidrBlock and Ipv6Pool; error codes InvalidVpc.Range, InvalidParameterValue.
    """
    vpc = call.backend.vpcs.get(call.param("VpcId"))
    if vpc is None:
        return None
    block = call.param("CidrBlock") or call.param("Ipv6CidrBlock")
    if block:
        network = ipaddress.ip_network(block, strict=False)
        for other in vpc._cidr_block_association_set.values():
            if other["cidr_block_state"]["state"] in ("associated", "associating"):
                known = ipaddress.ip_network(other["cidr_block"], strict=False)
                if known.version == network.version and known.overlaps(network):
                    call.refuse("InvalidParameterValue", f"The CIDR '{block}' conflicts with another of {vpc.id}")
    if not call.param("Ipv6CidrBlock"):
        return None
    if not call.param("Ipv6Pool"):
        call.refuse("MissingParameter", "The request must contain the parameter ipv6Pool")
    made = vpc.associate_vpc_cidr_block(call.param("Ipv6CidrBlock"))
    made["ipv6_pool"] = call.param("Ipv6Pool")
    return {"VpcId": vpc.id, "Ipv6CidrBlockAssociation": {
        "AssociationId": made["association_id"], "Ipv6CidrBlock": made["cidr_block"], "Ipv6CidrBlockState": {"State": "associating"},
        "Ipv6Pool": made["ipv6_pool"]}}


@after("ec2", "AssociateVpcCidrBlock")
def a_range_is_associating_first(call, answer):
    """A new range is "associating", then "associated".
    Source: EC2 API reference, VpcCidrBlockState.state.
    """
    told = answer.get("CidrBlockAssociation") or answer["Ipv6CidrBlockAssociation"]
    made = call.backend.vpcs[call.param("VpcId")]._cidr_block_association_set[told["AssociationId"]]
    if "Ipv6CidrBlockAssociation" in answer:
        group = call.param("Ipv6CidrBlockNetworkBorderGroup") or call.region
        call.box("border-groups")[told["AssociationId"]] = told["NetworkBorderGroup"] = group
    made["cidr_block_state"]["state"] = "associating"
    call.begin("vpc", told["AssociationId"], "vpc_available", lambda: made["cidr_block_state"].update(state="associated"))


def _ipv6_ranges(subnet):
    return [one for one in subnet.ipv6_cidr_block_associations.values() if one["ipv6CidrBlockState"]["State"] == "associated"]


@before("ec2", "CreateSubnet", "AssociateSubnetCidrBlock")
def a_subnet_s_ipv6_range_lies_in_its_network_s(call):
    """An IPv6 range of a subnet lies in one of its network, no other subnet has it, and a subnet has one.
    Source: EC2 API reference, AssociateSubnetCidrBlock: "You can only associate a single IPv6 CIDR block with your subnet"; error codes
    InvalidSubnet.Range, InvalidSubnet.Conflict, InvalidParameterValue.
    """
    block = call.param("Ipv6CidrBlock")
    if not block:
        return
    subnets = {subnet.id: subnet for zone in call.backend.subnets.values() for subnet in zone.values()}
    own = subnets.get(call.param("SubnetId"))
    vpc = call.backend.vpcs.get(own.vpc_id if own else call.param("VpcId"))
    if vpc is None:
        return
    network = ipaddress.ip_network(block)
    ranges = [ipaddress.ip_network(one["cidr_block"]) for one in vpc.get_cidr_block_association_set(ipv6=True)
              if one["cidr_block_state"]["state"] == "associated"]
    if not any(network.subnet_of(one) for one in ranges):
        call.refuse("InvalidSubnet.Range", f"The CIDR '{block}' is invalid.")
    if any(_subnets_in(call, vpc.id, block)):
        call.refuse("InvalidSubnet.Conflict", f"The CIDR '{block}' conflicts with another subnet")
    if own and _ipv6_ranges(own):
        call.refuse("InvalidParameterValue", f"Subnet {own.id} already has an IPv6 CIDR block")


@before("ec2", "DisassociateSubnetCidrBlock")
def a_subnet_s_ipv6_range_goes_once(call):
    """A range that a subnet does not have is not found.
    Source: EC2 error codes, InvalidSubnetCidrBlockAssociationID.NotFound.
    """
    identifier = call.param("AssociationId")
    if not any(one["associationId"] == identifier for zone in call.backend.subnets.values() for subnet in zone.values()
               for one in _ipv6_ranges(subnet)):
        call.refuse("InvalidSubnetCidrBlockAssociationID.NotFound", f"The association ID '{identifier}' does not exist")


@after("ec2", "DescribeSubnets", "CreateSubnet")
def a_subnet_tells_its_ipv6_range(call, answer):
    """A subnet's IPv6 range is associated; one with that range alone has no IPv4 addresses to give.
    Source: EC2 API reference, SubnetIpv6CidrBlockAssociation, and Subnet, AvailableIpAddressCount: "The number of unused private IPv4 addresses
    in the subnet"; moto answers a broken state, and counts IPv6 addresses, of which there are more than a whole number of XML can say.
    """
    for item in answer.get("Subnets") or ([answer["Subnet"]] if "Subnet" in answer else []):
        if item.get("Ipv6Native") in (True, "true"):
            item["AvailableIpAddressCount"] = 0
        for one in item.get("Ipv6CidrBlockAssociationSet") or []:
            one["Ipv6CidrBlockState"] = {"State": "associated"}


@before("ec2", "DisassociateVpcCidrBlock")
def a_range_in_use_stays(call):
    """A range with subnets stays; one without goes, and with it the local routes to it.
    Source: EC2 API reference, DisassociateVpcCidrBlock: "You must detach or delete all gateways and resources that are associated with the
    CIDR block"; error codes InvalidVpcCidrBlockAssociationID.NotFound, OperationNotPermitted, InvalidCidrBlock.InUse.
    """
    identifier = call.param("AssociationId")
    vpc = next((one for one in call.backend.vpcs.values() if identifier in one._cidr_block_association_set), None)
    found = vpc and vpc._cidr_block_association_set[identifier]
    if not found or found["cidr_block_state"]["state"] == "disassociated":
        call.refuse("InvalidVpcCidrBlockAssociationID.NotFound", f"The vpc CIDR block association ID '{identifier}' does not exist")
    block = found["cidr_block"]
    if block == vpc.cidr_block:
        call.refuse("OperationNotPermitted", f"The vpc CIDR block with association ID {identifier} may not be disassociated. "
                                             "It is the primary IPv4 CIDR block of the VPC")
    if any(_subnets_in(call, vpc.id, block)):
        call.refuse("InvalidCidrBlock.InUse", f"The vpc {vpc.id} currently has a subnet within CIDR block {block}")
    for table in call.backend.route_tables.values():
        for route in list(table.routes):
            if table.vpc_id == vpc.id and route.local and block in (route.destination_cidr_block, route.destination_ipv6_cidr_block):
                table.routes.remove(route)
    found["cidr_block_state"]["state"] = "disassociated"
    call.forget("vpc", identifier)
    kind = "Ipv6CidrBlock" if ":" in block else "CidrBlock"
    return {"VpcId": vpc.id, f"{kind}Association": {"AssociationId": identifier, kind: block, f"{kind}State": {"State": "disassociating"}}}


@after("ec2", "DescribeVpcs")
def a_network_tells_its_ranges_and_options(call, answer):
    """An IPv6 range tells its border group. A network that nobody gave DHCP options has the region's; "default" says none at all.
    Source: EC2 API reference, VpcIpv6CidrBlockAssociation, Vpc.dhcpOptionsId; Amazon VPC user guide, "DHCP option sets".
    """
    for vpc in answer.get("Vpcs") or []:
        for one in vpc.get("Ipv6CidrBlockAssociationSet") or []:
            one["NetworkBorderGroup"] = call.box("border-groups").get(one["AssociationId"], call.region)
        if vpc.get("DhcpOptionsId") == "default" and vpc["VpcId"] not in call.box("without-dhcp-options"):
            vpc["DhcpOptionsId"] = "dopt-0000000000000c0de"


@before("ec2", "AssociateDhcpOptions")
def a_network_can_have_no_dhcp_options(call):
    """The id "default" takes a network's DHCP options away.
    Source: EC2 API reference, AssociateDhcpOptions, DhcpOptionsId: "or default to associate no DHCP options with the VPC".
    """
    without, vpc_id = call.box("without-dhcp-options"), call.param("VpcId")
    if vpc_id not in call.backend.vpcs:
        return
    if call.param("DhcpOptionsId") == "default":
        without[vpc_id] = True
    elif call.param("DhcpOptionsId") in call.backend.dhcp_options_sets:
        without.pop(vpc_id, None)


@before("ec2", "CreateDhcpOptions")
def dhcp_options_have_known_names(call):
    """Options have the names that EC2 knows, and at least one is given.
    Source: EC2 API reference, CreateDhcpOptions; error code InvalidParameterValue.
    """
    known = ("domain-name-servers", "domain-name", "ntp-servers", "netbios-name-servers", "netbios-node-type",
             "ipv6-address-preferred-lease-time")
    given = call.param("DhcpConfigurations") or []
    for one in given:
        if one["Key"] not in known:
            call.refuse("InvalidParameterValue", f"Value ({one['Key']}) for parameter option is invalid. Unknown DHCP option")
    if not given:
        call.refuse("MissingParameter", "The request must contain the parameter dhcpConfiguration")


@after("ec2", "CreateDhcpOptions")
def dhcp_options_keep_all_that_they_are_given(call, answer):
    """Tags and the lease time of IPv6 addresses are kept.
    Source: EC2 API reference, CreateDhcpOptions, TagSpecification; moto drops them.
    """
    made = call.backend.dhcp_options_sets[answer["DhcpOptions"]["DhcpOptionsId"]]
    for one in call.param("DhcpConfigurations"):
        made._options[one["Key"]] = one["Values"]
    tags = [tag for one in call.param("TagSpecifications") or [] for tag in one.get("Tags") or []]
    made.add_tags({tag["Key"]: tag["Value"] for tag in tags})
    answer["DhcpOptions"]["Tags"] = tags
    answer["DhcpOptions"]["DhcpConfigurations"] = [
        {"Key": one["Key"], "Values": [{"Value": value} for value in one["Values"]]} for one in call.param("DhcpConfigurations")]


@before("ec2", "DeleteDhcpOptions")
def dhcp_options_in_use_stay(call):
    """Options that any network has cannot be deleted.
    Source: EC2 API reference, DeleteDhcpOptions; error code DependencyViolation. moto remembers one network only.
    """
    identifier = call.param("DhcpOptionsId")
    made = call.backend.dhcp_options_sets.get(identifier)
    if made is None:
        return
    made.vpc = next((vpc for vpc in call.backend.vpcs.values() if vpc.dhcp_options is made), None)


@before("ec2", "DeleteVpc")
def dhcp_options_outlive_their_network(call):
    """A deleted network leaves its DHCP options behind.
    Source: EC2 API reference, DeleteVpc; moto deletes them.
    """
    vpc = call.backend.vpcs.get(call.param("VpcId"))
    if vpc is not None and not any(subnet.vpc_id == vpc.id for zone in call.backend.subnets.values() for subnet in zone.values()):
        vpc.dhcp_options = None
