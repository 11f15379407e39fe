"""Auto Scaling: the metrics that groups send to CloudWatch."""

from ..registry import before

#: All that a group can send, in the order of the API reference.
METRICS = ("GroupMinSize", "GroupMaxSize", "GroupDesiredCapacity", "GroupInServiceInstances", "GroupPendingInstances", "GroupStandbyInstances",
           "GroupTerminatingInstances", "GroupTotalInstances", "GroupInServiceCapacity", "GroupPendingCapacity", "GroupStandbyCapacity",
           "GroupTerminatingCapacity", "GroupTotalCapacity", "WarmPoolDesiredCapacity", "WarmPoolWarmedCapacity", "WarmPoolPendingCapacity",
           "WarmPoolTerminatingCapacity", "WarmPoolTotalCapacity", "GroupAndWarmPoolDesiredCapacity", "GroupAndWarmPoolTotalCapacity")


@before("autoscaling", "EnableMetricsCollection", "DisableMetricsCollection")
def metrics_are_enabled_and_disabled_by_name(call):
    """The metrics that are named are added to the enabled ones or taken from them; without names all are.
    Source: Auto Scaling API reference, EnableMetricsCollection, DisableMetricsCollection, members Metrics and Granularity ("The only valid
    value is 1Minute"). moto replaces what is enabled, and lacks the other call.
    """
    name, named = call.param("AutoScalingGroupName"), call.param("Metrics") or METRICS
    group = call.backend.autoscaling_groups.get(name)
    if group is None:
        call.refuse("ValidationError", f"AutoScalingGroup name not found - AutoScalingGroup '{name}' not found")
    if any(one not in METRICS for one in named):
        call.refuse("ValidationError", "1 validation error detected: Value at 'metrics' failed to satisfy constraint")
    if call.action == "EnableMetricsCollection":
        if call.param("Granularity") != "1Minute":
            call.refuse("ValidationError", "1 validation error detected: Value at 'granularity' failed to satisfy constraint: "
                                           "Member must be 1Minute")
        wanted = {*group.metrics, *named}
    else:
        wanted = {*group.metrics} - {*named}
    group.metrics = [one for one in METRICS if one in wanted]
    return {}
