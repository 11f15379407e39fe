"""EC2: network ACLs, their rules and their subnets."""

from moto.ec2.models.network_acls import NetworkAcl

from ..registry import after, before, patch


def _list(call):
    return call.backend.network_acls.get(call.param("NetworkAclId"))


@patch("ec2")
def network_acls_are_found_by_id():
    """DescribeNetworkAcls takes the filter network-acl-id.
    Source: EC2 API reference, DescribeNetworkAcls, Filters; moto lacks it.
    """
    told = NetworkAcl.get_filter_value

    def get_filter_value(self, filter_name, method_name=None):
        return self.id if filter_name == "network-acl-id" else told(self, filter_name, method_name)
    NetworkAcl.get_filter_value = get_filter_value


@after("ec2", "CreateNetworkAcl")
def a_network_acl_ends_in_denials(call, answer):
    """Every list ends in a rule for each direction that denies all else.
    Source: Amazon VPC user guide, "Network ACL rules": "Each network ACL also includes a rule whose rule number is an asterisk".
    """
    told = answer["NetworkAcl"]
    for egress in (True, False):
        call.backend.create_network_acl_entry(told["NetworkAclId"], 32767, "-1", "deny", egress, "0.0.0.0/0", None, None, None, None, None)
    told["Entries"] = [{"CidrBlock": "0.0.0.0/0", "Egress": egress, "Protocol": "-1", "RuleAction": "deny", "RuleNumber": 32767}
                       for egress in (True, False)]


@before("ec2", "CreateNetworkAclEntry", "ReplaceNetworkAclEntry")
def a_rule_has_the_ports_of_its_protocol(call):
    """TCP and UDP need ports, ICMP a type; what the protocol does not have is not kept.
    Source: EC2 API reference, CreateNetworkAclEntry, Protocol, PortRange and Icmp.
    """
    protocol = call.param("Protocol")
    if protocol in ("6", "17") and call.param("PortRange") is None:
        call.refuse("MissingParameter", "The request must contain the parameter portRange")
    if protocol in ("1", "58") and call.param("IcmpTypeCode") is None:
        call.refuse("MissingParameter", "The request must contain the parameter icmpTypeCode")
    if protocol == "58" and not call.param("Ipv6CidrBlock"):
        call.refuse("MissingParameter", "The request must contain the parameter ipv6CidrBlock")
    if not 1 <= int(call.param("RuleNumber")) <= 32766:
        call.refuse("InvalidParameterValue", f"Value ({call.param('RuleNumber')}) for parameter ruleNumber is invalid.")
    call.rewrite_form(remove=(() if protocol in ("6", "17") else ("PortRange",)) + (() if protocol in ("1", "58") else ("Icmp",)))


@after("ec2", "CreateNetworkAclEntry", "ReplaceNetworkAclEntry")
def a_rule_keeps_its_icmp_type(call, answer):
    """A rule for ICMP keeps type and code.
    Source: EC2 API reference, NetworkAclEntry.icmpTypeCode; moto drops them.
    """
    for entry in _list(call).network_acl_entries:
        if int(entry.rule_number) == int(call.param("RuleNumber")) and entry.egress == call.param("Egress"):
            if entry.protocol in ("1", "58"):
                entry.icmp_type, entry.icmp_code = call.param("IcmpTypeCode.Type"), call.param("IcmpTypeCode.Code")


@before("ec2", "ReplaceNetworkAclEntry", "DeleteNetworkAclEntry")
def a_rule_that_is_not_there_is_not_found(call):
    """A rule is found by its list, direction and number, or not at all.
    Source: EC2 error codes, InvalidNetworkAclEntry.NotFound; moto answers 500.
    """
    found = _list(call)
    if found is None:
        call.refuse("InvalidNetworkAclID.NotFound", f"The networkAcl ID '{call.param('NetworkAclId')}' does not exist")
    number, egress = int(call.param("RuleNumber")), call.param("Egress")
    if not any(int(entry.rule_number) == number and entry.egress == egress for entry in found.network_acl_entries):
        call.refuse("InvalidNetworkAclEntry.NotFound",
                    f"The {'egress' if egress else 'ingress'} entry with rule number {number} does not exist in network ACL {found.id}")


@before("ec2", "ReplaceNetworkAclAssociation")
def an_association_is_replaced_once(call):
    """A replaced association is gone, and the new list must be of the subnet's network.
    Source: EC2 API reference, ReplaceNetworkAclAssociation; error codes InvalidAssociationID.NotFound, InvalidParameterValue.
    """
    old = next((one for one in call.backend.network_acls.values() if call.param("AssociationId") in one._associations), None)
    if old is None:
        call.refuse("InvalidAssociationID.NotFound", f"The association ID '{call.param('AssociationId')}' does not exist")
    new = _list(call)
    if new is None:
        call.refuse("InvalidNetworkAclID.NotFound", f"The networkAcl ID '{call.param('NetworkAclId')}' does not exist")
    if new.vpc_id != old.vpc_id:
        call.refuse("InvalidParameterValue", f"networkAcl {new.id} and subnet belong to different networks")


@before("ec2", "DeleteNetworkAcl")
def a_default_network_acl_stays(call):
    """A network's default list goes with the network only.
    Source: EC2 API reference, DeleteNetworkAcl: "You can't delete the default network ACL"; error code InvalidParameterValue.
    """
    found = _list(call)
    if found is not None and found.default:
        call.refuse("InvalidParameterValue", "cannot delete default network ACL " + found.id)


@before("ec2", "DeleteVpc")
def network_acls_hold_their_network(call):
    """A network with lists beside its default one cannot be deleted.
    Source: EC2 API reference, DeleteVpc: "You must detach or delete all gateways and resources that are associated with the VPC".
    """
    vpc_id = call.param("VpcId")
    if any(one.vpc_id == vpc_id and not one.default for one in call.backend.network_acls.values()):
        call.refuse("DependencyViolation", f"The vpc '{vpc_id}' has dependencies and cannot be deleted.")


@after("ec2", "DeleteVpc", "DeleteSubnet")
def network_acls_forget_what_is_gone(call, answer):
    """A deleted network takes its default list along, a deleted subnet its association.
    Source: EC2 API reference, DeleteVpc: "it deletes the default security group, network ACL, and route table for the VPC"; moto leaves them.
    """
    lists = call.backend.network_acls
    for one in list(lists.values()):
        if call.action == "DeleteVpc" and one.vpc_id == call.param("VpcId"):
            del lists[one.id]
        for key, association in list(one._associations.items()):
            if association.subnet_id == call.param("SubnetId"):
                del one._associations[key]
