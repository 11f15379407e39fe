"""Elastic Load Balancing."""

from .harness import EmulatorTest, client, plumb


class LoadBalancerTests(EmulatorTest):
    def test_a_balancer_is_provisioning_then_active(self):
        balancer, _, _ = self.balancer()
        self.assertEqual(balancer["State"]["Code"], "provisioning")
        states = self.reads(4, lambda: client("elbv2").describe_load_balancers(Names=["balancer"])["LoadBalancers"][0]["State"]["Code"])
        self.assertEqual(states, ["provisioning", "provisioning", "active", "active"])

    def test_the_delay_can_be_set(self):
        plumb("post", "config", {"load_balancer_active": 0})
        self.balancer()
        self.assertEqual(client("elbv2").describe_load_balancers()["LoadBalancers"][0]["State"]["Code"], "active")

    def test_an_identical_request_gives_the_existing_one(self):
        elb, (vpc, subnets, _) = client("elbv2"), self.network()
        group = self.group(vpc)
        asked = {"Name": "same", "Subnets": subnets, "SecurityGroups": [group]}
        first, second = (elb.create_load_balancer(**asked)["LoadBalancers"][0]["LoadBalancerArn"] for _ in range(2))
        self.assertEqual(first, second)
        self.refused("DuplicateLoadBalancerName", elb.create_load_balancer, **asked, Scheme="internal")

    def test_a_network_balancer_tells_its_elastic_addresses(self):
        elb, ec2, (_, subnets, _) = client("elbv2"), client("ec2"), self.network()
        address = ec2.allocate_address(Domain="vpc")
        mappings = [{"SubnetId": subnets[0], "AllocationId": address["AllocationId"]}, {"SubnetId": subnets[1]}]
        self.refused("ValidationError", elb.create_load_balancer, Name="a", SubnetMappings=mappings)
        self.refused("AllocationIdNotFound", elb.create_load_balancer, Name="n", Type="network",
                     SubnetMappings=[{"SubnetId": subnets[0], "AllocationId": "eipalloc-0"}])
        arn = elb.create_load_balancer(Name="n", Type="network", SubnetMappings=mappings)["LoadBalancers"][0]["LoadBalancerArn"]

        def told():
            zones = elb.describe_load_balancers(LoadBalancerArns=[arn])["LoadBalancers"][0]["AvailabilityZones"]
            return {zone["SubnetId"]: zone["LoadBalancerAddresses"] for zone in zones}
        given = [{"AllocationId": address["AllocationId"], "IpAddress": address["PublicIp"]}]
        self.assertEqual(told(), {subnets[0]: given, subnets[1]: []})
        elb.set_subnets(LoadBalancerArn=arn, SubnetMappings=[{"SubnetId": subnets[0]}, {**mappings[0], "SubnetId": subnets[1]}])
        self.assertEqual(told(), {subnets[0]: [], subnets[1]: given})

    def test_it_stays_in_its_network(self):
        balancer, _, _ = self.balancer()
        ec2 = client("ec2")
        other = ec2.create_vpc(CidrBlock="10.77.0.0/16")["Vpc"]["VpcId"]
        gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        ec2.attach_internet_gateway(VpcId=other, InternetGatewayId=gateway)
        subnets = [ec2.create_subnet(VpcId=other, CidrBlock=f"10.77.{number}.0/24", AvailabilityZone=f"us-east-1{zone}")["Subnet"]["SubnetId"]
                   for number, zone in enumerate("ab")]
        self.refused("InvalidSubnet", client("elbv2").set_subnets, LoadBalancerArn=balancer["LoadBalancerArn"], Subnets=subnets)

    def test_it_needs_two_zones_and_a_gateway(self):
        elb, (vpc, subnets, _) = client("elbv2"), self.network(gateway=False)
        third = client("ec2").create_subnet(VpcId=vpc, CidrBlock="10.0.9.0/24", AvailabilityZone="us-east-1a")["Subnet"]["SubnetId"]
        self.refused("ValidationError", elb.create_load_balancer, Name="x", Subnets=subnets[:1])
        self.refused("InvalidConfigurationRequest", elb.create_load_balancer, Name="x", Subnets=[subnets[0], third])
        self.refused("InvalidSubnet", elb.create_load_balancer, Name="x", Subnets=subnets)
        self.refused("SubnetNotFound", elb.create_load_balancer, Name="x", Subnets=["subnet-0", subnets[0]])
        self.refused("InvalidSecurityGroup", elb.create_load_balancer, Name="x", Subnets=subnets, SecurityGroups=["sg-0"])
        self.assertEqual(len(elb.create_load_balancer(Name="x", Subnets=subnets, Scheme="internal")["LoadBalancers"][0]["SecurityGroups"]), 1)

    def test_deletion_protection_is_enforced(self):
        elb, arn = client("elbv2"), self.balancer()[0]["LoadBalancerArn"]
        elb.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=[{"Key": "deletion_protection.enabled", "Value": "true"}])
        self.refused("OperationNotPermitted", elb.delete_load_balancer, LoadBalancerArn=arn)

    def test_all_default_attributes_are_told(self):
        arn = self.balancer()[0]["LoadBalancerArn"]
        told = {one["Key"]: one["Value"] for one in
                client("elbv2").describe_load_balancer_attributes(LoadBalancerArn=arn)["Attributes"]}
        self.assertEqual((told["idle_timeout.timeout_seconds"], told["routing.http2.enabled"], told["access_logs.s3.enabled"]),
                         ("60", "true", "false"))
        self.assertGreaterEqual(len(told), 20)

    def test_its_interfaces_hold_groups_and_subnets_for_a_while(self):
        ec2, network = client("ec2"), self.network()
        balancer, vpc, subnets = self.balancer(network=network)
        interfaces = ec2.describe_network_interfaces(Filters=[{"Name": "group-id", "Values": balancer["SecurityGroups"]}])["NetworkInterfaces"]
        self.assertEqual({one["RequesterId"] for one in interfaces}, {"amazon-elb"})
        self.assertEqual({one["SubnetId"] for one in interfaces}, set(subnets))
        group = balancer["SecurityGroups"][0]
        self.refused("DependencyViolation", ec2.delete_security_group, GroupId=group)
        self.refused("DependencyViolation", ec2.detach_internet_gateway, InternetGatewayId=network[2], VpcId=vpc)
        client("elbv2").delete_load_balancer(LoadBalancerArn=balancer["LoadBalancerArn"])
        self.refused("DependencyViolation", ec2.delete_security_group, GroupId=group)
        self.refused("DependencyViolation", ec2.delete_subnet, SubnetId=subnets[0])
        for _ in range(3):
            left = ec2.describe_network_interfaces(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["NetworkInterfaces"]
        self.assertEqual(left, [])
        ec2.delete_security_group(GroupId=group)
        ec2.delete_subnet(SubnetId=subnets[0])


class TargetGroupTests(EmulatorTest):
    def test_an_identical_request_gives_the_existing_one(self):
        elb, (vpc, _, _) = client("elbv2"), self.network()
        self.assertEqual(self.target_group(vpc), self.target_group(vpc))
        self.refused("DuplicateTargetGroupName", elb.create_target_group, Name="targets", Protocol="HTTP", Port=81, VpcId=vpc)

    def test_all_default_attributes_are_told(self):
        arn = self.target_group(self.network()[0])
        told = {one["Key"]: one["Value"] for one in client("elbv2").describe_target_group_attributes(TargetGroupArn=arn)["Attributes"]}
        self.assertEqual((len(told), told["stickiness.lb_cookie.duration_seconds"], told["deregistration_delay.timeout_seconds"]),
                         (14, "86400", "300"))
        self.refused("InvalidConfigurationRequest", client("elbv2").modify_target_group_attributes, TargetGroupArn=arn,
                     Attributes=[{"Key": "nonsense", "Value": "1"}])

    def test_one_in_use_stays(self):
        elb = client("elbv2")
        balancer, vpc, _ = self.balancer()
        arn = self.target_group(vpc)
        listener = elb.create_listener(LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=80,
                                       DefaultActions=[{"Type": "forward", "TargetGroupArn": arn}])["Listeners"][0]
        self.assertEqual(elb.describe_target_groups()["TargetGroups"][0]["LoadBalancerArns"], [balancer["LoadBalancerArn"]])
        self.refused("ResourceInUse", elb.delete_target_group, TargetGroupArn=arn)
        elb.delete_listener(ListenerArn=listener["ListenerArn"])
        self.assertEqual(elb.describe_target_groups()["TargetGroups"][0]["LoadBalancerArns"], [])
        elb.delete_target_group(TargetGroupArn=arn)

    def test_numbers_have_ranges(self):
        vpc = self.network()[0]
        self.refused("ValidationError", client("elbv2").create_target_group, Name="x", Protocol="HTTP", Port=80, VpcId=vpc,
                     HealthCheckIntervalSeconds=5, HealthCheckTimeoutSeconds=5)


class ListenerTests(EmulatorTest):
    def listener(self, elb, balancer, port=80, **more):
        return elb.create_listener(LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=port, **{
            "DefaultActions": [{"Type": "redirect", "RedirectConfig": {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}}], **more})

    def test_redirects_are_told_in_full_and_http_has_no_policy(self):
        elb, (balancer, _, _) = client("elbv2"), self.balancer()
        self.listener(elb, balancer)
        told = elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"][0]
        self.assertEqual(told["DefaultActions"][0]["RedirectConfig"], {
            "Protocol": "HTTPS", "Port": "443", "Host": "#{host}", "Path": "/#{path}", "Query": "#{query}", "StatusCode": "HTTP_301"})
        self.assertNotIn("SslPolicy", told)

    def test_a_port_is_taken_once(self):
        elb, (balancer, _, _) = client("elbv2"), self.balancer()
        self.listener(elb, balancer)
        self.refused("DuplicateListener", self.listener, elb=elb, balancer=balancer)

    def test_a_certificate_must_be_there_and_issued(self):
        elb, acm, (balancer, _, _) = client("elbv2"), client("acm"), self.balancer()
        arn = acm.request_certificate(DomainName="a.example.com", ValidationMethod="DNS")["CertificateArn"]
        asked = {"LoadBalancerArn": balancer["LoadBalancerArn"], "Protocol": "HTTPS", "Port": 443,
                 "DefaultActions": [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}]}
        self.refused("ValidationError", elb.create_listener, **asked)
        nowhere = arn.rpartition("/")[0] + "/00000000-0000-0000-0000-000000000000"
        self.refused("CertificateNotFound", elb.create_listener, **asked, Certificates=[{"CertificateArn": nowhere}])
        self.refused("UnsupportedCertificate", elb.create_listener, **asked, Certificates=[{"CertificateArn": arn}])
        self.reads(3, lambda: acm.describe_certificate(CertificateArn=arn))
        made = elb.create_listener(**asked, Certificates=[{"CertificateArn": arn}])["Listeners"][0]
        self.assertEqual((made["SslPolicy"], made["MutualAuthentication"]["Mode"]), ("ELBSecurityPolicy-2016-08", "off"))
        older = elb.modify_listener(ListenerArn=made["ListenerArn"], SslPolicy="ELBSecurityPolicy-FS-1-2-Res-2019-08")["Listeners"][0]
        self.assertEqual(older["SslPolicy"], "ELBSecurityPolicy-FS-1-2-Res-2019-08")
        self.refused("ResourceInUseException", acm.delete_certificate, CertificateArn=arn)
        elb.delete_listener(ListenerArn=made["ListenerArn"])
        acm.delete_certificate(CertificateArn=arn)

    def test_rules_of_one_request_make_way_for_each_other(self):
        elb, (balancer, vpc, _) = client("elbv2"), self.balancer()
        listener, targets = self.listener(elb, balancer)["Listeners"][0]["ListenerArn"], self.target_group(vpc)
        one, two = (elb.create_rule(ListenerArn=listener, Priority=priority, Actions=[{"Type": "forward", "TargetGroupArn": targets}], Conditions=[
            {"Field": "path-pattern", "Values": [f"/{priority}"]}])["Rules"][0]["RuleArn"] for priority in (5, 6))

        def ordered(**priorities):
            asked = [{"RuleArn": {"one": one, "two": two}[name], "Priority": value} for name, value in priorities.items()]
            return [rule["Priority"] for rule in elb.set_rule_priorities(RulePriorities=asked)["Rules"]]
        self.assertEqual(ordered(one=5), ["5"])
        self.assertEqual(ordered(one=6, two=5), ["6", "5"])
        self.refused("PriorityInUse", ordered, one=5)
        self.assertEqual([rule["Priority"] for rule in elb.describe_rules(RuleArns=[one])["Rules"]], ["6"])

    def test_rules_tell_both_forms_of_a_condition(self):
        elb, (balancer, vpc, _) = client("elbv2"), self.balancer()
        listener, targets = self.listener(elb, balancer)["Listeners"][0]["ListenerArn"], self.target_group(vpc)
        rule = elb.create_rule(ListenerArn=listener, Priority=5, Actions=[{"Type": "forward", "TargetGroupArn": targets}], Conditions=[
            {"Field": "host-header", "HostHeaderConfig": {"Values": ["a.example.com"]}}])["Rules"][0]
        self.assertEqual((rule["Conditions"][0]["Values"], rule["Conditions"][0]["HostHeaderConfig"]), (["a.example.com"], {"Values": ["a.example.com"]}))
        self.assertEqual(rule["Actions"][0]["ForwardConfig"]["TargetGroups"], [{"TargetGroupArn": targets, "Weight": 1}])
        self.refused("PriorityInUse", elb.create_rule, ListenerArn=listener, Priority=5, Conditions=[
            {"Field": "path-pattern", "Values": ["/x"]}], Actions=[{"Type": "forward", "TargetGroupArn": targets}])
        self.refused("TargetGroupNotFound", elb.create_rule, ListenerArn=listener, Priority=6, Conditions=[
            {"Field": "path-pattern", "Values": ["/x"]}], Actions=[{"Type": "forward", "TargetGroupArn": targets[:-1] + "z"}])
        elb.delete_rule(RuleArn=rule["RuleArn"])
        self.refused("RuleNotFound", elb.delete_rule, RuleArn=rule["RuleArn"])
