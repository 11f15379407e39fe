"""Auto Scaling: traffic sources."""

from ..registry import after, before


def _box(call):
    return call.box("traffic-sources").setdefault(call.param("AutoScalingGroupName"), [])


@after("autoscaling", "CreateAutoScalingGroup")
def a_group_is_made_with_its_traffic_sources(call, answer):
    """A group can be made with traffic sources.
    Source: Auto Scaling API reference, CreateAutoScalingGroup, TrafficSources; moto lacks them.
    """
    call.box("traffic-sources")[call.param("AutoScalingGroupName")] = list(call.param("TrafficSources", []))


@before("autoscaling", "AttachTrafficSources", "DetachTrafficSources")
def traffic_sources_come_and_go(call):
    """Traffic sources are attached and detached, ten in a call.
    Source: Auto Scaling API reference, AttachTrafficSources, DetachTrafficSources; error ValidationError.
    """
    if call.param("AutoScalingGroupName") not in call.backend.autoscaling_groups:
        call.refuse("ValidationError", "AutoScalingGroup name not found - null")
    given = call.param("TrafficSources", [])
    if not 0 < len(given) <= 10:
        call.refuse("ValidationError", "1 to 10 traffic sources can be given")
    box, names = _box(call), [one["Identifier"] for one in given]
    box[:] = [one for one in box if one["Identifier"] not in names] + (given if call.action.startswith("Attach") else [])
    return {}


@after("autoscaling", "DescribeAutoScalingGroups")
def a_group_tells_its_traffic_sources(call, answer):
    """A group tells its traffic sources, target groups and classic load balancers among them.
    Source: Auto Scaling API reference, AutoScalingGroup, TrafficSources, TargetGroupARNs, LoadBalancerNames.
    """
    for group in answer.get("AutoScalingGroups") or []:
        others = [{"Identifier": arn, "Type": "elbv2"} for arn in group.get("TargetGroupARNs") or []]
        others += [{"Identifier": name, "Type": "elb"} for name in group.get("LoadBalancerNames") or []]
        group["TrafficSources"] = others + call.box("traffic-sources").get(group["AutoScalingGroupName"], [])
