"""Elastic Load Balancing: target groups."""

from ..registry import after, before

#: What DescribeTargetGroupAttributes tells of a group of instances behind an application load balancer.
ATTRIBUTES = {
    "deregistration_delay.timeout_seconds": "300",
    "load_balancing.algorithm.anomaly_mitigation": "off", "load_balancing.algorithm.type": "round_robin",
    "load_balancing.cross_zone.enabled": "use_load_balancer_configuration",
    "slow_start.duration_seconds": "0",
    "stickiness.app_cookie.cookie_name": "", "stickiness.app_cookie.duration_seconds": "86400",
    "stickiness.enabled": "false", "stickiness.lb_cookie.duration_seconds": "86400", "stickiness.type": "lb_cookie",
    "target_group_health.dns_failover.minimum_healthy_targets.count": "1",
    "target_group_health.dns_failover.minimum_healthy_targets.percentage": "off",
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": "1",
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": "off",
}

#: Member of the request: attribute of moto's model, value when the request leaves it out.
COMPARED = {
    "Protocol": ("protocol", None), "Port": ("port", None), "VpcId": ("vpc_id", None), "TargetType": ("target_type", "instance"),
    "HealthCheckPath": ("health_check_path", "/"), "HealthCheckPort": ("health_check_port", "traffic-port"),
    "HealthCheckIntervalSeconds": ("health_check_interval_seconds", 30), "HealthCheckTimeoutSeconds": ("health_check_timeout_seconds", 5),
    "HealthyThresholdCount": ("healthy_threshold_count", 5), "UnhealthyThresholdCount": ("unhealthy_threshold_count", 2),
}


@before("elbv2", "CreateTargetGroup")
def a_target_group_is_made_once(call):
    """An identical request gives the existing group; another one of the same name is refused; intervals have ranges.
    Source: ELBv2 API reference, CreateTargetGroup: "This operation is idempotent"; errors DuplicateTargetGroupName, ValidationError.
    """
    _check_numbers(call)
    for group in call.backend.target_groups.values():
        if group.name != call.param("Name"):
            continue
        for member, (attribute, default) in COMPARED.items():
            wanted = call.param(member, default)
            if wanted is not None and str(wanted) != str(getattr(group, attribute)):
                call.refuse("DuplicateTargetGroupName",
                            f"A target group with the same name '{group.name}' exists, but with different settings")
        call.notes["existing"] = group.arn
        return {"TargetGroups": [_describe(call, group)]}
    return None


def _check_numbers(call):
    for member, least, most in (("HealthCheckIntervalSeconds", 5, 300), ("HealthCheckTimeoutSeconds", 2, 120),
                                ("HealthyThresholdCount", 2, 10), ("UnhealthyThresholdCount", 2, 10), ("Port", 1, 65535)):
        value = call.param(member)
        if value is not None and not least <= int(value) <= most:
            call.refuse("ValidationError", f"{member} '{value}' must be between {least} and {most}")
    interval, timeout = call.param("HealthCheckIntervalSeconds"), call.param("HealthCheckTimeoutSeconds")
    if interval is not None and timeout is not None and int(timeout) >= int(interval):
        call.refuse("ValidationError", f"Health check timeout '{timeout}' must be smaller than the interval '{interval}'")


def _describe(call, group):
    return {
        "TargetGroupArn": group.arn, "TargetGroupName": group.name, "Protocol": group.protocol, "Port": int(group.port), "VpcId": group.vpc_id,
        "HealthCheckProtocol": group.health_check_protocol, "HealthCheckPort": group.health_check_port,
        "HealthCheckEnabled": group.health_check_enabled, "HealthCheckIntervalSeconds": int(group.health_check_interval_seconds),
        "HealthCheckTimeoutSeconds": int(group.health_check_timeout_seconds), "HealthyThresholdCount": int(group.healthy_threshold_count),
        "UnhealthyThresholdCount": int(group.unhealthy_threshold_count), "HealthCheckPath": group.health_check_path,
        "Matcher": getattr(group, "matcher", None), "LoadBalancerArns": balancers_of(call, group.arn), "TargetType": group.target_type,
        "ProtocolVersion": group.protocol_version, "IpAddressType": group.ip_address_type,
    }


def target_groups_of(action):
    """The target group ARNs that an action forwards to; `action` as the API gives it."""
    if action.get("TargetGroupArn"):
        yield action["TargetGroupArn"]
    for group in (action.get("ForwardConfig") or {}).get("TargetGroups") or []:
        yield group["TargetGroupArn"]


def balancers_of(call, arn):
    """The balancers with a listener or rule that forwards to a group, each once."""
    found = []
    for balancer in call.backend_of("elbv2").load_balancers.values():
        for listener in balancer.listeners.values():
            for rule in listener.rules.values():
                if any(arn in target_groups_of(action.data) for action in rule.actions) and balancer.arn not in found:
                    found.append(balancer.arn)
    return found


@after("elbv2", "CreateTargetGroup")
def a_target_group_has_default_attributes(call, answer):
    """A new group has AWS's default attributes.
    Source: ELBv2 API reference, TargetGroupAttribute.
    """
    if call.notes.get("existing"):
        return
    group = call.backend.target_groups[answer["TargetGroups"][0]["TargetGroupArn"]]
    if group.protocol in ("HTTP", "HTTPS"):
        group.attributes = dict(ATTRIBUTES)


@after("elbv2", "DescribeTargetGroups", "CreateTargetGroup", "ModifyTargetGroup")
def a_target_group_names_each_balancer_once(call, answer):
    """LoadBalancerArns has each balancer that uses the group once.
    Source: ELBv2 API reference, TargetGroup.LoadBalancerArns; moto repeats them and keeps deleted ones.
    """
    for item in answer.get("TargetGroups") or []:
        item["LoadBalancerArns"] = balancers_of(call, item["TargetGroupArn"])


@before("elbv2", "ModifyTargetGroup")
def a_target_group_keeps_to_its_ranges(call):
    """Intervals, time-outs and thresholds have ranges.
    Source: ELBv2 API reference, ModifyTargetGroup.
    """
    _check_numbers(call)


@before("elbv2", "ModifyTargetGroupAttributes")
def target_group_attributes_are_known(call):
    """Attribute keys are known and the deregistration delay has a range.
    Source: ELBv2 API reference, TargetGroupAttribute; error InvalidConfigurationRequest.
    """
    for attribute in call.param("Attributes", []):
        key, value = attribute["Key"], attribute.get("Value")
        if key not in ATTRIBUTES and not key.startswith(("lambda.", "preserve_", "proxy_protocol", "target_failover", "target_health_state",
                                                          "deregistration_delay.connection")):
            call.refuse("InvalidConfigurationRequest", f"Target group attribute key '{key}' is not recognized")
        if key == "deregistration_delay.timeout_seconds" and not (value.isdigit() and int(value) <= 3600):
            call.refuse("InvalidConfigurationRequest", f"'{key}' must be between '0' and '3600' inclusive")
