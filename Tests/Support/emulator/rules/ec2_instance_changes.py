"""EC2: changes of running and stopped instances."""

from ..registry import after, before

#: What changes only while the instance is stopped.
STOPPED = ("InstanceType", "UserData", "EbsOptimized", "Kernel", "Ramdisk")

#: Members of ModifyInstanceAttribute that each are one attribute.
ATTRIBUTES = STOPPED + ("InstanceInitiatedShutdownBehavior", "DisableApiTermination", "DisableApiStop", "SourceDestCheck", "EnaSupport",
                        "SriovNetSupport", "Groups", "BlockDeviceMappings", "Attribute")


def _instance(call, identifier):
    for reservation in call.backend.reservations.values():
        for instance in reservation.instances:
            if instance.id == identifier:
                return instance
    return call.refuse("InvalidInstanceID.NotFound", f"The instance ID '{identifier}' does not exist")


@before("ec2", "ModifyInstanceAttribute")
def an_attribute_changes_by_itself(call):
    """One attribute changes in a call; type, user data and optimisation only while the instance is stopped.
    Source: EC2 API reference, ModifyInstanceAttribute: "You can specify only one attribute at a time", "To modify some attributes, the
    instance must be stopped"; EC2 error codes, InvalidParameterCombination, IncorrectInstanceState.
    """
    instance = _instance(call, call.param("InstanceId"))
    given = [name for name in ATTRIBUTES if call.param(name) is not None]
    if len(given) > 1:
        call.refuse("InvalidParameterCombination", "Fields for multiple attribute types specified")
    if given and given[0] in STOPPED and instance.state != "stopped":
        call.refuse("IncorrectInstanceState", f"The instance '{instance.id}' is not in the 'stopped' state.")


@before("ec2", "ModifyInstanceAttribute")
def what_shutting_down_does_can_change(call):
    """An instance that shuts itself down stops or is terminated, as was said last.
    Source: EC2 API reference, ModifyInstanceAttribute, InstanceInitiatedShutdownBehavior; moto takes it for a change of groups.
    """
    behaviour = call.param("InstanceInitiatedShutdownBehavior.Value")
    if behaviour is None:
        return None
    if behaviour not in ("stop", "terminate"):
        call.refuse("InvalidParameterValue", f"Invalid value '{behaviour}' for instanceInitiatedShutdownBehavior.")
    _instance(call, call.param("InstanceId")).instance_initiated_shutdown_behavior = behaviour
    return {}


@after("ec2", "ModifyInstanceAttribute")
def groups_are_those_of_the_first_interface(call, answer):
    """Other groups of an instance are other groups of its first interface.
    Source: EC2 API reference, ModifyInstanceAttribute, GroupId.N: "Replaces the security groups of the instance with the specified security
    groups"; moto leaves the interface its groups.
    """
    groups = call.param("Groups")
    if not groups:
        return
    interface = _instance(call, call.param("InstanceId")).nics.get(0)
    if interface is not None:
        interface._group_set = [call.backend.get_security_group_from_id(one) for one in groups]


@before("ec2", "MonitorInstances", "UnmonitorInstances")
def monitoring_can_change(call):
    """Detailed monitoring is turned on and off; the answer has it on its way.
    Source: EC2 API reference, MonitorInstances, UnmonitorInstances, Monitoring.State. moto lacks both.
    """
    is_on = call.action == "MonitorInstances"
    instances = [_instance(call, identifier) for identifier in call.param("InstanceIds", [])]
    for instance in instances:
        instance.monitoring_state = "enabled" if is_on else "disabled"
    state = {"State": "pending" if is_on else "disabling"}
    return {"InstanceMonitorings": [{"InstanceId": instance.id, "Monitoring": state} for instance in instances]}


@after("ec2", "ReplaceIamInstanceProfileAssociation")
def an_exchanged_profile_is_told(call, answer):
    """An instance tells the profile that has taken another's place.
    Source: EC2 API reference, ReplaceIamInstanceProfileAssociation; Instance, member IamInstanceProfile. moto tells the former one.
    """
    for identifier, association in call.backend.iam_instance_profile_associations.items():
        if association.association_id == call.param("AssociationId"):
            profile = {"Arn": association.iam_instance_profile.arn, "Id": association.iam_instance_profile.id}
            _instance(call, identifier).iam_instance_profile = profile
