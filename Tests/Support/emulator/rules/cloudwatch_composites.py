"""CloudWatch: composite alarms and dashboards."""

import json
import re

from ..registry import after, before

#: Members of a composite alarm that moto drops.
COMPOSITE = ("ActionsSuppressor", "ActionsSuppressorExtensionPeriod", "ActionsSuppressorWaitPeriod", "ActionConfiguration")


@before("cloudwatch", "PutCompositeAlarm")
def a_composite_alarm_is_proper(call):
    """A rule names alarms that exist; a suppressor has both periods, and periods have a suppressor.
    Source: CloudWatch API reference, PutCompositeAlarm, AlarmRule, ActionsSuppressorWaitPeriod "required if ActionsSuppressor is specified".
    """
    for name in re.findall(r'(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*"?([^")]+)"?\s*\)', call.param("AlarmRule", "")):
        if name not in call.backend.alarms and ":alarm:" not in name:
            call.refuse("ValidationError", f"AlarmRule contains an alarm that does not exist: {name}")
    periods = [call.param(name) is not None for name in COMPOSITE[1:3]]
    if any(periods) != bool(call.param("ActionsSuppressor")) or any(periods) != all(periods):
        call.refuse("ValidationError", "ActionsSuppressor, ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod go together")


@before("cloudwatch", "PutCompositeAlarm")
def a_composite_alarm_is_made_or_replaced(call):
    """A composite alarm keeps what it is given, and nothing of what was before but its tags.
    Source: CloudWatch API reference, PutCompositeAlarm: "the update completely overwrites the previous configuration"; Tags count for a new alarm
    alone. moto lacks the call.
    """
    name, backend = call.param("AlarmName"), call.backend
    tags = call.param("Tags", [])
    if name in backend.alarms:
        tags = [dict(tag) for tag in backend.tagger.list_tags_for_resource(backend.alarms[name].alarm_arn)["Tags"]]
        backend.tagger.delete_all_tags_for_resource(backend.alarms[name].alarm_arn)
    backend.put_metric_alarm(
        name=name, namespace=None, metric_name=None, metric_data_queries=None, comparison_operator=None, evaluation_periods=None,
        datapoints_to_alarm=None, period=None, threshold=None, statistic=None, extended_statistic=None,
        description=call.param("AlarmDescription"), dimensions=[], alarm_actions=call.param("AlarmActions", []),
        ok_actions=call.param("OKActions", []), insufficient_data_actions=call.param("InsufficientDataActions", []), unit=None,
        actions_enabled=call.param("ActionsEnabled", True), treat_missing_data=None, evaluate_low_sample_count_percentile=None,
        threshold_metric_id=None, rule=call.param("AlarmRule"), tags=tags)
    call.box("composites")[name] = {member: call.param(member) for member in COMPOSITE if call.param(member) is not None}
    return {}


@after("cloudwatch", "DescribeAlarms")
def a_composite_alarm_tells_what_it_was_given(call, answer):
    """A composite alarm tells its suppressor, its periods and its configuration of actions.
    Source: CloudWatch API reference, CompositeAlarm.
    """
    for alarm in answer.get("CompositeAlarms") or []:
        alarm.update(call.box("composites").get(alarm["AlarmName"], {}))


@before("cloudwatch", "PutDashboard")
def a_dashboard_is_json(call):
    """A dashboard's body is JSON with widgets.
    Source: CloudWatch API reference, PutDashboard; error DashboardInvalidInputError (InvalidParameterInput).
    """
    try:
        body = json.loads(call.param("DashboardBody", ""))
    except ValueError:
        body = None
    if not isinstance(body, dict) or not isinstance(body.get("widgets"), list):
        call.refuse("InvalidParameterInput", "The field DashboardBody must be a valid JSON object")
    call.notes["known"] = call.param("DashboardName") in call.backend.dashboards


@after("cloudwatch", "PutDashboard")
def a_new_dashboard_keeps_its_tags(call, answer):
    """Tags given with a new dashboard are kept.
    Source: CloudWatch API reference, PutDashboard, Tags; moto drops them.
    """
    if not call.notes["known"] and call.param("Tags"):
        call.backend.tagger.tag_resource(call.backend.dashboards[call.param("DashboardName")].arn, call.param("Tags"))


@before("cloudwatch", "GetDashboard", "DeleteDashboards")
def a_dashboard_is_there(call):
    """A dashboard that does not exist cannot be told or deleted; with one goes its tags.
    Source: CloudWatch API reference, GetDashboard, DeleteDashboards; error DashboardNotFoundError (ResourceNotFound).
    """
    for name in call.param("DashboardNames") or [call.param("DashboardName")]:
        dashboard = call.backend.dashboards.get(name)
        if dashboard is None:
            call.refuse("ResourceNotFound", f"Dashboard {name} does not exist", 404)
        if call.action == "DeleteDashboards":
            call.backend.tagger.delete_all_tags_for_resource(dashboard.arn)


@before("cloudwatch", "ListTagsForResource", "TagResource", "UntagResource")
def dashboards_have_tags(call):
    """A dashboard that exists has tags, which can change.
    Source: CloudWatch API reference, TagResource: "the only CloudWatch resources that can be tagged are alarms, dashboards, ..."; error
    ResourceNotFoundException. moto knows alarms alone.
    """
    arn = call.param("ResourceARN", "")
    if ":dashboard/" not in arn:
        return None
    if all(dashboard.arn != arn for dashboard in call.backend.dashboards.values()):
        call.refuse("ResourceNotFoundException", f"Unknown dashboard: {arn}", 404)
    if call.action == "TagResource":
        call.backend.tagger.tag_resource(arn, call.param("Tags"))
    elif call.action == "UntagResource":
        call.backend.tagger.untag_resource_using_names(arn, call.param("TagKeys"))
    else:
        return {"Tags": call.backend.tagger.list_tags_for_resource(arn)["Tags"]}
    return {}
