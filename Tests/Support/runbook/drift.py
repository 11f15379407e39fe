"""Changes made behind plumb's back: each with the place where plumb must see it, and what must hold again after an apply."""

import json
from dataclasses import dataclass
from typing import Callable

from .account import ACCOUNT, BUCKET, CLUSTER, SERVICES, document, tags

CHANGES = []


@dataclass(frozen=True)
class Change:
    address: str
    #: What the report must name beside the address: a property, or nothing when the whole resource is missing.
    names: str
    make: Callable
    #: True when AWS is as the templates want it.
    holds: Callable


def change(address, names, holds):
    def decorate(function):
        CHANGES.append(Change(address, names, function, holds))
        return function
    return decorate


def _open_ports(account):
    return sorted(rule["FromPort"] for rule in account.security_group(f"{CLUSTER}LoadBalancer")["IpPermissions"])


@change("digital-apps/LoadBalancerSecurityGroup", "SecurityGroupIngress", lambda account: _open_ports(account) == [80, 443])
def a_rule_is_added(account):
    account.ec2.authorize_security_group_ingress(GroupId=account.security_group(f"{CLUSTER}LoadBalancer")["GroupId"], IpPermissions=[
        {"IpProtocol": "tcp", "FromPort": 8443, "ToPort": 8443, "IpRanges": [{"CidrIp": "0.0.0.0/0", "Description": "for now"}]}])


@change("digital-apps/InstanceSecurityGroup", "SecurityGroupIngress",
        lambda account: [one["GroupId"] for rule in account.security_group(f"{CLUSTER}Instances")["IpPermissions"]
                         for one in rule["UserIdGroupPairs"]] == [account.security_group(f"{CLUSTER}LoadBalancer")["GroupId"]])
def a_rule_is_removed(account):
    group = account.security_group(f"{CLUSTER}Instances")
    rule = next(rule for rule in group["IpPermissions"] if rule["UserIdGroupPairs"])
    account.ec2.revoke_security_group_ingress(GroupId=group["GroupId"], IpPermissions=[rule])


@change("digital-apps/LogGroup", "RetentionInDays",
        lambda account: account.logs.describe_log_groups(logGroupNamePrefix=CLUSTER)["logGroups"][0].get("retentionInDays") == 90)
def logs_are_kept_shorter(account):
    account.logs.put_retention_policy(logGroupName=CLUSTER, retentionInDays=7)


@change("digital-apps/ConfigBucketPolicy", "PolicyDocument",
        lambda account: len(document(account.s3.get_bucket_policy(Bucket=BUCKET)["Policy"])["Statement"]) == 2)
def the_bucket_policy_is_loosened(account):
    policy = document(account.s3.get_bucket_policy(Bucket=BUCKET)["Policy"])
    policy["Statement"] = [one for one in policy["Statement"] if one["Action"] != "s3:*"]
    account.s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(policy))


@change("digital-apps/ConfigBucket", "VersioningConfiguration",
        lambda account: account.s3.get_bucket_versioning(Bucket=BUCKET)["Status"] == "Enabled")
def versioning_is_suspended(account):
    account.s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Suspended"})


@change("digital-apps/ConfigBucket", "PublicAccessBlockConfiguration",
        lambda account: all(account.s3.get_public_access_block(Bucket=BUCKET)["PublicAccessBlockConfiguration"].values()))
def the_public_access_block_is_removed(account):
    account.s3.delete_public_access_block(Bucket=BUCKET)


def _cors(account):
    try:
        return account.s3.get_bucket_cors(Bucket=BUCKET)["CORSRules"]
    except account.s3.exceptions.ClientError:
        return []


@change("digital-apps/ConfigBucket", "CorsConfiguration", lambda account: _cors(account) == [])
def what_no_template_mentions_is_set(account):
    account.s3.put_bucket_cors(Bucket=BUCKET, CORSConfiguration={"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]})


@change("digital-apps/Vpc", "Tags.Team", lambda account: tags(account.vpc()[0]).get("Team") == "digital")
def a_tag_is_removed(account):
    account.ec2.delete_tags(Resources=[account.vpc()[0]["VpcId"]], Tags=[{"Key": "Team"}])


@change("digital-apps/Cluster", "Tags.Owner",
        lambda account: "Owner" not in tags(account.ecs.describe_clusters(clusters=[CLUSTER], include=["TAGS"])["clusters"][0]))
def a_tag_is_added(account):
    arn = account.ecs.describe_clusters(clusters=[CLUSTER])["clusters"][0]["clusterArn"]
    account.ecs.tag_resource(resourceArn=arn, tags=[{"key": "Owner", "value": "nobody"}])


@change("digital-apps/TaskRole", "ManagedPolicyArns", lambda account: account.attached(f"{CLUSTER}TaskRole") == [f"{CLUSTER}ConfigRead"])
def a_role_policy_is_detached(account):
    account.iam.detach_role_policy(RoleName=f"{CLUSTER}TaskRole", PolicyArn=f"arn:aws:iam::{ACCOUNT}:policy/{CLUSTER}ConfigRead")


@change("digital-apps/InstanceRole", "Policies",
        lambda account: account.iam.list_role_policies(RoleName=f"{CLUSTER}InstanceRole")["PolicyNames"] == [])
def an_inline_policy_is_added(account):
    account.iam.put_role_policy(RoleName=f"{CLUSTER}InstanceRole", PolicyName="for-now", PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}))


