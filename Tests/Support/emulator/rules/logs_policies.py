"""CloudWatch Logs: the documents that a log group holds."""

import json

from ..registry import after, before


def _group(call):
    given = call.param("logGroupIdentifier") or (call.param("logGroupIdentifiers") or [""])[0] or call.param("resourceArn") or ""
    name = given.split(":log-group:")[-1].removesuffix(":*")
    if name not in call.backend.groups:
        call.refuse("ResourceNotFoundException", "The specified log group does not exist.")
    return name


def _arn(call, name):
    return f"arn:aws:logs:{call.region}:{call.account}:log-group:{name}"


def _document(call):
    try:
        return json.loads(call.param("policyDocument") or "")
    except ValueError:
        call.refuse("InvalidParameterException", "The policy document is not valid JSON")


@before("logs", "PutDataProtectionPolicy")
def a_log_group_masks_what_it_is_told(call):
    """A data protection policy has a statement that audits and one that masks.
    Source: CloudWatch Logs API reference, PutDataProtectionPolicy: "This policy must include two JSON blocks"; error InvalidParameterException.
    """
    name, document = _group(call), _document(call)
    operations = {key for one in document.get("Statement", []) for key in one.get("Operation", {})}
    if operations != {"Audit", "Deidentify"}:
        call.refuse("InvalidParameterException", "A data protection policy needs an Audit and a Deidentify operation")
    call.box("data-protection")[name] = call.param("policyDocument")
    return {"logGroupIdentifier": name, "policyDocument": call.param("policyDocument"), "lastUpdatedTime": 0}


@before("logs", "GetDataProtectionPolicy")
def a_log_group_tells_what_it_masks(call):
    """The policy is told; there may be none.
    Source: CloudWatch Logs API reference, GetDataProtectionPolicy.
    """
    name = _group(call)
    found = call.box("data-protection").get(name)
    return {"logGroupIdentifier": name, **({"policyDocument": found} if found else {})}


@before("logs", "PutIndexPolicy")
def a_log_group_indexes_fields(call):
    """A group of the standard class has one index policy, of up to twenty fields.
    Source: CloudWatch Logs API reference, PutIndexPolicy: "Field indexes are supported only for log groups in the Standard log class".
    """
    name, document = _group(call), _document(call)
    if call.box("log-group-classes").get(name, "STANDARD") != "STANDARD":
        call.refuse("InvalidParameterException", "Field indexes are supported only for log groups in the Standard log class")
    fields = document.get("Fields", []) + list(document.get("FieldsV2", {}))
    if not 0 < len(fields) <= 20:
        call.refuse("InvalidParameterException", "An index policy has one to twenty fields")
    call.box("index-policies")[name] = call.param("policyDocument")
    return {"indexPolicy": {"logGroupIdentifier": _arn(call, name), "policyDocument": call.param("policyDocument"), "source": "LOG_GROUP"}}


@before("logs", "DescribeIndexPolicies")
def a_log_group_tells_its_indexes(call):
    """The index policy of a group is told.
    Source: CloudWatch Logs API reference, DescribeIndexPolicies, IndexPolicy.
    """
    name = _group(call)
    found = call.box("index-policies").get(name)
    return {"indexPolicies": [{"logGroupIdentifier": _arn(call, name), "policyDocument": found, "source": "LOG_GROUP"}] if found else []}


@before("logs", "DeleteDataProtectionPolicy", "DeleteIndexPolicy")
def a_log_group_s_policy_goes(call):
    """The policy of a group goes.
    Source: CloudWatch Logs API reference, DeleteDataProtectionPolicy, DeleteIndexPolicy; error ResourceNotFoundException.
    """
    box = call.box("data-protection" if call.action == "DeleteDataProtectionPolicy" else "index-policies")
    if box.pop(_group(call), None) is None:
        call.refuse("ResourceNotFoundException", "The specified policy does not exist.")
    return {}


@before("logs", "PutResourcePolicy")
def a_log_group_has_one_resource_policy(call):
    """A group has one resource policy; a change names the revision that it changes.
    Source: CloudWatch Logs API reference, PutResourcePolicy, expectedRevisionId: "Required when resourceArn is provided to prevent
    concurrent modifications. Use null when creating a resource policy for the first time".
    """
    if not call.param("resourceArn"):
        return None
    name = _group(call)
    _document(call)
    box = call.box("resource-policies")
    there = box.get(name)
    if (there or {}).get("revisionId") != call.param("expectedRevisionId"):
        call.refuse("InvalidParameterException", "The expected revision is not the current one")
    revision = str(int((there or {}).get("revisionId", "0")) + 1)
    box[name] = {"policyName": call.param("policyName"), "policyDocument": call.param("policyDocument"), "policyScope": "RESOURCE",
                 "resourceArn": _arn(call, name), "revisionId": revision}
    return {"resourcePolicy": box[name], "revisionId": revision}


@before("logs", "DescribeResourcePolicies")
def a_log_group_tells_its_resource_policy(call):
    """With a group's ARN its own policy is told.
    Source: CloudWatch Logs API reference, DescribeResourcePolicies, resourceArn, policyScope.
    """
    if not call.param("resourceArn"):
        return None
    found = call.box("resource-policies").get(_group(call))
    return {"resourcePolicies": [found] if found else []}


@before("logs", "DeleteResourcePolicy")
def a_log_group_s_resource_policy_goes(call):
    """A group's policy goes when the revision is the current one.
    Source: CloudWatch Logs API reference, DeleteResourcePolicy, expectedRevisionId.
    """
    if not call.param("resourceArn"):
        return None
    name = _group(call)
    there = call.box("resource-policies").get(name)
    if there is None:
        call.refuse("ResourceNotFoundException", "The specified policy does not exist.")
    if there["revisionId"] != call.param("expectedRevisionId"):
        call.refuse("InvalidParameterException", "The expected revision is not the current one")
    del call.box("resource-policies")[name]
    return {}


@after("logs", "DeleteLogGroup")
def a_log_group_s_documents_go_with_it(call, answer):
    """A group made again under the same name has none of the old documents.
    Source: CloudWatch Logs API reference, DeleteLogGroup.
    """
    for box in ("data-protection", "index-policies", "resource-policies"):
        call.box(box).pop(call.param("logGroupName"), None)
