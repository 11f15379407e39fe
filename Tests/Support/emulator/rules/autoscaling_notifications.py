"""Auto Scaling: notifications of groups to topics."""

from ..registry import after, before

TYPES = ("autoscaling:EC2_INSTANCE_LAUNCH", "autoscaling:EC2_INSTANCE_LAUNCH_ERROR", "autoscaling:EC2_INSTANCE_TERMINATE",
         "autoscaling:EC2_INSTANCE_TERMINATE_ERROR", "autoscaling:TEST_NOTIFICATION")


def _topics(call):
    name = call.param("AutoScalingGroupName")
    if name not in call.backend.autoscaling_groups:
        call.refuse("ValidationError", f"AutoScalingGroup name not found - AutoScalingGroup '{name}' not found")
    return call.box("notifications").setdefault(name, {})


@before("autoscaling", "PutNotificationConfiguration")
def notifications_are_put_by_topic(call):
    """The types given take the place of those that the group had for the topic.
    Source: Auto Scaling API reference, PutNotificationConfiguration: "This configuration overwrites any existing configuration". moto lacks it.
    """
    topics, types = _topics(call), call.param("NotificationTypes", [])
    if any(one not in TYPES for one in types) or not types:
        call.refuse("ValidationError", "1 validation error detected: Value at 'notificationTypes' is not valid")
    topic = call.param("TopicARN")
    if topic not in call.backend_of("sns").topics:
        call.refuse("ValidationError", f"Unable to publish test message to notification target {topic}. Please check your target and try again.")
    topics[topic] = list(types)
    return {}


@before("autoscaling", "DeleteNotificationConfiguration")
def notifications_are_deleted_by_topic(call):
    """The group notifies the topic no longer.
    Source: Auto Scaling API reference, DeleteNotificationConfiguration. moto lacks it.
    """
    _topics(call).pop(call.param("TopicARN"), None)
    return {}


@before("autoscaling", "DescribeNotificationConfigurations")
def notifications_are_told_by_type(call):
    """One item for each group, topic and type, of all groups or of those named.
    Source: Auto Scaling API reference, DescribeNotificationConfigurations, NotificationConfiguration. moto lacks it.
    """
    names = call.param("AutoScalingGroupNames") or sorted(call.backend.autoscaling_groups)
    return {"NotificationConfigurations": [
        {"AutoScalingGroupName": name, "TopicARN": topic, "NotificationType": kind}
        for name in names if name in call.backend.autoscaling_groups
        for topic, types in call.box("notifications").get(name, {}).items() for kind in types]}


@after("autoscaling", "DeleteAutoScalingGroup")
def notifications_go_with_their_group(call, answer):
    """A deleted group notifies nobody.
    Source: Auto Scaling API reference, DeleteAutoScalingGroup.
    """
    call.box("notifications").pop(call.param("AutoScalingGroupName"), None)
