"""Auto Scaling groups' metrics, hooks and notifications; Application Auto Scaling's errors; ECS members that moto forgets."""

from .harness import EmulatorTest, client

ECS = {"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount"}


class GroupTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.auto = client("autoscaling")
        self.subnet = self.network(gateway=False)[1][0]
        self.auto.create_launch_configuration(LaunchConfigurationName="l", ImageId=self.image(), InstanceType="t3.micro")
        self.create()

    def create(self):
        self.auto.create_auto_scaling_group(AutoScalingGroupName="g", LaunchConfigurationName="l", MinSize=0, MaxSize=0, VPCZoneIdentifier=self.subnet)

    def again(self):
        """The group deleted and made again."""
        self.auto.delete_auto_scaling_group(AutoScalingGroupName="g")
        self.reads(2, self.auto.describe_auto_scaling_groups)
        self.create()

    def test_metrics_are_enabled_and_disabled_by_name(self):
        read = lambda: [one["Metric"] for one in self.auto.describe_auto_scaling_groups()["AutoScalingGroups"][0].get("EnabledMetrics", [])]  # noqa: E731
        enable = lambda *names, **more: self.auto.enable_metrics_collection(**{  # noqa: E731
            "AutoScalingGroupName": "g", "Granularity": "1Minute", **({"Metrics": names} if names else {}), **more})
        enable("GroupMaxSize")
        enable("GroupMinSize")
        self.assertEqual(read(), ["GroupMinSize", "GroupMaxSize"])
        self.auto.disable_metrics_collection(AutoScalingGroupName="g", Metrics=["GroupMaxSize"])
        self.assertEqual(read(), ["GroupMinSize"])
        enable()
        self.assertEqual(len(read()), 20)
        self.auto.disable_metrics_collection(AutoScalingGroupName="g")
        self.assertEqual(read(), [])
        for wrong in ({"AutoScalingGroupName": "x"}, {"Metrics": ["Nonsense"]}, {"Granularity": "5Minute"}):
            self.refused("ValidationError", enable, **wrong)

    def test_a_hook_keeps_what_it_was_given(self):
        put = lambda **more: self.auto.put_lifecycle_hook(AutoScalingGroupName="g", LifecycleHookName="h", **more)  # noqa: E731
        read = lambda: self.auto.describe_lifecycle_hooks(AutoScalingGroupName="g")["LifecycleHooks"]  # noqa: E731
        put(LifecycleTransition="autoscaling:EC2_INSTANCE_LAUNCHING", NotificationMetadata="m", HeartbeatTimeout=60)
        put(DefaultResult="CONTINUE")
        told = read()[0]
        self.assertEqual((told["HeartbeatTimeout"], told["DefaultResult"], told["NotificationMetadata"]), (60, "CONTINUE", "m"))
        self.assertFalse({"RoleARN", "NotificationTargetARN"} & set(told))
        self.auto.delete_lifecycle_hook(AutoScalingGroupName="g", LifecycleHookName="h")
        put(LifecycleTransition="autoscaling:EC2_INSTANCE_TERMINATING")
        self.assertEqual((read()[0]["HeartbeatTimeout"], "NotificationMetadata" in read()[0]), (3600, False))
        self.again()
        self.assertEqual(read(), [])
        self.refused("ValidationError", self.auto.describe_lifecycle_hooks, AutoScalingGroupName="x")

    def test_notifications_need_a_topic_a_group_and_types(self):
        topic, end = client("sns").create_topic(Name="t")["TopicArn"], "autoscaling:EC2_INSTANCE_TERMINATE"
        put = lambda group="g", arn=topic, types=(end,): self.auto.put_notification_configuration(  # noqa: E731
            AutoScalingGroupName=group, TopicARN=arn, NotificationTypes=types)
        for wrong in ({"group": "x"}, {"arn": topic + "x"}, {"types": ["nonsense"]}, {"types": []}):
            self.refused("ValidationError", put, **wrong)
        put()
        read = lambda **asked: self.auto.describe_notification_configurations(**asked)["NotificationConfigurations"]  # noqa: E731
        self.assertEqual(read(), [{"AutoScalingGroupName": "g", "TopicARN": topic, "NotificationType": end}])
        self.assertEqual(read(AutoScalingGroupNames=["x"]), [])
        self.again()
        self.assertEqual(read(), [])


