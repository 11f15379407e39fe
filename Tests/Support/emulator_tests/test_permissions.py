"""Whether policies are judged by action, resource and condition."""

import json

from .harness import EmulatorTest, client, plumb

ROOT = {"key": "AKIAROOTROOTROOTROOT", "secret": "root-secret"}
TRUST = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]})


class PermissionTests(EmulatorTest):
    def may(self, *statements):
        """The key of a user with these statements and no others; policies count from now on."""
        iam = client("iam")
        iam.create_user(UserName="u")
        iam.put_user_policy(UserName="u", PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", **one} for one in statements]}))
        made = iam.create_access_key(UserName="u")["AccessKey"]
        plumb("post", "auth", {"on": True, "root": list(ROOT.values())})
        return {"key": made["AccessKeyId"], "secret": made["SecretAccessKey"]}

    def test_a_name_is_judged(self):
        logs = client("logs", **self.may({"Action": "logs:CreateLogGroup", "Resource": "arn:aws:logs:us-east-1:123456789012:log-group:mine*"}))
        logs.create_log_group(logGroupName="mine-1")
        self.refused("AccessDeniedException", logs.create_log_group, logGroupName="yours")

    def test_tags_at_creation_need_a_permission(self):
        arn = "arn:aws:logs:us-east-1:123456789012:log-group:g"
        logs = client("logs", **self.may({"Action": "logs:CreateLogGroup", "Resource": arn}))
        self.refused("AccessDeniedException", logs.create_log_group, logGroupName="g", tags={"a": "b"})
        logs.create_log_group(logGroupName="g")

    def test_a_parent_and_what_is_made(self):
        vpc = client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        other = client("ec2").create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
        places = "arn:aws:ec2:us-east-1:123456789012:"
        ec2 = client("ec2", **self.may({"Action": "ec2:CreateSubnet", "Resource": [places + "subnet/*", places + "vpc/" + vpc]}))
        ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24")
        self.refused("UnauthorizedOperation", ec2.create_subnet, VpcId=other, CidrBlock="10.1.1.0/24")

    def test_handing_over_a_role(self):
        iam = client("iam")
        for name in ("mine", "yours"):
            iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
            iam.create_instance_profile(InstanceProfileName=name)
        key = self.may(
            {"Action": "iam:AddRoleToInstanceProfile", "Resource": "*"},
            {"Action": "iam:PassRole", "Resource": "arn:aws:iam::123456789012:role/mine",
             "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}})
        client("iam", **key).add_role_to_instance_profile(InstanceProfileName="mine", RoleName="mine")
        self.refused("AccessDenied", client("iam", **key).add_role_to_instance_profile, InstanceProfileName="yours", RoleName="yours")

    def test_the_first_balancer_makes_a_role(self):
        key = self.may({"Action": "elasticloadbalancing:*", "Resource": "*"})
        self.refused("AccessDenied", client("elbv2", **key).create_load_balancer, Name="b", Subnets=["subnet-1", "subnet-2"])

    def test_a_key_is_used_in_the_callers_name(self):
        kms, s3 = client("kms"), client("s3")
        arn = kms.create_key()["KeyMetadata"]["Arn"]
        s3.create_bucket(Bucket="sealed")
        s3.put_bucket_encryption(Bucket="sealed", ServerSideEncryptionConfiguration={"Rules": [
            {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": arn}}]})
        client("ecr").create_repository(repositoryName="sealed", encryptionConfiguration={"encryptionType": "KMS", "kmsKey": arn})
        key = self.may({"Action": ["secretsmanager:*", "s3:*", "ecr:*"], "Resource": "*"},
                       {"Action": "kms:GenerateDataKey", "Resource": arn})
        secrets = client("secretsmanager", **key)
        secrets.create_secret(Name="aws", SecretString="x", KmsKeyId="alias/aws/secretsmanager")
        secrets.create_secret(Name="none", SecretString="x")
        self.refused("AccessDeniedException", secrets.create_secret, Name="own", SecretString="x", KmsKeyId=arn)
        self.refused("AccessDenied", client("s3", **key).put_object, Bucket="sealed", Key="k", Body=b"x")
        self.refused("AccessDeniedException", client("ecr", **key).delete_repository, repositoryName="sealed")
        client("iam", **ROOT).put_user_policy(UserName="u", PolicyName="keys", PolicyDocument=json.dumps({
            "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["kms:Decrypt", "kms:RetireGrant"], "Resource": arn}]}))
        secrets.create_secret(Name="own", SecretString="x", KmsKeyId=arn)
        client("s3", **key).put_object(Bucket="sealed", Key="k", Body=b"x")
        client("ecr", **key).delete_repository(repositoryName="sealed")

    def test_simulation(self):
        bucket = "arn:aws:s3:::mine"
        self.may({"Action": "s3:GetBucket*", "Resource": bucket},
                 {"Action": "iam:PassRole", "Resource": "*", "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}})
        iam = client("iam", **ROOT)

        def decisions(**given):
            answer = iam.simulate_principal_policy(PolicySourceArn="arn:aws:iam::123456789012:user/u", **given)
            return [(one["EvalActionName"], one["EvalDecision"]) for one in answer["EvaluationResults"]]

        self.assertEqual(decisions(ActionNames=["s3:GetBucketTagging", "s3:PutObject"], ResourceArns=[bucket]),
                         [("s3:GetBucketTagging", "allowed"), ("s3:PutObject", "implicitDeny")])
        self.assertEqual(decisions(ActionNames=["s3:GetBucketTagging"], ResourceArns=[bucket, "arn:aws:s3:::yours"]),
                         [("s3:GetBucketTagging", "implicitDeny")])
        self.assertEqual(decisions(ActionNames=["iam:PassRole"]), [("iam:PassRole", "implicitDeny")])
        self.assertEqual(decisions(ActionNames=["iam:PassRole"], ContextEntries=[
            {"ContextKeyName": "iam:PassedToService", "ContextKeyType": "string", "ContextKeyValues": ["ec2.amazonaws.com"]}]),
            [("iam:PassRole", "allowed")])
        self.refused("NoSuchEntity", iam.simulate_principal_policy, PolicySourceArn="arn:aws:iam::123456789012:user/nobody",
                     ActionNames=["s3:GetObject"])
