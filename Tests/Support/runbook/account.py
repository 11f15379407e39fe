"""Clients for one account, and a list of what was expected and not found."""

import json

import boto3
from botocore.config import Config

REGION = "us-east-1"
ACCOUNT = "123456789012"
BUCKET = "cob-digital-apps-config"
CLUSTER = "digitalApps"
DOMAIN = "apps.example.org"
#: name of the app -> host name, priority of its listener rules
SERVICES = {"registry-certs": ("registry.apps.example.org", "10"), "public-notices": ("notices.apps.example.org", "20"),
            "permit-search": ("permits.apps.example.org", "30")}


class Account:
    """`account.ec2` is a boto3 client."""

    def __init__(self, endpoint):
        self.endpoint = endpoint

    def __getattr__(self, service):
        client = boto3.client(service, region_name=REGION, endpoint_url=self.endpoint, aws_access_key_id="test", aws_secret_access_key="test",
                              config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}))
        setattr(self, service, client)
        return client

    # What several checks look up.

    def vpc(self):
        return self.ec2.describe_vpcs(Filters=[{"Name": "tag:Name", "Values": [CLUSTER]}])["Vpcs"]

    def route_table(self):
        return self.ec2.describe_route_tables(Filters=[{"Name": "tag:Name", "Values": [f"{CLUSTER} public"]}])["RouteTables"][0]

    def subnets(self):
        found = self.ec2.describe_subnets(Filters=[{"Name": "tag:Name", "Values": [f"{CLUSTER} public A", f"{CLUSTER} public B"]}])["Subnets"]
        return sorted(found, key=lambda subnet: subnet["AvailabilityZone"])

    def security_group(self, name):
        return self.ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": [name]}])["SecurityGroups"][0]

    def balancer(self):
        return self.elbv2.describe_load_balancers(Names=[CLUSTER])["LoadBalancers"][0]

    def listeners(self):
        """By protocol."""
        found = self.elbv2.describe_listeners(LoadBalancerArn=self.balancer()["LoadBalancerArn"])["Listeners"]
        return {listener["Protocol"]: listener for listener in found}

    def target_group(self, name):
        return self.elbv2.describe_target_groups(Names=[name])["TargetGroups"][0]

    def rules(self, protocol):
        """Those that the listener of a protocol has beyond its default."""
        rules = self.elbv2.describe_rules(ListenerArn=self.listeners()[protocol]["ListenerArn"])["Rules"]
        return [rule for rule in rules if not rule["IsDefault"]]

    def rule(self, protocol, priority):
        return next((rule for rule in self.rules(protocol) if rule["Priority"] == priority), None)

    def distribution(self, app):
        """The id and configuration of an app's distribution, found by its comment or its alias."""
        for item in self.cloudfront.list_distributions()["DistributionList"].get("Items", []):
            if item["Comment"] == app or SERVICES[app][0] in item["Aliases"].get("Items", []):
                return item
        return None

    def zone(self):
        return self.route53.list_hosted_zones_by_name(DNSName=DOMAIN)["HostedZones"][0]["Id"].split("/")[-1]

    def record(self, host):
        records = self.route53.list_resource_record_sets(HostedZoneId=self.zone())["ResourceRecordSets"]
        return next((record for record in records if record["Name"].rstrip(".") == host and record["Type"] == "A"), None)

    def attached(self, role):
        return [policy["PolicyName"] for policy in self.iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]]

    def policy_document(self, name):
        arn = f"arn:aws:iam::{ACCOUNT}:policy/{name}"
        version = self.iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
        return document(self.iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"])


def document(value):
    """A policy as an object, however the API answers it."""
    return json.loads(value) if isinstance(value, str) else value


def tags(item):
    """The tags of a resource, whatever its service calls them."""
    found = item.get("Tags") or item.get("tags") or item.get("TagSet") or []
    if isinstance(found, dict):
        return found
    return {tag.get("Key", tag.get("key")): tag.get("Value", tag.get("value")) for tag in found}


class Expectations:
    """Collects what is not as it should be; a check goes on after a failure."""

    def __init__(self):
        self.count, self.failed, self.part = 0, [], ""

    def about(self, part):
        self.part = part

    def equal(self, what, actual, wanted):
        self.count += 1
        if actual != wanted:
            self.failed.append(f"{self.part}: {what} is {actual!r}, not {wanted!r}")

    def true(self, what, holds):
        self.count += 1
        if not holds:
            self.failed.append(f"{self.part}: {what} does not hold")

    def run(self, part, check):
        """Runs a check; an exception is a failure of that part, not the end."""
        self.about(part)
        try:
            check()
        except Exception as error:  # noqa: BLE001
            self.failed.append(f"{self.part}: {type(error).__name__}: {error}")
