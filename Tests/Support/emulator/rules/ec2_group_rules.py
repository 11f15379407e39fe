"""EC2: what a security group tells of its rules."""

from moto.core.responses import ActionResult
from moto.ec2.models.security_groups import SecurityGroupBackend, SecurityGroupRule
from moto.ec2.responses.security_groups import SecurityGroups

from ..registry import patch


@patch("ec2")
def every_rule_tells_its_description():
    """A rule's description is told whatever its peer is.
    Source: EC2 API reference, SecurityGroupRule.description; moto tells those of address ranges only.
    """
    original = SecurityGroupRule.__init__

    def __init__(self, *args, **named):
        original(self, *args, **named)
        peer = named.get("prefix_list_id", args[7] if len(args) > 7 else None) or {}
        self.peer_description = peer.get("Description")

    SecurityGroupRule.__init__ = __init__
    SecurityGroupRule.description = property(
        lambda self: self.ip_range.get("Description") or self.source_group.get("Description") or self.peer_description or None)


@patch("ec2")
def equal_rules_differ_in_description_at_most():
    """Two rules of one peer, protocol and ports are the same rule, whatever their descriptions.
    Source: EC2 API reference, AuthorizeSecurityGroupIngress, error InvalidPermission.Duplicate; RevokeSecurityGroupIngress: a rule that has a
    description is revoked without naming it.
    """
    def known(rule):
        return (rule.ip_protocol, rule.from_port, rule.to_port, rule.ip_range.get("CidrIp"), rule.ip_range.get("CidrIpv6"),
                rule.source_group.get("GroupId"), rule.prefix_list_id)
    SecurityGroupRule.__eq__ = lambda self, other: known(self) == known(other)


@patch("ec2")
def descriptions_change_and_go():
    """A rule takes the new description of any kind of peer; none in the request removes it.
    Source: EC2 API reference, UpdateSecurityGroupRuleDescriptionsIngress: "You can remove a security group rule description by omitting the
    description parameter in the request".
    """
    def update(self, asked, rule):
        for name in ("ip_range", "source_group"):
            place = getattr(rule, name)
            if place:
                place.pop("Description", None)
        rule.peer_description = None
        place = rule.ip_range or rule.source_group
        if place and asked.description:
            place["Description"] = asked.description
        elif asked.description:
            rule.peer_description = asked.description
    SecurityGroupBackend._sg_update_description = update


@patch("ec2")
def all_new_rules_are_answered():
    """The answer lists the rules of all permissions of the request; when one is refused none is made.
    Source: EC2 API reference, AuthorizeSecurityGroupIngress, AuthorizeSecurityGroupEgress, SecurityGroupRules; moto answers those of the last permission.
    """
    def authorize(operation, member):
        def response(self):
            self.error_on_dryrun()
            made, groups = [], []
            try:
                for asked in self._process_rules_from_querystring():
                    rules, group = getattr(self.ec2_backend, operation)(**asked)
                    made += rules
                    groups.append(group)
            except Exception:
                for group in groups:
                    setattr(group, member, [rule for rule in getattr(group, member) if rule.id not in {one.id for one in made}])
                raise
            return ActionResult({"Return": True, "SecurityGroupRules": made})
        setattr(SecurityGroups, operation, response)

    authorize("authorize_security_group_ingress", "ingress_rules")
    authorize("authorize_security_group_egress", "egress_rules")
