"""Route 53: health checks. moto mixes their kinds up, resets nothing and forgets references; they are kept here, whole."""

import copy
import uuid

from ..registry import before

#: What a new check of an endpoint has where the request says nothing.
ENDPOINT = {"RequestInterval": 30, "FailureThreshold": 3, "MeasureLatency": False}

#: What an update cannot change.
FOR_LIFE = {"Type", "RequestInterval", "MeasureLatency"}


def _checks(call):
    return call.global_box("health-checks")


def _check(call):
    check = _checks(call).get(call.param("HealthCheckId"))
    if check is None:
        call.refuse("NoSuchHealthCheck", f"A health check with id {call.param('HealthCheckId')} does not exist.", 404)
    return check


def _proper(call, config):
    kind = config["Type"]
    if kind == "CALCULATED":
        children = config.get("ChildHealthChecks") or []
        if any(child not in _checks(call) for child in children):
            call.refuse("InvalidInput", "Invalid parameter : ChildHealthChecks: a child health check does not exist")
        if config.get("HealthThreshold") is None:
            call.refuse("InvalidInput", "Invalid parameter : HealthThreshold must be specified for a calculated health check")
    elif kind == "CLOUDWATCH_METRIC":
        if not config.get("AlarmIdentifier"):
            call.refuse("InvalidInput", "Invalid parameter : AlarmIdentifier must be specified")
    elif kind != "RECOVERY_CONTROL":
        if not config.get("IPAddress") and not config.get("FullyQualifiedDomainName"):
            call.refuse("InvalidInput", "Invalid parameter : Either IPAddress or FullyQualifiedDomainName must be specified")
        if kind == "TCP" and not config.get("Port"):
            call.refuse("InvalidInput", "Invalid parameter : Port must be specified for a TCP health check")
        if kind.endswith("STR_MATCH") != bool(config.get("SearchString")):
            call.refuse("InvalidInput", "Invalid parameter : SearchString goes with checks that match a string, and only with them")
    endpoint = kind == "TCP" or kind.startswith("HTTP")
    others = ("IPAddress", "Port", "ResourcePath", "FullyQualifiedDomainName", "SearchString", "RequestInterval", "FailureThreshold")
    if not endpoint and any(config.get(name) not in (None, "") for name in others):
        call.refuse("InvalidInput", f"Invalid parameter : a health check of type {kind} has no endpoint")
    if config.get("Regions") and len(config["Regions"]) < 3:
        call.refuse("InvalidInput", "Invalid parameter : at least three regions must be specified")


@before("route53", "CreateHealthCheck")
def a_health_check_s_reference_is_spent(call):
    """A caller reference counts once: for other settings, and for a check that is gone, it is refused.
    Source: Route 53 API reference, CreateHealthCheck, CallerReference; error HealthCheckAlreadyExists "regardless of the other settings in the
    request".
    """
    reference, config = call.param("CallerReference"), copy.deepcopy(call.param("HealthCheckConfig"))
    spent = call.global_box("spent-references")
    known = _checks(call).get(spent.get(reference))
    if reference in spent and (known is None or known["given"] != config):
        call.refuse("HealthCheckAlreadyExists", "A health check with the same caller reference already exists.", 409)
    if known is None:
        _proper(call, config)
        told = copy.deepcopy(config)
        kind = config["Type"]
        if kind == "TCP" or kind.startswith("HTTP"):
            told = {**ENDPOINT, **told}
            if kind.startswith("HTTP"):
                told.setdefault("Port", 443 if kind.startswith("HTTPS") else 80)
            if kind.startswith("HTTPS"):
                told.setdefault("EnableSNI", True)
        told.setdefault("Inverted", False)
        told.setdefault("Disabled", False)
        check = {"Id": str(uuid.uuid4()), "CallerReference": reference, "HealthCheckConfig": told, "HealthCheckVersion": 1}
        known = {"check": check, "given": config}
        _checks(call)[check["Id"]] = known
        spent[reference] = check["Id"]
    return {"HealthCheck": known["check"], "Location": f"https://route53.amazonaws.com/2013-04-01/healthcheck/{known['check']['Id']}"}


@before("route53", "UpdateHealthCheck")
def a_health_check_changes_by_what_is_named(call):
    """An update changes what it names, and resets what ResetElements names; an address cannot come or go.
    Source: Route 53 API reference, UpdateHealthCheck, IPAddress: "you can't update an existing health check to add or remove the value"; error HealthCheckVersionMismatch.
    """
    check = _check(call)["check"]
    if call.param("HealthCheckVersion") not in (None, check["HealthCheckVersion"]):
        call.refuse("HealthCheckVersionMismatch", "The health check has another version.", 409)
    config = copy.deepcopy(check["HealthCheckConfig"])
    for name, value in call.params.items():
        if name not in FOR_LIFE | {"HealthCheckId", "HealthCheckVersion", "ResetElements"} and value is not None:
            config[name] = value
    if ("IPAddress" in config) != ("IPAddress" in check["HealthCheckConfig"]):
        call.refuse("InvalidInput", "Invalid parameter : IPAddress cannot be added to or removed from a health check")
    for name in call.param("ResetElements", []):
        config.pop(name, None)
    _proper(call, config)
    check.update(HealthCheckConfig=config, HealthCheckVersion=check["HealthCheckVersion"] + 1)
    return {"HealthCheck": check}


@before("route53", "GetHealthCheck")
def a_health_check_is_told(call):
    """A health check tells all that it was given.
    Source: Route 53 API reference, GetHealthCheck.
    """
    return {"HealthCheck": _check(call)["check"]}


@before("route53", "ListHealthChecks")
def health_checks_are_listed(call):
    """Health checks are listed in pages of at most 100.
    Source: Route 53 API reference, ListHealthChecks, MaxItems.
    """
    size, start = min(int(call.param("MaxItems") or 100), 100), int(call.param("Marker") or 0)
    checks = [known["check"] for known in _checks(call).values()]
    answer = {"HealthChecks": checks[start:start + size], "Marker": str(start), "MaxItems": str(size), "IsTruncated": len(checks) > start + size}
    if answer["IsTruncated"]:
        answer["NextMarker"] = str(start + size)
    return answer


@before("route53", "DeleteHealthCheck")
def a_health_check_in_use_stays(call):
    """A check that another one counts on cannot be deleted.
    Source: Route 53 API reference, DeleteHealthCheck; error HealthCheckInUse; developer guide, "Deleting health checks": calculated checks name others.
    """
    identifier = _check(call)["check"]["Id"]
    for known in _checks(call).values():
        if identifier in (known["check"]["HealthCheckConfig"].get("ChildHealthChecks") or []):
            call.refuse("HealthCheckInUse", "The health check is in use by another one.")
    del _checks(call)[identifier]
    call.backend.resource_tags.pop(identifier, None)
    return {}


@before("route53", "ChangeTagsForResource")
def only_what_is_there_has_tags(call):
    """Tags of a health check that is gone cannot change.
    Source: Route 53 API reference, ChangeTagsForResource; error NoSuchHealthCheck.
    """
    if call.param("ResourceType") == "healthcheck" and call.param("ResourceId") not in _checks(call):
        call.refuse("NoSuchHealthCheck", f"A health check with id {call.param('ResourceId')} does not exist.", 404)
