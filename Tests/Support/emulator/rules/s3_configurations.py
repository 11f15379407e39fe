"""S3: the configurations of which a bucket has many, access lists, and metadata tables."""

from moto.s3.models import get_canned_acl
from moto.s3.responses import S3Response

from ..registry import after, before, patch

#: Kind of configuration: how many S3 answers in a page.
KINDS = {"Analytics": 100, "IntelligentTiering": 100, "Inventory": 100, "Metrics": 100}


def _calls(verb, end=""):
    return [f"{verb}Bucket{kind}Configuration{end}" for kind in KINDS]


def _kind(call):
    return next(kind for kind in KINDS if kind in call.action)


def _bucket(call):
    return call.backend.buckets.get(call.param("Bucket"))


def _box(call, kind):
    return call.global_box(("s3-configurations", call.param("Bucket"), kind))


@before("s3", *_calls("Put"))
def a_configuration_is_put_under_its_id(call):
    """A configuration is put under its id and replaces the one that was there; a bucket has at most 1000 of a kind.
    Source: S3 API reference, PutBucketAnalyticsConfiguration, PutBucketIntelligentTieringConfiguration, PutBucketInventoryConfiguration,
    PutBucketMetricsConfiguration; errors InvalidArgument ("Invalid Argument"), TooManyConfigurations.
    """
    if _bucket(call) is None:
        return None
    kind, box = _kind(call), _box(call, _kind(call))
    given = call.param(f"{kind}Configuration")
    if given.get("Id") != call.param("Id"):
        call.refuse("InvalidArgument", "The Id of the configuration is not that of the request")
    found = given.get("Filter") or {}
    if len(found) > 1 or ("And" in found and len(found["And"]) + len(found["And"].get("Tags", [])) - ("Tags" in found["And"]) < 2):
        call.refuse("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema")
    if given["Id"] not in box and len(box) >= 1000:
        call.refuse("TooManyConfigurations", "You are attempting to create a new configuration but have already reached the 1,000-configuration limit.")
    box[given["Id"]] = given
    return {}


@before("s3", *_calls("List", "s"))
def configurations_are_listed_in_pages(call):
    """Configurations are listed by id, a hundred in a page, with a token for the rest.
    Source: S3 API reference, ListBucketAnalyticsConfigurations: "This action supports list pagination and does not return more than 100
    configurations at a time".
    """
    if _bucket(call) is None:
        return None
    kind = _kind(call)
    items = [item for key, item in sorted(_box(call, kind).items()) if key > (call.param("ContinuationToken") or "")]
    page, rest = items[:KINDS[kind]], items[KINDS[kind]:]
    return {"IsTruncated": bool(rest), f"{kind}ConfigurationList": page, **({"NextContinuationToken": page[-1]["Id"]} if rest else {})}


@before("s3", *_calls("Delete"))
def a_configuration_goes(call):
    """A configuration that is not there cannot be deleted.
    Source: S3 API reference, error NoSuchConfiguration: "The specified configuration does not exist".
    """
    if _bucket(call) is None:
        return None
    if _box(call, _kind(call)).pop(call.param("Id"), None) is None:
        call.refuse("NoSuchConfiguration", "The specified configuration does not exist.", 404)
    return {}


@after("s3", "DeleteBucket")
def configurations_go_with_their_bucket(call, answer):
    """A bucket made again under the same name has none of the old configurations.
    Source: S3 API reference, DeleteBucket.
    """
    for kind in (*KINDS, "metadata"):
        _box(call, kind).clear()


# Access lists


@patch("s3")
def each_permission_is_a_grant():
    """A grantee with two permissions has two grants.
    Source: S3 API reference, Grant, member Permission: one permission; moto answers the first one only.
    """
    told = S3Response._acl_to_dict

    def whole(acl):
        answer = told(acl)
        answer["Grants"] = [{**one, "Permission": permission}
                            for one, grant in zip(answer["Grants"], acl.grants) for permission in grant.permissions]
        return answer
    S3Response._acl_to_dict = staticmethod(whole)


