"""CloudFront: cache policies, which moto lacks."""

import copy
import uuid
from datetime import datetime, timezone

from ..registry import before
from .cloudfront_versions import check_version, drawn_id

#: Where a list stands below the parameters, and the behaviour beside it.
LISTS = (("CookiesConfig", "CookieBehavior", "Cookies"), ("HeadersConfig", "HeaderBehavior", "Headers"),
         ("QueryStringsConfig", "QueryStringBehavior", "QueryStrings"))


def _policies(call):
    return call.global_box("cache-policies")


def _policy(call):
    policy = _policies(call).get(call.param("Id"))
    if policy is None:
        call.refuse("NoSuchCachePolicy", "The cache policy does not exist.", 404)
    return policy


def _proper(call, config):
    """The configuration as it is told."""
    config = copy.deepcopy(config)
    if any(one["CachePolicyConfig"]["Name"] == config["Name"] and one["Id"] != call.param("Id") for one in _policies(call).values()):
        call.refuse("CachePolicyAlreadyExists", "A cache policy with this name already exists.", 409)
    if not int(config["MinTTL"]) <= int(config.get("DefaultTTL", 86400)) <= int(config.get("MaxTTL", 31536000)):
        call.refuse("InvalidArgument", "The default TTL must be between the minimum and the maximum TTL.")
    parameters = config.get("ParametersInCacheKeyAndForwardedToOrigin") or {}
    for member, behaviour, items in LISTS:
        part = parameters.get(member) or {}
        named = (part.get(items) or {}).get("Items") or []
        if (part.get(behaviour) in ("whitelist", "allExcept")) != bool(named):
            call.refuse("InvalidArgument", f"{items} go with the behaviours whitelist and allExcept, and only with them.")
        if named:
            part[items]["Quantity"] = len(named)
        else:
            part.pop(items, None)
    parameters.setdefault("EnableAcceptEncodingBrotli", False)
    config.setdefault("Comment", "")
    return config


def _told(policy):
    return {name: value for name, value in policy.items() if name != "etag"}


def _keep(call, identifier, config):
    policy = {"Id": identifier, "LastModifiedTime": datetime.now(timezone.utc), "CachePolicyConfig": config, "etag": drawn_id()}
    _policies(call)[identifier] = policy
    return {"CachePolicy": _told(policy), "ETag": policy["etag"]}


@before("cloudfront", "CreateCachePolicy")
def a_cache_policy_is_made(call):
    """A cache policy has a name of its own and lists that fit its behaviours.
    Source: CloudFront API reference, CreateCachePolicy; errors CachePolicyAlreadyExists, InvalidArgument.
    """
    return _keep(call, str(uuid.uuid4()), _proper(call, call.param("CachePolicyConfig")))


@before("cloudfront", "GetCachePolicy")
def a_cache_policy_is_told(call):
    """A cache policy is told with its version.
    Source: CloudFront API reference, GetCachePolicy, ETag.
    """
    policy = _policy(call)
    return {"CachePolicy": _told(policy), "ETag": policy["etag"]}


@before("cloudfront", "ListCachePolicies")
def cache_policies_are_listed(call):
    """Cache policies are listed, 100 at a time.
    Source: CloudFront API reference, ListCachePolicies, MaxItems and NextMarker.
    """
    size, start = min(int(call.param("MaxItems") or 100), 100), int(call.param("Marker") or 0)
    policies = list(_policies(call).values()) if call.param("Type") != "managed" else []
    page = policies[start:start + size]
    told = {"MaxItems": size, "Quantity": len(page), "Items": [{"Type": "custom", "CachePolicy": _told(one)} for one in page]}
    if len(policies) > start + size:
        told["NextMarker"] = str(start + size)
    return {"CachePolicyList": told}


@before("cloudfront", "UpdateCachePolicy")
def an_update_replaces_the_whole_policy(call):
    """An update names the version and replaces everything.
    Source: CloudFront API reference, UpdateCachePolicy: "the entire cache policy is replaced"; errors InvalidIfMatchVersion, PreconditionFailed.
    """
    policy = _policy(call)
    check_version(call, policy["etag"])
    return _keep(call, policy["Id"], _proper(call, call.param("CachePolicyConfig")))


@before("cloudfront", "DeleteCachePolicy")
def a_cache_policy_in_use_stays(call):
    """A cache policy that a distribution uses cannot be deleted; the deletion names the version.
    Source: CloudFront API reference, DeleteCachePolicy; errors CachePolicyInUse, PreconditionFailed.
    """
    policy = _policy(call)
    check_version(call, policy["etag"])
    for record in call.global_box("distributions").values():
        behaviors = [record["config"]["DefaultCacheBehavior"], *((record["config"].get("CacheBehaviors") or {}).get("Items") or [])]
        if any(behavior.get("CachePolicyId") == policy["Id"] for behavior in behaviors):
            call.refuse("CachePolicyInUse", "The cache policy is in use by one or more distributions.", 409)
    del _policies(call)[policy["Id"]]
    return {}
