"""EC2: instances, launch templates, key pairs."""

from .harness import EmulatorTest, client


class InstanceTests(EmulatorTest):
    def run_one(self, **more):
        return client("ec2").run_instances(**{"ImageId": self.image(), "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, **more})

    def test_a_token_makes_one_instance(self):
        ec2 = client("ec2")
        first, second = (self.run_one(ClientToken="t")["Instances"][0]["InstanceId"] for _ in range(2))
        self.assertEqual(first, second)
        self.refused("IdempotentParameterMismatch", self.run_one, ClientToken="t", InstanceType="t3.small")
        found = ec2.describe_instances(Filters=[{"Name": "client-token", "Values": ["t"]}])["Reservations"]
        self.assertEqual([one["Instances"][0]["InstanceId"] for one in found], [first])

    def test_what_it_names_must_exist(self):
        iam = client("iam")
        self.refused("InvalidParameterValue", self.run_one, IamInstanceProfile={"Name": "missing"})
        iam.create_instance_profile(InstanceProfileName="empty")
        self.refused("InvalidParameterValue", self.run_one, IamInstanceProfile={"Name": "empty"})
        self.refused("InvalidGroup.NotFound", self.run_one, SecurityGroupIds=["sg-0"])
        self.refused("InvalidKeyPair.NotFound", self.run_one, KeyName="missing")
        self.refused("InvalidAMIID.NotFound", self.run_one, ImageId="ami-00000000")

    def test_its_volumes_have_their_speed(self):
        disk = {"DeviceName": "/dev/sda1", "Ebs": {"VolumeSize": 20, "VolumeType": "io1", "Iops": 600}}
        identifier = self.run_one(BlockDeviceMappings=[disk])["Instances"][0]["InstanceId"]
        own = [{"Name": "attachment.instance-id", "Values": [identifier]}]
        volumes = client("ec2").describe_volumes(Filters=own)["Volumes"]
        self.assertEqual([(one["VolumeType"], one["Iops"]) for one in volumes], [("io1", 600)])

    def test_an_exchanged_profile_is_told(self):
        ec2, iam = client("ec2"), client("iam")
        trust = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
        iam.create_role(RoleName="r", AssumeRolePolicyDocument=trust)
        for name in ("one", "two"):
            iam.create_instance_profile(InstanceProfileName=name)
            iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName="r")
        identifier = self.run_one(IamInstanceProfile={"Name": "one"})["Instances"][0]["InstanceId"]
        association = ec2.describe_iam_instance_profile_associations()["IamInstanceProfileAssociations"][0]["AssociationId"]
        ec2.replace_iam_instance_profile_association(AssociationId=association, IamInstanceProfile={"Name": "two"})
        told = ec2.describe_instances(InstanceIds=[identifier])["Reservations"][0]["Instances"][0]["IamInstanceProfile"]
        self.assertTrue(told["Arn"].endswith("/two"), told)

    def test_pages(self):
        ec2 = client("ec2")
        for _ in range(6):
            self.run_one()
        pages = [len(page["Reservations"]) for page in ec2.get_paginator("describe_instances").paginate(PaginationConfig={"PageSize": 5})]
        self.assertEqual(pages, [5, 1])
        self.refused("InvalidParameterValue", ec2.describe_instances, MaxResults=4)
        self.refused("InvalidParameterCombination", ec2.describe_instances, MaxResults=5, InstanceIds=["i-1"])

    def test_credits_are_those_of_the_family_until_they_change(self):
        ec2 = client("ec2")
        made = [self.run_one(InstanceType=kind, **more)["Instances"][0]["InstanceId"] for kind, more in (
            ("t2.micro", {}), ("t3.micro", {}), ("t3.micro", {"CreditSpecification": {"CpuCredits": "standard"}}), ("m5.large", {}))]
        read = lambda: {one["InstanceId"]: one["CpuCredits"] for one in ec2.describe_instance_credit_specifications(  # noqa: E731
            InstanceIds=made)["InstanceCreditSpecifications"]}
        self.assertEqual(read(), dict(zip(made, ("standard", "unlimited", "standard"))))
        changed = ec2.modify_instance_credit_specification(InstanceCreditSpecifications=[
            {"InstanceId": made[1], "CpuCredits": "standard"}, {"InstanceId": made[3], "CpuCredits": "standard"}])
        self.assertEqual([one["InstanceId"] for one in changed["SuccessfulInstanceCreditSpecifications"]], [made[1]])
        self.assertEqual([one["InstanceId"] for one in changed["UnsuccessfulInstanceCreditSpecifications"]], [made[3]])
        self.assertEqual(read()[made[1]], "standard")

    def test_an_attribute_changes_by_itself_and_some_while_stopped(self):
        ec2, made = client("ec2"), self.run_one(SecurityGroupIds=[self.group(self.network()[0])], SubnetId=client("ec2").describe_subnets(
            Filters=[{"Name": "cidr-block", "Values": ["10.0.0.0/24"]}])["Subnets"][0]["SubnetId"])["Instances"][0]
        change = lambda **what: ec2.modify_instance_attribute(InstanceId=made["InstanceId"], **what)  # noqa: E731
        read = lambda: ec2.describe_instances(InstanceIds=[made["InstanceId"]])["Reservations"][0]["Instances"][0]  # noqa: E731
        self.refused("IncorrectInstanceState", change, InstanceType={"Value": "t3.small"})
        self.refused("InvalidParameterCombination", change, SourceDestCheck={"Value": False}, DisableApiTermination={"Value": True})
        self.refused("InvalidParameterValue", change, InstanceInitiatedShutdownBehavior={"Value": "explode"})
        change(InstanceInitiatedShutdownBehavior={"Value": "terminate"})
        told = ec2.describe_instance_attribute(InstanceId=made["InstanceId"], Attribute="instanceInitiatedShutdownBehavior")
        self.assertEqual(told["InstanceInitiatedShutdownBehavior"]["Value"], "terminate")
        self.assertEqual(read()["SecurityGroups"], made["SecurityGroups"])
        ec2.stop_instances(InstanceIds=[made["InstanceId"]])
        change(InstanceType={"Value": "t3.small"})
        self.assertEqual(read()["InstanceType"], "t3.small")

    def test_monitoring_changes(self):
        ec2, made = client("ec2"), self.run_one()["Instances"][0]["InstanceId"]
        read = lambda: ec2.describe_instances(InstanceIds=[made])["Reservations"][0]["Instances"][0]["Monitoring"]["State"]  # noqa: E731
        for call, answered, told in ((ec2.monitor_instances, "pending", "enabled"), (ec2.unmonitor_instances, "disabling", "disabled")):
            self.assertEqual(call(InstanceIds=[made])["InstanceMonitorings"], [{"InstanceId": made, "Monitoring": {"State": answered}}])
            self.assertEqual(read(), told)
        self.refused("InvalidInstanceID.NotFound", ec2.monitor_instances, InstanceIds=["i-00000000000000000"])


class LaunchTemplateTests(EmulatorTest):
    def create(self, name="template", **more):
        return client("ec2").create_launch_template(LaunchTemplateName=name, LaunchTemplateData={"InstanceType": "t3.micro"}, **more)

    def test_all_are_listed_in_pages(self):
        ec2 = client("ec2")
        for number in range(20):
            self.create(f"template{number}")
            ec2.create_launch_template_version(LaunchTemplateName="template0", LaunchTemplateData={"InstanceType": "t3.micro"})
        self.assertEqual(len(ec2.describe_launch_templates()["LaunchTemplates"]), 20)
        self.assertEqual(len(ec2.describe_launch_template_versions(LaunchTemplateName="template0")["LaunchTemplateVersions"]), 21)
        pages = [len(page["LaunchTemplates"]) for page in ec2.get_paginator("describe_launch_templates").paginate(PaginationConfig={"PageSize": 7})]
        self.assertEqual(pages, [7, 7, 6])

    def test_tags_are_the_template_s_and_up_to_date(self):
        ec2 = client("ec2")
        made = self.create(TagSpecifications=[{"ResourceType": "launch-template", "Tags": [{"Key": "a", "Value": "b"}]}])["LaunchTemplate"]
        version = ec2.describe_launch_template_versions(LaunchTemplateName="template")["LaunchTemplateVersions"][0]
        self.assertFalse(version["LaunchTemplateData"].get("TagSpecifications"))
        ec2.create_tags(Resources=[made["LaunchTemplateId"]], Tags=[{"Key": "c", "Value": "d"}])
        told = ec2.describe_launch_templates()["LaunchTemplates"][0]["Tags"]
        self.assertEqual(told, [{"Key": "a", "Value": "b"}, {"Key": "c", "Value": "d"}])

    def test_a_token_makes_one_template(self):
        self.assertEqual(self.create(ClientToken="t")["LaunchTemplate"]["LaunchTemplateId"],
                         self.create(ClientToken="t")["LaunchTemplate"]["LaunchTemplateId"])
        self.refused("InvalidLaunchTemplateName.AlreadyExistsException", self.create)


class KeyPairTests(EmulatorTest):
    def test_a_bad_key_is_refused(self):
        self.refused("InvalidKey.Format", client("ec2").import_key_pair, KeyName="k", PublicKeyMaterial=b"nonsense")
