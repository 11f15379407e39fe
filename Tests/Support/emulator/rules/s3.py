"""S3: buckets and their policies."""

import copy
import json
import re

from moto.s3.models import FakeBucket, PublicAccessBlock

from .. import policies
from ..registry import after, before, patch
from .cloudfront_identities import identities

DEFAULT_ENCRYPTION = {"Rule": {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}}
DEFAULT_OWNERSHIP = "BucketOwnerEnforced"
NAME = re.compile(r"^(?!xn--)(?!sthree-)(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")


@patch("s3")
def conditions_of_a_policy_count():
    """A Deny with conditions denies only what meets them.
    Source: IAM user guide, "Policy evaluation logic"; moto reads conditions as always met. The rule below evaluates them.
    """
    from moto.iam.access_control import PermissionResult
    FakeBucket.get_permission = lambda self, action, resource: PermissionResult.NEUTRAL


def _bucket(call):
    return call.backend.buckets.get(call.param("Bucket"))


@before("s3", "CreateBucket")
def a_bucket_name_is_proper_and_taken_once(call):
    """Names are lower case; creating one's own bucket again is an error, but succeeds in us-east-1; others' names are taken.
    Source: S3 user guide, "Bucket naming rules"; S3 API reference, CreateBucket, errors InvalidBucketName, BucketAlreadyOwnedByYou,
    BucketAlreadyExists.
    """
    name = call.param("Bucket")
    if not NAME.match(name) or name.endswith(("-s3alias", "--ol-s3")):
        call.refuse("InvalidBucketName", "The specified bucket is not valid.")
    place = call.param("CreateBucketConfiguration.LocationConstraint")
    if place == "us-east-1":
        call.refuse("InvalidLocationConstraint", "The specified location-constraint is not valid")
    if place is None and call.region != "us-east-1":
        call.refuse("IllegalLocationConstraintException",
                    "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.")
    if name in call.backend.buckets:
        if place is None:
            return {"Location": f"/{name}"}
        call.refuse("BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.", 409)
    return None


@after("s3", "CreateBucket")
def a_new_bucket_is_closed_and_encrypted(call, answer):
    """A new bucket is encrypted with AES256, blocks public access and has no ACLs; tags of the request are put on it.
    Source: S3 user guide, "Default settings for new S3 buckets" (since April 2023); CreateBucketConfiguration.Tags.
    """
    bucket = _bucket(call)
    if bucket.encryption is None:
        bucket.encryption = copy.deepcopy(DEFAULT_ENCRYPTION)
    if bucket.public_access_block is None and bucket.name not in call.global_box("unblocked"):
        bucket.public_access_block = PublicAccessBlock("true", "true", "true", "true")
    if bucket.ownership_rule is None:
        bucket.ownership_rule = DEFAULT_OWNERSHIP
    tags = call.param("CreateBucketConfiguration.Tags")
    if tags:
        call.backend.put_bucket_tagging(bucket.name, {tag["Key"]: tag["Value"] for tag in tags})


@after("s3", "DeleteBucketEncryption")
def encryption_falls_back(call, answer):
    """Without a configuration of its own a bucket is encrypted with AES256.
    Source: S3 API reference, DeleteBucketEncryption: "resets the default encryption ... as server-side encryption with Amazon S3 managed keys".
    """
    _bucket(call).encryption = copy.deepcopy(DEFAULT_ENCRYPTION)


@before("s3", "DeletePublicAccessBlock")
def an_open_bucket_stays_open(call):
    """Removing the block leaves none.
    Source: S3 API reference, DeletePublicAccessBlock; GetPublicAccessBlock, error NoSuchPublicAccessBlockConfiguration.
    """
    call.global_box("unblocked")[call.param("Bucket")] = True


