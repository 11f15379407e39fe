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
            held.pop(key)
    call.backend.scheduled_actions = [
        one for one in call.backend.scheduled_actions
        if (one.service_namespace, one.resource_id, one.scalable_dimension) != gone
    ]
