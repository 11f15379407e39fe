"""Auto Scaling: instance refreshes."""

from .harness import EmulatorTest, client, plumb


class InstanceRefreshTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        auto = client("autoscaling")
        auto.create_launch_configuration(LaunchConfigurationName="l", ImageId=self.image(), InstanceType="t3.micro")
        auto.create_auto_scaling_group(AutoScalingGroupName="g", LaunchConfigurationName="l", MinSize=1, MaxSize=2,
                                       VPCZoneIdentifier=self.network()[1][0])

    def status(self):
        return [refresh["Status"] for refresh in client("autoscaling").describe_instance_refreshes(AutoScalingGroupName="g")["InstanceRefreshes"]]

    def test_one_at_a_time(self):
        auto = client("autoscaling")
        first = auto.start_instance_refresh(AutoScalingGroupName="g", Preferences={"MinHealthyPercentage": 50, "SkipMatching": True})
        self.refused("InstanceRefreshInProgress", auto.start_instance_refresh, AutoScalingGroupName="g")
        self.reads(3, lambda: self.status())
        self.assertEqual(self.status(), ["Successful"])
        second = auto.start_instance_refresh(AutoScalingGroupName="g")
        refreshes = auto.describe_instance_refreshes(AutoScalingGroupName="g")["InstanceRefreshes"]
        self.assertEqual([refresh["InstanceRefreshId"] for refresh in refreshes], [second["InstanceRefreshId"], first["InstanceRefreshId"]])
        self.assertEqual(refreshes[1]["Preferences"], {"MinHealthyPercentage": 50, "SkipMatching": True})
        auto.cancel_instance_refresh(AutoScalingGroupName="g")
        self.assertEqual(self.status(), ["Cancelled", "Successful"])
        self.refused("ActiveInstanceRefreshNotFound", auto.cancel_instance_refresh, AutoScalingGroupName="g")

    def test_what_it_refuses(self):
        auto = client("autoscaling")
        self.refused("ValidationError", auto.start_instance_refresh, AutoScalingGroupName="missing")
        self.refused("ValidationError", auto.describe_instance_refreshes, AutoScalingGroupName="missing")
        self.refused("ValidationError", auto.start_instance_refresh, AutoScalingGroupName="g", Preferences={"MaxHealthyPercentage": 150})
        self.refused("ValidationError", auto.start_instance_refresh, AutoScalingGroupName="g",
                     Preferences={"MinHealthyPercentage": 20, "MaxHealthyPercentage": 150})