@before("s3", "CreateBucket")
def a_name_of_the_account_s_namespace_has_its_suffix(call):
    """A bucket in the account's regional namespace ends in account, region and -an, and no other does.
    Source: S3 API reference, CreateBucket, BucketNamespace: "Bucket names must follow the format bucket-name-prefix-accountId-region-an".
    """
    is_own = call.param("Bucket").endswith(f"-{call.account}-{call.region}-an")
    if is_own != (call.param("BucketNamespace") == "account-regional"):
        call.refuse("InvalidBucketName", "The specified bucket is not valid.")


def _grants_others(bucket):
    return any(grantee.uri for grant in bucket.acl.grants for grantee in grant.grantees)


@before("s3", "PutBucketAcl")
def an_access_list_may_be_forbidden(call):
    """Access lists are refused where the owner is enforced, public ones where they are blocked.
    Source: S3 API reference, PutBucketAcl: "Requests to set ACLs or update ACLs fail and return the AccessControlListNotSupported error
    code"; S3 user guide, "Blocking public access", BlockPublicAcls.
    """
    bucket = _bucket(call)
    if bucket is None:
        return None
    if bucket.ownership_rule == "BucketOwnerEnforced":
        call.refuse("AccessControlListNotSupported", "The bucket does not allow ACLs")
    name = call.param("ACL")
    block = bucket.public_access_block
    if block is not None and block.block_public_acls and name in ("public-read", "public-read-write", "authenticated-read"):
        call.refuse("AccessDenied", "User is not authorized to perform: s3:PutBucketAcl because public access control lists (ACLs) are "
                                    "prevented by the BlockPublicAcls setting in S3 Block Public Access.", 403)
    if name == "aws-exec-read":
        bucket.set_acl(get_canned_acl("private"))
        call.global_box("read-by-ec2")[bucket.name] = True
        return {}
    call.global_box("read-by-ec2").pop(bucket.name, None)
    return None


@after("s3", "GetBucketAcl")
def ec2_may_read_bundles(call, answer):
    """The list aws-exec-read lets EC2 read bundles of images.
    Source: S3 user guide, "Canned ACL": "Amazon EC2 gets READ access to GET an Amazon Machine Image (AMI) bundle from Amazon S3".
    """
    if call.global_box("read-by-ec2").get(call.param("Bucket")):
        answer["Grants"].append({"Permission": "READ", "Grantee": {
            "Type": "CanonicalUser", "ID": "6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c"}})


@before("s3", "PutBucketOwnershipControls")
def ownership_is_not_enforced_over_an_open_list(call):
    """The owner cannot be enforced while the access list grants anything to others.
    Source: S3 user guide, "Prerequisites for disabling ACLs": error InvalidBucketAclWithObjectOwnership.
    """
    bucket = _bucket(call)
    wanted = call.param("OwnershipControls.Rules", [{}])[0].get("ObjectOwnership")
    open_to_ec2 = call.global_box("read-by-ec2").get(call.param("Bucket"))
    if bucket is not None and wanted == "BucketOwnerEnforced" and (_grants_others(bucket) or open_to_ec2):
        call.refuse("InvalidBucketAclWithObjectOwnership", "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting")


# Metadata tables


def _tables(call):
    return _box(call, "metadata")


def _table(call, name, **members):
    return {"TableStatus": "ACTIVE", "TableName": name, "TableArn": f"arn:aws:s3tables:{call.region}:{call.account}:bucket/aws-s3/table/{name}",
            **members}


