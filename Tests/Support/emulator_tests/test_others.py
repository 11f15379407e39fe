"""KMS, EFS, DynamoDB, Application Auto Scaling, SNS, SQS."""

from .harness import EmulatorTest, client


class OtherTests(EmulatorTest):
    def test_keys_can_be_named_by_arn(self):
        kms = client("kms")
        key = kms.create_key()["KeyMetadata"]
        self.assertIs(key["MultiRegion"], False)
        kms.disable_key(KeyId=key["Arn"])
        kms.enable_key(KeyId=key["Arn"])
        kms.enable_key_rotation(KeyId=key["KeyId"], RotationPeriodInDays=180)
        self.assertEqual(kms.get_key_rotation_status(KeyId=key["KeyId"])["RotationPeriodInDays"], 180)
        kms.schedule_key_deletion(KeyId=key["Arn"], PendingWindowInDays=7)
        self.refused("KMSInvalidStateException", kms.enable_key, KeyId=key["Arn"])
        self.refused("MalformedPolicyDocumentException", kms.create_key, Policy="{bad")

    def test_the_key_of_encrypted_volumes_is_aws_s(self):
        kms = client("kms")
        client("ec2").create_volume(AvailabilityZone="us-east-1a", Size=1, Encrypted=True)
        managers = [kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]["KeyManager"] for key in kms.list_keys()["Keys"]]
        self.assertEqual(managers, ["AWS"])
        self.assertEqual(kms.create_key()["KeyMetadata"]["KeyManager"], "CUSTOMER")

    def test_volumes_are_copied_once_for_a_token(self):
        ec2 = client("ec2")
        source = ec2.create_volume(AvailabilityZone="us-east-1b", Size=8)["VolumeId"]
        self.reads(2, lambda: ec2.describe_volumes(VolumeIds=[source]))
        self.refused("InvalidVolume.NotFound", ec2.copy_volumes, SourceVolumeId="vol-0000000000000000f")
        self.refused("InvalidParameterValue", ec2.copy_volumes, SourceVolumeId=source, Size=4)

        def copy():
            return ec2.copy_volumes(SourceVolumeId=source, VolumeType="gp3", ClientToken="t", TagSpecifications=[
                {"ResourceType": "volume", "Tags": [{"Key": "a", "Value": "b"}]}])["Volumes"][0]
        made = copy()
        self.assertEqual(copy()["VolumeId"], made["VolumeId"])
        told = ec2.describe_volumes(VolumeIds=[made["VolumeId"]])["Volumes"][0]
        self.assertEqual([told[name] for name in ("SourceVolumeId", "AvailabilityZone", "Size", "Throughput", "Tags")],
                         [source, "us-east-1b", 8, 125, [{"Key": "a", "Value": "b"}]])

    def test_file_systems_change(self):
        efs = client("efs")
        system = efs.create_file_system(CreationToken="t")
        self.assertEqual(system["LifeCycleState"], "creating")
        identifier = system["FileSystemId"]
        read = lambda: efs.describe_file_systems(FileSystemId=identifier)["FileSystems"][0]  # noqa: E731
        self.assertEqual([one["LifeCycleState"] for one in self.reads(2, read)], ["creating", "available"])
        efs.update_file_system(FileSystemId=identifier, ThroughputMode="elastic")
        self.assertEqual(read()["ThroughputMode"], "elastic")
        for status in ("ENABLED", "DISABLED"):
            efs.put_backup_policy(FileSystemId=identifier, BackupPolicy={"Status": status})
            self.assertEqual(efs.describe_backup_policy(FileSystemId=identifier)["BackupPolicy"]["Status"], status)
        policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"elasticfilesystem:ClientMount"}]}'
        efs.put_file_system_policy(FileSystemId=identifier, Policy=policy)
        efs.delete_file_system_policy(FileSystemId=identifier)
        self.refused("PolicyNotFound", efs.describe_file_system_policy, FileSystemId=identifier)

    def test_scalable_targets_have_tags_and_take_their_policies_along(self):
        ecs, scaling = client("ecs"), client("application-autoscaling")
        ecs.create_cluster(clusterName="c")
        ecs.register_task_definition(family="f", containerDefinitions=[{"name": "a", "image": "i", "memory": 64}])
        ecs.create_service(cluster="c", serviceName="s", taskDefinition="f", desiredCount=1)
        target = {"ServiceNamespace": "ecs", "ResourceId": "service/c/s", "ScalableDimension": "ecs:service:DesiredCount"}
        arn = scaling.register_scalable_target(**target, MinCapacity=1, MaxCapacity=2, Tags={"a": "b"})["ScalableTargetARN"]
        self.assertEqual(scaling.list_tags_for_resource(ResourceARN=arn)["Tags"], {"a": "b"})
        scaling.put_scaling_policy(**target, PolicyName="p", PolicyType="StepScaling", StepScalingPolicyConfiguration={
            "AdjustmentType": "ChangeInCapacity", "StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": 1}]})
        scaling.deregister_scalable_target(**target)
        self.assertEqual(scaling.describe_scaling_policies(ServiceNamespace="ecs")["ScalingPolicies"], [])

    def test_topics_and_queues(self):
        sns, sqs = client("sns"), client("sqs")
        arn = sns.create_topic(Name="t", Attributes={"TracingConfig": "Active"})["TopicArn"]
        sns.set_topic_attributes(TopicArn=arn, AttributeName="SignatureVersion", AttributeValue="2")
        told = sns.get_topic_attributes(TopicArn=arn)["Attributes"]
        self.assertEqual((told["TracingConfig"], told["SignatureVersion"]), ("Active", "2"))
        self.refused("InvalidAttributeValue", sqs.create_queue, QueueName="q", Attributes={"DelaySeconds": "901"})

    def test_queues_tell_who_may_send_dead_letters(self):
        sqs = client("sqs")
        url = sqs.create_queue(QueueName="q", Attributes={"RedriveAllowPolicy": '{"redrivePermission":"denyAll"}'})["QueueUrl"]
        told = lambda: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"].get("RedriveAllowPolicy")  # noqa: E731
        self.assertEqual(told(), '{"redrivePermission":"denyAll"}')
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedriveAllowPolicy": ""})
        self.assertIsNone(told())

    def test_tables_are_made_slowly(self):
        dynamodb = client("dynamodb")
        # botocore would take an answer with a wrong checksum for a broken one.
        made = dynamodb.create_table(TableName="table", BillingMode="PAY_PER_REQUEST", TableClass="STANDARD_INFREQUENT_ACCESS",
                                     AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}], KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}])
        self.assertNotIn("x-amz-crc32", made["ResponseMetadata"]["HTTPHeaders"])
        read = lambda: dynamodb.describe_table(TableName="table")["Table"]  # noqa: E731
        self.assertEqual([one["TableStatus"] for one in self.reads(3, read)], ["CREATING", "ACTIVE", "ACTIVE"])
        self.assertEqual(read()["TableClassSummary"]["TableClass"], "STANDARD_INFREQUENT_ACCESS")
        dynamodb.delete_table(TableName="table")


class ZoneFeatureTests(EmulatorTest):
    def test_accelerated_recovery_is_for_public_zones(self):
        route53 = client("route53")
        zone = route53.create_hosted_zone(Name="example.org", CallerReference="a")["HostedZone"]["Id"]
        self.assertNotIn("Features", route53.get_hosted_zone(Id=zone)["HostedZone"])
        route53.update_hosted_zone_features(HostedZoneId=zone, EnableAcceleratedRecovery=True)
        self.assertEqual(route53.get_hosted_zone(Id=zone)["HostedZone"]["Features"], {"AcceleratedRecoveryStatus": "ENABLED"})
        self.refused("NoSuchHostedZone", route53.update_hosted_zone_features, HostedZoneId="Z0", EnableAcceleratedRecovery=True)
        vpc = client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        inside = route53.create_hosted_zone(Name="example.net", CallerReference="b", VPC={"VPCRegion": "us-east-1", "VPCId": vpc})["HostedZone"]["Id"]
        self.refused("InvalidInput", route53.update_hosted_zone_features, HostedZoneId=inside, EnableAcceleratedRecovery=True)
