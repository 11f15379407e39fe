"""Auto Scaling: lifecycle hooks."""

from ..registry import after, before

KEPT = ("LifecycleTransition", "DefaultResult", "HeartbeatTimeout", "NotificationMetadata", "NotificationTargetARN", "RoleARN")


def _hooks(call):
    return call.box("lifecycle-hooks").setdefault(call.param("AutoScalingGroupName"), {})


def _keep(call, given):
    hook = _hooks(call).setdefault(given["LifecycleHookName"], {"DefaultResult": "ABANDON", "HeartbeatTimeout": 3600})
    hook.update({member: given[member] for member in KEPT if member in given})
    for member in [member for member, value in hook.items() if value == ""]:
        del hook[member]


@before("autoscaling", "PutLifecycleHook", "DescribeLifecycleHooks")
def a_hook_s_group_exists(call):
    """The group of a hook must exist.
    Source: Auto Scaling API reference, PutLifecycleHook, DescribeLifecycleHooks; ValidationError.
    """
    name = call.param("AutoScalingGroupName")
    if name not in call.backend.autoscaling_groups:
        call.refuse("ValidationError", f"AutoScalingGroup name not found - AutoScalingGroup '{name}' not found")


@after("autoscaling", "PutLifecycleHook")
def a_hook_keeps_what_it_was_given(call, answer):
    """What is given changes, what is not stays, an empty target goes.
    Source: Auto Scaling API reference, PutLifecycleHook, NotificationTargetARN: "If you specify an empty string, this overrides the current ARN";
    moto keeps the timeout and the result only.
    """
    _keep(call, call.params)


@after("autoscaling", "CreateAutoScalingGroup")
def a_group_comes_with_its_hooks(call, answer):
    """The hooks of the request exist from the start.
    Source: Auto Scaling API reference, CreateAutoScalingGroup, LifecycleHookSpecificationList; moto drops it.
    """
    for hook in call.param("LifecycleHookSpecificationList", []):
        _keep(call, hook)
        call.backend.create_lifecycle_hook(hook["LifecycleHookName"], call.param("AutoScalingGroupName"), hook["LifecycleTransition"],
                                           hook.get("HeartbeatTimeout"), hook.get("DefaultResult"))


@after("autoscaling", "DescribeLifecycleHooks")
def hooks_are_told_as_they_are(call, answer):
    """A hook has a target, a role and data only when it was given them.
    Source: Auto Scaling API reference, LifecycleHook; moto makes them up.
    """
    kept = _hooks(call)
    for hook in answer.get("LifecycleHooks") or []:
        for member in KEPT:
            hook.pop(member, None)
        hook.update(kept.get(hook["LifecycleHookName"], {}))


@after("autoscaling", "DeleteLifecycleHook")
def a_deleted_hook_is_forgotten(call, answer):
    """A hook of the same name starts anew.
    Source: Auto Scaling API reference, DeleteLifecycleHook.
    """
    _hooks(call).pop(call.param("LifecycleHookName"), None)


@after("autoscaling", "DeleteAutoScalingGroup")
def hooks_go_with_their_group(call, answer):
    """A deleted group's hooks are gone.
    Source: Auto Scaling API reference, DeleteAutoScalingGroup.
    """
    name = call.param("AutoScalingGroupName")
    for hook in list(call.box("lifecycle-hooks").pop(name, {})):
        call.backend.delete_lifecycle_hook(name, hook)
