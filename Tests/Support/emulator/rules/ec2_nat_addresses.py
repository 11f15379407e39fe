"""EC2: the addresses of a NAT gateway beside its first."""

import ipaddress

from ..registry import after, before


def _box(call):
    return call.box("nat-addresses")


def _gateway(call):
    found = call.backend.nat_gateways.get(call.param("NatGatewayId"))
    if found is None:
        call.refuse("NatGatewayNotFound", f"NatGateway {call.param('NatGatewayId')} was not found")
    return found


def _held(call):
    """The elastic addresses that gateways hold until they are gone."""
    gateways = call.backend.nat_gateways
    return {one.get("AllocationId") for key, held in _box(call).items() if key in gateways and gateways[key].state != "deleted" for one in held}


def _private(call, gateway, number):
    network = ipaddress.ip_network(call.backend.get_subnet(gateway.subnet_id).cidr_block)
    taken = {one["PrivateIp"] for one in _box(call).get(gateway.id, [])}
    free = (str(address) for address in list(network.hosts())[100:] if str(address) not in taken)
    return [next(free) for _ in range(number)]


def _add(call, gateway, allocations=(), private=()):
    box = _box(call).setdefault(gateway.id, [])
    if gateway.connectivity_type != "private" and len(allocations) + len(box) > 7:
        call.refuse("NatGatewayLimitExceeded", "A NAT gateway has at most eight addresses")
    for position, allocation in enumerate(allocations):
        address = next((one for one in call.backend.addresses if one.allocation_id == allocation), None)
        if address is None:
            call.refuse("InvalidAllocationID.NotFound", f"The allocation ID '{allocation}' does not exist")
        if address.association_id or allocation in _held(call):
            call.refuse("Resource.AlreadyAssociated", f"{allocation} is already associated")
        given = private[position] if position < len(private) else _private(call, gateway, 1)[0]
        box.append({"AllocationId": allocation, "PublicIp": address.public_ip, "AssociationId": allocation.replace("eipalloc", "eipassoc"),
                    "PrivateIp": given, "IsPrimary": False, "Status": "succeeded"})
    if not allocations:
        for given in private:
            if any(one["PrivateIp"] == given for one in box):
                call.refuse("InvalidParameterValue", f"{given} is assigned already")
            box.append({"PrivateIp": given, "IsPrimary": False, "Status": "succeeded"})
    return {"NatGatewayId": gateway.id, "NatGatewayAddresses": box}


@before("ec2", "CreateNatGateway")
def further_addresses_of_a_nat_gateway_are_free(call):
    """Further elastic addresses must not be in use either.
    Source: EC2 API reference, CreateNatGateway; error Resource.AlreadyAssociated.
    """
    taken = set(call.param("SecondaryAllocationIds", [])) & _held(call)
    if taken:
        call.refuse("Resource.AlreadyAssociated", f"{sorted(taken)[0]} is already associated")


@after("ec2", "CreateNatGateway")
def a_nat_gateway_is_made_with_its_addresses(call, answer):
    """A NAT gateway can be made with further addresses.
    Source: EC2 API reference, CreateNatGateway, SecondaryAllocationIds, SecondaryPrivateIpAddresses, SecondaryPrivateIpAddressCount.
    """
    gateway = call.backend.nat_gateways[answer["NatGateway"]["NatGatewayId"]]
    private = call.param("SecondaryPrivateIpAddresses", [])
    allocations = call.param("SecondaryAllocationIds", [])
    if not allocations and call.param("SecondaryPrivateIpAddressCount"):
        private = _private(call, gateway, int(call.param("SecondaryPrivateIpAddressCount")))
    if allocations or private:
        _add(call, gateway, allocations, private)


@before("ec2", "AssociateNatGatewayAddress")
def a_public_nat_gateway_gets_addresses(call):
    """A public NAT gateway gets further elastic addresses, of which each serves one thing.
    Source: EC2 API reference, AssociateNatGatewayAddress; errors InvalidAllocationID.NotFound, Resource.AlreadyAssociated.
    """
    gateway = _gateway(call)
    if gateway.connectivity_type == "private":
        call.refuse("InvalidParameter", "The NAT gateway is private")
    return _add(call, gateway, call.param("AllocationIds", []), call.param("PrivateIpAddresses", []))


@before("ec2", "AssignPrivateNatGatewayAddress")
def a_private_nat_gateway_gets_addresses(call):
    """A private NAT gateway gets further private addresses, named or so many.
    Source: EC2 API reference, AssignPrivateNatGatewayAddress.
    """
    gateway = _gateway(call)
    if gateway.connectivity_type != "private":
        call.refuse("InvalidParameter", "The NAT gateway is public")
    private = call.param("PrivateIpAddresses", []) or _private(call, gateway, int(call.param("PrivateIpAddressCount", 0)))
    return _add(call, gateway, (), private)


@before("ec2", "DisassociateNatGatewayAddress", "UnassignPrivateNatGatewayAddress")
def a_nat_gateway_loses_addresses(call):
    """Further addresses can be taken away, the first one cannot.
    Source: EC2 API reference, DisassociateNatGatewayAddress: "You can't disassociate the primary EIP", UnassignPrivateNatGatewayAddress.
    """
    gateway = _gateway(call)
    member, given = ("AssociationId", call.param("AssociationIds")) if call.action.startswith("Dis") else ("PrivateIp", call.param("PrivateIpAddresses"))
    box = _box(call).get(gateway.id, [])
    if not set(given) <= {one.get(member) for one in box}:
        call.refuse("InvalidAssociationID.NotFound" if member == "AssociationId" else "InvalidParameter", f"{given} is not among the secondary addresses")
    _box(call)[gateway.id] = [one for one in box if one.get(member) not in given]
    return {"NatGatewayId": gateway.id, "NatGatewayAddresses": _box(call)[gateway.id]}


@after("ec2", "DescribeNatGateways")
def a_nat_gateway_tells_its_addresses(call, answer):
    """All addresses are told, and which is the first.
    Source: EC2 API reference, NatGatewayAddress, IsPrimary, Status.
    """
    for gateway in answer.get("NatGateways") or []:
        held = _box(call).get(gateway["NatGatewayId"])
        if held and gateway["State"] in ("pending", "available"):
            first = [{**one, "IsPrimary": True, "Status": "succeeded"} for one in gateway.get("NatGatewayAddresses") or []]
            gateway["NatGatewayAddresses"] = first + [dict(one) for one in held]


@before("ec2", "ReleaseAddress")
def an_address_of_a_nat_gateway_is_in_use(call):
    """An elastic address that a NAT gateway has cannot be released.
    Source: EC2 API reference, ReleaseAddress; error InvalidIPAddress.InUse.
    """
    if call.param("AllocationId") in _held(call) - {None}:
        call.refuse("InvalidIPAddress.InUse", f"The address {call.param('AllocationId')} is in use")
