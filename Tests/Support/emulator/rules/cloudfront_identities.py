"""CloudFront: origin access identities, which moto lacks."""

import hashlib

from ..registry import before
from .cloudfront_versions import check_version, drawn_id

CONFIG = "CloudFrontOriginAccessIdentityConfig"


def identities(call):
    return call.global_box("origin-access-identities")


def _identity(call):
    identity = identities(call).get(call.param("Id"))
    if identity is None:
        call.refuse("NoSuchCloudFrontOriginAccessIdentity", "The specified origin access identity does not exist.", 404)
    return identity


def _told(identity):
    return {"CloudFrontOriginAccessIdentity": {name: value for name, value in identity.items() if name != "etag"}, "ETag": identity["etag"]}


@before("cloudfront", "CreateCloudFrontOriginAccessIdentity")
def an_identity_is_made_once(call):
    """An identity is made once for a caller reference: the same request again gives the same one, another is refused.
    Source: CloudFront API reference, CloudFrontOriginAccessIdentityConfig, CallerReference; error CloudFrontOriginAccessIdentityAlreadyExists.
    """
    config = dict(call.param(CONFIG))
    for identity in identities(call).values():
        if identity[CONFIG]["CallerReference"] == config["CallerReference"]:
            if identity[CONFIG] != config:
                call.refuse("CloudFrontOriginAccessIdentityAlreadyExists", "The caller reference was used for an identity of another configuration.", 409)
            return _told(identity)
    made = {"Id": drawn_id(), CONFIG: config, "etag": drawn_id()}
    made["S3CanonicalUserId"] = hashlib.sha256(made["Id"].encode()).hexdigest()
    identities(call)[made["Id"]] = made
    return _told(made)


@before("cloudfront", "GetCloudFrontOriginAccessIdentity")
def an_identity_is_told(call):
    """An identity is told with its version.
    Source: CloudFront API reference, GetCloudFrontOriginAccessIdentity, ETag; error NoSuchCloudFrontOriginAccessIdentity.
    """
    return _told(_identity(call))


@before("cloudfront", "ListCloudFrontOriginAccessIdentities")
def identities_are_listed_without_references(call):
    """Identities are listed, 100 at a time, with their comments and without their caller references.
    Source: CloudFront API reference, CloudFrontOriginAccessIdentitySummary; ListCloudFrontOriginAccessIdentities, MaxItems, NextMarker.
    """
    size, start = min(int(call.param("MaxItems") or 100), 100), int(call.param("Marker") or 0)
    everything = list(identities(call).values())
    page = everything[start:start + size]
    told = {"Marker": str(start), "MaxItems": size, "IsTruncated": len(everything) > start + size, "Quantity": len(page),
            "Items": [{"Id": one["Id"], "S3CanonicalUserId": one["S3CanonicalUserId"], "Comment": one[CONFIG]["Comment"]} for one in page]}
    if told["IsTruncated"]:
        told["NextMarker"] = str(start + size)
    return {"CloudFrontOriginAccessIdentityList": told}


@before("cloudfront", "UpdateCloudFrontOriginAccessIdentity")
def an_identity_keeps_its_reference(call):
    """An update names the version; the caller reference stays.
    Source: CloudFront API reference, UpdateCloudFrontOriginAccessIdentity; errors IllegalUpdate, PreconditionFailed.
    """
    identity = _identity(call)
    check_version(call, identity["etag"])
    if call.param(CONFIG)["CallerReference"] != identity[CONFIG]["CallerReference"]:
        call.refuse("IllegalUpdate", "The update contains modifications that are not allowed.")
    identity.update({CONFIG: dict(call.param(CONFIG)), "etag": drawn_id()})
    return _told(identity)


@before("cloudfront", "DeleteCloudFrontOriginAccessIdentity")
def an_identity_in_use_stays(call):
    """An identity that a distribution uses cannot be deleted; the deletion names the version.
    Source: CloudFront API reference, DeleteCloudFrontOriginAccessIdentity; errors CloudFrontOriginAccessIdentityInUse, PreconditionFailed.
    """
    identity = _identity(call)
    check_version(call, identity["etag"])
    for record in call.global_box("distributions").values():
        origins = record["config"]["Origins"]["Items"]
        if any((origin.get("S3OriginConfig") or {}).get("OriginAccessIdentity", "").endswith("/" + identity["Id"]) for origin in origins):
            call.refuse("CloudFrontOriginAccessIdentityInUse", "The origin access identity is used by one or more distributions.", 409)
    del identities(call)[identity["Id"]]
    return {}