class ApplicationTests(EmulatorTest):
    @staticmethod
    def target(scaling):
        ecs = client("ecs")
        ecs.create_cluster(clusterName="c")
        ecs.register_task_definition(family="f", containerDefinitions=[{"name": "a", "image": "i", "memory": 64}])
        ecs.create_service(cluster="c", serviceName="s", taskDefinition="f", desiredCount=1)
        scaling.register_scalable_target(**ECS, MinCapacity=1, MaxCapacity=2)

    def test_what_goes_is_there(self):
        scaling = client("application-autoscaling")
        missing = lambda call, **more: self.refused("ObjectNotFoundException", call, **ECS, **more)  # noqa: E731
        missing(scaling.deregister_scalable_target)
        missing(scaling.delete_scaling_policy, PolicyName="p")
        missing(scaling.delete_scheduled_action, ScheduledActionName="a")
        self.target(scaling)
        scaling.put_scaling_policy(**ECS, PolicyName="p", PolicyType="StepScaling", StepScalingPolicyConfiguration={
            "AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}]})
        scaling.put_scheduled_action(**ECS, ScheduledActionName="a", Schedule="rate(1 day)", ScalableTargetAction={"MinCapacity": 1})
        missing(scaling.delete_scaling_policy, PolicyName="q")
        scaling.delete_scaling_policy(**ECS, PolicyName="p")
        scaling.delete_scheduled_action(**ECS, ScheduledActionName="a")
        missing(scaling.delete_scheduled_action, ScheduledActionName="a")
        scaling.put_scheduled_action(**ECS, ScheduledActionName="b", Schedule="rate(1 day)", ScalableTargetAction={"MinCapacity": 1})
        scaling.deregister_scalable_target(**ECS)
        self.assertEqual(scaling.describe_scheduled_actions(ServiceNamespace="ecs")["ScheduledActions"], [])
        missing(scaling.deregister_scalable_target)

    def test_a_policy_put_again_is_the_same(self):
        scaling, watch = client("application-autoscaling"), client("cloudwatch")
        self.target(scaling)
        put = lambda value: scaling.put_scaling_policy(  # noqa: E731
            **ECS, PolicyName="p", PolicyType="TargetTrackingScaling", TargetTrackingScalingPolicyConfiguration={
                "TargetValue": value, "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}})
        alarms = lambda: sorted(one["AlarmArn"] for one in watch.describe_alarms()["MetricAlarms"])  # noqa: E731
        first, second = put(50.0), put(60.0)
        self.assertEqual(first["PolicyARN"], second["PolicyARN"])
        self.assertEqual(alarms(), sorted(one["AlarmARN"] for one in second["Alarms"]))
        self.assertEqual(len(alarms()), 2)
        scaling.deregister_scalable_target(**ECS)
        self.assertEqual(alarms(), [])


class ContainerTests(EmulatorTest):
    def test_a_revision_tells_whether_faults_may_be_injected(self):
        ecs = client("ecs")
        containers = [{"name": "a", "image": "i", "memory": 64}]
        made = [ecs.register_task_definition(family="f", containerDefinitions=containers, **more)["taskDefinition"]
                for more in ({"enableFaultInjection": True}, {})]
        self.assertEqual([one["enableFaultInjection"] for one in made], [True, False])
        self.assertIs(ecs.describe_task_definition(taskDefinition="f:1")["taskDefinition"]["enableFaultInjection"], True)

    def test_a_capacity_provider_drains_unless_told_not_to(self):
        auto, ecs = client("autoscaling"), client("ecs")
        auto.create_launch_configuration(LaunchConfigurationName="l", ImageId=self.image(), InstanceType="t3.micro")
        auto.create_auto_scaling_group(AutoScalingGroupName="g", LaunchConfigurationName="l", MinSize=0, MaxSize=0,
                                       VPCZoneIdentifier=self.network(gateway=False)[1][0])
        group = auto.describe_auto_scaling_groups()["AutoScalingGroups"][0]["AutoScalingGroupARN"]
        change = lambda **asked: ecs.update_capacity_provider(name="provider", autoScalingGroupProvider=asked)  # noqa: E731
        read = lambda: ecs.describe_capacity_providers(capacityProviders=["provider"])["capacityProviders"][0][  # noqa: E731
            "autoScalingGroupProvider"]["managedDraining"]
        self.refused("ClientException", change, managedDraining="DISABLED")
        ecs.create_capacity_provider(name="provider", autoScalingGroupProvider={"autoScalingGroupArn": group})
        self.assertEqual(read(), "ENABLED")
        change(managedDraining="DISABLED")
        self.assertEqual(read(), "DISABLED")
        change(managedScaling={"targetCapacity": 50})
        self.assertEqual(read(), "DISABLED")
