"""The whole runbook by boto3 in AWS's order, its snapshot, and its destruction in AWS's order until the account is empty."""

import json
import subprocess
import sys

from .harness import SUPPORT, EmulatorTest, address, client

sys.path.insert(0, str(SUPPORT))
import snapshot  # noqa: E402 - beside the package

TRUST = '{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Principal": {{"Service": "{}"}}, "Action": "sts:AssumeRole"}}]}}'


def tags(kind, name):
    return [{"ResourceType": kind, "Tags": [{"Key": "plumb:stack", "Value": "s"}, {"Key": "plumb:resource", "Value": name}]}]


class Runbook:
    """The one-time and per-service objects."""

    def build(self):
        ec2, iam, ecs, elb = client("ec2"), client("iam"), client("ecs"), client("elbv2")
        client("s3").create_bucket(Bucket="cob-config")
        client("s3").put_object(Bucket="cob-config", Key="app/.env", Body=b"A=1", ServerSideEncryption="AES256")
        client("logs").create_log_group(logGroupName="apps", tags={"a": "b"})
        self.vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=tags("vpc", "Network"))["Vpc"]["VpcId"]
        self.subnets = [ec2.create_subnet(VpcId=self.vpc, CidrBlock=f"10.0.{n}.0/24", AvailabilityZone=f"us-east-1{zone}", TagSpecifications=tags(
            "subnet", f"Subnet{n}"))["Subnet"]["SubnetId"] for n, zone in enumerate("ab")]
        self.gateway = ec2.create_internet_gateway(TagSpecifications=tags("internet-gateway", "Gateway"))["InternetGateway"]["InternetGatewayId"]
        ec2.attach_internet_gateway(VpcId=self.vpc, InternetGatewayId=self.gateway)
        self.table = ec2.create_route_table(VpcId=self.vpc, TagSpecifications=tags("route-table", "Routes"))["RouteTable"]["RouteTableId"]
        ec2.create_route(RouteTableId=self.table, DestinationCidrBlock="0.0.0.0/0", GatewayId=self.gateway)
        self.associations = [ec2.associate_route_table(RouteTableId=self.table, SubnetId=one)["AssociationId"] for one in self.subnets]
        self.front, self.back = (ec2.create_security_group(GroupName=name, Description="d", VpcId=self.vpc)["GroupId"] for name in ("front", "back"))
        ec2.authorize_security_group_ingress(GroupId=self.back, IpPermissions=[
            {"IpProtocol": "tcp", "FromPort": 0, "ToPort": 65535, "UserIdGroupPairs": [{"GroupId": self.front}]}])
        for name, service in (("instance", "ec2.amazonaws.com"), ("task", "ecs-tasks.amazonaws.com")):
            iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST.format(service))
        iam.attach_role_policy(RoleName="instance", PolicyArn="arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role")
        iam.create_instance_profile(InstanceProfileName="instance")
        iam.add_role_to_instance_profile(InstanceProfileName="instance", RoleName="instance")
        ecs.create_cluster(clusterName="apps")
        image = client("ssm").get_parameter(Name="/aws/service/ecs/optimized-ami/amazon-linux-2/recommended/image_id")["Parameter"]["Value"]
        client("autoscaling").create_launch_configuration(
            LaunchConfigurationName="apps", ImageId=image, InstanceType="t3.micro", IamInstanceProfile="instance", SecurityGroups=[self.back],
            AssociatePublicIpAddress=True, UserData="#!/bin/bash\necho ECS_CLUSTER=apps >> /etc/ecs/ecs.config\n")
        client("autoscaling").create_auto_scaling_group(AutoScalingGroupName="apps", LaunchConfigurationName="apps", MinSize=1, MaxSize=2,
                                                        HealthCheckGracePeriod=0, VPCZoneIdentifier=",".join(self.subnets))
        self.balancer = elb.create_load_balancer(Name="apps", Subnets=self.subnets, SecurityGroups=[self.front])["LoadBalancers"][0]["LoadBalancerArn"]
        elb.get_waiter("load_balancer_available").wait(LoadBalancerArns=[self.balancer], WaiterConfig={"Delay": 0})
        self.targets = elb.create_target_group(Name="app", Protocol="HTTP", Port=80, VpcId=self.vpc, HealthCheckPath="/admin/ok")["TargetGroups"][0]["TargetGroupArn"]
        self.listener = elb.create_listener(LoadBalancerArn=self.balancer, Protocol="HTTP", Port=80, DefaultActions=[
            {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}])["Listeners"][0]["ListenerArn"]
        self.rule = elb.create_rule(ListenerArn=self.listener, Priority=1, Actions=[{"Type": "forward", "TargetGroupArn": self.targets}], Conditions=[
            {"Field": "host-header", "HostHeaderConfig": {"Values": ["app.example.com"]}}])["Rules"][0]["RuleArn"]
        client("ecr").create_repository(repositoryName="apps/app")
        self.definition = ecs.register_task_definition(family="app", taskRoleArn="arn:aws:iam::123456789012:role/task", containerDefinitions=[
            {"name": "web", "image": "i", "memory": 64, "portMappings": [{"containerPort": 3000, "hostPort": 0}]}])["taskDefinition"]["taskDefinitionArn"]
        ecs.create_service(cluster="apps", serviceName="app", taskDefinition="app", desiredCount=1, loadBalancers=[
            {"targetGroupArn": self.targets, "containerName": "web", "containerPort": 3000}])
        ecs.get_waiter("services_stable").wait(cluster="apps", services=["app"], WaiterConfig={"Delay": 0})

    def destroy(self):
        ec2, iam, ecs, elb, auto = client("ec2"), client("iam"), client("ecs"), client("elbv2"), client("autoscaling")
        ecs.delete_service(cluster="apps", service="app", force=True)
        ecs.get_waiter("services_inactive").wait(cluster="apps", services=["app"], WaiterConfig={"Delay": 0})
        ecs.deregister_task_definition(taskDefinition=self.definition)
        client("ecr").delete_repository(repositoryName="apps/app")
        elb.delete_rule(RuleArn=self.rule)
        elb.delete_target_group(TargetGroupArn=self.targets)
        elb.delete_load_balancer(LoadBalancerArn=self.balancer)
        auto.delete_auto_scaling_group(AutoScalingGroupName="apps", ForceDelete=True)
        while auto.describe_auto_scaling_groups()["AutoScalingGroups"]:
            pass
        auto.delete_launch_configuration(LaunchConfigurationName="apps")
        ecs.delete_cluster(cluster="apps")
        while ec2.describe_network_interfaces(Filters=[{"Name": "group-id", "Values": [self.front]}])["NetworkInterfaces"]:
            pass
        iam.remove_role_from_instance_profile(InstanceProfileName="instance", RoleName="instance")
        iam.delete_instance_profile(InstanceProfileName="instance")
        iam.detach_role_policy(RoleName="instance", PolicyArn="arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role")
        for name in ("instance", "task"):
            iam.delete_role(RoleName=name)
        for group in (self.back, self.front):
            ec2.delete_security_group(GroupId=group)
        for association in self.associations:
            ec2.disassociate_route_table(AssociationId=association)
        ec2.delete_route_table(RouteTableId=self.table)
        for subnet in self.subnets:
            ec2.delete_subnet(SubnetId=subnet)
        ec2.detach_internet_gateway(VpcId=self.vpc, InternetGatewayId=self.gateway)
        ec2.delete_internet_gateway(InternetGatewayId=self.gateway)
        ec2.delete_vpc(VpcId=self.vpc)
        client("logs").delete_log_group(logGroupName="apps")
        client("s3").delete_object(Bucket="cob-config", Key="app/.env")
        client("s3").delete_bucket(Bucket="cob-config")


