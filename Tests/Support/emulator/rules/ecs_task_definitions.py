"""ECS: task definitions."""

from datetime import datetime, timezone

from ..registry import after, before

#: Fargate CPU units: smallest and largest memory, step (MiB).
FARGATE_SIZES = {256: (512, 2048, 0), 512: (1024, 4096, 1024), 1024: (2048, 8192, 1024), 2048: (4096, 16384, 1024),
                 4096: (8192, 30720, 1024), 8192: (16384, 61440, 4096), 16384: (32768, 122880, 8192)}


@before("ecs", "RegisterTaskDefinition")
def a_task_size_may_bear_its_unit(call):
    """A task's size is kept as CPU units and MiB, however it was given.
    Source: ECS API reference, RegisterTaskDefinition, cpu ("1 vCPU", "1 vcpu"; "converted to an integer indicating the CPU units") and
    memory ("1GB", "1 GB"; "converted to an integer indicating the MiB").
    """
    sizes = {name: _in_units(call, name, unit) for name, unit in (("cpu", "vcpu"), ("memory", "gb"))}
    changed = {name: size for name, size in sizes.items() if size is not None and size != call.param(name)}
    if changed:
        call.rewrite_json(**changed)


def _in_units(call, name, unit):
    text = call.param(name)
    if text is None:
        return None
    number, _, _ = text.lower().partition(unit)
    try:
        return str(int(float(number) * 1024)) if unit in text.lower() else str(int(text))
    except ValueError:
        return call.refuse("ClientException", f"Invalid '{name}' setting for task. For more information, see the Troubleshooting section of "
                                              "the Amazon ECS Developer Guide.")


@before("ecs", "RegisterTaskDefinition")
def a_task_definition_is_proper(call):
    """Containers have memory and unique names; Fargate sizes go together; roles exist.
    Source: ECS API reference, RegisterTaskDefinition; error ClientException.
    """
    names = [one.get("name") for one in call.param("containerDefinitions", [])]
    if len(set(names)) != len(names):
        call.refuse("ClientException", "Container names must be unique within a task definition.")
    fargate = "FARGATE" in call.param("requiresCompatibilities", [])
    for one in call.param("containerDefinitions", []):
        if not one.get("image"):
            call.refuse("ClientException", "Container.image should not be null or empty.")
        if not call.param("memory") and not one.get("memory") and not one.get("memoryReservation"):
            call.refuse("ClientException", f"Invalid setting for container '{one['name']}'. At least one of 'memory' or 'memoryReservation' "
                                           "must be specified.")
    if fargate:
        _check_fargate(call)
    if call.param("executionRoleArn") is None:
        for one in call.param("containerDefinitions", []):
            if fargate and one.get("logConfiguration", {}).get("logDriver") == "awslogs":
                call.refuse("ClientException", "Fargate requires task definition to have execution role ARN to support log driver awslogs.")


def _check_fargate(call):
    if call.param("networkMode") != "awsvpc":
        call.refuse("ClientException", "Fargate only supports network mode 'awsvpc'.")
    cpu, memory = int(_in_units(call, "cpu", "vcpu") or 0), int(_in_units(call, "memory", "gb") or 0)
    least, most, step = FARGATE_SIZES.get(cpu, (1, 0, 0))
    if not least <= memory <= most or (step and memory % step):
        call.refuse("ClientException", "No Fargate configuration exists for given values.")


@after("ecs", "RegisterTaskDefinition")
def a_task_definition_tells_when(call, answer):
    """A revision tells when and by whom it was registered.
    Source: ECS API reference, TaskDefinition.registeredAt, registeredBy; moto leaves them out.
    """
    made = answer["taskDefinition"]
    call.box("task-definitions")[made["taskDefinitionArn"]] = {
        "registeredAt": datetime.now(timezone.utc).replace(microsecond=0), "registeredBy": f"arn:aws:iam::{call.account}:root"}
    made.update(call.box("task-definitions")[made["taskDefinitionArn"]])


@after("ecs", "DescribeTaskDefinition", "DeregisterTaskDefinition")
def a_task_definition_goes_on_telling_when(call, answer):
    """A revision tells when and by whom it was registered.
    Source: ECS API reference, TaskDefinition.registeredAt, registeredBy.
    """
    found = answer["taskDefinition"]
    found.update(call.box("task-definitions").get(found["taskDefinitionArn"], {}))


@before("ecs", "DeleteTaskDefinitions")
def only_inactive_revisions_are_deleted(call):
    """At most ten revisions at a time, and each must be deregistered first.
    Source: ECS API reference, DeleteTaskDefinitions.
    """
    if len(call.param("taskDefinitions", [])) > 10:
        call.refuse("InvalidParameterException", "You can specify up to 10 task definitions.")
