"""Health checks, providers, linked roles, composite alarms, dashboards, cache policies, tables."""

import json

from .harness import EmulatorTest, client

KEYS = dict(AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}], KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}])


class HealthCheckTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.route53 = client("route53")

    def made(self, reference="r", **config):
        return self.route53.create_health_check(CallerReference=reference, HealthCheckConfig=config)["HealthCheck"]

    def test_a_reference_is_spent(self):
        check = self.made(Type="HTTPS", FullyQualifiedDomainName="a.example.com")
        self.assertEqual((check["HealthCheckConfig"]["Port"], check["HealthCheckConfig"]["FailureThreshold"]), (443, 3))
        self.assertEqual(self.made(Type="HTTPS", FullyQualifiedDomainName="a.example.com")["Id"], check["Id"])
        other = {"Type": "HTTP", "FullyQualifiedDomainName": "b.example.com"}
        self.refused("HealthCheckAlreadyExists", self.route53.create_health_check, CallerReference="r", HealthCheckConfig=other)
        self.route53.delete_health_check(HealthCheckId=check["Id"])
        same = {"Type": "HTTPS", "FullyQualifiedDomainName": "a.example.com"}
        self.refused("HealthCheckAlreadyExists", self.route53.create_health_check, CallerReference="r", HealthCheckConfig=same)
        self.refused("NoSuchHealthCheck", self.route53.get_health_check, HealthCheckId=check["Id"])
        self.refused("NoSuchHealthCheck", self.route53.change_tags_for_resource, ResourceType="healthcheck", ResourceId=check["Id"],
                     AddTags=[{"Key": "a", "Value": "b"}])

    def test_an_update_names_and_resets(self):
        check = self.made(Type="HTTP", FullyQualifiedDomainName="a.example.com", ResourcePath="/x")
        told = self.route53.update_health_check(HealthCheckId=check["Id"], FailureThreshold=5, ResetElements=["ResourcePath"])["HealthCheck"]
        self.assertEqual(told["HealthCheckConfig"]["FailureThreshold"], 5)
        self.assertNotIn("ResourcePath", told["HealthCheckConfig"])
        self.assertEqual(self.route53.get_health_check(HealthCheckId=check["Id"])["HealthCheck"]["HealthCheckVersion"], 2)
        self.refused("InvalidInput", self.route53.update_health_check, HealthCheckId=check["Id"], IPAddress="192.0.2.1")
        self.refused("HealthCheckVersionMismatch", self.route53.update_health_check, HealthCheckId=check["Id"], HealthCheckVersion=1)

    def test_a_check_in_use_stays_and_is_listed(self):
        child = self.made(Type="TCP", IPAddress="192.0.2.1", Port=22)["Id"]
        parent = self.made("s", Type="CALCULATED", ChildHealthChecks=[child], HealthThreshold=1)["Id"]
        self.refused("HealthCheckInUse", self.route53.delete_health_check, HealthCheckId=child)
        self.assertEqual([one["Id"] for one in self.route53.list_health_checks()["HealthChecks"]], [child, parent])
        first = self.route53.list_health_checks(MaxItems="1")
        self.assertTrue(first["IsTruncated"])
        self.assertEqual(self.route53.list_health_checks(Marker=first["NextMarker"])["HealthChecks"][0]["Id"], parent)

    def test_a_deleted_record_is_gone_however_it_is_written(self):
        zone = self.route53.create_hosted_zone(Name="example.com", CallerReference="z")["HostedZone"]["Id"]
        record = {"Name": "*.example.com", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}
        for action, name in (("UPSERT", "*.example.com"), ("DELETE", "\\052.example.com.")):
            self.route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={
                "Changes": [{"Action": action, "ResourceRecordSet": {**record, "Name": name}}]})
        kinds = [one["Type"] for one in self.route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]]
        self.assertNotIn("A", kinds)


class IdentityTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.iam = client("iam")

    def test_a_provider_lives(self):
        self.refused("ValidationError", self.iam.create_open_id_connect_provider, Url="http://a.example.com")
        arn = self.iam.create_open_id_connect_provider(Url="https://a.example.com/x", ClientIDList=["one"])["OpenIDConnectProviderArn"]
        self.refused("EntityAlreadyExists", self.iam.create_open_id_connect_provider, Url="https://a.example.com/x")
        self.iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="two")
        self.iam.remove_client_id_from_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="one")
        told = self.iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
        self.assertEqual((told["Url"], told["ClientIDList"]), ("a.example.com/x", ["two"]))
        self.iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
        self.refused("NoSuchEntity", self.iam.delete_open_id_connect_provider, OpenIDConnectProviderArn=arn)

    def test_a_linked_role_goes_by_a_task(self):
        self.iam.create_service_linked_role(AWSServiceName="autoscaling.amazonaws.com", CustomSuffix="x")
        name = "AWSServiceRoleForAutoScaling_x"
        self.refused("UnmodifiableEntity", self.iam.delete_role, RoleName=name)
        task = self.iam.delete_service_linked_role(RoleName=name)["DeletionTaskId"]
        read = lambda: self.iam.get_service_linked_role_deletion_status(DeletionTaskId=task)["Status"]
        self.assertEqual(self.reads(2, read), ["IN_PROGRESS", "SUCCEEDED"])
        self.refused("NoSuchEntity", self.iam.delete_service_linked_role, RoleName=name)
        self.refused("NoSuchEntity", self.iam.get_service_linked_role_deletion_status, DeletionTaskId="other")


class WatchingTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.cloudwatch = client("cloudwatch")

    def test_a_composite_alarm_is_replaced_whole(self):
        self.refused("ValidationError", self.cloudwatch.put_composite_alarm, AlarmName="c", AlarmRule="ALARM(missing)")
        self.refused("ValidationError", self.cloudwatch.put_composite_alarm, AlarmName="c", AlarmRule="TRUE", ActionsSuppressor="x")
        self.cloudwatch.put_composite_alarm(AlarmName="c", AlarmRule="TRUE", Tags=[{"Key": "a", "Value": "b"}], ActionsSuppressor="x",
                                            ActionsSuppressorWaitPeriod=1, ActionsSuppressorExtensionPeriod=2)
        told = self.cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm"])["CompositeAlarms"][0]
        self.assertEqual(told["ActionsSuppressorExtensionPeriod"], 2)
        self.cloudwatch.put_composite_alarm(AlarmName="c", AlarmRule="FALSE", Tags=[{"Key": "a", "Value": "c"}])
        told = self.cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm"])["CompositeAlarms"][0]
        self.assertNotIn("ActionsSuppressor", told)
        self.assertEqual(self.cloudwatch.list_tags_for_resource(ResourceARN=told["AlarmArn"])["Tags"], [{"Key": "a", "Value": "b"}])
        self.assertEqual(self.cloudwatch.describe_alarms(AlarmNames=["c"])["MetricAlarms"], [])

    def test_a_dashboard_is_json_with_tags(self):
        self.refused("InvalidParameterInput", self.cloudwatch.put_dashboard, DashboardName="d", DashboardBody="{")
        self.refused("ResourceNotFound", self.cloudwatch.get_dashboard, DashboardName="d")
        body = json.dumps({"widgets": []})
        self.cloudwatch.put_dashboard(DashboardName="d", DashboardBody=body, Tags=[{"Key": "a", "Value": "b"}])
        self.cloudwatch.put_dashboard(DashboardName="d", DashboardBody=body, Tags=[{"Key": "a", "Value": "c"}])
        arn = self.cloudwatch.get_dashboard(DashboardName="d")["DashboardArn"]
        self.cloudwatch.tag_resource(ResourceARN=arn, Tags=[{"Key": "e", "Value": "f"}])
        tags = lambda: {tag["Key"]: tag["Value"] for tag in self.cloudwatch.list_tags_for_resource(ResourceARN=arn)["Tags"]}
        self.assertEqual(tags(), {"a": "b", "e": "f"})
        found = client("resourcegroupstaggingapi").get_resources(TagFilters=[{"Key": "e"}])["ResourceTagMappingList"]
        self.assertEqual([one["ResourceARN"] for one in found], [arn])
        self.cloudwatch.untag_resource(ResourceARN=arn, TagKeys=["e"])
        self.assertEqual(tags(), {"a": "b"})
        self.cloudwatch.delete_dashboards(DashboardNames=["d"])
        self.refused("ResourceNotFound", self.cloudwatch.delete_dashboards, DashboardNames=["d"])
        self.refused("ResourceNotFoundException", self.cloudwatch.tag_resource, ResourceARN=arn, Tags=[{"Key": "e", "Value": "f"}])


