"""ECS: services. moto keeps a service for its tags and lists; what a service is and does is kept here, whole."""

import uuid
from datetime import datetime, timezone

from ..registry import after, before
from .ecs_capacity import cluster_name, find_cluster
from .elbv2_targets import balancers_of

#: What a request may set, and its value when the request leaves it out.
MEMBERS = {
    "loadBalancers": [], "serviceRegistries": [], "launchType": None, "platformVersion": None, "deploymentConfiguration": None,
    "placementConstraints": [], "placementStrategy": [], "networkConfiguration": None, "healthCheckGracePeriodSeconds": None,
    "schedulingStrategy": "REPLICA", "deploymentController": None, "enableECSManagedTags": False, "propagateTags": "NONE",
    "enableExecuteCommand": False, "capacityProviderStrategy": None, "availabilityZoneRebalancing": None,
}

#: Kept per service and told of its deployments only.
OF_DEPLOYMENT = {"serviceConnectConfiguration": None, "volumeConfigurations": []}

DEPLOYMENT_DEFAULTS = {"maximumPercent": 200, "minimumHealthyPercent": 100,
                       "deploymentCircuitBreaker": {"enable": False, "rollback": False}}


def services(call):
    return call.box("ecs-services")


def find_service(call, name, live=True):
    """The record of a service by name or ARN in the request's cluster."""
    record = services(call).get((cluster_name(call), (name or "").split("/")[-1]))
    return record if record and (not live or record["status"] != "INACTIVE") else None


def _now():
    return datetime.now(timezone.utc).replace(microsecond=0)


def _cluster_or_refuse(call):
    cluster = find_cluster(call)
    if cluster is None or cluster.status == "INACTIVE":
        call.refuse("ClusterNotFoundException", "Cluster not found.")
    return cluster


def _task_definition(call, given):
    """The revision that a name stands for; it must be registered and active."""
    name = given.split("/")[-1]
    family, _, revision = name.partition(":")
    known = call.backend.task_definitions.get(family, {})
    numbers = [int(revision)] if revision else sorted(number for number, one in known.items() if one.status == "ACTIVE")[-1:]
    found = known.get(numbers[0]) if numbers else None
    if found is None or found.status != "ACTIVE":
        call.refuse("ClientException" if found is None else "InvalidParameterException",
                    "Unable to describe task definition." if found is None else "TaskDefinition is inactive")
    return found


def _check_balancers(call, balancers):
    for one in balancers or []:
        arn = one.get("targetGroupArn")
        if not arn:
            continue
        if arn not in call.backend_of("elbv2").target_groups:
            call.refuse("InvalidParameterException", f"The specified target group does not exist: {arn}")
        if not balancers_of(call, arn):
            call.refuse("InvalidParameterException", f"The target group with targetGroupArn {arn} does not have an associated load balancer.")


def _check_containers(call, definition, balancers):
    containers = {one["name"]: one for one in definition.container_definitions}
    for one in balancers or []:
        container = containers.get(one.get("containerName"))
        if container is None:
            call.refuse("InvalidParameterException", f"The container {one.get('containerName')} does not exist in the task definition.")
        if one.get("containerPort") not in [mapping.get("containerPort") for mapping in container.get("portMappings") or []]:
            call.refuse("InvalidParameterException",
                        f"The container {one['containerName']} did not have a container port {one.get('containerPort')} defined.")


def _check_role(call, role):
    """A role given by name or ARN must exist."""
    if role and role.split("/")[-1] not in {one.name for one in call.backend_of("iam").roles.values()}:
        call.refuse("InvalidParameterException", "Unable to assume role and validate the listeners configured on your load balancer. "
                    "Please verify that the ECS service role being passed has the proper permissions.")


