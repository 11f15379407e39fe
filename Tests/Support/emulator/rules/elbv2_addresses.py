"""Elastic Load Balancing: the addresses that a network load balancer is given for its subnets."""

from ..registry import after, before

#: Members of a subnet mapping that come back beside the address.
GIVEN = ("AllocationId", "PrivateIPv4Address", "IPv6Address")


@before("elbv2", "CreateLoadBalancer", "SetSubnets")
def elastic_addresses_are_for_network_balancers(call):
    """Elastic IP addresses exist, and go to network load balancers only.
    Source: ELBv2 API reference, SubnetMapping, AllocationId: "[Network Load Balancers] The allocation ID of the Elastic IP address for an
    internet-facing load balancer"; error AllocationIdNotFound.
    """
    wanted = [mapping["AllocationId"] for mapping in call.param("SubnetMappings", []) if mapping.get("AllocationId")]
    balancer = call.backend.load_balancers.get(call.param("LoadBalancerArn", ""))
    kind = balancer.type if balancer else call.param("Type", "application")
    if wanted and kind != "network":
        call.refuse("ValidationError", f"You cannot specify Elastic IP addresses for the subnets of load balancers of type '{kind}'")
    known = {address.allocation_id for address in call.backend_of("ec2").addresses}
    missing = [allocation for allocation in wanted if allocation not in known]
    if missing:
        call.refuse("AllocationIdNotFound", f"The allocation ID '{missing[0]}' does not exist")


@after("elbv2", "CreateLoadBalancer", "SetSubnets", "DescribeLoadBalancers")
def a_balancer_tells_its_addresses(call, answer):
    """Each zone tells the addresses that the balancer was given for its subnet.
    Source: ELBv2 API reference, AvailabilityZone, LoadBalancerAddresses; LoadBalancerAddress. moto drops them.
    """
    kept = call.box("balancer-addresses")
    if call.action == "DescribeLoadBalancers":
        for balancer in answer["LoadBalancers"]:
            _tell(balancer["AvailabilityZones"], kept.get(balancer["LoadBalancerArn"], {}))
        return
    made = answer["LoadBalancers"][0] if call.action == "CreateLoadBalancer" else answer
    arn = call.param("LoadBalancerArn") or made["LoadBalancerArn"]
    if not call.notes.get("existing"):
        kept[arn] = {mapping["SubnetId"]: _address(call, mapping) for mapping in call.param("SubnetMappings", [])}
    _tell(made["AvailabilityZones"], kept.get(arn, {}))


@after("elbv2", "DeleteLoadBalancer")
def a_gone_balancer_has_no_addresses(call, answer):
    """The addresses go with the balancer.
    Source: ELBv2 API reference, DeleteLoadBalancer.
    """
    call.box("balancer-addresses").pop(call.param("LoadBalancerArn"), None)


def _address(call, mapping):
    given = {member: mapping[member] for member in GIVEN if mapping.get(member)}
    public = {address.allocation_id: address.public_ip for address in call.backend_of("ec2").addresses}
    return given | ({"IpAddress": public[given["AllocationId"]]} if "AllocationId" in given else {})


def _tell(zones, addresses):
    for zone in zones or []:
        address = addresses.get(zone["SubnetId"])
        zone["LoadBalancerAddresses"] = [dict(address)] if address else []
