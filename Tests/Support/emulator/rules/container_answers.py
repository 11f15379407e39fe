"""ECS and Application Auto Scaling: members that moto takes and does not tell, and what is not there."""

from ..registry import after, before

SCALING = "application-autoscaling"


@after("ecs", "RegisterTaskDefinition", "DescribeTaskDefinition")
def fault_injection_is_told(call, answer):
    """A revision tells whether faults may be injected.
    Source: ECS API reference, TaskDefinition.enableFaultInjection: "The default value is false"; moto forgets it.
    """
    held = call.box("fault-injection")
    arn = answer["taskDefinition"]["taskDefinitionArn"]
    if call.action == "RegisterTaskDefinition":
        held[arn] = bool(call.param("enableFaultInjection", False))
    answer["taskDefinition"]["enableFaultInjection"] = held.get(arn, False)


@before(SCALING, "DeregisterScalableTarget")
def a_target_that_goes_is_there(call):
    """A target that is not registered cannot be deregistered.
    Source: Application Auto Scaling API reference, DeregisterScalableTarget; error ObjectNotFoundException, where moto says ValidationException.
    """
    targets = call.backend.targets.get(call.param("ScalableDimension"), {})
    if call.param("ResourceId") not in targets:
        call.refuse("ObjectNotFoundException", "No scalable target found for service namespace: "
                    f"{call.param('ServiceNamespace')}, resource ID: {call.param('ResourceId')}, scalable dimension: "
                    f"{call.param('ScalableDimension')}")


@before(SCALING, "DeleteScalingPolicy")
def a_policy_that_goes_is_there(call):
    """A policy that does not exist cannot be deleted.
    Source: Application Auto Scaling API reference, DeleteScalingPolicy; error ObjectNotFoundException, where moto says ValidationException.
    """
    for policy in call.backend.policies.values():
        if (policy.policy_name, policy.resource_id, policy.scalable_dimension) == (
                call.param("PolicyName"), call.param("ResourceId"), call.param("ScalableDimension")):
            return
    call.refuse("ObjectNotFoundException", f"No scaling policy found for service namespace: {call.param('ServiceNamespace')}, "
                f"resource ID: {call.param('ResourceId')}, policy name: {call.param('PolicyName')}")


@before(SCALING, "DeleteScheduledAction")
def an_action_that_goes_is_there(call):
    """A scheduled action that does not exist cannot be deleted.
    Source: Application Auto Scaling API reference, DeleteScheduledAction; error ObjectNotFoundException.
    """
    for action in call.backend.scheduled_actions:
        if (action.scheduled_action_name, action.resource_id) == (call.param("ScheduledActionName"), call.param("ResourceId")):
            return
    call.refuse("ObjectNotFoundException", f"No scheduled action found: {call.param('ScheduledActionName')}")