def _check_network(call, configuration, definition):
    inner = (configuration or {}).get("awsvpcConfiguration")
    if definition.network_mode == "awsvpc" and not inner:
        call.refuse("InvalidParameterException", "Network Configuration must be provided when networkMode 'awsvpc' is specified.")
    if not inner:
        return
    if definition.network_mode != "awsvpc":
        call.refuse("InvalidParameterException", "Network Configuration is not valid for the given networkMode of this task definition.")
    ec2 = call.backend_of("ec2")
    known = {subnet_id for zone in ec2.subnets.values() for subnet_id in zone}
    for subnet_id in inner.get("subnets", []):
        if subnet_id not in known:
            call.refuse("InvalidParameterException", f"Error retrieving subnet information for [{subnet_id}]: "
                        f"The subnet ID '{subnet_id}' does not exist (ErrorCode: InvalidSubnetID.NotFound)")
    for group_id in inner.get("securityGroups", []):
        if ec2.get_security_group_from_id(group_id) is None:
            call.refuse("InvalidParameterException", f"Error retrieving security group information for [{group_id}]: "
                        f"The security group '{group_id}' does not exist (ErrorCode: InvalidGroup.NotFound)")


def _deployment(record, status, desired):
    now = _now()
    return {
        "id": f"ecs-svc/{uuid.uuid4().int % 10**19:019d}", "status": status, "taskDefinition": record.get("taskDefinition"),
        "desiredCount": desired, "pendingCount": desired, "runningCount": 0, "failedTasks": 0, "createdAt": now, "updatedAt": now,
        "launchType": record.get("launchType"), "platformVersion": record.get("platformVersion"),
        "capacityProviderStrategy": record.get("capacityProviderStrategy"), "networkConfiguration": record.get("networkConfiguration"),
        "rolloutState": "IN_PROGRESS", "rolloutStateReason": "ECS deployment in progress.",
        **{name: value for name, value in record["_deployment"].items() if value},
    }


def _settle(call, record):
    """Begins the time until the service runs what it should."""
    def finish():
        if record["status"] != "ACTIVE":
            return
        primary = record["deployments"][0]
        record["deployments"] = [primary]
        record["runningCount"], record["pendingCount"] = record["desiredCount"], 0
        primary.update(runningCount=record["desiredCount"], desiredCount=record["desiredCount"], pendingCount=0,
                       rolloutState="COMPLETED", rolloutStateReason=f"ECS deployment {primary['id']} completed.", updatedAt=_now())
        record["events"].insert(0, {"id": str(uuid.uuid4()), "createdAt": _now(),
                                    "message": f"(service {record['serviceName']}) has reached a steady state."})
    call.begin("ecs-service", record["serviceArn"], "service_stable", finish)


@before("ecs", "CreateService")
def a_service_is_proper_and_made_once(call):
    """A name is taken while its service is active or draining; cluster, role, task definition and target groups exist.
    Source: ECS API reference, CreateService; InvalidParameterException "Creation of service was not idempotent.".
    """
    _cluster_or_refuse(call)
    name = call.param("serviceName")
    existing = find_service(call, name)
    if existing:
        call.refuse("InvalidParameterException", "Unable to Start a service that is still Draining." if existing["status"] == "DRAINING"
                    else "Creation of service was not idempotent.")
    if not call.param("taskDefinition") and call.param("deploymentController.type", "ECS") == "ECS":
        call.refuse("InvalidParameterException", "TaskDefinition cannot be blank.")
    definition = _task_definition(call, call.param("taskDefinition"))
    _check_role(call, call.param("role"))
    _check_balancers(call, call.param("loadBalancers"))
    _check_containers(call, definition, call.param("loadBalancers"))
    _check_network(call, call.param("networkConfiguration"), definition)
    if call.param("healthCheckGracePeriodSeconds") and not call.param("loadBalancers"):
        call.refuse("InvalidParameterException", "Health check grace period is only valid for services configured to use load balancers")
    if call.param("launchType") and call.param("capacityProviderStrategy"):
        call.refuse("InvalidParameterException", "Specifying both a launch type and capacity provider strategy is not supported.")
    if call.param("launchType") == "FARGATE" and "FARGATE" not in (definition.requires_compatibilities or []):
        call.refuse("InvalidParameterException", "Task definition does not support launch_type FARGATE.")
    # moto knows neither awsvpc without groups nor half of the members; the record below keeps them all.
    call.rewrite_json(networkConfiguration=None)


