"""CloudWatch: alarms."""

from ..registry import after, before


@before("cloudwatch", "PutMetricAlarm")
def an_alarm_is_proper(call):
    """Periods are 10, 20, 30 or a multiple of 60 seconds; statistics, comparison and missing data are one of a list.
    Source: CloudWatch API reference, PutMetricAlarm; errors ValidationError, InvalidParameterValue, InvalidParameterCombination.
    """
    period = call.param("Period")
    if period is not None and int(period) not in (10, 20, 30) and (int(period) <= 0 or int(period) % 60):
        call.refuse("ValidationError", f"Period must be 10, 20, 30 or a multiple of 60: {period}")
    if call.param("Metrics") and call.param("MetricName"):
        call.refuse("InvalidParameterCombination", "The parameters MetricName and Metrics cannot be used together")
    if not call.param("Metrics"):
        if not call.param("MetricName") or period is None:
            call.refuse("MissingParameter", "The parameter MetricName, Period or Namespace is missing")
        if bool(call.param("Statistic")) == bool(call.param("ExtendedStatistic")):
            call.refuse("InvalidParameterCombination", "Exactly one of Statistic and ExtendedStatistic must be given")
    if period is not None and int(period) * int(call.param("EvaluationPeriods", 1)) > 86400 * 7:
        call.refuse("ValidationError", "Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= 604800).")
    if call.param("TreatMissingData", "missing") not in ("breaching", "notBreaching", "ignore", "missing"):
        call.refuse("ValidationError", f"Option {call.param('TreatMissingData')} is not supported for parameter TreatMissingData.")


@before("cloudwatch", "PutMetricAlarm")
def tags_of_an_existing_alarm_stay(call):
    """Tags in the request count only when the alarm is new.
    Source: CloudWatch API reference, PutMetricAlarm, Tags: "If you are using this operation to update an existing alarm, any tags you specify ... are ignored".
    """
    if call.param("AlarmName") in call.backend.alarms and call.param("Tags"):
        arn = call.backend.alarms[call.param("AlarmName")].alarm_arn
        call.notes["tags"] = [dict(tag) for tag in call.backend.tagger.list_tags_for_resource(arn)["Tags"]]


@after("cloudwatch", "PutMetricAlarm")
def tags_of_an_existing_alarm_are_restored(call, answer):
    """Tags in the request count only when the alarm is new.
    Source: CloudWatch API reference, PutMetricAlarm, Tags.
    """
    if "tags" in call.notes:
        arn = call.backend.alarms[call.param("AlarmName")].alarm_arn
        call.backend.tagger.delete_all_tags_for_resource(arn)
        call.backend.tagger.tag_resource(arn, call.notes["tags"])


@before("cloudwatch", "DescribeAlarms")
def alarms_come_in_pages(call):
    """At most 100 alarms are told at once.
    Source: CloudWatch API reference, DescribeAlarms, MaxRecords: 1 to 100.
    """
    size = call.param("MaxRecords")
    if size is not None and not 1 <= int(size) <= 100:
        call.refuse("ValidationError", "MaxRecords must be between 1 and 100")


@after("cloudwatch", "DescribeAlarms")
def alarms_are_cut_into_pages(call, answer):
    """The kinds that are asked for, metric alarms alone when none is, cut at MaxRecords (50 when not given).
    Source: CloudWatch API reference, DescribeAlarms, AlarmTypes: "If you omit this parameter, only metric alarms are returned"; NextToken; moto
    tells all at once.
    """
    kinds = call.param("AlarmTypes") or ["MetricAlarm"]
    told = [(list_, alarm) for kind, list_ in (("CompositeAlarm", "CompositeAlarms"), ("MetricAlarm", "MetricAlarms")) if kind in kinds
            for alarm in answer.get(list_) or []]
    size, start = int(call.param("MaxRecords", 50)), int(call.param("NextToken") or 0)
    for list_ in ("CompositeAlarms", "MetricAlarms"):
        answer[list_] = [alarm for other, alarm in told[start:start + size] if other == list_]
    answer.pop("NextToken", None)
    if len(told) > start + size:
        answer["NextToken"] = str(start + size)
