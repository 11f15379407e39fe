"""CloudWatch Logs: groups and metric filters."""

import re

from ..registry import after, before

RETENTIONS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)


def _group(call, member="logGroupName"):
    name = call.param(member) or (call.param("resourceIdentifier") or "").split(":log-group:")[-1].removesuffix(":*")
    group = call.backend.groups.get(name)
    if group is None:
        call.refuse("ResourceNotFoundException", "The specified log group does not exist.")
    return group


@before("logs", "PutRetentionPolicy")
def retention_is_one_of_a_list(call):
    """Retention is one of 22 numbers of days.
    Source: CloudWatch Logs API reference, PutRetentionPolicy, retentionInDays; error InvalidParameterException.
    """
    _group(call)
    if call.param("retentionInDays") not in RETENTIONS:
        call.refuse("InvalidParameterException", f"1 validation error detected: Value '{call.param('retentionInDays')}' at 'retentionInDays' failed "
                                                 f"to satisfy constraint: Member must satisfy enum value set: {list(RETENTIONS)}")


@before("logs", "CreateLogGroup")
def a_log_group_is_proper(call):
    """Names use a limited alphabet; a key is given by its ARN.
    Source: CloudWatch Logs API reference, CreateLogGroup; error InvalidParameterException.
    """
    if not re.match(r"^[\.\-_/#A-Za-z0-9]{1,512}$", call.param("logGroupName", "")):
        call.refuse("InvalidParameterException", "1 validation error detected: Value at 'logGroupName' failed to satisfy constraint")
    _check_key(call)


def _check_key(call):
    key = call.param("kmsKeyId")
    if key and not re.match(r"^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key/.+$", key):
        call.refuse("InvalidParameterException", "The specified KMS key is not an ARN of a key")


@after("logs", "CreateLogGroup")
def a_log_group_keeps_its_class(call, answer):
    """The class is kept.
    Source: CloudWatch Logs API reference, LogGroup.logGroupClass; moto drops it.
    """
    call.box("log-group-classes")[call.param("logGroupName")] = call.param("logGroupClass", "STANDARD")


@after("logs", "DescribeLogGroups")
def a_log_group_tells_its_class(call, answer):
    """The class is told.
    Source: CloudWatch Logs API reference, LogGroup.logGroupClass.
    """
    for item in answer.get("logGroups") or []:
        item["logGroupClass"] = call.box("log-group-classes").get(item["logGroupName"], "STANDARD")
        if call.backend.groups[item["logGroupName"]].kms_key_id:
            item["kmsKeyId"] = call.backend.groups[item["logGroupName"]].kms_key_id
        else:
            item.pop("kmsKeyId", None)


@before("logs", "AssociateKmsKey", "DisassociateKmsKey")
def a_log_group_s_key_can_change(call):
    """A group's key can be set, changed and taken away.
    Source: CloudWatch Logs API reference, AssociateKmsKey, DisassociateKmsKey; moto lacks both.
    """
    _check_key(call)
    _group(call).kms_key_id = call.param("kmsKeyId") if call.action == "AssociateKmsKey" else None
    return {}


@before("logs", "PutMetricFilter")
def a_metric_filter_replaces_its_like(call):
    """A filter of the same name in the same group is replaced; the group must exist.
    Source: CloudWatch Logs API reference, PutMetricFilter: "Creates or updates"; error ResourceNotFoundException. moto appends.
    """
    group = _group(call)
    filters = call.backend.filters
    same = [one for one in filters.metric_filters if (one["filterName"], one["logGroupName"]) == (call.param("filterName"), group.name)]
    if not same and sum(one["logGroupName"] == group.name for one in filters.metric_filters) >= 100:
        call.refuse("LimitExceededException", "Resource limit exceeded.")
    filters.metric_filters = [one for one in filters.metric_filters if one not in same]
    transformations = [{"unit": "None", **one} for one in call.param("metricTransformations", [])]
    filters.add_filter(call.param("filterName"), call.param("filterPattern"), group.name, transformations)
    return {}


@before("logs", "DeleteMetricFilter")
def a_metric_filter_is_deleted(call):
    """The one filter of that name in that group goes; one that is not there is an error.
    Source: CloudWatch Logs API reference, DeleteMetricFilter; error ResourceNotFoundException.
    """
    group, filters = _group(call), call.backend.filters
    left = [one for one in filters.metric_filters if (one["filterName"], one["logGroupName"]) != (call.param("filterName"), group.name)]
    if len(left) == len(filters.metric_filters):
        call.refuse("ResourceNotFoundException", "The specified metric filter does not exist.")
    filters.metric_filters = left
    return {}


@after("logs", "DeleteLogGroup")
def metric_filters_go_with_their_group(call, answer):
    """A group's metric filters go with it.
    Source: CloudWatch Logs API reference, DeleteLogGroup.
    """
    filters = call.backend.filters
    filters.metric_filters = [one for one in filters.metric_filters if one["logGroupName"] != call.param("logGroupName")]


@after("logs", "DescribeSubscriptionFilters")
def a_subscription_tells_its_distribution(call, answer):
    """The distribution of a subscription is the one that was put.
    Source: CloudWatch Logs API reference, SubscriptionFilter.distribution; moto always tells ByLogStream.
    """
    for item in answer.get("subscriptionFilters") or []:
        item["distribution"] = call.box("subscriptions").get((item["logGroupName"], item["filterName"]), "ByLogStream")


@before("logs", "PutSubscriptionFilter")
def a_subscription_keeps_its_distribution(call):
    """The distribution of a subscription is kept.
    Source: CloudWatch Logs API reference, PutSubscriptionFilter, distribution.
    """
    call.box("subscriptions")[call.param("logGroupName"), call.param("filterName")] = call.param("distribution", "ByLogStream")
