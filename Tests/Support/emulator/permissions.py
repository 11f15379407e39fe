"""Which IAM permissions a call needs, on which ARNs, and whether a caller's policies give them.

What AWS says of actions and resource types comes from its service authorization reference, trimmed in
Sources/CModels/data/authorization.json. What a call names is taken from its input.
"""

import fnmatch
import json
import re
from functools import cache
from pathlib import Path

from .policies import allowed, applies, statements

DATA = Path(__file__).resolve().parents[3] / "Sources" / "CModels" / "data" / "authorization.json"

PREFIXES = {"elbv2": "elasticloadbalancing", "efs": "elasticfilesystem", "resourcegroupstaggingapi": "tag"}

# S3 operations whose permission has another name (Amazon S3 API Reference, the section "Permissions" of each).
S3 = {
    "CopyObject": "PutObject", "ListBuckets": "ListAllMyBuckets", "HeadBucket": "ListBucket", "HeadObject": "GetObject", "ListObjectsV2": "ListBucket",
    "ListObjects": "ListBucket", "ListObjectVersions": "ListBucketVersions", "DeleteObjects": "DeleteObject",
    "GetBucketEncryption": "GetEncryptionConfiguration", "PutBucketEncryption": "PutEncryptionConfiguration",
    "DeleteBucketEncryption": "PutEncryptionConfiguration", "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock", "DeletePublicAccessBlock": "PutBucketPublicAccessBlock",
    "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
    "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration", "DeleteBucketLifecycle": "PutLifecycleConfiguration",
    "GetBucketCors": "GetBucketCORS", "PutBucketCors": "PutBucketCORS", "DeleteBucketCors": "PutBucketCORS",
    "DeleteBucketTagging": "PutBucketTagging", "GetBucketNotificationConfiguration": "GetBucketNotification",
    "PutBucketNotificationConfiguration": "PutBucketNotification", "GetBucketReplication": "GetReplicationConfiguration",
    "PutBucketReplication": "PutReplicationConfiguration", "DeleteBucketReplication": "PutReplicationConfiguration",
    "GetBucketAccelerateConfiguration": "GetAccelerateConfiguration",
    "PutBucketAccelerateConfiguration": "PutAccelerateConfiguration",
    "GetObjectLockConfiguration": "GetBucketObjectLockConfiguration",
    "PutObjectLockConfiguration": "PutBucketObjectLockConfiguration",
    "CreateMultipartUpload": "PutObject", "UploadPart": "PutObject", "CompleteMultipartUpload": "PutObject",
}

# Tags in a call that makes something need a permission of their own (IAM User Guide, "Controlling access during AWS
# requests"; per service in the service authorization reference, "dependent actions").
TAGGING = {
    "ec2": "CreateTags", "elasticloadbalancing": "AddTags", "acm": "AddTagsToCertificate", "sqs": "TagQueue",
    "autoscaling": "CreateOrUpdateTags", "ssm": "AddTagsToResource", "ecs": "TagResource", "logs": "TagResource",
    "ecr": "TagResource", "elasticfilesystem": "TagResource", "cloudwatch": "TagResource", "sns": "TagResource",
    "kms": "TagResource", "secretsmanager": "TagResource", "events": "TagResource", "servicediscovery": "TagResource",
}
IAM_TAGGING = {"CreateRole": "TagRole", "CreatePolicy": "TagPolicy", "CreateUser": "TagUser",
               "CreateInstanceProfile": "TagInstanceProfile"}
MAKES = re.compile(r"^(Create|Copy|Run|Allocate|Register|Request|Import|Put)")

# Calls that hand a role to a service (IAM User Guide, "Grant a user permissions to pass a role to an AWS service").
PASSING = {
    "iam:AddRoleToInstanceProfile": "ec2.amazonaws.com", "ec2:RunInstances": "ec2.amazonaws.com",
    "ecs:RegisterTaskDefinition": "ecs-tasks.amazonaws.com", "ecs:CreateService": "ecs.amazonaws.com",
    "autoscaling:CreateLaunchConfiguration": "ec2.amazonaws.com", "events:PutTargets": "events.amazonaws.com",
}

# The first use of these makes a service-linked role (their user guides, "service-linked roles").
SERVICE_ROLES = {
    "elasticloadbalancing:CreateLoadBalancer": "elasticloadbalancing.amazonaws.com",
    "autoscaling:CreateAutoScalingGroup": "autoscaling.amazonaws.com", "ecs:CreateCluster": "ecs.amazonaws.com",
    "elasticfilesystem:CreateFileSystem": "elasticfilesystem.amazonaws.com",
}

