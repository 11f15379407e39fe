"""Settings that moto takes and does not tell: identity, zones, logs, access logs, parameters, secrets."""

import json

from .harness import ACCOUNT, EmulatorTest, client

BOUNDARY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
ALLOW = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})


class IdentityTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.iam = client("iam")

    def details(self, kind):
        return self.iam.get_account_authorization_details(Filter=[kind])

    def test_account_details_tell_boundaries(self):
        self.iam.create_user(UserName="u", PermissionsBoundary=BOUNDARY)
        self.iam.create_user(UserName="v")
        told = {one["UserName"]: one.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn") for one in self.details("User")["UserDetailList"]}
        self.assertEqual(told, {"u": BOUNDARY, "v": None})

    def test_account_details_name_policies(self):
        made = self.iam.create_policy(PolicyName="p", PolicyDocument=ALLOW)["Policy"]
        told = [(one["PolicyName"], one["PolicyId"]) for one in self.details("LocalManagedPolicy")["Policies"]]
        self.assertEqual(told, [("p", made["PolicyId"])])

    def test_a_user_that_moves_keeps_all(self):
        self.iam.create_user(UserName="u", Path="/a/", PermissionsBoundary=BOUNDARY, Tags=[{"Key": "a", "Value": "b"}])
        self.iam.update_user(UserName="u", NewPath="/b/", NewUserName="v")
        told = self.iam.get_user(UserName="v")["User"]
        self.assertEqual(told["Arn"], f"arn:aws:iam::{ACCOUNT}:user/b/v")
        self.assertEqual(told["PermissionsBoundary"]["PermissionsBoundaryArn"], BOUNDARY)
        self.assertEqual(self.iam.list_user_tags(UserName="v")["Tags"], [{"Key": "a", "Value": "b"}])
        self.refused("NoSuchEntity", self.iam.update_user, UserName="u", NewPath="/c/")
        self.iam.create_user(UserName="u", Path="/a/")
        self.assertEqual(self.iam.list_user_tags(UserName="u")["Tags"], [])

    def test_a_group_moves(self):
        self.iam.create_group(GroupName="g", Path="/a/")
        self.iam.update_group(GroupName="g", NewPath="/b/")
        self.assertEqual(self.iam.get_group(GroupName="g")["Group"]["Path"], "/b/")
        self.iam.update_group(GroupName="g", NewPath="/c/", NewGroupName="h")
        self.assertEqual(self.iam.get_group(GroupName="h")["Group"]["Path"], "/c/")
        self.refused("NoSuchEntity", self.iam.update_group, GroupName="g", NewPath="/d/")


class ZoneTests(EmulatorTest):
    def test_a_zone_with_a_network_is_private_and_tells_it(self):
        vpc, route53 = self.network(gateway=False)[0], client("route53")
        made = route53.create_hosted_zone(Name="example.com", CallerReference="r", VPC={"VPCRegion": "us-east-1", "VPCId": vpc})
        self.assertIs(made["HostedZone"]["Config"]["PrivateZone"], True)
        told = route53.get_hosted_zone(Id=made["HostedZone"]["Id"])
        self.assertEqual((told["HostedZone"]["Config"]["PrivateZone"], told["VPCs"]), (True, [{"VPCRegion": "us-east-1", "VPCId": vpc}]))
        public = route53.create_hosted_zone(Name="example.org", CallerReference="s")["HostedZone"]["Id"]
        self.assertFalse(route53.get_hosted_zone(Id=public).get("VPCs"))


class LogTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.logs = client("logs")
        self.logs.create_log_group(logGroupName="g")

    def test_bearer_tokens_are_allowed_or_not(self):
        allowed = lambda: self.logs.describe_log_groups()["logGroups"][0]["bearerTokenAuthenticationEnabled"]  # noqa: E731
        allow = self.logs.put_bearer_token_authentication
        self.assertIs(allowed(), False)
        allow(logGroupIdentifier="g", bearerTokenAuthenticationEnabled=True)
        self.assertIs(allowed(), True)
        allow(logGroupIdentifier=f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:g", bearerTokenAuthenticationEnabled=False)
        self.assertIs(allowed(), False)
        self.refused("ResourceNotFoundException", allow, logGroupIdentifier="x", bearerTokenAuthenticationEnabled=True)

    def test_a_group_made_again_takes_no_bearer_tokens(self):
        self.logs.put_bearer_token_authentication(logGroupIdentifier="g", bearerTokenAuthenticationEnabled=True)
        self.logs.delete_log_group(logGroupName="g")
        self.logs.create_log_group(logGroupName="g")
        self.assertIs(self.logs.describe_log_groups()["logGroups"][0]["bearerTokenAuthenticationEnabled"], False)

    def test_a_metric_filter_keeps_what_the_last_put_gave(self):
        put = lambda **more: self.logs.put_metric_filter(  # noqa: E731
            logGroupName="g", filterName="f", filterPattern="", metricTransformations=[
                {"metricName": "m", "metricNamespace": "n", "metricValue": "1"}], **more)
        read = lambda: self.logs.describe_metric_filters(logGroupName="g")["metricFilters"][0]  # noqa: E731
        put(applyOnTransformedLogs=True, fieldSelectionCriteria='@aws.region = "us-east-1"', emitSystemFieldDimensions=["@aws.account"])
        told = read()
        self.assertEqual((told["applyOnTransformedLogs"], told["fieldSelectionCriteria"], told["emitSystemFieldDimensions"]),
                         (True, '@aws.region = "us-east-1"', ["@aws.account"]))
        put()
        self.assertFalse({"fieldSelectionCriteria", "emitSystemFieldDimensions"} & set(read()))

    def test_a_subscription_filter_keeps_what_the_last_put_gave(self):
        role = client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "logs.amazonaws.com"}, "Action": "sts:AssumeRole"}]}))["Role"]["Arn"]
        client("kinesis").create_stream(StreamName="s", ShardCount=1)
        put = lambda **more: self.logs.put_subscription_filter(  # noqa: E731
            logGroupName="g", filterName="f", filterPattern="", roleArn=role, destinationArn=f"arn:aws:kinesis:us-east-1:{ACCOUNT}:stream/s", **more)
        read = lambda: self.logs.describe_subscription_filters(logGroupName="g")["subscriptionFilters"][0]  # noqa: E731
        put(emitSystemFields=["@aws.account"], fieldSelectionCriteria='@aws.region = "us-east-1"')
        self.assertEqual((read()["emitSystemFields"], read()["fieldSelectionCriteria"]), (["@aws.account"], '@aws.region = "us-east-1"'))
        put()
        self.assertFalse({"emitSystemFields", "fieldSelectionCriteria"} & set(read()))