@before("s3", "CreateBucketMetadataConfiguration", "CreateBucketMetadataTableConfiguration")
def metadata_tables_are_made_once(call):
    """A bucket has one metadata configuration, of either generation.
    Source: S3 API reference, CreateBucketMetadataConfiguration, CreateBucketMetadataTableConfiguration, "Delete and re-create".
    """
    if _bucket(call) is None:
        return None
    tables = _tables(call)
    if tables:
        call.refuse("InvalidBucketState", "A metadata configuration already exists on this bucket", 409)
    destination = call.param("MetadataTableConfiguration.S3TablesDestination")
    if destination:
        tables["DestinationResult"] = {"TableBucketType": "customer", "TableBucketArn": destination["TableBucketArn"],
                                       "TableNamespace": "aws_s3_metadata"}
        tables["JournalTableConfigurationResult"] = _table(call, destination["TableName"], RecordExpiration={"Expiration": "DISABLED"})
        return {}
    given = call.param("MetadataConfiguration")
    tables["DestinationResult"] = {"TableBucketType": "aws", "TableBucketArn": f"arn:aws:s3tables:{call.region}:{call.account}:bucket/aws-s3",
                                   "TableNamespace": f"b_{call.param('Bucket')}"}
    tables["JournalTableConfigurationResult"] = _table(call, "journal", RecordExpiration=given["JournalTableConfiguration"]["RecordExpiration"])
    for part, name in (("Inventory", "inventory"), ("Annotation", "annotation")):
        _set(call, part, name, given.get(f"{part}TableConfiguration"))
    return {}


def _set(call, part, name, given):
    state = (given or {}).get("ConfigurationState", "DISABLED")
    role = {"Role": given["Role"]} if given and given.get("Role") else {}
    _tables(call)[f"{part}TableConfigurationResult"] = {
        "ConfigurationState": state, **role, **(_table(call, name) if state == "ENABLED" else {})}


@before("s3", "UpdateBucketMetadataJournalTableConfiguration", "UpdateBucketMetadataInventoryTableConfiguration",
        "UpdateBucketMetadataAnnotationTableConfiguration")
def metadata_tables_change_in_parts(call):
    """Each part of a metadata configuration of the second generation can be changed, where there is one.
    Source: S3 API reference, UpdateBucketMetadataJournalTableConfiguration, UpdateBucketMetadataInventoryTableConfiguration; error
    MetadataConfigurationNotFound.
    """
    tables = _tables(call)
    if tables.get("DestinationResult", {}).get("TableBucketType") != "aws":
        call.refuse("MetadataConfigurationNotFound", "The metadata configuration does not exist", 404)
    part = next(part for part in ("Journal", "Inventory", "Annotation") if part in call.action)
    given = call.param(f"{part}TableConfiguration")
    if part == "Journal":
        tables["JournalTableConfigurationResult"]["RecordExpiration"] = given["RecordExpiration"]
    else:
        _set(call, part, part.lower(), given)
    return {}


@before("s3", "GetBucketMetadataConfiguration")
def metadata_tables_are_told(call):
    """Both generations are told in the words of the second.
    Source: S3 API reference, GetBucketMetadataConfiguration: "You can use the V2 ... API operation with V1 or V2 metadata configurations".
    """
    if _bucket(call) is None:
        return None
    if not _tables(call):
        call.refuse("MetadataConfigurationNotFound", "The metadata configuration does not exist", 404)
    return {"GetBucketMetadataConfigurationResult": {"MetadataConfigurationResult": dict(_tables(call))}}


@before("s3", "DeleteBucketMetadataConfiguration", "DeleteBucketMetadataTableConfiguration")
def metadata_tables_go(call):
    """The call of the second generation deletes either, that of the first its own only.
    Source: S3 API reference, DeleteBucketMetadataConfiguration: "if you try to use the V1 ... API operation with V2 configurations, you will
    receive an HTTP 405 Method Not Allowed error".
    """
    if _bucket(call) is None:
        return None
    tables = _tables(call)
    if not tables:
        call.refuse("MetadataConfigurationNotFound", "The metadata configuration does not exist", 404)
    if call.action == "DeleteBucketMetadataTableConfiguration" and tables["DestinationResult"]["TableBucketType"] == "aws":
        call.refuse("MethodNotAllowed", "The specified method is not allowed against this resource.", 405)
    tables.clear()
    return {}
