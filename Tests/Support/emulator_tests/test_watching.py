"""CloudWatch, CloudWatch Logs, parameters and secrets."""

import json

from .harness import ACCOUNT, EmulatorTest, client


class LogTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.logs = client("logs")
        self.logs.create_log_group(logGroupName="g", logGroupClass="INFREQUENT_ACCESS")

    def group(self):
        return self.logs.describe_log_groups()["logGroups"][0]

    def test_retention_is_one_of_a_list(self):
        self.refused("InvalidParameterException", self.logs.put_retention_policy, logGroupName="g", retentionInDays=15)
        self.logs.put_retention_policy(logGroupName="g", retentionInDays=90)
        self.assertEqual((self.group()["retentionInDays"], self.group()["logGroupClass"]), (90, "INFREQUENT_ACCESS"))

    def test_the_key_can_change(self):
        key = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/k"
        self.logs.associate_kms_key(logGroupName="g", kmsKeyId=key)
        self.assertEqual(self.group()["kmsKeyId"], key)
        self.logs.disassociate_kms_key(logGroupName="g")
        self.assertNotIn("kmsKeyId", self.group())

    def test_metric_filters_are_replaced_and_deleted(self):
        def put(pattern):
            self.logs.put_metric_filter(logGroupName="g", filterName="f", filterPattern=pattern, metricTransformations=[
                {"metricName": "m", "metricNamespace": "n", "metricValue": "1"}])
        for pattern in "abc":
            put(pattern)
        self.assertEqual([one["filterPattern"] for one in self.logs.describe_metric_filters()["metricFilters"]], ["c"])
        self.logs.delete_metric_filter(logGroupName="g", filterName="f")
        self.assertEqual(self.logs.describe_metric_filters()["metricFilters"], [])
        self.refused("ResourceNotFoundException", self.logs.delete_metric_filter, logGroupName="g", filterName="f")
        put("x")
        self.logs.delete_log_group(logGroupName="g")
        self.assertEqual(self.logs.describe_metric_filters()["metricFilters"], [])


class AlarmTests(EmulatorTest):
    def put(self, name="a", **more):
        client("cloudwatch").put_metric_alarm(**{"AlarmName": name, "MetricName": "m", "Namespace": "n", "Period": 60, "EvaluationPeriods": 2,
                                                 "Statistic": "Minimum", "Threshold": 1, "ComparisonOperator": "LessThanThreshold", **more})

    def test_it_is_checked(self):
        self.refused("ValidationError", self.put, Period=45)
        self.refused("ValidationError", self.put, TreatMissingData="bad")
        self.refused("InvalidParameterCombination", self.put, ExtendedStatistic="p90")

    def test_tags_count_at_creation_only(self):
        watch = client("cloudwatch")
        self.put(Tags=[{"Key": "a", "Value": "b"}])
        self.put(Tags=[{"Key": "a", "Value": "c"}])
        arn = watch.describe_alarms()["MetricAlarms"][0]["AlarmArn"]
        self.assertEqual(watch.list_tags_for_resource(ResourceARN=arn)["Tags"], [{"Key": "a", "Value": "b"}])

    def test_pages(self):
        for number in range(3):
            self.put(f"a{number}")
        pages = [len(page["MetricAlarms"]) for page in
                 client("cloudwatch").get_paginator("describe_alarms").paginate(PaginationConfig={"PageSize": 2})]
        self.assertEqual(pages, [2, 1])


class ParameterTests(EmulatorTest):
    def test_the_recommended_image_is_json(self):
        value = client("ssm").get_parameter(Name="/aws/service/ecs/optimized-ami/amazon-linux-2/recommended")["Parameter"]["Value"]
        self.assertEqual(json.loads(value)["image_id"], self.image())

    def test_a_pattern_is_enforced_and_a_type_stays(self):
        ssm = client("ssm")
        self.refused("ParameterPatternMismatchException", ssm.put_parameter, Name="p", Value="x", Type="String", AllowedPattern="^[0-9]+$")
        ssm.put_parameter(Name="p", Value="1", Type="String")
        self.refused("HierarchyTypeMismatchException", ssm.put_parameter, Name="p", Value="1", Type="StringList", Overwrite=True)
        ssm.put_parameter(Name="p", Value="2", Type="String", Overwrite=True)
        told = {one["Value"]: one.get("Selector") for names in (["p"], ["p:1"]) for one in ssm.get_parameters(Names=names)["Parameters"]}
        self.assertEqual(told, {"2": None, "1": ":1"})

    def test_a_secret_on_its_way_out_holds_its_name(self):
        secrets = client("secretsmanager")
        secrets.create_secret(Name="s", SecretString="x")
        self.refused("ResourceExistsException", secrets.create_secret, Name="s", SecretString="x")
        secrets.delete_secret(SecretId="s")
        self.refused("InvalidRequestException", secrets.create_secret, Name="s", SecretString="x")

    def test_a_secret_with_replicas_stays(self):
        secrets = client("secretsmanager")
        secrets.create_secret(Name="s", SecretString="x", AddReplicaRegions=[{"Region": "us-west-2"}])
        self.refused("InvalidRequestException", secrets.delete_secret, SecretId="s", ForceDeleteWithoutRecovery=True)
        secrets.remove_regions_from_replication(SecretId="s", RemoveReplicaRegions=["us-west-2"])
        secrets.delete_secret(SecretId="s", ForceDeleteWithoutRecovery=True)