class OtherTests(EmulatorTest):
    def test_access_logs_come_late(self):
        s3 = client("s3")
        for bucket in ("logged-bucket", "logging-bucket"):
            s3.create_bucket(Bucket=bucket)
        s3.put_bucket_policy(Bucket="logging-bucket", Policy=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "logging.s3.amazonaws.com"}, "Action": "s3:PutObject",
             "Resource": "arn:aws:s3:::logging-bucket/*"}]}))
        s3.put_bucket_logging(Bucket="logged-bucket", BucketLoggingStatus={"LoggingEnabled": {"TargetBucket": "logging-bucket", "TargetPrefix": ""}})
        s3.put_object(Bucket="logged-bucket", Key="k", Body=b"x")
        self.assertEqual(s3.list_objects_v2(Bucket="logging-bucket")["KeyCount"], 0)

    def test_a_parameter_tells_its_policies_one_by_one(self):
        ssm = client("ssm")
        policies = [{"Type": "Expiration", "Version": "1.0", "Attributes": {"Timestamp": "2030-01-01T00:00:00.000Z"}},
                    {"Type": "NoChangeNotification", "Version": "1.0", "Attributes": {"After": "20", "Unit": "Days"}}]
        put = lambda policies: ssm.put_parameter(  # noqa: E731
            Name="/p", Type="String", Value="v", Tier="Advanced", Overwrite=True, Policies=json.dumps(policies))
        read = lambda: ssm.describe_parameters()["Parameters"][0].get("Policies", [])  # noqa: E731
        put(policies)
        self.assertEqual([(one["PolicyType"], json.loads(one["PolicyText"])) for one in read()], [(one["Type"], one) for one in policies])
        put([{}])
        self.assertEqual(read(), [])

    def test_an_empty_text_takes_away_of_a_secret(self):
        secrets = client("secretsmanager")
        key = client("kms").create_key()["KeyMetadata"]["Arn"]
        secrets.create_secret(Name="s", SecretString="x", Description="d", KmsKeyId=key)
        read = lambda: [secrets.list_secrets()["SecretList"][0].get(name) for name in ("Description", "KmsKeyId")]  # noqa: E731
        self.assertEqual(read(), ["d", key])
        secrets.update_secret(SecretId="s", Description="")
        self.assertEqual(read(), [None, key])
        secrets.update_secret(SecretId="s", KmsKeyId="")
        self.assertEqual(read(), [None, None])

    def test_a_secret_tells_its_type(self):
        secrets = client("secretsmanager")
        read = lambda: [secrets.list_secrets()["SecretList"][0].get("Type"), secrets.describe_secret(SecretId="s").get("Type")]  # noqa: E731
        secrets.create_secret(Name="s", SecretString="x", Type="SalesforceClientSecret")
        self.assertEqual(read(), ["SalesforceClientSecret"] * 2)
        secrets.update_secret(SecretId="s", Description="d")
        secrets.update_secret(SecretId="s", Type="SnowflakeKeyPairAuthentication")
        self.assertEqual(read(), ["SnowflakeKeyPairAuthentication"] * 2)

    def test_a_topic_keeps_its_protection_and_logging(self):
        sns = client("sns")
        arn = sns.create_topic(Name="t", DataProtectionPolicy='{"Name":"a"}')["TopicArn"]
        read = lambda: sns.get_data_protection_policy(ResourceArn=arn).get("DataProtectionPolicy")  # noqa: E731
        self.assertEqual(read(), '{"Name":"a"}')
        sns.put_data_protection_policy(ResourceArn=arn, DataProtectionPolicy="")
        self.assertIsNone(read())
        self.refused("NotFound", sns.put_data_protection_policy, ResourceArn=arn + "x", DataProtectionPolicy="{}")
        sns.set_topic_attributes(TopicArn=arn, AttributeName="SQSSuccessFeedbackSampleRate", AttributeValue="50")
        self.assertEqual(sns.get_topic_attributes(TopicArn=arn)["Attributes"]["SQSSuccessFeedbackSampleRate"], "50")
        sns.set_topic_attributes(TopicArn=arn, AttributeName="SQSSuccessFeedbackSampleRate", AttributeValue="")
        self.assertNotIn("SQSSuccessFeedbackSampleRate", sns.get_topic_attributes(TopicArn=arn)["Attributes"])
        sns.put_data_protection_policy(ResourceArn=arn, DataProtectionPolicy="{}")
        sns.delete_topic(TopicArn=arn)
        sns.create_topic(Name="t")
        self.assertIsNone(read())

    def test_a_topic_made_again_starts_anew(self):
        sns = client("sns")
        arn = sns.create_topic(Name="t", Attributes={"TracingConfig": "Active"})["TopicArn"]
        sns.delete_topic(TopicArn=arn)
        self.assertEqual(sns.create_topic(Name="t")["TopicArn"], arn)
        self.assertNotIn("TracingConfig", sns.get_topic_attributes(TopicArn=arn)["Attributes"])

    def test_a_control_s_changes_name_its_version(self):
        cloudfront = client("cloudfront")
        config = {"Name": "c", "SigningProtocol": "sigv4", "SigningBehavior": "always", "OriginAccessControlOriginType": "s3"}
        made = cloudfront.create_origin_access_control(OriginAccessControlConfig={**config, "Description": "d"})
        known = {"Id": made["OriginAccessControl"]["Id"]}
        self.refused("InvalidIfMatchVersion", cloudfront.delete_origin_access_control, **known)
        changed = cloudfront.update_origin_access_control(**known, IfMatch=made["ETag"], OriginAccessControlConfig=config)
        told = cloudfront.get_origin_access_control(**known)
        self.assertEqual(told["ETag"], changed["ETag"])
        self.assertFalse(told["OriginAccessControl"]["OriginAccessControlConfig"].get("Description"))
        self.refused("PreconditionFailed", cloudfront.delete_origin_access_control, **known, IfMatch=made["ETag"])
        cloudfront.delete_origin_access_control(**known, IfMatch=changed["ETag"])
        self.refused("NoSuchOriginAccessControl", cloudfront.delete_origin_access_control, **known, IfMatch=changed["ETag"])