class SnapshotTests(EmulatorTest):
    def taken(self):
        return json.dumps(snapshot.normalised(snapshot.take(address(), "us-east-1")), sort_keys=True, default=str, indent=1)

    def empty(self):
        return subprocess.run([sys.executable, "snapshot.py", "--endpoint", address(), "--empty"], cwd=SUPPORT, capture_output=True, text=True, check=False)

    def test_the_same_account_prints_the_same_and_destroys_to_nothing(self):
        taken = []
        for _ in range(2):
            runbook = Runbook()
            runbook.build()
            taken.append(self.taken())
            runbook.destroy()
            self.assertEqual(snapshot.take(address(), "us-east-1"), {})
        self.assertEqual(taken[0], taken[1])
        self.assertIn("<Vpc:s/Network>", taken[0])

    def test_what_is_beyond_a_fresh_account_is_listed(self):
        listed = self.empty()
        self.assertEqual((listed.returncode, listed.stdout), (0, ""), listed.stderr)
        client("ec2").create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=tags("vpc", "Network"))
        listed = self.empty()
        self.assertEqual(listed.returncode, 1)
        self.assertIn("Vpc\tVpc:s/Network", listed.stdout)

    def test_a_change_is_seen(self):
        runbook = Runbook()
        runbook.build()
        before = self.taken()
        client("logs").put_retention_policy(logGroupName="apps", retentionInDays=90)
        self.assertNotEqual(before, self.taken())
