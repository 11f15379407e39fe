"""EC2: what security groups tell of their rules."""

from .harness import EmulatorTest, client


class GroupRuleTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.ec2 = client("ec2")
        vpc = self.network(gateway=False)[0]
        self.one, self.other = self.group(vpc, "one"), self.group(vpc, "other")
        self.lists = self.ec2.describe_managed_prefix_lists()["PrefixLists"][0]["PrefixListId"]

    def peers(self, text=None):
        """The same ports for a range of each family, a group and a prefix list."""
        said = {"Description": text} if text else {}
        return {"IpRanges": [{"CidrIp": "192.0.2.0/24", **said}], "Ipv6Ranges": [{"CidrIpv6": "2001:db8::/32", **said}],
                "UserIdGroupPairs": [{"GroupId": self.other, **said}], "PrefixListIds": [{"PrefixListId": self.lists, **said}]}

    def permission(self, **peers):
        return {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, **peers}

    def descriptions(self):
        rules = self.ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [self.one]}])["SecurityGroupRules"]
        return [one.get("Description") for one in rules if not one["IsEgress"]]

    def test_a_description_is_told_whatever_the_peer(self):
        self.ec2.authorize_security_group_ingress(GroupId=self.one, IpPermissions=[self.permission(**self.peers("d"))])
        self.assertEqual(self.descriptions(), ["d"] * 4)

    def test_descriptions_change_and_go(self):
        self.ec2.authorize_security_group_ingress(GroupId=self.one, IpPermissions=[self.permission(**self.peers("d"))])
        change = self.ec2.update_security_group_rule_descriptions_ingress
        for text, told in (("e", "e"), (None, None)):
            change(GroupId=self.one, IpPermissions=[self.permission(**{kind: peers}) for kind, peers in self.peers(text).items()])
            self.assertEqual(self.descriptions(), [told] * 4)

    def test_rules_that_differ_in_description_only_are_the_same(self):
        allow = lambda **range: self.ec2.authorize_security_group_ingress(  # noqa: E731
            GroupId=self.one, IpPermissions=[self.permission(IpRanges=[{"CidrIp": "192.0.2.0/24", **range}])])
        allow(Description="d")
        self.refused("InvalidPermission.Duplicate", allow, Description="e")
        self.ec2.revoke_security_group_ingress(GroupId=self.one, IpPermissions=[self.permission(IpRanges=[{"CidrIp": "192.0.2.0/24"}])])
        self.assertEqual(self.descriptions(), [])

    def test_all_new_rules_are_answered_or_none_is_made(self):
        first, second = (self.permission(IpRanges=[{"CidrIp": f"192.0.{number}.0/24"}]) for number in (2, 3))
        for allow, is_egress in ((self.ec2.authorize_security_group_ingress, False), (self.ec2.authorize_security_group_egress, True)):
            made = allow(GroupId=self.one, IpPermissions=[first, second])["SecurityGroupRules"]
            self.assertEqual(sorted((one["CidrIpv4"], one["IsEgress"]) for one in made),
                             [("192.0.2.0/24", is_egress), ("192.0.3.0/24", is_egress)])
            new = self.permission(IpRanges=[{"CidrIp": "192.0.4.0/24"}])
            self.refused("InvalidPermission.Duplicate", allow, GroupId=self.one, IpPermissions=[new, first])
            allow(GroupId=self.one, IpPermissions=[new])
