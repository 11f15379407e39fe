"""IAM, and signatures when they are checked."""

import json

from .harness import ACCOUNT, EmulatorTest, client, plumb

TRUST = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]})
ALLOW = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})


class IAMTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.iam = client("iam")

    def test_policies_are_checked(self):
        self.refused("MalformedPolicyDocument", self.iam.create_role, RoleName="r", AssumeRolePolicyDocument="{bad")
        self.refused("MalformedPolicyDocument", self.iam.create_role, RoleName="r", AssumeRolePolicyDocument=ALLOW)
        missing = TRUST.replace('"Service": "ec2.amazonaws.com"', f'"AWS": "arn:aws:iam::{ACCOUNT}:role/missing"')
        self.refused("MalformedPolicyDocument", self.iam.create_role, RoleName="r", AssumeRolePolicyDocument=missing)
        self.refused("MalformedPolicyDocument", self.iam.create_policy, PolicyName="p", PolicyDocument=TRUST)
        self.refused("ValidationError", self.iam.create_role, RoleName="a b", AssumeRolePolicyDocument=TRUST)
        self.iam.create_role(RoleName="r", AssumeRolePolicyDocument=TRUST)
        self.refused("EntityAlreadyExists", self.iam.create_role, RoleName="R", AssumeRolePolicyDocument=TRUST)

    def test_a_policy_may_leave_its_version_out(self):
        self.iam.create_role(RoleName="r", AssumeRolePolicyDocument=TRUST)
        for version in ({}, {"Version": "2008-10-17"}):
            document = json.dumps(version | {"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]})
            self.iam.put_role_policy(RoleName="r", PolicyName="p", PolicyDocument=document)
        wrong = json.dumps({"Version": "2020-01-01", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]})
        self.refused("MalformedPolicyDocument", self.iam.put_role_policy, RoleName="r", PolicyName="p", PolicyDocument=wrong)

    def test_an_attached_policy_stays(self):
        arn = self.iam.create_policy(PolicyName="p", PolicyDocument=ALLOW)["Policy"]["Arn"]
        self.iam.create_role(RoleName="r", AssumeRolePolicyDocument=TRUST)
        self.iam.attach_role_policy(RoleName="r", PolicyArn=arn)
        self.refused("DeleteConflict", self.iam.delete_policy, PolicyArn=arn)
        self.refused("DeleteConflict", self.iam.delete_role, RoleName="r")
        self.iam.detach_role_policy(RoleName="r", PolicyArn=arn)
        self.iam.create_policy_version(PolicyArn=arn, PolicyDocument=ALLOW)
        self.refused("DeleteConflict", self.iam.delete_policy, PolicyArn=arn)
        self.refused("NoSuchEntity", self.iam.attach_role_policy, RoleName="r", PolicyArn=arn + "x")
        self.iam.attach_role_policy(RoleName="r", PolicyArn="arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role")

    def test_a_role_in_a_profile_stays(self):
        self.iam.create_role(RoleName="r", AssumeRolePolicyDocument=TRUST)
        self.iam.create_instance_profile(InstanceProfileName="p", Tags=[{"Key": "a", "Value": "b"}])
        self.refused("NoSuchEntity", self.iam.add_role_to_instance_profile, InstanceProfileName="p", RoleName="x")
        self.iam.add_role_to_instance_profile(InstanceProfileName="p", RoleName="r")
        self.refused("LimitExceeded", self.iam.add_role_to_instance_profile, InstanceProfileName="p", RoleName="r")
        self.refused("DeleteConflict", self.iam.delete_role, RoleName="r")
        self.refused("DeleteConflict", self.iam.delete_instance_profile, InstanceProfileName="p")
        self.assertEqual(self.iam.list_instance_profile_tags(InstanceProfileName="p")["Tags"], [{"Key": "a", "Value": "b"}])
        self.iam.remove_role_from_instance_profile(InstanceProfileName="p", RoleName="r")
        self.refused("NoSuchEntity", self.iam.remove_role_from_instance_profile, InstanceProfileName="p", RoleName="r")

    def test_users_have_two_keys_and_a_boundary(self):
        self.iam.create_user(UserName="u")
        key = self.iam.create_access_key(UserName="u")["AccessKey"]["AccessKeyId"]
        self.iam.create_access_key(UserName="u")
        self.refused("LimitExceeded", self.iam.create_access_key, UserName="u")
        self.refused("DeleteConflict", self.iam.delete_user, UserName="u")
        self.iam.delete_access_key(UserName="u", AccessKeyId=key)
        boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess"
        self.iam.put_user_permissions_boundary(UserName="u", PermissionsBoundary=boundary)
        self.assertEqual(self.iam.get_user(UserName="u")["User"]["PermissionsBoundary"]["PermissionsBoundaryArn"], boundary)
        self.iam.delete_user_permissions_boundary(UserName="u")
        self.assertNotIn("PermissionsBoundary", self.iam.get_user(UserName="u")["User"])

    def test_a_group_with_members_stays(self):
        self.iam.create_user(UserName="u")
        self.iam.create_group(GroupName="g")
        self.iam.add_user_to_group(GroupName="g", UserName="u")
        self.refused("DeleteConflict", self.iam.delete_group, GroupName="g")

    def test_a_service_linked_role_is_made_once(self):
        self.iam.create_service_linked_role(AWSServiceName="ecs.amazonaws.com")
        self.refused("InvalidInput", self.iam.create_service_linked_role, AWSServiceName="ecs.amazonaws.com")
        self.refused("InvalidInput", self.iam.create_service_linked_role, AWSServiceName="nonsense")


class SignatureTests(EmulatorTest):
    def test_signatures_and_policies_are_checked_when_asked_for(self):
        iam = client("iam")
        iam.create_user(UserName="u")
        iam.attach_user_policy(UserName="u", PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
        key = iam.create_access_key(UserName="u")["AccessKey"]
        client("s3").create_bucket(Bucket="signed-bucket")
        plumb("post", "auth", {"on": True})
        right, wrong = ({"key": key["AccessKeyId"], "secret": secret} for secret in (key["SecretAccessKey"], "wrong"))
        client("ec2", **right).describe_vpcs()
        client("route53", **right).list_hosted_zones()
        client("cloudfront", **right).list_distributions()
        client("efs", **right).describe_file_systems()
        client("lambda", **right).list_functions()
        client("ecs", **right).list_clusters()
        client("s3", **right).list_objects_v2(Bucket="signed-bucket", Prefix="a b/")
        self.refused("AuthFailure", client("ec2", **wrong).describe_vpcs)
        self.refused("SignatureDoesNotMatch", client("route53", **wrong).list_hosted_zones)
        self.refused("InvalidSignatureException", client("ecs", **wrong).list_clusters)
        self.refused("SignatureDoesNotMatch", client("s3", **wrong).list_buckets)
        self.refused("UnauthorizedOperation", client("ec2", **right).create_vpc, CidrBlock="10.0.0.0/16")
        self.refused("AccessDenied", client("s3", **right).put_object, Bucket="signed-bucket", Key="k", Body=b"x")
        self.refused("InvalidClientTokenId", iam.list_roles)

    def test_a_root_key_may_do_everything(self):
        plumb("post", "auth", {"on": True, "root": ["AKIAROOTROOTROOTROOT", "root-secret"]})
        client("ec2", key="AKIAROOTROOTROOTROOT", secret="root-secret").create_vpc(CidrBlock="10.0.0.0/16")
        self.refused("AuthFailure", client("ec2", key="AKIAROOTROOTROOTROOT", secret="other").describe_vpcs)


class PasswordTests(EmulatorTest):
    def test_a_user_with_a_password_stays(self):
        iam = client("iam")
        iam.create_user(UserName="ann")
        iam.create_login_profile(UserName="ann", Password="Correct-Horse-7")
        self.refused("DeleteConflict", iam.delete_user, UserName="ann")
        iam.delete_login_profile(UserName="ann")
        iam.delete_user(UserName="ann")