@after("ecs", "CreateService")
def a_service_keeps_all_it_was_given(call, answer):
    """Everything in the request is told by later answers, with AWS's defaults for the rest.
    Source: ECS API reference, Service; moto drops seven members.
    """
    definition = _task_definition(call, call.param("taskDefinition"))
    name, cluster = call.param("serviceName"), find_cluster(call)
    record = {member: call.param(member, default) for member, default in MEMBERS.items()}
    if not record["launchType"] and not record["capacityProviderStrategy"]:
        if cluster.default_capacity_provider_strategy:
            record["capacityProviderStrategy"] = cluster.default_capacity_provider_strategy
        else:
            record["launchType"] = "EC2"
    if (record["launchType"] == "FARGATE") and not record["platformVersion"]:
        record["platformVersion"] = "LATEST"
    if record["networkConfiguration"]:
        inner = record["networkConfiguration"]["awsvpcConfiguration"]
        record["networkConfiguration"] = {"awsvpcConfiguration": {"assignPublicIp": "DISABLED", "securityGroups": [], **inner}}
    record["deploymentConfiguration"] = {**DEPLOYMENT_DEFAULTS, **(record["deploymentConfiguration"] or {})}
    record["deploymentController"] = record["deploymentController"] or {"type": "ECS"}
    record["availabilityZoneRebalancing"] = record["availabilityZoneRebalancing"] or "DISABLED"
    role = call.param("role")
    if role or record["loadBalancers"]:
        record["roleArn"] = role if role and role.startswith("arn:") else \
            f"arn:aws:iam::{call.account}:role/{role or 'aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS'}"
    desired = call.param("desiredCount", 0 if record["schedulingStrategy"] == "REPLICA" else 1)
    made = answer["service"]
    record.update(serviceName=name, serviceArn=made["serviceArn"], clusterArn=cluster.arn, status="ACTIVE",
                  desiredCount=desired, runningCount=0, pendingCount=desired, taskDefinition=definition.arn, events=[], createdAt=_now(),
                  createdBy=f"arn:aws:iam::{call.account}:root",
                  _deployment={member: call.param(member, default) for member, default in OF_DEPLOYMENT.items()})
    record["deployments"] = [_deployment(record, "PRIMARY", desired)]
    services(call)[cluster.name, name] = record
    _settle(call, record)
    answer["service"] = {**shown(record), "tags": call.param("tags", [])}


def shown(record):
    """A record as the API tells it."""
    return {name: value for name, value in record.items() if value is not None and not name.startswith("_")}


@before("ecs", "DescribeServices")
def services_settle(call):
    """At most ten services per call; each read brings changes nearer to their end.
    Source: ECS API reference, DescribeServices, services: "up to 10"; ClusterNotFoundException.
    """
    if find_cluster(call) is None:
        call.refuse("ClusterNotFoundException", "Cluster not found.")
    if len(call.param("services", [])) > 10:
        call.refuse("InvalidParameterException", "services should have at most 10 items")
    call.step("ecs-service")


@after("ecs", "DescribeServices")
def services_are_told_whole(call, answer):
    """The answer has every member; tags only when asked for.
    Source: ECS API reference, Service; DescribeServices, include.
    """
    told = []
    for item in answer.get("services") or []:
        record = find_service(call, item["serviceName"], live=False)
        tags = {"tags": item.get("tags") or []} if "TAGS" in call.param("include", []) else {}
        told.append({**shown(record), **tags} if record else item)
    answer["services"] = told


