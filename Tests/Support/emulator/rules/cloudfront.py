"""CloudFront: distributions. moto keeps tags and lists; a distribution's configuration is kept here, whole."""

import copy
from datetime import datetime, timezone

from ..registry import after, before
from .cloudfront_identities import identities
from .cloudfront_versions import check_version, drawn_id

EMPTY = {"Quantity": 0}

#: What a distribution tells of members that the request left out.
DEFAULTS = {
    "Aliases": EMPTY, "DefaultRootObject": "", "OriginGroups": EMPTY, "CacheBehaviors": EMPTY, "CustomErrorResponses": EMPTY,
    "Logging": {"Enabled": False, "IncludeCookies": False, "Bucket": "", "Prefix": ""}, "PriceClass": "PriceClass_All",
    "ViewerCertificate": {"CloudFrontDefaultCertificate": True, "SSLSupportMethod": "vip", "MinimumProtocolVersion": "TLSv1",
                          "CertificateSource": "cloudfront"},
    "Restrictions": {"GeoRestriction": {"RestrictionType": "none", "Quantity": 0}}, "WebACLId": "", "HttpVersion": "http2",
    "IsIPV6Enabled": False, "ContinuousDeploymentPolicyId": "", "Staging": False,
}

METHODS = {"Quantity": 2, "Items": ["HEAD", "GET"], "CachedMethods": {"Quantity": 2, "Items": ["HEAD", "GET"]}}

BEHAVIOR = {
    "TrustedSigners": {"Enabled": False, "Quantity": 0}, "TrustedKeyGroups": {"Enabled": False, "Quantity": 0}, "AllowedMethods": METHODS,
    "SmoothStreaming": False, "Compress": False, "LambdaFunctionAssociations": EMPTY, "FunctionAssociations": EMPTY,
    "FieldLevelEncryptionId": "", "GrpcConfig": {"Enabled": False},
}

ORIGIN = {"OriginPath": "", "CustomHeaders": EMPTY, "ConnectionAttempts": 3, "ConnectionTimeout": 10, "OriginShield": {"Enabled": False},
          "OriginAccessControlId": ""}

CUSTOM_ORIGIN = {"OriginReadTimeout": 30, "OriginKeepaliveTimeout": 5,
                 "OriginSslProtocols": {"Quantity": 3, "Items": ["TLSv1", "TLSv1.1", "TLSv1.2"]}}


def _filled(given, defaults):
    """`given` over `defaults`; absent and None take the default."""
    filled = copy.deepcopy(defaults)
    filled.update({name: value for name, value in (given or {}).items() if value is not None})
    return filled


def complete(config):
    """A configuration with every member that AWS tells."""
    config = _filled(config, DEFAULTS)
    config["DefaultCacheBehavior"] = _filled(config["DefaultCacheBehavior"], BEHAVIOR)
    for behavior in config["CacheBehaviors"].get("Items") or []:
        behavior.update(_filled(behavior, BEHAVIOR))
    for origin in config["Origins"]["Items"]:
        origin.update(_filled(origin, ORIGIN))
        if "CustomOriginConfig" in origin:
            origin["CustomOriginConfig"] = _filled(origin["CustomOriginConfig"], CUSTOM_ORIGIN)
    certificate = config["ViewerCertificate"]
    arn = certificate.get("ACMCertificateArn") or certificate.get("IAMCertificateId")
    if arn:
        certificate.update(CloudFrontDefaultCertificate=False, Certificate=arn,
                           CertificateSource="acm" if certificate.get("ACMCertificateArn") else "iam")
        certificate.setdefault("MinimumProtocolVersion", "TLSv1")
    return config


def _box(call):
    return call.global_box("distributions")


def _find(call):
    found = _box(call).get(call.param("Id"))
    if found is None:
        call.refuse("NoSuchDistribution", "The specified distribution does not exist.", 404)
    return found


