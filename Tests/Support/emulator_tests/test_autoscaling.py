"""Auto Scaling."""

from .harness import EmulatorTest, client, plumb


class LaunchConfigurationTests(EmulatorTest):
    def create(self, **more):
        return client("autoscaling").create_launch_configuration(**{
            "LaunchConfigurationName": "l", "ImageId": self.image(), "InstanceType": "t3.micro", **more})

    def test_a_name_is_taken_once(self):
        self.create()
        self.refused("AlreadyExists", self.create)

    def test_what_it_names_must_exist(self):
        answer = self.refused("ValidationError", self.create, IamInstanceProfile="missing")
        self.assertIn("Invalid IamInstanceProfile", answer["Error"]["Message"])
        self.refused("ValidationError", self.create, KeyName="missing")
        self.refused("ValidationError", self.create, SecurityGroups=["sg-0"])
        self.refused("ValidationError", self.create, ImageId="ami-0")

    def test_it_keeps_its_tenancy(self):
        self.create(PlacementTenancy="dedicated")
        self.assertEqual(client("autoscaling").describe_launch_configurations()["LaunchConfigurations"][0]["PlacementTenancy"], "dedicated")

    def test_one_in_use_stays(self):
        auto = client("autoscaling")
        self.create()
        auto.create_auto_scaling_group(AutoScalingGroupName="g", LaunchConfigurationName="l", MinSize=0, MaxSize=1,
                                       VPCZoneIdentifier=self.network()[1][0])
        self.refused("ResourceInUse", auto.delete_launch_configuration, LaunchConfigurationName="l")
        auto.delete_auto_scaling_group(AutoScalingGroupName="g")
        self.reads(2, auto.describe_auto_scaling_groups)
        auto.delete_launch_configuration(LaunchConfigurationName="l")
        self.refused("ValidationError", auto.delete_launch_configuration, LaunchConfigurationName="l")


class GroupTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.auto = client("autoscaling")
        self.vpc, self.subnets, _ = self.network()
        self.auto.create_launch_configuration(LaunchConfigurationName="l", ImageId=self.image(), InstanceType="t3.micro",
                                              SecurityGroups=[self.group(self.vpc)])

    def create(self, **more):
        return self.auto.create_auto_scaling_group(**{"AutoScalingGroupName": "g", "LaunchConfigurationName": "l", "MinSize": 0, "MaxSize": 2,
                                                      "VPCZoneIdentifier": ",".join(self.subnets), **more})

    def read(self):
        return self.auto.describe_auto_scaling_groups(AutoScalingGroupNames=["g"])["AutoScalingGroups"]

    def test_a_mixed_policy_may_bring_the_type(self):
        template = client("ec2").create_launch_template(LaunchTemplateName="typeless", LaunchTemplateData={"ImageId": self.image()})["LaunchTemplate"]
        self.auto.create_auto_scaling_group(
            AutoScalingGroupName="g", MinSize=1, MaxSize=1, VPCZoneIdentifier=",".join(self.subnets), MixedInstancesPolicy={"LaunchTemplate": {
                "LaunchTemplateSpecification": {"LaunchTemplateId": template["LaunchTemplateId"]}, "Overrides": [{"InstanceType": "m5.large"}]}})
        self.assertEqual([one["InstanceType"] for one in self.read()[0]["Instances"]], ["m5.large"])

    def test_defaults_and_given_values_are_told(self):
        self.create(HealthCheckGracePeriod=0, MaxInstanceLifetime=86400, DefaultInstanceWarmup=30, TerminationPolicies=["OldestInstance"])
        told = self.read()[0]
        self.assertEqual((told["HealthCheckGracePeriod"], told["MaxInstanceLifetime"], told["DefaultInstanceWarmup"], told["TerminationPolicies"]),
                         (0, 86400, 30, ["OldestInstance"]))
        self.auto.update_auto_scaling_group(AutoScalingGroupName="g", DefaultCooldown=10, CapacityRebalance=True,
                                            TerminationPolicies=["Default"], MaxInstanceLifetime=0)
        told = self.read()[0]
        self.assertEqual((told["DefaultCooldown"], told["CapacityRebalance"], told["TerminationPolicies"]), (10, True, ["Default"]))
        self.assertNotIn("MaxInstanceLifetime", told)

    def test_a_request_must_make_sense(self):
        self.refused("ValidationError", self.create, MinSize=3)
        self.refused("ValidationError", self.create, DesiredCapacity=9)
        self.refused("ValidationError", self.create, LaunchConfigurationName="missing")
        self.refused("ValidationError", self.create, VPCZoneIdentifier="subnet-0")
        self.refused("ValidationError", self.create, TargetGroupARNs=["arn:aws:elasticloadbalancing:x"])
        self.create()
        self.refused("AlreadyExists", self.create)

    def test_a_group_notifies_topics(self):
        self.create()
        topic = client("sns").create_topic(Name="news")["TopicArn"]
        launch, end = "autoscaling:EC2_INSTANCE_LAUNCH", "autoscaling:EC2_INSTANCE_TERMINATE"
        put = lambda *types: self.auto.put_notification_configuration(AutoScalingGroupName="g", TopicARN=topic, NotificationTypes=types)  # noqa: E731
        read = lambda: [one["NotificationType"] for one in self.auto.describe_notification_configurations(  # noqa: E731
            AutoScalingGroupNames=["g"])["NotificationConfigurations"]]
        self.assertEqual(read(), [])
        put(launch, end)
        self.assertEqual(read(), [launch, end])
        put(end)
        self.assertEqual(read(), [end])
        self.auto.delete_notification_configuration(AutoScalingGroupName="g", TopicARN=topic)
        self.assertEqual(read(), [])

    def test_one_with_instances_needs_force_and_takes_a_while(self):
        plumb("post", "config", {"auto_scaling_group_deleted": 2})
        self.create(DesiredCapacity=1)
        self.refused("ResourceInUse", self.auto.delete_auto_scaling_group, AutoScalingGroupName="g")
        self.auto.delete_auto_scaling_group(AutoScalingGroupName="g", ForceDelete=True)
        self.assertEqual([[one.get("Status") for one in groups] for groups in self.reads(3, self.read)],
                         [["Delete in progress"], ["Delete in progress"], []])

    def test_its_instances_hold_their_group_and_subnet(self):
        ec2 = client("ec2")
        self.create(DesiredCapacity=1)
        group = next(one["GroupId"] for one in ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": ["group"]}])["SecurityGroups"])
        self.refused("DependencyViolation", ec2.delete_security_group, GroupId=group)
        self.refused("DependencyViolation", ec2.delete_subnet, SubnetId=self.subnets[0])
        self.auto.delete_auto_scaling_group(AutoScalingGroupName="g", ForceDelete=True)
        ec2.delete_security_group(GroupId=group)
        ec2.delete_subnet(SubnetId=self.subnets[0])

    def test_a_mixed_policy_stays_until_another_comes(self):
        client("ec2").create_launch_template(LaunchTemplateName="tmpl", LaunchTemplateData={"ImageId": self.image(), "InstanceType": "t3.micro"})
        policy = {"LaunchTemplate": {"LaunchTemplateSpecification": {"LaunchTemplateName": "tmpl", "Version": "1"}}}
        self.auto.create_auto_scaling_group(
            AutoScalingGroupName="m", MixedInstancesPolicy=policy, MinSize=0, MaxSize=1, VPCZoneIdentifier=self.subnets[0],
            InstanceMaintenancePolicy={"MinHealthyPercentage": 90, "MaxHealthyPercentage": 110},
            LifecycleHookSpecificationList=[{"LifecycleHookName": "h", "LifecycleTransition": "autoscaling:EC2_INSTANCE_TERMINATING"}])
        self.assertEqual(len(self.auto.describe_lifecycle_hooks(AutoScalingGroupName="m")["LifecycleHooks"]), 1)
        self.auto.update_auto_scaling_group(AutoScalingGroupName="m", MaxSize=2, InstanceMaintenancePolicy={
            "MinHealthyPercentage": -1, "MaxHealthyPercentage": -1})
        group = self.auto.describe_auto_scaling_groups(AutoScalingGroupNames=["m"])["AutoScalingGroups"][0]
        self.assertIn("MixedInstancesPolicy", group)
        self.assertNotIn("InstanceMaintenancePolicy", group)

    def test_a_template_version_with_user_data_launches(self):
        ec2 = client("ec2")
        ec2.create_launch_template(LaunchTemplateName="tmpl", LaunchTemplateData={"ImageId": self.image(), "InstanceType": "t3.micro"})
        group = self.group(self.vpc, "templated")
        ec2.create_launch_template_version(LaunchTemplateName="tmpl", LaunchTemplateData={
            "ImageId": self.image(), "InstanceType": "t3.micro", "UserData": "IyEvYmluL2Jhc2g=",
            "NetworkInterfaces": [{"DeviceIndex": 0, "AssociatePublicIpAddress": True, "Groups": [group]}]})
        self.auto.create_auto_scaling_group(AutoScalingGroupName="t", LaunchTemplate={"LaunchTemplateName": "tmpl", "Version": "2"}, MinSize=1, MaxSize=1,
                                            VPCZoneIdentifier=self.subnets[0])
        self.assertEqual(len(self.auto.describe_auto_scaling_groups(AutoScalingGroupNames=["t"])["AutoScalingGroups"][0]["Instances"]), 1)
        self.refused("DependencyViolation", ec2.delete_security_group, GroupId=group)
        self.refused("ValidationError", self.auto.update_auto_scaling_group, AutoScalingGroupName="t",
                     LaunchTemplate={"LaunchTemplateName": "tmpl", "Version": "7"})


class TrafficSourceTests(EmulatorTest):
    def test_traffic_sources_come_and_go(self):
        scaling, ec2 = client("autoscaling"), client("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
        image = ec2.describe_images()["Images"][0]["ImageId"]
        scaling.create_launch_configuration(LaunchConfigurationName="lc", ImageId=image, InstanceType="t3.micro")
        source = {"Identifier": "arn:aws:vpc-lattice:us-east-1:123456789012:targetgroup/tg-1", "Type": "vpc-lattice"}
        scaling.create_auto_scaling_group(AutoScalingGroupName="g", LaunchConfigurationName="lc", MinSize=0, MaxSize=0, VPCZoneIdentifier=subnet,
                                          TrafficSources=[source])
        told = lambda: scaling.describe_auto_scaling_groups()["AutoScalingGroups"][0]["TrafficSources"]
        self.assertEqual(told(), [source])
        other = {**source, "Identifier": source["Identifier"] + "2"}
        scaling.attach_traffic_sources(AutoScalingGroupName="g", TrafficSources=[other])
        scaling.detach_traffic_sources(AutoScalingGroupName="g", TrafficSources=[source])
        self.assertEqual(told(), [other])
        self.refused("ValidationError", scaling.attach_traffic_sources, AutoScalingGroupName="missing", TrafficSources=[other])
        self.refused("ValidationError", scaling.detach_traffic_sources, AutoScalingGroupName="g", TrafficSources=[])