# What services ask KMS for in the name of a caller who names a key: the member with the key, and the actions (Amazon EFS User
# Guide, "Encrypting data at rest"; Amazon ECR User Guide, "Encryption at rest"; Secrets Manager API Reference; Amazon EBS User
# Guide, "Requirements for EBS encryption"; DynamoDB Developer Guide, "Encryption at rest: usage notes"; S3 API Reference,
# PutObject). Of "ReEncrypt*" two permissions are made.
VOLUME_KEYS = ("CreateGrant", "Decrypt", "DescribeKey", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo")
KEYS = {
    "elasticfilesystem:CreateFileSystem": ("KmsKeyId", ("CreateGrant", "Decrypt", "DescribeKey", "GenerateDataKeyWithoutPlaintext")),
    "ecr:CreateRepository": ("encryptionConfiguration.kmsKey", ("CreateGrant", "DescribeKey")),
    "secretsmanager:CreateSecret": ("KmsKeyId", ("Decrypt", "GenerateDataKey")),
    "secretsmanager:UpdateSecret": ("KmsKeyId", ("Decrypt", "Encrypt", "GenerateDataKey")),
    "ec2:CreateVolume": ("KmsKeyId", VOLUME_KEYS), "ec2:CopyVolumes": ("KmsKeyId", VOLUME_KEYS),
    "dynamodb:CreateTable": ("SSESpecification.KMSMasterKeyId", (
        "CreateGrant", "Decrypt", "DescribeKey", "Encrypt", "GenerateDataKey", "ReEncryptFrom", "ReEncryptTo")),
    "lambda:CreateFunction": ("KMSKeyArn", ("CreateGrant", "Encrypt")),
    "s3:PutObject": ("SSEKMSKeyId", ("Decrypt", "GenerateDataKey")),
    "ecr:DeleteRepository": ("", ("RetireGrant",)),
}

# Members that name what the variable of an ARN pattern is, where the two are called differently.
MEMBERS = {"securitygroupid": ("groupid",), "bucketname": ("bucket",), "objectname": ("key",), "clustername": ("cluster",),
           "servicename": ("service",), "topicname": ("name",), "queuename": ("queuename",), "repositoryname": ("repositoryname",),
           "dbname": (), "loadbalancername": ("name",), "targetgroupname": ("name",), "capacityprovidername": ("name",),
           "loggroupname": ("loggroupidentifier",), "secretid": ("name",), "id": ("resourceid",),
           "alias": ("aliasname",)}


@cache
def reference():
    return json.loads(DATA.read_text())


def action_of(call):
    prefix = PREFIXES.get(call.service, call.service)
    return f"{prefix}:{S3.get(call.action, call.action) if prefix == 's3' else call.action}"


def demands(call):
    """What the call needs, as (action, ARNs of which each must be allowed, condition keys). An ARN may be None: any of its
    resource types will do."""
    action = action_of(call)
    if action == "sts:GetCallerIdentity":
        return
    arns = resources(action, call)
    yield action, arns, {}
    prefix, name = action.split(":")
    if MAKES.match(call.action) and _has_tags(call.params):
        tagging = IAM_TAGGING.get(name) if prefix == "iam" else TAGGING.get(prefix)
        if tagging:
            yield f"{prefix}:{tagging}", _tagged(f"{prefix}:{tagging}", arns), {}
    if action in PASSING:
        for role in sorted(set(_roles(call))):
            yield "iam:PassRole", [role], {"iam:passedtoservice": PASSING[action]}
    if action in KEYS:
        member, names = KEYS[action]
        key = _key(call, action, member)
        if key:
            yield from ((f"kms:{name}", [key], {}) for name in names)
    if action in SERVICE_ROLES:
        service = SERVICE_ROLES[action]
        if not any(service in role.path for role in call.backend_of("iam").roles.values()):
            arn = f"arn:aws:iam::{call.account}:role/aws-service-role/{service}/AWSServiceRole"
            yield "iam:CreateServiceLinkedRole", [arn], {"iam:awsservicename": service}


def _key(call, action, member):
    """The ARN of the customer's key that the call names or that its object is under; None for none, and for AWS's own."""
    named = call.params or {}
    for name in member.split(".") if member else []:
        named = (named or {}).get(name)
    if action == "s3:PutObject" and not named:
        bucket = call.backend_of("s3").buckets.get(call.param("Bucket"))
        rule = ((bucket and bucket.encryption) or {}).get("Rule") or {}
        rule = rule[0] if isinstance(rule, list) else rule
        named = (rule.get("ApplyServerSideEncryptionByDefault") or {}).get("KMSMasterKeyID")
    if action == "ecr:DeleteRepository":
        repository = call.backend_of("ecr").repositories.get(call.param("repositoryName"))
        named = ((repository and repository.encryption_configuration) or {}).get("kmsKey")
    if not isinstance(named, str) or not named or "alias/aws/" in named:
        return None
    kms = call.backend_of("kms")
    key = kms.keys.get(kms.any_id_to_key_id(named)) if named else None
    # Those that AWS manages are for all of the account.
    return key.arn if key is not None and getattr(key, "key_manager", "CUSTOMER") == "CUSTOMER" else None


def permitted(policies, action, arn, context):
    """(allowed, denied) by a list of policy documents."""
    verdicts = [allowed(policy, action, arn, context) for policy in policies]
    return any(verdict == "Allow" for verdict in verdicts), any(verdict == "Deny" for verdict in verdicts)


def resources(action, call):
    """The ARNs that the action is judged on: what the call names, and for what it makes the type with `*`."""
    prefix, name = action.split(":")
    service = reference().get(prefix, {})
    known = service.get("actions", {}).get(name)
    if known is None or not known["on"] or known["level"] == "List":
        return ["*"]
    # Each object is judged by itself (Amazon S3 API Reference, DeleteObjects).
    if prefix == "s3" and call.action == "DeleteObjects":
        return [f"arn:aws:s3:::{call.param('Bucket')}/{one['Key']}" for one in call.param("Delete.Objects") or []]
    found, wide = [], []
    # Of tags, the call says whose they are.
    kinds = [kind for kind in known["on"] if kind == call.params.get("ResourceType")] if prefix == "route53" else []
    for kind in kinds or known["on"]:
        pattern = _placed(service["resources"][kind], call)
        wide.append(re.sub(r"\$\{\w+\}", "*", pattern))
        found += _named(pattern, call)
        if MAKES.match(call.action) and kind.replace("-", "").replace("/", "") in name.lower() and not _named(pattern, call):
            found.append(wide[-1])
    return sorted(set(found)) or wide[:1]


def _placed(pattern, call):
    return pattern.replace("${Partition}", "aws").replace("${Region}", call.region or "us-east-1").replace(
        "${Account}", call.account)


def _named(pattern, call):
    """ARNs of the pattern that the input holds, or that its members make up."""
    glob = re.sub(r"\$\{\w+\}", "*", pattern)
    texts = list(_texts(call.params))
    arns = [text for text in texts if text.startswith("arn:") and fnmatch.fnmatchcase(text, glob)]
    if arns:
        return arns
    members = {}
    for key, value in (call.params or {}).items():
        if isinstance(value, str):
            members[key.lower()] = value.rsplit("/", 1)[-1] if value.startswith("arn:") else value
    values, some = {}, False
    for variable in re.findall(r"\$\{(\w+)\}", pattern):
        plain = variable.lower().removesuffix("withpath")
        names = (plain, *MEMBERS.get(plain, ()))
        value = next((members[name] for name in names if name in members), None)
        if value is not None:
            value = value.removeprefix(plain + "/")
        if value is not None and variable.lower().endswith("withpath"):
            value = _path(plain, value, call) + value
        # A secret's ARN ends in six characters that AWS makes.
        if plain == "secretid" and value is not None and "secretid" not in members:
            value += "-000000"
        some = some or value is not None
        values[variable] = value if value is not None else "*"
    if not some:
        return []
    last = re.findall(r"\$\{(\w+)\}", pattern)[-1]
    # A parent alone does not name the child (a cluster is no service).
    if values[last] == "*" and len(values) > 1 and not MAKES.match(call.action):
        return []
    return [re.sub(r"\$\{(\w+)\}", lambda found: values[found.group(1)], pattern)]


def _path(kind, name, call):
    """The path of an IAM name without its first slash: that of the living one, or the one that it is made with."""
    iam = call.backend_of("iam")
    living = {"rolename": iam.roles, "username": iam.users, "groupname": iam.groups,
              "instanceprofilename": iam.instance_profiles}.get(kind, {})
    for one in living.values():
        if getattr(one, "name", None) == name:
            return (one.path or "/")[1:]
    return (call.param("Path") or "/")[1:]


def _texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner)