def _check(call, config, itself=None):
    """What AWS checks of a configuration before it takes it."""
    origins = {origin["Id"] for origin in config["Origins"]["Items"]}
    for behavior in [config["DefaultCacheBehavior"], *((config.get("CacheBehaviors") or {}).get("Items") or [])]:
        groups = {group["Id"] for group in (config.get("OriginGroups") or {}).get("Items") or []}
        if behavior["TargetOriginId"] not in origins | groups:
            call.refuse("NoSuchOrigin", f"One or more of your origins or origin groups do not exist: {behavior['TargetOriginId']}", 404)
        if not behavior.get("CachePolicyId") and not behavior.get("ForwardedValues"):
            call.refuse("InvalidArgument", "The parameter ForwardedValues is required.")
    for origin in config["Origins"]["Items"]:
        if ("S3OriginConfig" in origin) == ("CustomOriginConfig" in origin) and "VpcOriginConfig" not in origin:
            call.refuse("InvalidOrigin", "Exactly one of CustomOriginConfig, VpcOriginConfig and S3OriginConfig must be specified")
        access = origin.get("OriginAccessControlId")
        if access and access not in call.backend.origin_access_controls:
            call.refuse("InvalidOriginAccessControl", "The origin access control is invalid: it does not exist")
        identity = (origin.get("S3OriginConfig") or {}).get("OriginAccessIdentity")
        if identity and identity.removeprefix("origin-access-identity/cloudfront/") not in identities(call):
            call.refuse("InvalidOriginAccessIdentity", "The specified origin access identity does not exist or is not valid.")
    aliases = (config.get("Aliases") or {}).get("Items") or []
    certificate = config.get("ViewerCertificate") or {}
    arn = certificate.get("ACMCertificateArn")
    if aliases and not arn and not certificate.get("IAMCertificateId"):
        call.refuse("InvalidViewerCertificate", "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted "
                                                "certificate that validates your authorization to use the domain name.")
    if arn:
        held = call.backend_of("acm", "us-east-1")._certificates.get(arn)
        if ":us-east-1:" not in arn or held is None or held.status != "ISSUED":
            call.refuse("InvalidViewerCertificate", "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't "
                                                    "include a valid certificate chain.")
    for identifier, other in _box(call).items():
        taken = set(aliases) & set((other["config"].get("Aliases") or {}).get("Items") or [])
        if identifier != itself and taken:
            call.refuse("CNAMEAlreadyExists", "One or more of the CNAMEs you provided are already associated with a different resource.", 409)


def _given(call):
    return call.param("DistributionConfig") or call.param("DistributionConfigWithTags.DistributionConfig")


@before("cloudfront", "CreateDistribution", "CreateDistributionWithTags")
def a_distribution_is_proper(call):
    """Origins, certificate and names of a distribution are checked; a caller reference is used once.
    Source: CloudFront API reference, CreateDistribution; errors DistributionAlreadyExists, NoSuchOrigin, InvalidViewerCertificate,
    CNAMEAlreadyExists, InvalidOrigin.
    """
    config = _given(call)
    for other in _box(call).values():
        if other["config"]["CallerReference"] == config["CallerReference"]:
            call.refuse("DistributionAlreadyExists", f"The caller reference that you are using to create a distribution is associated with "
                                                     f"another distribution. Already exists: {other['id']}", 409)
    _check(call, config)


@after("cloudfront", "CreateDistribution", "CreateDistributionWithTags")
def a_distribution_keeps_all_it_was_given(call, answer):
    """Everything in the request is told by later answers, with AWS's defaults for the rest; the distribution is InProgress first.
    Source: CloudFront API reference, Distribution; moto drops S3 origins, access controls and function associations.
    """
    made = answer["Distribution"]
    record = {"id": made["Id"], "arn": made["ARN"], "domain": made["DomainName"], "config": complete(copy.deepcopy(_given(call))), "etag": drawn_id(),
              "status": "InProgress", "modified": datetime.now(timezone.utc).replace(microsecond=0)}
    _box(call)[made["Id"]] = record
    _deploy(call, record)
    answer["Distribution"], answer["ETag"] = _shown(record), record["etag"]