@before("s3", "PutBucketPolicy")
def a_bucket_policy_is_checked(call):
    """A policy must parse, name principals, and resources of this bucket; a public one is refused while public policies are blocked.
    Source: S3 API reference, PutBucketPolicy, error MalformedPolicy; S3 user guide, "Blocking public access", error AccessDenied.
    """
    bucket, text = _bucket(call), call.param("Policy", "")
    if bucket is None:
        return
    if len(text) > 20480:
        call.refuse("PolicyTooLarge", "Normalized policy document exceeds the maximum allowed size of 20480 bytes.")
    wrong = policies.fault(text, principal=True, resource=True)
    if wrong:
        call.refuse("MalformedPolicy", wrong)
    document = json.loads(text)
    for one in policies.statements(document):
        for action in policies.as_list(one.get("Action", one.get("NotAction"))):
            if not (action == "*" or action.lower().startswith("s3:")):
                call.refuse("MalformedPolicy", "Policy has invalid action")
        for resource in policies.as_list(one.get("Resource", one.get("NotResource"))):
            if not re.match(rf"^(\*|arn:aws[a-z-]*:s3:::({re.escape(bucket.name)})(/.*|\*)?)$", str(resource)):
                call.refuse("MalformedPolicy", "Policy has invalid resource")
    for principal in policies.principals(document):
        _check_principal(call, str(principal))
    block = bucket.public_access_block
    if block is not None and block.block_public_policy and policies.is_public(document):
        call.refuse("AccessDenied", f"User is not authorized to perform: s3:PutBucketPolicy on resource: \"arn:aws:s3:::{bucket.name}\" "
                                    "because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.", 403)


@after("s3", "GetBucketPolicy")
def access_identities_are_told_by_arn(call, answer):
    """A policy that names an origin access identity by its canonical user is told with the identity's ARN.
    Source: CloudFront developer guide, "Restrict access with an origin access identity", the identity in a bucket's policy.
    """
    known = {one["S3CanonicalUserId"]: one["Id"] for one in identities(call).values()}
    text = answer.get("Policy") or ""
    if "CanonicalUser" not in text or not known:
        return
    document = json.loads(text)
    for one in policies.statements(document):
        for principal in (one.get("Principal"), one.get("NotPrincipal")):
            users = policies.as_list(principal.get("CanonicalUser", [])) if isinstance(principal, dict) else []
            arns = [f"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity {known[user]}" for user in users if user in known]
            if not arns:
                continue
            rest = [user for user in users if user not in known]
            principal.pop("CanonicalUser")
            if rest:
                principal["CanonicalUser"] = rest
            told = policies.as_list(principal.get("AWS", [])) + arns
            principal["AWS"] = told if len(told) > 1 else told[0]
    answer["Policy"] = json.dumps(document)


def _check_principal(call, principal):
    if principal == "*" or re.match(r"^\d{12}$", principal):
        return
    found = re.match(r"^arn:aws[a-z-]*:(iam|sts)::(\d{12}|cloudfront):(.+)$", principal)
    if not found:
        call.refuse("MalformedPolicy", "Invalid principal in policy")
    if found.group(2) != call.account or found.group(3) == "root":
        return
    iam = call.backend_of("iam")
    kind, _, name = found.group(3).partition("/")
    known = {"role": iam.roles, "user": iam.users}.get(kind)
    if known is not None and principal not in {one.arn for one in known.values()}:
        call.refuse("MalformedPolicy", "Invalid principal in policy")


#: Which permission an operation needs, where the bucket policy may deny it.
PERMISSIONS = {"PutObject": "s3:PutObject", "CopyObject": "s3:PutObject", "CreateMultipartUpload": "s3:PutObject", "GetObject": "s3:GetObject",
               "HeadObject": "s3:GetObject", "DeleteObject": "s3:DeleteObject"}


@before("s3", *PERMISSIONS)
def a_bucket_policy_denies(call):
    """A Deny of the bucket policy holds for everybody, the owner too, when its conditions are met.
    Source: IAM user guide, "Policy evaluation logic"; S3 user guide, condition keys s3:x-amz-server-side-encryption, aws:SecureTransport.
    """
    bucket = _bucket(call)
    if bucket is None or not bucket.policy:
        return
    headers = call.identity.request.headers
    context = {"aws:securetransport": "true"}  # the emulator stands for an endpoint that is reached by TLS
    for name in ("x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id", "x-amz-acl", "x-amz-storage-class",
                 "x-amz-content-sha256"):
        if headers.get(name):
            context[f"s3:{name}"] = headers[name]
    if policies.denied(json.loads(bucket.policy), PERMISSIONS[call.action], f"arn:aws:s3:::{bucket.name}/{call.param('Key')}", context):
        call.refuse("AccessDenied", f"User is not authorized to perform: {PERMISSIONS[call.action]} on resource: "
                                    f"\"arn:aws:s3:::{bucket.name}/{call.param('Key')}\" with an explicit deny in a resource-based policy", 403)


# Configurations that moto drops parts of are kept here, as they were put.


