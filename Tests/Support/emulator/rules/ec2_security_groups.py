"""EC2: security groups and their rules."""

import ipaddress
import re

from ..registry import before
from .ec2_use import instances_of_group, interfaces_of_group, release_step

DESCRIPTION = re.compile(r"^[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]{0,255}$")


@before("ec2", "CreateSecurityGroup")
def a_group_has_a_proper_name(call):
    """Names do not start with sg-; names and descriptions use a limited alphabet; a name is taken once per network.
    Source: EC2 API reference, CreateSecurityGroup, GroupName and GroupDescription; InvalidParameterValue, InvalidGroup.Duplicate.
    """
    name, description = call.param("GroupName", ""), call.param("Description", "")
    if name.lower().startswith("sg-"):
        call.refuse("InvalidParameterValue", "Value (" + name + ") for parameter GroupName is invalid. Group names may not be in the format sg-*.")
    for member, value in (("GroupName", name), ("GroupDescription", description)):
        if not DESCRIPTION.match(value):
            call.refuse("InvalidParameterValue", f"Value ({value}) for parameter {member} is invalid. Character sets beyond ASCII are not supported.")
    for group in call.backend.groups.get(call.param("VpcId"), {}).values():
        if group.name.lower() == name.lower():
            call.refuse("InvalidGroup.Duplicate",
                        f"The security group '{name}' already exists for VPC '{call.param('VpcId')}'")


@before("ec2", "DeleteSecurityGroup")
def a_group_in_use_stays(call):
    """A group that an interface uses or another group refers to cannot be deleted, nor a default one.
    Source: EC2 API reference, DeleteSecurityGroup; errors DependencyViolation, CannotDelete.
    """
    group_id = call.param("GroupId")
    for groups in call.backend.groups.values():
        for group in groups.values():
            if group.id == group_id and group.name == "default":
                call.refuse("CannotDelete", f"the specified group: \"{group_id}\" name: \"default\" cannot be deleted by a user")
            if group.id != group_id and any((rule.source_group or {}).get("GroupId") == group_id
                                            for rule in group.ingress_rules + group.egress_rules):
                _refuse(call, group_id)
    if interfaces_of_group(call, group_id) or instances_of_group(call, group_id) or _endpoints(call, group_id):
        release_step(call)
        _refuse(call, group_id)


def _endpoints(call, group_id):
    return [endpoint for endpoint in call.backend.vpc_end_points.values()
            if group_id in endpoint.security_group_ids and endpoint.state not in ("deleted",)]


def _refuse(call, group_id):
    call.refuse("DependencyViolation", f"resource {group_id} has a dependent object")


@before("ec2", "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress")
def a_rule_is_proper(call):
    """Ranges parse, ports are in order, descriptions use a limited alphabet.
    Source: EC2 API reference, IpPermission; errors InvalidParameterValue, InvalidPermission.Malformed.
    """
    for permission in call.param("IpPermissions", []):
        low, high = permission.get("FromPort"), permission.get("ToPort")
        if permission.get("IpProtocol") in ("tcp", "udp", "6", "17"):
            if low is None or high is None:
                call.refuse("InvalidParameterValue", "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.")
            if int(low) > int(high) or not (0 <= int(low) <= 65535 and 0 <= int(high) <= 65535):
                call.refuse("InvalidParameterValue", f"Invalid value '{low}-{high}' for portRange. Invalid port range.")
        peers = 0
        for member, key in (("IpRanges", "CidrIp"), ("Ipv6Ranges", "CidrIpv6"), ("UserIdGroupPairs", None), ("PrefixListIds", None)):
            for peer in permission.get(member, []):
                peers += 1
                if not DESCRIPTION.match(peer.get("Description", "")):
                    call.refuse("InvalidParameterValue", "Invalid rule description. Valid descriptions are strings less than 256 characters "
                                                         "from the following set: a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*")
                if key:
                    _check_range(call, peer.get(key, ""))
        if not peers and not call.param("CidrIp"):
            call.refuse("MissingParameter", "Missing source specification: include source security group or CIDR information")


def _check_range(call, block):
    try:
        ipaddress.ip_network(block, strict=False)
    except ValueError:
        call.refuse("InvalidParameterValue", f"CIDR block {block} is malformed")


@before("ec2", "ModifyNetworkInterfaceAttribute", "ModifyInstanceAttribute", "RunInstances", "CreateNetworkInterface")
def a_named_group_exists(call):
    """A group that an instance or interface is given must exist.
    Source: EC2 error codes, InvalidGroup.NotFound; moto accepts missing ones on modification.
    """
    for group_id in call.param("Groups", []) or call.param("SecurityGroupIds", []) or []:
        if isinstance(group_id, str) and call.backend.get_security_group_from_id(group_id) is None:
            call.refuse("InvalidGroup.NotFound", f"The security group '{group_id}' does not exist")
    if call.action == "RunInstances":
        default = next((one.id for one in call.backend.vpcs.values() if one.is_default), None)
        names = {group.name for group in call.backend.groups[default].values()} if default else set()
        for name in call.param("SecurityGroups", []):
            if name not in names:
                call.refuse("InvalidGroup.NotFound", f"The security group '{name}' does not exist in default VPC '{default}'")
