"""Elastic Load Balancing: load balancers and their network interfaces."""

import re

from moto.elbv2.models import FakeLoadBalancer

from ..registry import after, before, patch
from .ec2_use import balancer_interfaces

#: What DescribeLoadBalancerAttributes tells of an application load balancer that nobody changed.
ATTRIBUTES = {
    "access_logs.s3.enabled": "false", "access_logs.s3.bucket": "", "access_logs.s3.prefix": "",
    "client_keep_alive.seconds": "3600",
    "connection_logs.s3.enabled": "false", "connection_logs.s3.bucket": "", "connection_logs.s3.prefix": "",
    "deletion_protection.enabled": "false",
    "health_check_logs.s3.enabled": "false", "health_check_logs.s3.bucket": "", "health_check_logs.s3.prefix": "",
    "idle_timeout.timeout_seconds": "60",
    "load_balancing.cross_zone.enabled": "true",
    "routing.http.desync_mitigation_mode": "defensive",
    "routing.http.drop_invalid_header_fields.enabled": "false",
    "routing.http.preserve_host_header.enabled": "false",
    "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": "false",
    "routing.http.xff_client_port.enabled": "false",
    "routing.http.xff_header_processing.mode": "append",
    "routing.http2.enabled": "true",
    "waf.fail_open.enabled": "false",
    "zonal_shift.config.enabled": "false",
}


@patch("elbv2")
def reading_does_not_activate():
    """A balancer becomes active in its own time.
    Source: ELBv2 API reference, LoadBalancerState; moto activates at the first read.
    """
    FakeLoadBalancer.activate = lambda self: None
    FakeLoadBalancer.VALID_ATTRS |= set(ATTRIBUTES) | {"ipv6.deny_all_igw_traffic"}


def subnet_ids(call):
    return [*call.param("Subnets", []), *(mapping["SubnetId"] for mapping in call.param("SubnetMappings", []))]


def _check_subnets(call, ids, kind):
    ec2 = call.backend_of("ec2")
    known = {subnet_id: subnet for zone in ec2.subnets.values() for subnet_id, subnet in zone.items()}
    missing = [subnet_id for subnet_id in ids if subnet_id not in known]
    if missing:
        call.refuse("SubnetNotFound", f"The subnet ID '{missing[0]}' does not exist")
    zones = [known[subnet_id].availability_zone for subnet_id in ids]
    if len(set(zones)) != len(zones):
        call.refuse("InvalidConfigurationRequest",
                    "A load balancer cannot be attached to multiple subnets in the same Availability Zone")
    if kind == "application" and len(ids) < 2:
        call.refuse("ValidationError", "At least two subnets in two different Availability Zones must be specified")
    if len({known[subnet_id].vpc_id for subnet_id in ids}) > 1:
        call.refuse("InvalidSubnet", "All subnets must belong to the same VPC")
    return known


@before("elbv2", "CreateLoadBalancer")
def a_balancer_is_proper_and_made_once(call):
    """Names are unique and patterned; an identical request gives the existing one; subnets lie in two zones; groups exist.
    Source: ELBv2 API reference, CreateLoadBalancer; errors DuplicateLoadBalancerName, InvalidConfigurationRequest, SubnetNotFound,
    InvalidSubnet, InvalidSecurityGroup, ValidationError.
    """
    name, kind, scheme = call.param("Name"), call.param("Type", "application"), call.param("Scheme", "internet-facing")
    if not re.match(r"^(?!internal-)(?!-)[A-Za-z0-9-]{1,32}(?<!-)$", name):
        call.refuse("ValidationError", f"The load balancer name '{name}' is not valid: up to 32 characters, alphanumeric and hyphens")
    ids, groups = subnet_ids(call), call.param("SecurityGroups", [])
    if not ids:
        call.refuse("ValidationError", "At least two subnets in two different Availability Zones must be specified")
    known = _check_subnets(call, ids, kind)
    vpc_id = known[ids[0]].vpc_id
    ec2 = call.backend_of("ec2")
    for group_id in groups:
        group = ec2.get_security_group_from_id(group_id)
        if group is None or group.vpc_id != vpc_id:
            call.refuse("InvalidSecurityGroup", f"The security group '{group_id}' does not exist in VPC '{vpc_id}'")
    if scheme == "internet-facing" and not any(
            gateway.vpc and gateway.vpc.id == vpc_id for gateway in ec2.internet_gateways.values()):
        call.refuse("InvalidSubnet", f"VPC {vpc_id} has no internet gateway")
    if not groups and kind == "application":
        default = ec2.get_security_group_by_name_or_id("default", vpc_id=vpc_id)
        groups = [default.id] if default else []
        call.notes["groups"] = groups
    for balancer in call.backend.load_balancers.values():
        if balancer.name != name:
            continue
        same = (sorted(subnet.id for subnet in balancer.subnets), sorted(balancer.security_groups or []), balancer.scheme,
                balancer.type, balancer.ip_address_type) == (sorted(ids), sorted(groups), scheme, kind, call.param("IpAddressType", "ipv4"))
        if not same:
            call.refuse("DuplicateLoadBalancerName", f"A load balancer with the same name '{name}' exists, but with different settings")
        call.notes["existing"] = balancer.arn
        return {"LoadBalancers": [describe(balancer)]}
    return None