@before("ecs", "UpdateService")
def a_service_is_updated_as_aws_does(call):
    """A new task definition or a forced deployment starts a deployment; counts and settings change in place; the rest cannot change.
    Source: ECS API reference, UpdateService; errors ServiceNotFoundException, ServiceNotActiveException, InvalidParameterException.
    """
    _cluster_or_refuse(call)
    record = find_service(call, call.param("service"), live=False)
    if record is None:
        call.refuse("ServiceNotFoundException", "Service not found.")
    if record["status"] != "ACTIVE":
        call.refuse("ServiceNotActiveException", "Service was not ACTIVE.")
    changed = {}
    definition = _task_definition(call, call.param("taskDefinition") or record["taskDefinition"])
    if call.param("loadBalancers"):
        _check_balancers(call, call.param("loadBalancers"))
    _check_containers(call, definition, call.param("loadBalancers", record["loadBalancers"]))
    if call.param("networkConfiguration") or call.param("taskDefinition"):
        _check_network(call, call.param("networkConfiguration", record["networkConfiguration"]), definition)
    for member in MEMBERS:
        if member in call.params and member not in ("launchType", "schedulingStrategy"):
            changed[member] = call.param(member)
    if "deploymentConfiguration" in changed:
        changed["deploymentConfiguration"] = {**record["deploymentConfiguration"], **changed["deploymentConfiguration"]}
    if changed.get("networkConfiguration"):
        inner = changed["networkConfiguration"]["awsvpcConfiguration"]
        changed["networkConfiguration"] = {"awsvpcConfiguration": {"assignPublicIp": "DISABLED", "securityGroups": [], **inner}}
    if changed.get("capacityProviderStrategy"):
        record["launchType"] = None
    for member in OF_DEPLOYMENT:
        if member in call.params:
            record["_deployment"][member] = call.param(member)
    record.update(changed)
    rolls = call.param("forceNewDeployment") or definition.arn != record["taskDefinition"] or \
        {"networkConfiguration", "capacityProviderStrategy", "platformVersion", "loadBalancers", "serviceRegistries"} & set(changed) or \
        any(member in call.params for member in OF_DEPLOYMENT)
    record["taskDefinition"] = definition.arn
    record["desiredCount"] = call.param("desiredCount", record["desiredCount"])
    if rolls:
        for deployment in record["deployments"]:
            deployment["status"] = "ACTIVE"
        record["deployments"].insert(0, _deployment(record, "PRIMARY", record["desiredCount"]))
    if rolls or "desiredCount" in call.params:
        primary = record["deployments"][0]
        primary.update(desiredCount=record["desiredCount"], updatedAt=_now())
        record["pendingCount"] = max(0, record["desiredCount"] - record["runningCount"])
        _settle(call, record)
    _mirror(call, record)
    return {"service": shown(record)}


def _mirror(call, record):
    """moto's own service follows, for what reads it there (application auto scaling, lists)."""
    mirrored = call.backend.services.get(f"{cluster_name(call)}:{record['serviceName']}")
    if mirrored is not None:
        mirrored.desired_count, mirrored.task_definition, mirrored.status = record["desiredCount"], record["taskDefinition"], record["status"]


@before("ecs", "DeleteService")
def a_service_drains(call):
    """A service scaled above 0 needs force; a deleted one is DRAINING, out of the lists, then INACTIVE.
    Source: ECS API reference, DeleteService; errors InvalidParameterException, ServiceNotFoundException.
    """
    _cluster_or_refuse(call)
    record = find_service(call, call.param("service"))
    if record is None:
        call.refuse("ServiceNotFoundException", "Service not found.")
    if record["status"] == "DRAINING":
        return {"service": shown(record)}
    if record["desiredCount"] > 0 and record["schedulingStrategy"] == "REPLICA" and not call.param("force"):
        call.refuse("InvalidParameterException", "The service cannot be stopped while it is scaled above 0.")
    record.update(status="DRAINING", desiredCount=0)
    _mirror(call, record)

    def finish():
        record.update(status="INACTIVE", runningCount=0, pendingCount=0, deployments=[])
        _mirror(call, record)
    call.begin("ecs-service", record["serviceArn"], "service_drained", finish)
    return {"service": shown(record)}


@after("ecs", "ListServices")
def lists_have_active_services(call, answer):
    """Draining and inactive services are not listed.
    Source: ECS API reference, DeleteService: "no longer visible in the console or in the ListServices API operation".
    """
    name = cluster_name(call)
    answer["serviceArns"] = [arn for arn in answer.get("serviceArns") or []
                             if services(call).get((name, arn.split("/")[-1]), {}).get("status") == "ACTIVE"]