def _deploy(call, record):
    """Begins the time until a change has reached all edges. Kept per account, as CloudFront has no regions."""
    record["status"], record["left"] = "InProgress", call.config["distribution_deployed"]


def _step(record):
    if record["left"] <= 0:
        record["status"] = "Deployed"
    record["left"] -= 1


def _shown(record):
    return {"Id": record["id"], "ARN": record["arn"], "Status": record["status"], "LastModifiedTime": record["modified"],
            "InProgressInvalidationBatches": 0, "DomainName": record["domain"],
            "ActiveTrustedSigners": {"Enabled": False, "Quantity": 0}, "ActiveTrustedKeyGroups": {"Enabled": False, "Quantity": 0},
            "DistributionConfig": copy.deepcopy(record["config"]), "AliasICPRecordals": []}


@before("cloudfront", "GetDistribution")
def a_distribution_is_deployed_slowly(call):
    """A changed distribution is InProgress, then Deployed.
    Source: CloudFront API reference, Distribution.Status; botocore waiter distribution_deployed.
    """
    record = _find(call)
    _step(record)
    return {"Distribution": _shown(record), "ETag": record["etag"]}


@before("cloudfront", "GetDistributionConfig")
def a_configuration_is_told_whole(call):
    """The configuration has every member, and its ETag changes with it.
    Source: CloudFront API reference, GetDistributionConfig.
    """
    record = _find(call)
    return {"DistributionConfig": copy.deepcopy(record["config"]), "ETag": record["etag"]}


@before("cloudfront", "ListDistributions")
def distributions_are_listed_in_pages(call):
    """The list has pages of 100 at most, and the configuration's members in each item.
    Source: CloudFront API reference, ListDistributions, DistributionSummary.
    """
    records, marker, size = list(_box(call).values()), call.param("Marker"), int(call.param("MaxItems", 100))
    ids = [record["id"] for record in records]
    start = ids.index(marker) + 1 if marker in ids else 0
    page = records[start:start + size]
    for record in records:
        _step(record)
    items = []
    for record in page:
        shown = _shown(record)
        config = shown.pop("DistributionConfig")
        members = ("Aliases", "Origins", "OriginGroups", "DefaultCacheBehavior", "CacheBehaviors", "CustomErrorResponses", "Comment", "PriceClass",
                   "Enabled", "ViewerCertificate", "Restrictions", "WebACLId", "HttpVersion", "IsIPV6Enabled", "Staging")
        items.append({**shown, **{name: config[name] for name in members if name in config}})
    more = len(records) > start + size
    return {"DistributionList": {"Marker": marker or "", "MaxItems": size, "IsTruncated": more, "Quantity": len(items),
                                 **({"Items": items} if items else {}), **({"NextMarker": page[-1]["id"]} if more else {})}}


@before("cloudfront", "UpdateDistribution")
def an_update_names_the_version_it_changes(call):
    """An update replaces the whole configuration of the version that it names, and the ETag changes.
    Source: CloudFront API reference, UpdateDistribution; errors InvalidIfMatchVersion, PreconditionFailed, IllegalUpdate.
    """
    record, config = _find(call), _given(call)
    check_version(call, record["etag"])
    if config["CallerReference"] != record["config"]["CallerReference"]:
        call.refuse("IllegalUpdate", "The caller reference cannot be changed.")
    _check(call, config, record["id"])
    record.update(config=complete(copy.deepcopy(config)), etag=drawn_id(), modified=datetime.now(timezone.utc).replace(microsecond=0))
    _deploy(call, record)
    return {"Distribution": _shown(record), "ETag": record["etag"]}


@before("cloudfront", "DeleteDistribution")
def only_a_disabled_distribution_is_deleted(call):
    """A distribution must be disabled, and that deployed, before it can be deleted.
    Source: CloudFront API reference, DeleteDistribution; error DistributionNotDisabled.
    """
    record = _find(call)
    check_version(call, record["etag"])
    if record["config"]["Enabled"] or record["status"] != "Deployed":
        call.refuse("DistributionNotDisabled", "The distribution you are trying to delete has not been disabled.", 409)
    del _box(call)[record["id"]]