def describe(balancer):
    return {
        "LoadBalancerArn": balancer.arn, "DNSName": balancer.dns_name, "CanonicalHostedZoneId": balancer.canonical_hosted_zone_id,
        "CreatedTime": balancer.created_time, "LoadBalancerName": balancer.name, "Scheme": balancer.scheme, "VpcId": balancer.vpc_id,
        "State": {"Code": balancer.state}, "Type": balancer.type, "IpAddressType": balancer.ip_address_type,
        "AvailabilityZones": [{"ZoneName": subnet.availability_zone, "SubnetId": subnet.id, "LoadBalancerAddresses": []}
                              for subnet in balancer.subnets],
        "SecurityGroups": list(balancer.security_groups or []),
    }


@after("elbv2", "CreateLoadBalancer")
def a_balancer_is_provisioned_slowly(call, answer):
    """A new balancer is "provisioning", then "active", has its default attributes, and interfaces in its subnets.
    Source: ELBv2 API reference, LoadBalancerState; botocore waiter load_balancer_available.
    """
    if call.notes.get("existing"):
        return
    balancer = call.backend.load_balancers[answer["LoadBalancers"][0]["LoadBalancerArn"]]
    balancer.scheme = answer["LoadBalancers"][0]["Scheme"] = call.param("Scheme", "internet-facing")
    if call.notes.get("groups"):
        balancer.security_groups = list(call.notes["groups"])
        answer["LoadBalancers"][0]["SecurityGroups"] = list(balancer.security_groups)
    if balancer.type == "application":
        balancer.attrs = dict(ATTRIBUTES)
    balancer.state = answer["LoadBalancers"][0]["State"]["Code"] = "provisioning"
    call.begin("load-balancer", balancer.arn, "load_balancer_active", lambda: setattr(balancer, "state", "active"))
    call.box("balancer-interfaces")[balancer.arn] = [eni.id for eni in _make_interfaces(call, balancer, balancer.subnets)]


def _make_interfaces(call, balancer, subnets):
    kept, balancer.subnets = balancer.subnets, [subnet.id for subnet in subnets]
    try:
        return balancer_interfaces(call, balancer)
    finally:
        balancer.subnets = kept


@before("elbv2", "DescribeLoadBalancers")
def balancers_become_active(call):
    """Each read brings a balancer nearer to "active".
    Source: ELBv2 API reference, LoadBalancerState.
    """
    call.step("load-balancer")


@before("elbv2", "DeleteLoadBalancer")
def a_protected_balancer_stays(call):
    """Deletion protection refuses the delete; otherwise listeners go at once and interfaces some time later.
    Source: ELBv2 API reference, DeleteLoadBalancer, error OperationNotPermitted.
    """
    arn = call.param("LoadBalancerArn")
    balancer = call.backend.load_balancers.get(arn)
    if balancer is None:
        return {}  # deleting what is gone succeeds
    if balancer.attrs.get("deletion_protection.enabled") == "true":
        call.refuse("OperationNotPermitted", f"Load balancer '{arn}' cannot be deleted because deletion protection is enabled")
    ec2 = call.backend_of("ec2")
    interfaces = call.box("balancer-interfaces").pop(arn, [])

    def finish():
        for interface in interfaces:
            ec2.enis.pop(interface, None)
    call.begin("load-balancer-interfaces", arn, "load_balancer_interfaces", finish)
    call.forget("load-balancer", arn)
    return None


@after("elbv2", "SetSecurityGroups", "SetSubnets")
def interfaces_follow_the_balancer(call, answer):
    """The interfaces take the balancer's new groups and subnets.
    Source: ELBv2 user guide, "Security groups for your Application Load Balancer".
    """
    arn, ec2 = call.param("LoadBalancerArn"), call.backend_of("ec2")
    balancer = call.backend.load_balancers[arn]
    for interface in call.box("balancer-interfaces").pop(arn, []):
        ec2.enis.pop(interface, None)
    if call.action == "SetSubnets":
        known = {subnet_id: subnet for zone in ec2.subnets.values() for subnet_id, subnet in zone.items()}
        balancer.subnets = [known[subnet_id] for subnet_id in subnet_ids(call)]
    call.box("balancer-interfaces")[arn] = [eni.id for eni in _make_interfaces(call, balancer, balancer.subnets)]


@before("elbv2", "SetSubnets")
def a_balancer_keeps_two_zones(call):
    """The new subnets lie in two zones or more, and in the balancer's VPC, which it keeps.
    Source: ELBv2 API reference, SetSubnets; errors InvalidConfigurationRequest, InvalidSubnet, ValidationError; LoadBalancer, VpcId, which
    no operation sets.
    """
    balancer = call.backend.load_balancers.get(call.param("LoadBalancerArn"))
    known = _check_subnets(call, subnet_ids(call), balancer.type if balancer else "application")
    if balancer and any(known[subnet_id].vpc_id != balancer.vpc_id for subnet_id in subnet_ids(call)):
        call.refuse("InvalidSubnet", "The subnets must be in the VPC of the load balancer")
