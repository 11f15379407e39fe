"""Resource Groups Tagging API."""

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
        zone = client("route53").create_hosted_zone(Name="example.com", CallerReference="r")["HostedZone"]["Id"].split("/")[-1]
        client("route53").change_tags_for_resource(ResourceType="hostedzone", ResourceId=zone, AddTags=TAG)
        balancer = self.balancer()[0]
        client("elbv2").create_listener(LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=80, Tags=TAG, DefaultActions=[
            {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}])
        self.assertEqual(self.found(), ["ec2:elastic-ip", "ec2:key-pair", "ec2:launch-template", "ec2:vpn-gateway", "ecr:repository",
                                        "elasticloadbalancing:listener", "route53:hostedzone"])
        self.assertEqual(self.found("us-west-2"), [])
        self.assertEqual(self.found(ResourceTypeFilters=["ecr"]), ["ecr:repository"])

    def test_auto_scaling_groups_are_not_covered(self):
        auto = client("autoscaling")
        auto.create_launch_configuration(LaunchConfigurationName="l", ImageId=self.image(), InstanceType="t3.micro")
        auto.create_auto_scaling_group(AutoScalingGroupName="g", LaunchConfigurationName="l", MinSize=0, MaxSize=0,
                                       VPCZoneIdentifier=self.network()[1][0], Tags=[
                                           {**TAG[0], "PropagateAtLaunch": False, "ResourceId": "g", "ResourceType": "auto-scaling-group"}])
        self.assertEqual(self.found(), [])
