"""Reads that lag behind, roles that are not known everywhere yet, and a clock that is wrong."""

from datetime import datetime, timedelta, timezone

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from .harness import EmulatorTest, address, client, plumb


class StaleReadTests(EmulatorTest):
    def groups(self):
        return [group["logGroupName"] for group in client("logs").describe_log_groups()["logGroups"]]

    def test_so_many_reads_of_the_service_show_what_was_before(self):
        client("logs").create_log_group(logGroupName="old")
        plumb("post", "faults", [{"match": {"action": "CreateLogGroup"}, "do": "stale", "reads": 2}])
        client("logs").create_log_group(logGroupName="new")
        self.assertEqual([self.groups(), self.groups(), self.groups()], [["old"], ["old"], ["new", "old"]])

    def test_other_services_show_what_is_and_the_tag_search_lags_too(self):
        plumb("post", "faults", [{"match": {"action": "CreateLogGroup"}, "do": "stale", "reads": 1}])
        client("iam").create_user(UserName="somebody")
        client("logs").create_log_group(logGroupName="new", tags={"a": "b"})
        self.assertEqual([user["UserName"] for user in client("iam").list_users()["Users"]], ["somebody"])
        found = [len(client("resourcegroupstaggingapi").get_resources(ResourceTypeFilters=["logs"])["ResourceTagMappingList"]) for _ in range(2)]
        self.assertEqual(found, [0, 1])

    def test_another_fault_may_have_reads_lag_too(self):
        plumb("post", "faults", [{"match": {"action": "CreateLogGroup"}, "when": "after", "do": "deny", "lags": True, "reads": 1}])
        self.refused("AccessDeniedException", client("logs").create_log_group, logGroupName="new")
        self.assertEqual([self.groups(), self.groups()], [[], ["new"]])

    def test_with_new_faults_everything_shows_what_is(self):
        plumb("post", "faults", [{"match": {"action": "CreateLogGroup"}, "do": "stale", "reads": 9}])
        client("logs").create_log_group(logGroupName="new")
        plumb("post", "faults", [])
        self.assertEqual(self.groups(), ["new"])


class PropagationTests(EmulatorTest):
    def test_a_new_role_is_not_known_for_a_while(self):
        plumb("post", "faults", [{"do": "propagation", "times": 2}])
        iam = client("iam")
        iam.create_user(UserName="unconcerned")
        policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
        for _ in range(2):
            self.refused("MalformedPolicyDocument", iam.create_role, RoleName="late", AssumeRolePolicyDocument=policy)
        iam.create_role(RoleName="late", AssumeRolePolicyDocument=policy)


class ClockTests(EmulatorTest):
    def test_a_clock_that_is_ahead_refuses_calls_and_says_what_time_it_is(self):
        plumb("post", "auth", {"on": True, "root": ["AKIAIOSFODNN7EXAMPLE", "secret"]})
        plumb("post", "config", {"clock_ahead": 1800})
        # botocore corrects its clock when it may try again.
        iam = boto3.client("iam", region_name="us-east-1", endpoint_url=address(), aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
                           aws_secret_access_key="secret", config=Config(retries={"max_attempts": 0}))
        with self.assertRaises(ClientError) as caught:
            iam.list_users()
        headers = caught.exception.response["ResponseMetadata"]["HTTPHeaders"]
        told = datetime.strptime(headers["date"], "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=timezone.utc)
        self.assertGreater(told - datetime.now(timezone.utc), timedelta(minutes=29))
        plumb("post", "config", {"clock_ahead": 0})
        self.assertEqual(iam.list_users()["Users"], [])
