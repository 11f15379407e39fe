"""S3."""

import json

from .harness import EmulatorTest, client


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


class BucketTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.s3 = client("s3")
        self.s3.create_bucket(Bucket="bucket-one", CreateBucketConfiguration={"Tags": [{"Key": "a", "Value": "b"}]})

    def test_a_new_bucket_has_aws_s_defaults_and_its_tags(self):
        rule = self.s3.get_bucket_encryption(Bucket="bucket-one")["ServerSideEncryptionConfiguration"]["Rules"][0]
        self.assertEqual(rule["ApplyServerSideEncryptionByDefault"], {"SSEAlgorithm": "AES256"})
        block = self.s3.get_public_access_block(Bucket="bucket-one")["PublicAccessBlockConfiguration"]
        self.assertEqual(set(block.values()), {True})
        self.assertEqual(self.s3.get_bucket_ownership_controls(Bucket="bucket-one")["OwnershipControls"]["Rules"][0]["ObjectOwnership"],
                         "BucketOwnerEnforced")
        self.assertEqual(self.s3.get_bucket_tagging(Bucket="bucket-one")["TagSet"], [{"Key": "a", "Value": "b"}])
        self.s3.delete_bucket_encryption(Bucket="bucket-one")
        self.assertTrue(self.s3.get_bucket_encryption(Bucket="bucket-one"))
        self.s3.delete_public_access_block(Bucket="bucket-one")
        self.refused("NoSuchPublicAccessBlockConfiguration", self.s3.get_public_access_block, Bucket="bucket-one")

    def test_making_it_again_succeeds_in_one_region_only(self):
        self.s3.create_bucket(Bucket="bucket-one")
        west = client("s3", "us-west-2")
        asked = {"Bucket": "bucket-two", "CreateBucketConfiguration": {"LocationConstraint": "us-west-2"}}
        west.create_bucket(**asked)
        self.refused("BucketAlreadyOwnedByYou", west.create_bucket, **asked)
        self.refused("InvalidBucketName", self.s3.create_bucket, Bucket="Upper-Case")

    def put(self, *statements):
        self.s3.put_bucket_policy(Bucket="bucket-one", Policy=policy(*statements))

    def test_policies_are_checked(self):
        self.refused("MalformedPolicy", self.s3.put_bucket_policy, Bucket="bucket-one", Policy="{bad")
        good = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::bucket-one/*"}
        for change in ({"Action": "nonsense"}, {"Resource": "arn:aws:s3:::other/*"}, {"Condition": {"Nonsense": {}}}, {"Effect": "Maybe"},
                       {"Principal": {"AWS": "arn:aws:iam::123456789012:role/missing"}}):
            self.refused("MalformedPolicy", self.s3.put_bucket_policy, Bucket="bucket-one", Policy=policy({**good, **change}))
        self.refused("AccessDenied", self.s3.put_bucket_policy, Bucket="bucket-one", Policy=policy({**good, "Effect": "Allow"}))
        self.put(good)

    def test_conditions_decide_what_is_denied(self):
        self.put({"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::bucket-one/*",
                  "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "AES256"}}},
                 {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::bucket-one/*",
                  "Condition": {"Bool": {"aws:SecureTransport": "false"}}})
        self.refused("AccessDenied", self.s3.put_object, Bucket="bucket-one", Key="k", Body=b"x")
        self.s3.put_object(Bucket="bucket-one", Key="k", Body=b"x", ServerSideEncryption="AES256")
        self.assertEqual(self.s3.get_object(Bucket="bucket-one", Key="k")["Body"].read(), b"x")
        self.refused("BucketNotEmpty", self.s3.delete_bucket, Bucket="bucket-one")

    def test_lifecycle_rules_are_kept_whole(self):
        rules = [{"ID": "r", "Status": "Enabled", "Filter": {"ObjectSizeGreaterThan": 5},
                  "NoncurrentVersionExpiration": {"NoncurrentDays": 3, "NewerNoncurrentVersions": 2}}]
        self.s3.put_bucket_lifecycle_configuration(Bucket="bucket-one", LifecycleConfiguration={"Rules": rules})
        self.assertEqual(self.s3.get_bucket_lifecycle_configuration(Bucket="bucket-one")["Rules"], rules)
        self.s3.delete_bucket_lifecycle(Bucket="bucket-one")
        self.refused("NoSuchLifecycleConfiguration", self.s3.get_bucket_lifecycle_configuration, Bucket="bucket-one")
        self.assertEqual(self.s3.get_bucket_request_payment(Bucket="bucket-one")["Payer"], "BucketOwner")

    def test_replication_rules_are_kept_whole(self):
        s3 = client("s3")
        for name in ("source", "target"):
            s3.create_bucket(Bucket=name)
            s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        rule = {"Status": "Enabled", "Priority": 1, "Filter": {"Prefix": ""}, "DeleteMarkerReplication": {"Status": "Disabled"},
                "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}},
                "Destination": {"Bucket": "arn:aws:s3:::target", "EncryptionConfiguration": {"ReplicaKmsKeyID": "alias/k"}}}
        s3.put_bucket_replication(Bucket="source", ReplicationConfiguration={"Role": "arn:aws:iam::123456789012:role/r", "Rules": [rule]})
        told = s3.get_bucket_replication(Bucket="source")["ReplicationConfiguration"]["Rules"]
        self.assertTrue(told[0].pop("ID"))
        self.assertEqual(told, [rule])

    def test_any_fitting_statement_lets_access_logs_in(self):
        s3 = client("s3")
        for name in ("logged", "logs"):
            s3.create_bucket(Bucket=name)
        status = {"LoggingEnabled": {"TargetBucket": "logs", "TargetPrefix": "a/"}}

        def put(*statements):
            s3.put_bucket_policy(Bucket="logs", Policy=policy(*statements))
        deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::logs/*",
                "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
        allow = {"Effect": "Allow", "Principal": {"Service": ["logging.s3.amazonaws.com"]}, "Action": ["s3:Put*"]}
        put(deny, {**allow, "Resource": ["arn:aws:s3:::logs/b/*"]})
        self.refused("InvalidTargetBucketForLogging", s3.put_bucket_logging, Bucket="logged", BucketLoggingStatus=status)
        put(deny, {**allow, "Resource": ["arn:aws:s3:::logs/a/*"]})
        s3.put_bucket_logging(Bucket="logged", BucketLoggingStatus=status)

    def test_event_bridge_is_kept(self):
        self.s3.put_bucket_notification_configuration(Bucket="bucket-one", NotificationConfiguration={"EventBridgeConfiguration": {}})
        self.assertIn("EventBridgeConfiguration", self.s3.get_bucket_notification_configuration(Bucket="bucket-one"))

    def test_buckets_come_in_pages(self):
        self.s3.create_bucket(Bucket="bucket-two")
        pages = [[one["Name"] for one in page["Buckets"]] for page in self.s3.get_paginator("list_buckets").paginate(PaginationConfig={"PageSize": 1})]
        self.assertEqual(pages, [["bucket-one"], ["bucket-two"]])

    def test_conditional_writes_let_one_win(self):
        """Locks stand on these: PutObject with If-None-Match and If-Match, DeleteObject with If-Match."""
        one = {"Bucket": "bucket-one", "Key": "lock"}
        first = self.s3.put_object(**one, Body=b"1", IfNoneMatch="*")["ETag"]
        self.refused("PreconditionFailed", self.s3.put_object, **one, Body=b"2", IfNoneMatch="*")
        second = self.s3.put_object(**one, Body=b"2", IfMatch=first)["ETag"]
        self.refused("PreconditionFailed", self.s3.put_object, **one, Body=b"3", IfMatch=first)
        self.refused("PreconditionFailed", self.s3.delete_object, **one, IfMatch=first)
        self.assertEqual(self.s3.get_object(**one)["Body"].read(), b"2")
        self.s3.delete_object(**one, IfMatch=second)
        self.refused("NoSuchKey", self.s3.put_object, **one, Body=b"4", IfMatch=second)
        self.s3.put_bucket_versioning(Bucket=one["Bucket"], VersioningConfiguration={"Status": "Enabled"})
        self.s3.put_object(**one, Body=b"5", IfNoneMatch="*")
        self.s3.delete_object(**one)
        third = self.s3.put_object(**one, Body=b"6", IfNoneMatch="*")["ETag"]  # a delete marker is no object
        self.refused("PreconditionFailed", self.s3.put_object, **one, Body=b"7", IfNoneMatch="*")
        self.refused("PreconditionFailed", self.s3.put_object, **one, Body=b"7", IfMatch=first)
        self.assertEqual(2, len(self.s3.list_object_versions(Bucket=one["Bucket"])["Versions"]))
        self.s3.put_object(**one, Body=b"6", IfMatch=third)  # the same bytes have the same tag
        self.assertEqual(3, len(self.s3.list_object_versions(Bucket=one["Bucket"])["Versions"]))
        self.s3.delete_object(**one)
        self.refused("NoSuchKey", self.s3.put_object, **one, Body=b"8", IfMatch=third)


class ConfigurationTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.s3 = client("s3")
        self.s3.create_bucket(Bucket="bucket-one")

    def put(self, name):
        self.s3.put_bucket_metrics_configuration(Bucket="bucket-one", Id=name, MetricsConfiguration={"Id": name, "Filter": {"Prefix": "a/"}})

    def test_configurations_are_put_listed_in_pages_and_deleted(self):
        for number in range(101):
            self.put(f"m{number:03}")
        self.put("m000")
        first = self.s3.list_bucket_metrics_configurations(Bucket="bucket-one")
        self.assertTrue(first["IsTruncated"])
        self.assertEqual(len(first["MetricsConfigurationList"]), 100)
        rest = self.s3.list_bucket_metrics_configurations(Bucket="bucket-one", ContinuationToken=first["NextContinuationToken"])
        self.assertEqual(rest["MetricsConfigurationList"], [{"Id": "m100", "Filter": {"Prefix": "a/"}}])
        self.s3.delete_bucket_metrics_configuration(Bucket="bucket-one", Id="m100")
        self.refused("NoSuchConfiguration", self.s3.delete_bucket_metrics_configuration, Bucket="bucket-one", Id="m100")
        self.refused("InvalidArgument", self.s3.put_bucket_metrics_configuration, Bucket="bucket-one", Id="a", MetricsConfiguration={"Id": "b"})
        self.s3.delete_bucket(Bucket="bucket-one")
        self.s3.create_bucket(Bucket="bucket-one")
        self.assertNotIn("MetricsConfigurationList", self.s3.list_bucket_metrics_configurations(Bucket="bucket-one"))

    def test_access_lists_need_an_owner_that_allows_them(self):
        put = self.s3.put_bucket_acl
        self.refused("AccessControlListNotSupported", put, Bucket="bucket-one", ACL="log-delivery-write")
        own = lambda owner="BucketOwnerEnforced": self.s3.put_bucket_ownership_controls(Bucket="bucket-one", OwnershipControls={"Rules": [{"ObjectOwnership": owner}]})
        own("ObjectWriter")
        self.refused("AccessDenied", put, Bucket="bucket-one", ACL="public-read")
        for name, more in (("log-delivery-write", 2), ("aws-exec-read", 1)):
            put(Bucket="bucket-one", ACL=name)
            self.assertEqual(len(self.s3.get_bucket_acl(Bucket="bucket-one")["Grants"]), 1 + more)
            self.refused("InvalidBucketAclWithObjectOwnership", own)
        put(Bucket="bucket-one", ACL="private")
        own("BucketOwnerEnforced")

    def test_metadata_tables_of_both_generations(self):
        get = lambda: self.s3.get_bucket_metadata_configuration(Bucket="bucket-one")["GetBucketMetadataConfigurationResult"][
            "MetadataConfigurationResult"]
        self.refused("MetadataConfigurationNotFound", get)
        keep = {"Expiration": "DISABLED"}
        self.s3.create_bucket_metadata_configuration(Bucket="bucket-one", MetadataConfiguration={"JournalTableConfiguration": {"RecordExpiration": keep}})
        self.refused("InvalidBucketState", self.s3.create_bucket_metadata_configuration, Bucket="bucket-one",
                     MetadataConfiguration={"JournalTableConfiguration": {"RecordExpiration": keep}})
        self.assertEqual(get()["InventoryTableConfigurationResult"]["ConfigurationState"], "DISABLED")
        self.s3.update_bucket_metadata_inventory_table_configuration(Bucket="bucket-one", InventoryTableConfiguration={"ConfigurationState": "ENABLED"})
        self.assertEqual(get()["InventoryTableConfigurationResult"]["TableName"], "inventory")
        self.refused("MethodNotAllowed", self.s3.delete_bucket_metadata_table_configuration, Bucket="bucket-one")
        self.s3.delete_bucket_metadata_configuration(Bucket="bucket-one")
        self.s3.create_bucket_metadata_table_configuration(Bucket="bucket-one", MetadataTableConfiguration={
            "S3TablesDestination": {"TableBucketArn": "arn:aws:s3tables:us-east-1:123456789012:bucket/mine", "TableName": "seen"}})
        self.assertEqual(get()["DestinationResult"]["TableBucketType"], "customer")
        self.s3.delete_bucket_metadata_table_configuration(Bucket="bucket-one")
        self.refused("MetadataConfigurationNotFound", get)

    def test_the_account_s_namespace_has_its_own_names(self):
        name = "mine-123456789012-us-east-1-an"
        self.refused("InvalidBucketName", self.s3.create_bucket, Bucket=name)
        self.refused("InvalidBucketName", self.s3.create_bucket, Bucket="bucket-two", BucketNamespace="account-regional")
        self.s3.create_bucket(Bucket=name, BucketNamespace="account-regional")
