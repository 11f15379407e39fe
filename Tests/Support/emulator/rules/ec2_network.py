"""EC2: networks, subnets, internet gateways, routes."""

import ipaddress

from ..registry import after, before
from .ec2_use import interfaces_of_subnet, instances_of_subnet, live_interfaces, mapped_addresses, release_step


def subnet(call, subnet_id):
    return next((zone[subnet_id] for zone in call.backend.subnets.values() if subnet_id in zone), None)


@before("ec2", "CreateVpc", "CreateSubnet", "CreateRoute", "ReplaceRoute", "DeleteRoute")
def host_bits_in_a_block_are_cleared(call):
    """A block with host bits set is taken as the network it lies in.
    Source: EC2 API reference, CreateVpc: "100.68.0.18/18 is modified to 100.68.0.0/18".
    """
    for member in ("CidrBlock", "DestinationCidrBlock"):
        block = call.param(member)
        if not block:
            continue
        try:
            network = str(ipaddress.ip_network(block, strict=False))
        except ValueError:
            call.refuse("InvalidParameterValue", f"Value ({block}) for parameter {member[0].lower()}{member[1:]} is invalid. "
                                                 "This is not a valid CIDR block.")
        if network != block:
            call.rewrite_form(remove=(member,), **{member: network})


@after("ec2", "CreateVpc")
def a_network_is_pending_first(call, answer):
    """A new network is "pending", then "available".
    Source: EC2 API reference, Vpc.state; botocore waiter vpc_available.
    """
    vpc = call.backend.vpcs[answer["Vpc"]["VpcId"]]
    vpc.state = answer["Vpc"]["State"] = "pending"
    call.begin("vpc", vpc.id, "vpc_available", lambda: setattr(vpc, "state", "available"))


@before("ec2", "DescribeVpcs")
def networks_become_available(call):
    """Each read brings a pending network nearer to "available".
    Source: EC2 API reference, Vpc.state.
    """
    call.step("vpc")


@after("ec2", "CreateSubnet")
def a_subnet_is_pending_first(call, answer):
    """A new subnet is "pending", then "available".
    Source: EC2 API reference, Subnet.state; botocore waiter subnet_available.
    """
    found = subnet(call, answer["Subnet"]["SubnetId"])
    found.state = answer["Subnet"]["State"] = "pending"
    call.begin("subnet", found.id, "subnet_available", lambda: setattr(found, "state", "available"))


@before("ec2", "DescribeSubnets")
def subnets_become_available(call):
    """Each read brings a pending subnet nearer to "available".
    Source: EC2 API reference, Subnet.state.
    """
    call.step("subnet")


@before("ec2", "ModifySubnetAttribute")
def a_subnet_keeps_all_its_attributes(call):
    """HostnameType, the AAAA record switch and EnableDns64 are kept.
    Source: EC2 API reference, ModifySubnetAttribute; moto drops them.
    """
    found = subnet(call, call.param("SubnetId"))
    if found is None:
        return
    options = found.private_dns_name_options_on_launch
    if call.param("PrivateDnsHostnameTypeOnLaunch"):
        options["HostnameType"] = call.param("PrivateDnsHostnameTypeOnLaunch")
    for member, name in (("EnableResourceNameDnsAAAARecordOnLaunch", "EnableResourceNameDnsAAAARecord"),):
        if call.param(f"{member}.Value") is not None:
            options[name] = call.param(f"{member}.Value")
    if call.param("EnableDns64.Value") is not None:
        call.box("subnet-dns64")[found.id] = call.param("EnableDns64.Value")


@after("ec2", "DescribeSubnets", "CreateSubnet")
def a_subnet_tells_dns64(call, answer):
    """EnableDns64 is in every answer.
    Source: EC2 API reference, Subnet.enableDns64.
    """
    for item in answer.get("Subnets") or ([answer["Subnet"]] if "Subnet" in answer else []):
        item["EnableDns64"] = call.box("subnet-dns64").get(item["SubnetId"], False)


@before("ec2", "DeleteSubnet")
def a_subnet_in_use_stays(call):
    """A subnet with instances, gateways, balancers or other interfaces cannot be deleted.
    Source: EC2 error codes, DependencyViolation.
    """
    subnet_id = call.param("SubnetId")
    endpoints = [one for one in call.backend.vpc_end_points.values() if one.state != "deleted" and subnet_id in (one.subnet_ids or [])]
    if endpoints or interfaces_of_subnet(call, subnet_id) or instances_of_subnet(call, subnet_id):
        release_step(call)
        call.refuse("DependencyViolation", f"The subnet '{subnet_id}' has dependencies and cannot be deleted.")
    for table in call.backend.route_tables.values():
        for association in [key for key, target in table._associations.items() if target == subnet_id]:
            table._associations.pop(association)  # goes with the subnet, as on AWS


