"""Rules that the other modules do not reach."""

import json

from .harness import ACCOUNT, EmulatorTest, client


class RemainingTests(EmulatorTest):
    def test_tags_of_a_scalable_target_change(self):
        scaling = client("application-autoscaling")
        arn = f"arn:aws:application-autoscaling:us-east-1:{ACCOUNT}:scalable-target/x"
        scaling.tag_resource(ResourceARN=arn, Tags={"a": "b", "c": "d"})
        scaling.untag_resource(ResourceARN=arn, TagKeys=["a"])
        self.assertEqual(scaling.list_tags_for_resource(ResourceARN=arn)["Tags"], {"c": "d"})

    def test_an_access_control_in_use_stays(self):
        cloudfront = client("cloudfront")
        control = cloudfront.create_origin_access_control(OriginAccessControlConfig={
            "Name": "c", "SigningProtocol": "sigv4", "SigningBehavior": "always", "OriginAccessControlOriginType": "s3"})
        config = {"CallerReference": "r", "Comment": "c", "Enabled": False, "Origins": {"Quantity": 1, "Items": [
            {"Id": "o", "DomainName": "b.s3.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""},
             "OriginAccessControlId": control["OriginAccessControl"]["Id"]}]},
            "DefaultCacheBehavior": {"TargetOriginId": "o", "ViewerProtocolPolicy": "allow-all", "CachePolicyId": "p"}}
        made = cloudfront.create_distribution(DistributionConfig=config)["Distribution"]["Id"]
        told = cloudfront.get_distribution_config(Id=made)
        origin = told["DistributionConfig"]["Origins"]["Items"][0]
        self.assertEqual((origin["OriginAccessControlId"], origin["S3OriginConfig"]),
                         (control["OriginAccessControl"]["Id"], {"OriginAccessIdentity": ""}))
        self.refused("OriginAccessControlInUse", cloudfront.delete_origin_access_control, Id=control["OriginAccessControl"]["Id"],
                     IfMatch=control["ETag"])

    def test_a_table_s_class_changes(self):
        dynamodb = client("dynamodb")
        dynamodb.create_table(TableName="table", BillingMode="PAY_PER_REQUEST", AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
                              KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}])
        self.reads(2, lambda: dynamodb.describe_table(TableName="table"))
        dynamodb.update_table(TableName="table", TableClass="STANDARD_INFREQUENT_ACCESS")
        self.assertEqual(dynamodb.describe_table(TableName="table")["Table"]["TableClassSummary"]["TableClass"], "STANDARD_INFREQUENT_ACCESS")

    def test_a_capacity_provider_is_made_once_and_stays_while_used(self):
        ecs, auto = client("ecs"), client("autoscaling")
        auto.create_launch_configuration(LaunchConfigurationName="l", ImageId=self.image(), InstanceType="t3.micro")
        auto.create_auto_scaling_group(AutoScalingGroupName="g", LaunchConfigurationName="l", MinSize=0, MaxSize=0,
                                       VPCZoneIdentifier=self.network()[1][0])
        group = auto.describe_auto_scaling_groups()["AutoScalingGroups"][0]["AutoScalingGroupARN"]
        asked = {"name": "provider", "autoScalingGroupProvider": {"autoScalingGroupArn": group}}
        ecs.create_capacity_provider(**asked)
        self.refused("ClientException", ecs.create_capacity_provider, **asked)
        self.refused("ClientException", ecs.create_capacity_provider, **{**asked, "name": "fargate-x"})
        ecs.create_cluster(clusterName="c")
        ecs.put_cluster_capacity_providers(cluster="c", capacityProviders=["provider"], defaultCapacityProviderStrategy=[])
        told = ecs.describe_capacity_providers(capacityProviders=["provider", "missing"])
        self.assertEqual(([one["name"] for one in told["capacityProviders"]], [one["reason"] for one in told["failures"]]), (["provider"], ["MISSING"]))
        self.refused("ResourceInUseException", ecs.delete_capacity_provider, capacityProvider="provider")
        ecs.put_cluster_capacity_providers(cluster="c", capacityProviders=[], defaultCapacityProviderStrategy=[])
        ecs.delete_capacity_provider(capacityProvider="provider")
        self.refused("ClientException", ecs.delete_capacity_provider, capacityProvider="provider")

    def test_at_most_ten_revisions_are_deleted_at_once(self):
        self.refused("InvalidParameterException", client("ecs").delete_task_definitions, taskDefinitions=[f"f:{number}" for number in range(11)])

    def test_an_access_point_s_token(self):
        efs = client("efs")
        system = efs.create_file_system(CreationToken="t")["FileSystemId"]
        first = efs.create_access_point(ClientToken="p", FileSystemId=system)["AccessPointId"]
        self.refused("AccessPointAlreadyExists", efs.create_access_point, ClientToken="p", FileSystemId=system)
        efs.delete_access_point(AccessPointId=first)
        self.assertNotEqual(first, efs.create_access_point(ClientToken="p", FileSystemId=system)["AccessPointId"])

    def test_a_balancer_s_interfaces_follow_it(self):
        ec2, elb = client("ec2"), client("elbv2")
        balancer, vpc, subnets = self.balancer()
        arn, other = balancer["LoadBalancerArn"], self.group(vpc, "other")
        third = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.9.0/24", AvailabilityZone="us-east-1c")["Subnet"]["SubnetId"]
        elb.set_security_groups(LoadBalancerArn=arn, SecurityGroups=[other])
        ec2.delete_security_group(GroupId=balancer["SecurityGroups"][0])
        self.refused("DependencyViolation", ec2.delete_security_group, GroupId=other)
        self.refused("ValidationError", elb.set_subnets, LoadBalancerArn=arn, Subnets=[third])
        elb.set_subnets(LoadBalancerArn=arn, Subnets=[subnets[0], third])
        ec2.delete_subnet(SubnetId=subnets[1])
        self.refused("DependencyViolation", ec2.delete_subnet, SubnetId=third)

    def test_a_target_group_keeps_to_its_ranges(self):
        arn = self.target_group(self.network()[0])
        self.refused("ValidationError", client("elbv2").modify_target_group, TargetGroupArn=arn, HealthCheckIntervalSeconds=400)

    def test_a_user_made_again_has_no_boundary(self):
        iam = client("iam")
        iam.create_user(UserName="u", PermissionsBoundary="arn:aws:iam::aws:policy/ReadOnlyAccess")
        self.assertIn("PermissionsBoundary", iam.get_user(UserName="u")["User"])
        iam.delete_user(UserName="u")
        iam.create_user(UserName="u")
        self.assertNotIn("PermissionsBoundary", iam.get_user(UserName="u")["User"])

    def test_a_subscription_keeps_its_distribution(self):
        logs, trust = client("logs"), json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]})
        role = client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        client("kinesis").create_stream(StreamName="s", ShardCount=1)
        logs.create_log_group(logGroupName="g")
        logs.put_subscription_filter(logGroupName="g", filterName="f", filterPattern="", distribution="Random", roleArn=role,
                                     destinationArn=f"arn:aws:kinesis:us-east-1:{ACCOUNT}:stream/s")
        self.assertEqual(logs.describe_subscription_filters(logGroupName="g")["subscriptionFilters"][0]["distribution"], "Random")
