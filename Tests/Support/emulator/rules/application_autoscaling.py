"""Application Auto Scaling."""

from ..registry import after, before

SERVICE = "application-autoscaling"


def _tags(call):
    return call.box("scalable-target-tags")


@after(SERVICE, "RegisterScalableTarget")
def a_target_keeps_its_tags(call, answer):
    """Tags given at registration are kept.
    Source: Application Auto Scaling API reference, RegisterScalableTarget, Tags; moto cannot tell them.
    """
    if call.param("Tags") and answer.get("ScalableTargetARN"):
        _tags(call).setdefault(answer["ScalableTargetARN"], {}).update(call.param("Tags"))


@before(SERVICE, "ListTagsForResource")
def a_target_tells_its_tags(call):
    """The tags of a target are told.
    Source: Application Auto Scaling API reference, ListTagsForResource; moto lacks it.
    """
    return {"Tags": dict(_tags(call).get(call.param("ResourceARN"), {}))}


@before(SERVICE, "TagResource", "UntagResource")
def a_target_s_tags_can_change(call):
    """Tags of a target can be put and taken away.
    Source: Application Auto Scaling API reference, TagResource, UntagResource.
    """
    tags = _tags(call).setdefault(call.param("ResourceARN"), {})
    tags.update(call.param("Tags", {}))
    for key in call.param("TagKeys", []):
        tags.pop(key, None)
    return {}


def _policy_key(call):
    return next((key for key, policy in call.backend.policies.items() if (
        policy.service_namespace, policy.resource_id, policy.scalable_dimension, policy.policy_name) == tuple(
            call.param(name) for name in ("ServiceNamespace", "ResourceId", "ScalableDimension", "PolicyName"))), None)


@before(SERVICE, "PutScalingPolicy")
def what_a_policy_was(call):
    """What is put again is remembered, for the rule below.
    Source: Application Auto Scaling API reference, PutScalingPolicy: it "creates or updates a scaling policy".
    """
    call.box("policies-put-again")["last"] = call.backend.policies.get(_policy_key(call))


@after(SERVICE, "PutScalingPolicy")
def a_policy_put_again_is_the_same(call, answer):
    """A policy that is put again keeps its ARN, and its alarms are not made a second time.
    Source: Application Auto Scaling API reference, PutScalingPolicy: it "creates or updates a scaling policy"; moto makes another one and
    leaves the alarms of the first.
    """
    old, new = call.box("policies-put-again").pop("last", None), call.backend.policies.get(_policy_key(call))
    if old is None or new is None or old is new:
        return
    for policy in (old, new):
        policy.delete_alarms(policy.account_id, policy.region_name)
    new.policy_arn, new.alarms = old.policy_arn, []
    new.create_alarms()
    answer["PolicyARN"] = new.policy_arn
    if new.alarms:
        answer["Alarms"] = [{"AlarmName": alarm.name, "AlarmARN": alarm.alarm_arn} for alarm in new.alarms]


@after(SERVICE, "DeregisterScalableTarget")
def policies_go_with_their_target(call, answer):
    """Scaling policies and scheduled actions go with the target that they scale.
    Source: Application Auto Scaling API reference, DeregisterScalableTarget: "deletes the scaling policies and the scheduled actions that
    are associated with it".
    """
    gone = (call.param("ServiceNamespace"), call.param("ResourceId"), call.param("ScalableDimension"))
    held = call.backend.policies
    for key, policy in list(held.items()):
        if (policy.service_namespace, policy.resource_id, policy.scalable_dimension) == gone:
            held.pop(key).delete_alarms(policy.account_id, policy.region_name)
    call.backend.scheduled_actions = [
        one for one in call.backend.scheduled_actions
        if (one.service_namespace, one.resource_id, one.scalable_dimension) != gone
    ]