@before("ec2", "AttachInternetGateway")
def a_network_has_one_internet_gateway(call):
    """A second internet gateway cannot be attached to a network.
    Source: EC2 error codes, Resource.AlreadyAssociated / InvalidParameterValue "Network vpc-... already has an internet gateway attached".
    """
    vpc_id = call.param("VpcId")
    for gateway in call.backend.internet_gateways.values():
        if gateway.vpc and gateway.vpc.id == vpc_id and gateway.id != call.param("InternetGatewayId"):
            call.refuse("InvalidParameterValue", f"Network {vpc_id} already has an internet gateway attached")


@before("ec2", "DetachInternetGateway")
def mapped_addresses_hold_the_internet_gateway(call):
    """An internet gateway cannot be detached while the network has mapped public addresses.
    Source: EC2 user guide, "Detach an internet gateway"; DependencyViolation "has some mapped public address(es)".
    """
    vpc_id = call.param("VpcId")
    if mapped_addresses(call, vpc_id):
        release_step(call)
        call.refuse("DependencyViolation",
                    f"Network {vpc_id} has some mapped public address(es). "
                    "Please unmap those public address(es) before detaching the gateway.")


@before("ec2", "DeleteVpc")
def a_network_in_use_stays(call):
    """A network with gateways, groups, endpoints, interfaces or route tables of its own cannot be deleted.
    Source: EC2 error codes, DependencyViolation; EC2 API reference, DeleteVpc.
    """
    vpc_id, backend = call.param("VpcId"), call.backend
    gateways = any(gateway.vpc and gateway.vpc.id == vpc_id for gateway in backend.internet_gateways.values())
    groups = any(group.name != "default" for group in backend.groups.get(vpc_id, {}).values())
    endpoints = any(endpoint.vpc_id == vpc_id and endpoint.state not in ("deleted",)
                    for endpoint in backend.vpc_end_points.values())
    attached = any(attachment.state != "detached" for gateway in backend.vpn_gateways.values()
                   for key, attachment in gateway.attachments.items() if key == vpc_id)
    held = any(interface.subnet.vpc_id == vpc_id for interface in live_interfaces(call))
    if gateways or groups or endpoints or attached or held:
        release_step(call)
        call.refuse("DependencyViolation", f"The vpc '{vpc_id}' has dependencies and cannot be deleted.")
    for gateway in backend.vpn_gateways.values():
        gateway.attachments.pop(vpc_id, None)


@before("ec2", "CreateRoute", "ReplaceRoute")
def a_route_has_a_live_target(call):
    """The gateway that a route names must exist and be attached to the table's network.
    Source: EC2 error codes, InvalidGatewayID.NotFound, Gateway.NotAttached, InvalidParameterValue.
    """
    backend, gateway_id = call.backend, call.param("GatewayId")
    table = backend.route_tables.get(call.param("RouteTableId"))
    if table is None or not gateway_id or gateway_id == "local":
        return
    if gateway_id.startswith("igw-"):
        gateway = backend.internet_gateways.get(gateway_id)
        if gateway is None:
            call.refuse("InvalidInternetGatewayID.NotFound", f"The internetGateway ID '{gateway_id}' does not exist")
        if gateway.vpc is None or gateway.vpc.id != table.vpc_id:
            call.refuse("InvalidParameterValue",
                        f"route table {table.id} and network gateway {gateway_id} belong to different networks")
    if gateway_id.startswith("vgw-"):
        gateway = backend.vpn_gateways.get(gateway_id)
        if gateway is None:
            call.refuse("InvalidVpnGatewayID.NotFound", f"The vpnGateway ID '{gateway_id}' does not exist")
        attachment = gateway.attachments.get(table.vpc_id)
        if attachment is None or attachment.state not in ("attached", "attaching"):
            call.refuse("Gateway.NotAttached", f"resource {gateway_id} is not attached to network {table.vpc_id}")


@before("ec2", "DeleteRouteTable")
def a_main_route_table_stays(call):
    """The main route table goes with its network only.
    Source: EC2 API reference, DeleteRouteTable: "You can't delete the main route table"; DependencyViolation.
    """
    table = call.backend.route_tables.get(call.param("RouteTableId"))
    if table is not None and table.main_association_id:
        call.refuse("DependencyViolation", f"The routeTable '{table.id}' has dependencies and cannot be deleted.")