@change("digital-apps/DeployPolicy", "PolicyDocument",
        lambda account: "iam:PassRole" in [one["Action"] for one in account.policy_document(f"{CLUSTER}Deploy")["Statement"]])
def a_policy_is_edited(account):
    document_now = account.policy_document(f"{CLUSTER}Deploy")
    document_now["Statement"] = [one for one in document_now["Statement"] if one["Action"] != "iam:PassRole"]
    account.iam.create_policy_version(PolicyArn=f"arn:aws:iam::{ACCOUNT}:policy/{CLUSTER}Deploy", PolicyDocument=json.dumps(document_now),
                                      SetAsDefault=True)


@change("digital-apps/Instances", "MaxSize",
        lambda account: account.autoscaling.describe_auto_scaling_groups()["AutoScalingGroups"][0]["MaxSize"] == 4)
def the_group_may_grow_further(account):
    account.autoscaling.update_auto_scaling_group(AutoScalingGroupName=f"{CLUSTER}Instances", MaxSize=6)


@change("digital-apps/InternetRoute", "",
        lambda account: "0.0.0.0/0" in [route.get("DestinationCidrBlock") for route in account.route_table()["Routes"]])
def the_default_route_is_deleted(account):
    account.ec2.delete_route(RouteTableId=account.route_table()["RouteTableId"], DestinationCidrBlock="0.0.0.0/0")


@change("digital-apps/PublicSubnetB", "MapPublicIpOnLaunch", lambda account: account.subnets()[1]["MapPublicIpOnLaunch"])
def a_subnet_gives_no_public_addresses(account):
    account.ec2.modify_subnet_attribute(SubnetId=account.subnets()[1]["SubnetId"], MapPublicIpOnLaunch={"Value": False})


@change("digital-apps/HttpsListener", "SslPolicy",
        lambda account: account.listeners()["HTTPS"]["SslPolicy"] == "ELBSecurityPolicy-TLS13-1-2-2021-06")
def an_old_cipher_is_allowed(account):
    account.elbv2.modify_listener(ListenerArn=account.listeners()["HTTPS"]["ListenerArn"], SslPolicy="ELBSecurityPolicy-2016-08")


@change("registry-certs/HttpRule", "Conditions",
        lambda account: account.rule("HTTP", "10")["Conditions"][0]["HostHeaderConfig"]["Values"] == [SERVICES["registry-certs"][0]])
def a_listener_rule_is_edited(account):
    account.elbv2.modify_rule(RuleArn=account.rule("HTTP", "10")["RuleArn"], Conditions=[
        {"Field": "host-header", "HostHeaderConfig": {"Values": ["elsewhere.apps.example.org"]}}])


def _delay(account):
    arn = account.target_group("registry-certs")["TargetGroupArn"]
    attributes = account.elbv2.describe_target_group_attributes(TargetGroupArn=arn)["Attributes"]
    return next(one["Value"] for one in attributes if one["Key"] == "deregistration_delay.timeout_seconds")


@change("registry-certs/TargetGroup", "TargetGroupAttributes", lambda account: _delay(account) == "30")
def a_target_group_attribute_is_changed(account):
    account.elbv2.modify_target_group_attributes(TargetGroupArn=account.target_group("registry-certs")["TargetGroupArn"], Attributes=[
        {"Key": "deregistration_delay.timeout_seconds", "Value": "300"}])


@change("public-notices/TargetGroup", "HealthCheckPath", lambda account: account.target_group("public-notices")["HealthCheckPath"] == "/admin/ok")
def a_health_check_is_moved(account):
    account.elbv2.modify_target_group(TargetGroupArn=account.target_group("public-notices")["TargetGroupArn"], HealthCheckPath="/")