def _kept(call):
    return call.global_box(("s3", call.param("Bucket")))


@before("s3", "PutBucketLifecycleConfiguration")
def lifecycle_rules_are_kept_whole(call):
    """Every member of a lifecycle rule is told as it was put; rules have unique ids and some action.
    Source: S3 API reference, LifecycleRule; errors InvalidArgument, InvalidRequest, MalformedXML. moto drops sizes and version counts.
    """
    if _bucket(call) is None:
        return None
    rules = call.param("LifecycleConfiguration.Rules", [])
    ids = [rule["ID"] for rule in rules if rule.get("ID")]
    if len(set(ids)) != len(ids):
        call.refuse("InvalidArgument", "Rule ID must be unique. Found same ID for more than one rule")
    actions = ("Expiration", "Transitions", "NoncurrentVersionExpiration", "NoncurrentVersionTransitions", "AbortIncompleteMultipartUpload")
    for number, rule in enumerate(rules):
        if not any(rule.get(action) for action in actions):
            call.refuse("InvalidRequest", "At least one action needs to be specified in a rule.")
        rule.setdefault("ID", f"rule-{number}")
    size = call.param("TransitionDefaultMinimumObjectSize", "all_storage_classes_128K")
    _kept(call)["lifecycle"] = {"Rules": rules, "TransitionDefaultMinimumObjectSize": size}
    return {"TransitionDefaultMinimumObjectSize": size}


@before("s3", "GetBucketLifecycleConfiguration")
def lifecycle_rules_are_told_whole(call):
    """The lifecycle configuration is told as it was put.
    Source: S3 API reference, GetBucketLifecycleConfiguration; error NoSuchLifecycleConfiguration.
    """
    if _bucket(call) is None:
        return None
    if "lifecycle" not in _kept(call):
        call.refuse("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", 404)
    return _kept(call)["lifecycle"]


@before("s3", "DeleteBucketLifecycle")
def lifecycle_rules_go(call):
    """Deleting removes the configuration, and is no error when there is none.
    Source: S3 API reference, DeleteBucketLifecycle.
    """
    _kept(call).pop("lifecycle", None)


@before("s3", "PutBucketNotificationConfiguration")
def event_bridge_is_kept(call):
    """The switch for EventBridge is kept.
    Source: S3 API reference, NotificationConfiguration.EventBridgeConfiguration; moto drops it.
    """
    _kept(call)["event-bridge"] = "EventBridgeConfiguration" in call.param("NotificationConfiguration", {})


@after("s3", "GetBucketNotificationConfiguration")
def event_bridge_is_told(call, answer):
    """The switch for EventBridge is told.
    Source: S3 API reference, NotificationConfiguration.EventBridgeConfiguration.
    """
    if _kept(call).get("event-bridge"):
        answer["EventBridgeConfiguration"] = {}


@before("s3", "GetBucketRequestPayment")
def the_payer_is_told(call):
    """The payer of requests is told.
    Source: S3 API reference, GetBucketRequestPayment.Payer; moto leaves it out.
    """
    bucket = _bucket(call)
    return None if bucket is None else {"Payer": bucket.payer}


@after("s3", "DeleteBucket")
def a_deleted_bucket_forgets(call, answer):
    """A bucket made again under the same name has none of the old configuration.
    Source: S3 API reference, DeleteBucket.
    """
    _kept(call).clear()
    call.global_box("unblocked").pop(call.param("Bucket"), None)


@before("s3", "ListBuckets")
def buckets_come_in_pages(call):
    """With MaxBuckets the list is cut, with a token for the rest.
    Source: S3 API reference, ListBuckets, MaxBuckets, ContinuationToken; moto cuts without a token.
    """
    size = call.param("MaxBuckets")
    if size is None and not call.param("ContinuationToken"):
        return None
    prefix, region, size = call.param("Prefix", ""), call.param("BucketRegion"), int(size or 10000)
    found = [bucket for name, bucket in sorted(call.backend.buckets.items())
             if name.startswith(prefix) and region in (None, bucket.region_name) and name > call.param("ContinuationToken", "")]
    return {"Buckets": [{"Name": bucket.name, "CreationDate": bucket.creation_date, "BucketRegion": bucket.region_name} for bucket in found[:size]],
            "Owner": {"ID": "bcaf1ffd86f41161ca5fb16fd081034f"}, **({"ContinuationToken": found[size - 1].name} if len(found) > size else {})}
