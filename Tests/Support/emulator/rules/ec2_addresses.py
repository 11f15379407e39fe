"""EC2: elastic addresses, NAT gateways, network interfaces."""

from ..registry import after, before
from .ec2_paging import filter_answer


@before("ec2", "ReleaseAddress")
def an_address_in_use_stays(call):
    """An associated address cannot be released.
    Source: EC2 API reference, ReleaseAddress; error InvalidIPAddress.InUse.
    """
    for address in call.backend.addresses:
        if call.param("AllocationId") in (None, address.allocation_id) and \
                call.param("PublicIp") in (None, address.public_ip) and address.association_id:
            call.step("nat-gateway")
            call.refuse("InvalidIPAddress.InUse", f"Address {address.public_ip} is in use.")


@after("ec2", "CreateNatGateway")
def a_nat_gateway_is_pending_first(call, answer):
    """A new NAT gateway is "pending", then "available".
    Source: EC2 API reference, NatGateway.state; botocore waiter nat_gateway_available.
    """
    gateway = call.backend.nat_gateways[answer["NatGateway"]["NatGatewayId"]]
    gateway.state = answer["NatGateway"]["State"] = "pending"
    call.begin("nat-gateway", gateway.id, "nat_gateway_available", lambda: setattr(gateway, "state", "available"))


@before("ec2", "CreateNatGateway")
def a_nat_gateway_address_is_free(call):
    """The address of a public NAT gateway must exist and not be in use.
    Source: EC2 API reference, CreateNatGateway; errors InvalidAllocationID.NotFound, Resource.AlreadyAssociated.
    """
    allocation = call.param("AllocationId")
    for address in call.backend.addresses:
        if allocation and address.allocation_id == allocation and address.association_id:
            call.refuse("Resource.AlreadyAssociated", f"resource {allocation} is already associated with another resource.")
    if not allocation and call.param("ConnectivityType") in (None, "public"):
        call.refuse("MissingParameter", "The request must include the AllocationId parameter.")


@before("ec2", "DeleteNatGateway")
def a_nat_gateway_is_deleted_slowly(call):
    """A deleted NAT gateway is "deleting" and holds its address for a while, then "deleted".
    Source: EC2 API reference, DeleteNatGateway; error NatGatewayNotFound.
    """
    gateway_id = call.param("NatGatewayId")
    gateway = call.backend.nat_gateways.get(gateway_id)
    if gateway is None:
        call.refuse("NatGatewayNotFound", f"NatGateway {gateway_id} was not found")
    if gateway.state in ("pending", "available"):
        backend = call.backend
        gateway.state = "deleting"

        def finish():
            gateway.state = "deleted"
            for address in backend.addresses:
                if address.eni is not None and address.eni.id == gateway._eni.id:
                    backend.disassociate_address(association_id=address.association_id)
                    break
            backend.enis.pop(gateway._eni.id, None)
        call.begin("nat-gateway", gateway_id, "nat_gateway_deleted", finish)
    return {"NatGatewayId": gateway_id}


@before("ec2", "DescribeNatGateways")
def nat_gateways_settle(call):
    """Each read brings a pending or deleting NAT gateway nearer to its end; an unknown id is an error.
    Source: EC2 API reference, NatGateway.state; error NatGatewayNotFound.
    """
    call.step("nat-gateway")
    for gateway_id in call.param("NatGatewayIds", []):
        if gateway_id not in call.backend.nat_gateways:
            call.refuse("NatGatewayNotFound", f"NatGateway {gateway_id} was not found")
    call.rewrite_form(remove=("Filter",))


@after("ec2", "DescribeNatGateways")
def nat_gateways_are_filtered(call, answer):
    """Filters apply, tags among them.
    Source: EC2 API reference, DescribeNatGateways, Filter; moto ignores tag filters.
    """
    filter_answer(call, answer, "NatGateways", "Filter",
                  {"nat-gateway-id": "NatGatewayId", "state": "State", "subnet-id": "SubnetId", "vpc-id": "VpcId"})


@before("ec2", "DescribeNetworkInterfaces")
def leftover_interfaces_go(call):
    """A deleted balancer's interfaces disappear after some reads.
    Source: ELB user guide, "Delete a load balancer"; interfaces of requester amazon-elb stay for minutes.
    """
    call.step("load-balancer-interfaces")


@after("ec2", "DescribeNetworkInterfaces")
def interfaces_tell_their_requester(call, answer):
    """Interfaces that a service made name it as requester.
    Source: EC2 API reference, NetworkInterface.requesterId, requesterManaged.
    """
    for item in answer.get("NetworkInterfaces") or []:
        interface = call.backend.enis.get(item["NetworkInterfaceId"])
        if interface is not None and interface.requester_managed:
            item["RequesterId"], item["RequesterManaged"], item["Status"] = interface.requester_id, True, "in-use"


@after("ec2", "DescribeNetworkInterfaces")
def interfaces_tell_their_kind(call, answer):
    """Interfaces of NAT gateways, endpoints and mount targets are managed by their services, and of kinds of their own.
    Source: EC2 API reference, NetworkInterface.interfaceType, requesterManaged; EC2 user guide, "Requester-managed network
    interfaces"; moto answers as if users had made them.
    """
    kinds = {address["networkInterfaceId"]: "nat_gateway" for gateway in call.backend.nat_gateways.values()
             for address in gateway.address_set if "networkInterfaceId" in address}
    kinds |= {interface: "vpc_endpoint" for endpoint in call.backend.vpc_end_points.values()
              for interface in endpoint.network_interface_ids}
    kinds |= {target.network_interface_id: "interface" for target in call.backend_of("efs").mount_targets_by_id.values()}
    for item in answer.get("NetworkInterfaces") or []:
        if item["NetworkInterfaceId"] in kinds:
            item["InterfaceType"], item["RequesterManaged"] = kinds[item["NetworkInterfaceId"]], True


@before("ec2", "DeleteNetworkInterface")
def a_service_interface_stays(call):
    """An interface in use by a service cannot be deleted by hand.
    Source: EC2 error codes, InvalidParameterValue "Network interface is currently in use" / OperationNotPermitted.
    """
    interface = call.backend.enis.get(call.param("NetworkInterfaceId"))
    if interface is not None and interface.requester_managed:
        call.refuse("InvalidParameterValue", f"Network interface '{interface.id}' is currently in use.")