@change("public-notices/Service", "DesiredCount",
        lambda account: account.ecs.describe_services(cluster=CLUSTER, services=["public-notices"])["services"][0]["desiredCount"] == 1)
def a_service_is_scaled(account):
    account.ecs.update_service(cluster=CLUSTER, service="public-notices", desiredCount=2)


@change("public-notices/Repository", "LifecyclePolicy",
        lambda account: account.ecr.get_lifecycle_policy(repositoryName="digital-apps/public-notices")["lifecyclePolicyText"] != "")
def images_are_kept_for_ever(account):
    account.ecr.delete_lifecycle_policy(repositoryName="digital-apps/public-notices")


@change("permit-search/EnvFile", "Body",
        lambda account: b"NEXT_ASSET_PREFIX" in account.s3.get_object(Bucket=BUCKET, Key="permit-search/.env")["Body"].read())
def an_object_is_replaced(account):
    account.s3.put_object(Bucket=BUCKET, Key="permit-search/.env", Body=b"DEBUG=1\n", ServerSideEncryption="AES256", ContentType="text/plain")


@change("permit-search/Distribution", "DistributionConfig", lambda account: account.distribution("permit-search")["Comment"] == "permit-search")
def the_comment_of_a_distribution_is_changed(account):
    client, one = account.cloudfront, account.distribution("permit-search")
    answer = client.get_distribution_config(Id=one["Id"])
    config = {**answer["DistributionConfig"], "Comment": "do not touch"}
    client.update_distribution(Id=one["Id"], DistributionConfig=config, IfMatch=answer["ETag"])


@change("permit-search/CiAccessKey", "Status",
        lambda account: account.iam.list_access_keys(UserName="digital-ci-permit-search")["AccessKeyMetadata"][0]["Status"] == "Active")
def a_key_is_deactivated(account):
    key = account.iam.list_access_keys(UserName="digital-ci-permit-search")["AccessKeyMetadata"][0]
    account.iam.update_access_key(UserName="digital-ci-permit-search", AccessKeyId=key["AccessKeyId"], Status="Inactive")


@change("permit-search/HealthyHostsAlarm", "Threshold",
        lambda account: account.cloudwatch.describe_alarms(AlarmNames=["digital-permit-search-healthy-hosts"])["MetricAlarms"][0]["Threshold"] == 1)
def an_alarm_is_silenced(account):
    alarm = account.cloudwatch.describe_alarms(AlarmNames=["digital-permit-search-healthy-hosts"])["MetricAlarms"][0]
    kept = ("AlarmName", "AlarmDescription", "Namespace", "MetricName", "Dimensions", "Statistic", "Period", "EvaluationPeriods",
            "ComparisonOperator", "TreatMissingData")
    account.cloudwatch.put_metric_alarm(**{name: alarm[name] for name in kept}, Threshold=0)


@change("permit-search/Alias", "", lambda account: account.record(SERVICES["permit-search"][0]) is not None)
def a_record_is_deleted(account):
    record = account.record(SERVICES["permit-search"][0])
    account.route53.change_resource_record_sets(HostedZoneId=account.zone(), ChangeBatch={
        "Changes": [{"Action": "DELETE", "ResourceRecordSet": record}]})


# What others put onto our objects: reported, and left alone.

def make_foreign(account):
    table = account.route_table()
    gateway = next(route["GatewayId"] for route in table["Routes"] if route.get("DestinationCidrBlock") == "0.0.0.0/0")
    account.ec2.create_route(RouteTableId=table["RouteTableId"], DestinationCidrBlock="192.0.2.0/24", GatewayId=gateway)
    account.elbv2.create_rule(
        ListenerArn=account.listeners()["HTTP"]["ListenerArn"], Priority=900,
        Conditions=[{"Field": "host-header", "HostHeaderConfig": {"Values": ["guest.apps.example.org"]}}],
        Actions=[{"Type": "forward", "TargetGroupArn": account.target_group(f"{CLUSTER}-default")["TargetGroupArn"]}])


def foreign(account, expect):
    expect.equal("the foreign route", [route.get("GatewayId", "")[:4] for route in account.route_table()["Routes"]
                                       if route.get("DestinationCidrBlock") == "192.0.2.0/24"], ["igw-"])
    expect.true("the foreign listener rule is there", account.rule("HTTP", "900") is not None)


def remove_foreign(account):
    account.ec2.delete_route(RouteTableId=account.route_table()["RouteTableId"], DestinationCidrBlock="192.0.2.0/24")
    account.elbv2.delete_rule(RuleArn=account.rule("HTTP", "900")["RuleArn"])