def _has_tags(given):
    return any(given.get(name) for name in ("Tags", "tags", "TagSpecifications", "TagList", "TagSpecification")) if given else False


def _tagged(action, arns):
    prefix, name = action.split(":")
    known = reference().get(prefix, {}).get("actions", {}).get(name)
    if known is None or not known["on"]:
        return ["*"]
    patterns = [re.sub(r"\$\{\w+\}", "*", reference()[prefix]["resources"][kind]) for kind in known["on"]]
    fitting = [arn for arn in arns if any(fnmatch.fnmatchcase(arn, pattern) for pattern in patterns)]
    return fitting or [None]


def _roles(call):
    iam = call.backend_of("iam")
    by_name = {role.name: role.arn for role in iam.roles.values()}
    if call.action == "AddRoleToInstanceProfile":
        yield by_name.get(call.param("RoleName"), f"arn:aws:iam::{call.account}:role/{call.param('RoleName')}")
        return
    texts = list(_texts(call.params))
    yield from (text for text in texts if ":role/" in text)
    for profile in iam.instance_profiles.values():
        if profile.name in texts or profile.arn in texts:
            yield from (role.arn for role in profile.roles)


def demands_context(policies, action, arn):
    """The condition keys on which allowing the action on the ARN hangs."""
    return {key.lower() for policy in policies for one in statements(policy)
            if one["Effect"] == "Allow" and applies(one, action, arn)
            for keys in (one.get("Condition") or {}).values() for key in keys}
