"""Resource Groups Tagging API."""

import json

from .harness import EmulatorTest, client

TAG = [{"Key": "k", "Value": "v"}]


class TaggingTests(EmulatorTest):
    def found(self, region="us-east-1", **asked):
        pages = client("resourcegroupstaggingapi", region).get_paginator("get_resources").paginate(TagFilters=[{"Key": "k", "Values": ["v"]}], **asked)
        return sorted(item["ResourceARN"].split(":", 2)[2].split(":")[0] + ":" + item["ResourceARN"].split(":")[5].split("/")[0]
                      for page in pages for item in page["ResourceTagMappingList"])

    def test_what_moto_leaves_out_is_found(self):
        ec2 = client("ec2")
        tags = lambda kind: [{"ResourceType": kind, "Tags": TAG}]  # noqa: E731
        ec2.allocate_address(Domain="vpc", TagSpecifications=tags("elastic-ip"))
        ec2.create_vpn_gateway(Type="ipsec.1", TagSpecifications=tags("vpn-gateway"))
        ec2.create_key_pair(KeyName="k", TagSpecifications=tags("key-pair"))
        ec2.create_launch_template(LaunchTemplateName="tmpl", LaunchTemplateData={"InstanceType": "t3.micro"}, TagSpecifications=tags("launch-template"))
        client("ecr").create_repository(repositoryName="repository", tags=TAG)
        client("events").put_rule(Name="rule", ScheduleExpression="rate(1 day)", Tags=TAG)
        client("servicediscovery").create_http_namespace(Name="apps", Tags=TAG)
        zone = client("route53").create_hosted_zone(Name="example.com", CallerReference="r")["HostedZone"]["Id"].split("/")[-1]
        client("route53").change_tags_for_resource(ResourceType="hostedzone", ResourceId=zone, AddTags=TAG)
        balancer = self.balancer()[0]
        client("elbv2").create_listener(LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=80, Tags=TAG, DefaultActions=[
            {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}])
        self.assertEqual(self.found(), ["ec2:elastic-ip", "ec2:key-pair", "ec2:launch-template", "ec2:vpn-gateway", "ecr:repository",
                                        "elasticloadbalancing:listener", "events:rule", "route53:hostedzone", "servicediscovery:namespace"])
        self.assertEqual(self.found("us-west-2"), [])
        self.assertEqual(self.found(ResourceTypeFilters=["ecr"]), ["ecr:repository"])

    def test_endpoints_rules_and_providers_are_found(self):
        ec2, vpc = client("ec2"), self.network(gateway=False)[0]
        tags = lambda kind: [{"ResourceType": kind, "Tags": TAG}]  # noqa: E731
        endpoint = ec2.create_vpc_endpoint(VpcId=vpc, ServiceName="com.amazonaws.us-east-1.s3", TagSpecifications=tags("vpc-endpoint"))
        ec2.authorize_security_group_ingress(
            GroupId=self.group(vpc), TagSpecifications=tags("security-group-rule"),
            IpPermissions=[{"IpProtocol": "tcp", "FromPort": 1, "ToPort": 1, "IpRanges": [{"CidrIp": "192.0.2.0/24"}]}])
        auto = client("autoscaling")
        auto.create_launch_configuration(LaunchConfigurationName="l", ImageId=self.image(), InstanceType="t3.micro")
        auto.create_auto_scaling_group(AutoScalingGroupName="g", LaunchConfigurationName="l", MinSize=0, MaxSize=0, AvailabilityZones=["us-east-1a"])
        group = auto.describe_auto_scaling_groups()["AutoScalingGroups"][0]["AutoScalingGroupARN"]
        client("ecs").create_capacity_provider(name="provider", autoScalingGroupProvider={"autoScalingGroupArn": group}, tags=[{"key": "k", "value": "v"}])
        self.assertEqual(self.found(), ["ec2:security-group-rule", "ec2:vpc-endpoint", "ecs:capacity-provider"])
        ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint["VpcEndpoint"]["VpcEndpointId"]])
        self.assertEqual(self.found(), ["ec2:security-group-rule", "ecs:capacity-provider"])

    def test_services_without_regions_are_found_in_one(self):
        iam = client("iam")
        document = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
        trust = json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]})
        iam.create_policy(PolicyName="p", PolicyDocument=document, Tags=TAG)
        iam.create_instance_profile(InstanceProfileName="p", Tags=TAG)
        iam.create_role(RoleName="r", AssumeRolePolicyDocument=trust, Tags=TAG)  # not covered
        self.assertEqual(self.found(), ["iam:instance-profile", "iam:policy"])
        self.assertEqual(self.found("us-west-2"), [])

    def test_a_page_counts_resources_not_tags(self):
        ec2 = client("ec2")
        many = TAG + [{"Key": f"k{number}", "Value": "v"} for number in range(39)]
        for _ in range(4):
            ec2.allocate_address(Domain="vpc", TagSpecifications=[{"ResourceType": "elastic-ip", "Tags": many}])
        asked = {"TagFilters": [{"Key": "k", "Values": ["v"]}]}
        found = client("resourcegroupstaggingapi").get_resources
        whole = found(**asked)
        self.assertEqual((len(whole["ResourceTagMappingList"]), whole.get("PaginationToken", "")), (4, ""))
        self.assertEqual(len(found(**asked, ResourcesPerPage=3)["ResourceTagMappingList"]), 3)

    def test_auto_scaling_groups_are_not_covered(self):
        auto = client("autoscaling")
        auto.create_launch_configuration(LaunchConfigurationName="l", ImageId=self.image(), InstanceType="t3.micro")
        auto.create_auto_scaling_group(AutoScalingGroupName="g", LaunchConfigurationName="l", MinSize=0, MaxSize=0,
                                       VPCZoneIdentifier=self.network()[1][0], Tags=[
                                           {**TAG[0], "PropagateAtLaunch": False, "ResourceId": "g", "ResourceType": "auto-scaling-group"}])
        self.assertEqual(self.found(), [])