class CachePolicyTests(EmulatorTest):
    def test_a_cache_policy_lives(self):
        cloudfront = client("cloudfront")
        config = {"Name": "p", "MinTTL": 1}
        made = cloudfront.create_cache_policy(CachePolicyConfig=config)
        identifier = made["CachePolicy"]["Id"]
        self.refused("CachePolicyAlreadyExists", cloudfront.create_cache_policy, CachePolicyConfig=config)
        self.refused("InvalidArgument", cloudfront.create_cache_policy, CachePolicyConfig={"Name": "q", "MinTTL": 5, "MaxTTL": 1})
        self.refused("PreconditionFailed", cloudfront.update_cache_policy, Id=identifier, IfMatch="E0", CachePolicyConfig=config)
        changed = cloudfront.update_cache_policy(Id=identifier, IfMatch=made["ETag"], CachePolicyConfig={**config, "MinTTL": 2})
        self.assertEqual(cloudfront.get_cache_policy(Id=identifier)["ETag"], changed["ETag"])
        self.assertEqual([one["CachePolicy"]["Id"] for one in cloudfront.list_cache_policies(Type="custom")["CachePolicyList"]["Items"]], [identifier])
        behavior = {"TargetOriginId": "o", "ViewerProtocolPolicy": "allow-all", "CachePolicyId": identifier}
        origin = {"Id": "o", "DomainName": "a.example.com", "CustomOriginConfig": {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "http-only"}}
        cloudfront.create_distribution(DistributionConfig={
            "CallerReference": "r", "Comment": "c", "Enabled": False, "Origins": {"Quantity": 1, "Items": [origin]}, "DefaultCacheBehavior": behavior})
        self.refused("CachePolicyInUse", cloudfront.delete_cache_policy, Id=identifier, IfMatch=changed["ETag"])
        self.refused("NoSuchCachePolicy", cloudfront.get_cache_policy, Id="other")
        free = cloudfront.create_cache_policy(CachePolicyConfig={"Name": "free", "MinTTL": 1})
        cloudfront.delete_cache_policy(Id=free["CachePolicy"]["Id"], IfMatch=free["ETag"])


class TableTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.dynamodb = client("dynamodb")

    def status(self):
        return self.dynamodb.describe_table(TableName="t")["Table"]["TableStatus"]

    def table(self, **members):
        self.dynamodb.create_table(TableName="t", **KEYS, **members)
        self.assertEqual(self.reads(2, self.status), ["CREATING", "ACTIVE"])

    def test_one_change_at_a_time(self):
        self.table(ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 1})
        throughput = {"ReadCapacityUnits": 2, "WriteCapacityUnits": 1}
        index = lambda name: {"Create": {"IndexName": name, "KeySchema": KEYS["KeySchema"], "Projection": {"ProjectionType": "ALL"},
                                         "ProvisionedThroughput": throughput}}
        update = lambda **members: self.dynamodb.update_table(TableName="t", **members)
        definitions = KEYS["AttributeDefinitions"]
        self.refused("LimitExceededException", update, AttributeDefinitions=definitions, GlobalSecondaryIndexUpdates=[index("one"), index("two")])
        self.refused("ValidationException", update, AttributeDefinitions=definitions)
        self.refused("ValidationException", update, StreamSpecification={"StreamEnabled": False})
        update(ProvisionedThroughput=throughput)
        self.refused("ResourceInUseException", update, TableClass="STANDARD_INFREQUENT_ACCESS")
        self.assertEqual(self.reads(2, self.status), ["UPDATING", "ACTIVE"])
        self.refused("ValidationException", update, ProvisionedThroughput=throughput)

    def test_limits_and_insights_are_kept(self):
        self.table(BillingMode="PAY_PER_REQUEST", OnDemandThroughput={"MaxReadRequestUnits": 10})
        told = lambda: self.dynamodb.describe_table(TableName="t")["Table"].get("OnDemandThroughput")
        self.assertEqual(told(), {"MaxReadRequestUnits": 10})
        self.dynamodb.update_table(TableName="t", OnDemandThroughput={"MaxReadRequestUnits": -1})
        self.assertIsNone(told())
        insights = lambda: self.dynamodb.describe_contributor_insights(TableName="t")["ContributorInsightsStatus"]
        self.assertEqual(insights(), "DISABLED")
        self.dynamodb.update_contributor_insights(TableName="t", ContributorInsightsAction="ENABLE")
        self.assertEqual(insights(), "ENABLED")

    def test_a_table_streams_to_kinesis(self):
        self.table(BillingMode="PAY_PER_REQUEST")
        one, two = (f"arn:aws:kinesis:us-east-1:123456789012:stream/{name}" for name in ("one", "two"))
        told = lambda: [(each["StreamArn"], each["DestinationStatus"], each["ApproximateCreationDateTimePrecision"]) for each in
                        self.dynamodb.describe_kinesis_streaming_destination(TableName="t")["KinesisDataStreamDestinations"]]
        settled = lambda: self.reads(3, told)[-1]
        self.assertEqual(settled(), [])
        self.refused("ValidationException", self.dynamodb.disable_kinesis_streaming_destination, TableName="t", StreamArn=one)
        self.dynamodb.enable_kinesis_streaming_destination(TableName="t", StreamArn=one)
        self.refused("ResourceInUseException", self.dynamodb.enable_kinesis_streaming_destination, TableName="t", StreamArn=two)
        self.assertEqual(settled(), [(one, "ACTIVE", "MILLISECOND")])
        self.refused("ValidationException", self.dynamodb.enable_kinesis_streaming_destination, TableName="t", StreamArn=one)
        self.dynamodb.update_kinesis_streaming_destination(
            TableName="t", StreamArn=one, UpdateKinesisStreamingConfiguration={"ApproximateCreationDateTimePrecision": "MICROSECOND"})
        self.assertEqual(settled(), [(one, "ACTIVE", "MICROSECOND")])
        self.dynamodb.disable_kinesis_streaming_destination(TableName="t", StreamArn=one)
        self.assertEqual(settled(), [(one, "DISABLED", "MICROSECOND")])
        self.dynamodb.enable_kinesis_streaming_destination(TableName="t", StreamArn=two)
        self.assertEqual([status for _, status, _ in settled()], ["DISABLED", "ACTIVE"])

    def test_a_stream_ends_and_another_begins(self):
        self.table(BillingMode="PAY_PER_REQUEST", StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"})
        for change in ({"StreamEnabled": False}, {"StreamEnabled": True, "StreamViewType": "OLD_IMAGE"}):
            self.dynamodb.update_table(TableName="t", StreamSpecification=change)
            self.reads(2, self.status)
        self.assertEqual(self.dynamodb.describe_table(TableName="t")["Table"]["StreamSpecification"]["StreamViewType"], "OLD_IMAGE")

    def test_a_tag_has_one_value(self):
        self.table(BillingMode="PAY_PER_REQUEST", Tags=[{"Key": "a", "Value": "b"}])
        arn = self.dynamodb.describe_table(TableName="t")["Table"]["TableArn"]
        self.dynamodb.tag_resource(ResourceArn=arn, Tags=[{"Key": "a", "Value": "c"}])
        self.assertEqual(self.dynamodb.list_tags_of_resource(ResourceArn=arn)["Tags"], [{"Key": "a", "Value": "c"}])

    def test_encryption_changes(self):
        self.table(BillingMode="PAY_PER_REQUEST")
        told = lambda: self.dynamodb.describe_table(TableName="t")["Table"].get("SSEDescription", {}).get("Status")
        self.dynamodb.update_table(TableName="t", SSESpecification={"Enabled": True, "SSEType": "KMS"})
        self.assertEqual(told(), "ENABLED")
        told()
        self.dynamodb.update_table(TableName="t", SSESpecification={"Enabled": False})
        self.assertIsNone(told())
