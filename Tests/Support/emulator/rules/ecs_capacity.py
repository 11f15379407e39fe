"""ECS: clusters, capacity providers, container instances."""

import base64
import re

from ..registry import after, before

FARGATE = ("FARGATE", "FARGATE_SPOT")


def cluster_name(call):
    return (call.param("cluster") or "default").split("/")[-1]


def find_cluster(call):
    return call.backend.clusters.get(cluster_name(call))


@before("ecs", "CreateCluster")
def a_cluster_is_made_once(call):
    """Creating a cluster whose name is taken gives the existing one, unchanged; names are patterned.
    Source: ECS API reference, CreateCluster, clusterName; no error is listed for a name that is taken.
    """
    name = call.param("clusterName", "default")
    if not re.match(r"^[a-zA-Z0-9_-]{1,255}$", name):
        call.refuse("InvalidParameterException", "Invalid identifier: Identifier is for a cluster but the name is malformed")
    for provider in call.param("capacityProviders", []):
        _check_provider(call, provider)
    existing = call.backend.clusters.get(name)
    if existing is not None and existing.status == "ACTIVE":
        return {"cluster": _describe(call, existing)}
    return None


def _describe(call, cluster):
    return {
        "clusterArn": cluster.arn, "clusterName": cluster.name, "status": cluster.status, "registeredContainerInstancesCount": 0,
        "runningTasksCount": 0, "pendingTasksCount": 0, "activeServicesCount": len(_live_services(call, cluster.name)),
        "statistics": [], "settings": cluster.settings or [], "capacityProviders": cluster.capacity_providers or [],
        "defaultCapacityProviderStrategy": cluster.default_capacity_provider_strategy or [], "tags": cluster.tags or [],
        **({"configuration": cluster.configuration} if cluster.configuration else {}),
    }


def _live_services(call, name):
    return [record for (cluster, _), record in call.box("ecs-services").items() if cluster == name and record["status"] == "ACTIVE"]


@after("ecs", "DescribeClusters", "CreateCluster", "UpdateCluster")
def a_cluster_counts_what_it_has(call, answer):
    """The counts of services and container instances are the live ones; settings have containerInsights.
    Source: ECS API reference, Cluster; DescribeClusters, include.
    """
    for item in answer.get("clusters") or [answer.get("cluster") or {}]:
        name = item.get("clusterName")
        if name is None:
            continue
        records = _live_services(call, name)
        item["activeServicesCount"] = len(records)
        item["runningTasksCount"] = sum(record["runningCount"] for record in records)
        item["pendingTasksCount"] = sum(record["pendingCount"] for record in records)
        item["registeredContainerInstancesCount"] = len(container_instances(call, name))
        include = call.param("include", [])
        if call.action == "DescribeClusters":
            if "SETTINGS" not in include:
                item.pop("settings", None)
            if "TAGS" not in include:
                item.pop("tags", None)
            if "CONFIGURATIONS" not in include:
                item.pop("configuration", None)


@after("ecs", "ListClusters")
def deleted_clusters_are_not_listed(call, answer):
    """Inactive clusters stay describable for a while, but are not listed.
    Source: ECS API reference, DeleteCluster: "transitions to the INACTIVE state ... might remain discoverable".
    """
    answer["clusterArns"] = [arn for arn in answer.get("clusterArns") or []
                             if call.backend.clusters[arn.split("/")[-1]].status == "ACTIVE"]


@before("ecs", "DeleteCluster")
def a_cluster_in_use_stays(call):
    """A cluster with services, container instances or tasks cannot be deleted.
    Source: ECS API reference, DeleteCluster; errors ClusterContainsServicesException, ClusterContainsContainerInstancesException.
    """
    cluster = find_cluster(call)
    if cluster is None or cluster.status == "INACTIVE":
        call.refuse("ClusterNotFoundException", "Cluster not found.")
    if container_instances(call, cluster.name):
        call.refuse("ClusterContainsContainerInstancesException",
                    "The Cluster cannot be deleted while Container Instances are active or draining.")
    call.step("ecs-service")
    if any(name == cluster.name and record["status"] != "INACTIVE" for (name, _), record in call.box("ecs-services").items()):
        call.refuse("ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active.")


# Container instances: an instance whose user data names a cluster has an agent that registers it there.


def container_instances(call, name):
    """The running instances that joined a cluster by their user data."""
    joined = []
    for reservation in call.backend_of("ec2").reservations.values():
        for instance in reservation.instances:
            if instance._state.name == "running" and _joins(instance.user_data) == name:
                joined.append(instance)
    return joined


def _joins(user_data):
    """The cluster named by ECS_CLUSTER in user data, which may still be base 64."""
    if not user_data:
        return None
    text = user_data if isinstance(user_data, str) else user_data.as_bytes().decode("utf-8", "replace")
    if "ECS_CLUSTER" not in text:
        try:
            text = base64.b64decode(text, validate=False).decode("utf-8", "replace")
        except ValueError:
            return None
    found = re.search(r"ECS_CLUSTER=['\"]?([A-Za-z0-9_-]+)", text)
    return found.group(1) if found else None


def _instance_arn(call, name, instance):
    return f"arn:aws:ecs:{call.region}:{call.account}:container-instance/{name}/{instance.id.removeprefix('i-').ljust(32, '0')}"


@after("ecs", "ListContainerInstances")
def agents_register_their_instances(call, answer):
    """An instance whose user data names a cluster registers with it.
    Source: ECS developer guide, "Bootstrapping container instances with Amazon EC2 user data".
    """
    name = cluster_name(call)
    mine = [_instance_arn(call, name, instance) for instance in container_instances(call, name)]
    answer["containerInstanceArns"] = [*(answer.get("containerInstanceArns") or []), *mine]


@before("ecs", "DescribeContainerInstances")
def registered_instances_are_described(call):
    """A registered instance tells its EC2 id and is ACTIVE.
    Source: ECS API reference, ContainerInstance.
    """
    name = cluster_name(call)
    known = {_instance_arn(call, name, instance): instance for instance in container_instances(call, name)}
    asked = call.param("containerInstances", [])
    if not all(any(arn.endswith(one.split("/")[-1]) for arn in known) for one in asked):
        return None
    return {"containerInstances": [
        {"containerInstanceArn": arn, "ec2InstanceId": instance.id, "status": "ACTIVE", "agentConnected": True, "runningTasksCount": 0,
         "pendingTasksCount": 0, "registeredResources": [], "remainingResources": [], "attributes": [], "version": 1}
        for arn, instance in known.items() if any(arn.endswith(one.split("/")[-1]) for one in asked)], "failures": []}


# Cluster settings and capacity providers


@before("ecs", "UpdateClusterSettings")
def cluster_settings_can_change(call):
    """UpdateClusterSettings changes the settings it names.
    Source: ECS API reference, UpdateClusterSettings; moto lacks it.
    """
    cluster = find_cluster(call)
    if cluster is None:
        call.refuse("ClusterNotFoundException", "Cluster not found.")
    settings = {one["name"]: one for one in cluster.settings or []}
    settings.update({one["name"]: one for one in call.param("settings", [])})
    cluster.settings = list(settings.values())
    return {"cluster": _describe(call, cluster)}


def _check_provider(call, name):
    if name not in FARGATE and call.backend._get_provider(name) is None:
        call.refuse("InvalidParameterException", f"The specified capacity provider does not exist: {name}")


@before("ecs", "PutClusterCapacityProviders")
def a_capacity_provider_of_a_cluster_exists(call):
    """A cluster takes only providers that exist, and its strategy only providers that it has.
    Source: ECS API reference, PutClusterCapacityProviders; error InvalidParameterException.
    """
    for name in call.param("capacityProviders", []):
        _check_provider(call, name)
    for item in call.param("defaultCapacityProviderStrategy", []):
        if item["capacityProvider"] not in call.param("capacityProviders", []):
            call.refuse("InvalidParameterException", "The specified capacity provider strategy contains a capacity provider that is not "
                                                     "associated with the cluster")


@before("ecs", "DescribeCapacityProviders")
def fargate_is_a_capacity_provider(call):
    """Without names every provider is told, FARGATE and FARGATE_SPOT among them.
    Source: ECS API reference, DescribeCapacityProviders; moto answers 500.
    """
    own = {provider.name: provider for provider in call.backend.capacity_providers.values()}
    asked = call.param("capacityProviders") or [*FARGATE, *own]
    told, failures = [], []
    for name in asked:
        name = name.split("/")[-1]
        if name in FARGATE:
            told.append({"capacityProviderArn": f"arn:aws:ecs:{call.region}:{call.account}:capacity-provider/{name}", "name": name,
                         "status": "ACTIVE"})
        elif name in own:
            provider = own[name]
            told.append({"capacityProviderArn": provider.capacity_provider_arn, "name": name, "status": provider.status,
                         "autoScalingGroupProvider": provider.auto_scaling_group_provider, "updateStatus": getattr(provider, "update_status", None),
                         **({"tags": provider.tags or []} if "TAGS" in call.param("include", []) else {})})
        else:
            failures.append({"arn": f"arn:aws:ecs:{call.region}:{call.account}:capacity-provider/{name}", "reason": "MISSING"})
    return {"capacityProviders": told, "failures": failures}


@before("ecs", "DeleteCapacityProvider")
def a_capacity_provider_in_use_stays(call):
    """A provider that a cluster has cannot be deleted.
    Source: ECS API reference, DeleteCapacityProvider: "must be removed from the cluster"; ResourceInUseException / ClientException.
    """
    name = call.param("capacityProvider", "").split("/")[-1]
    if call.backend._get_provider(name) is None:
        call.refuse("ClientException", "The specified capacity provider does not exist.")
    for cluster in call.backend.clusters.values():
        if cluster.status == "ACTIVE" and name in (cluster.capacity_providers or []):
            call.refuse("ResourceInUseException", "The specified capacity provider is in use and cannot be removed.")


@before("ecs", "UpdateCapacityProvider")
def a_capacity_provider_that_changes_is_there(call):
    """Only a provider that exists changes.
    Source: ECS API reference, UpdateCapacityProvider; error ClientException. moto fails.
    """
    if call.backend._get_provider(call.param("name")) is None:
        call.refuse("ClientException", "The specified capacity provider does not exist.")


@after("ecs", "CreateCapacityProvider", "UpdateCapacityProvider")
def draining_is_kept(call, answer):
    """Managed draining is on unless it was turned off, and changes like the rest.
    Source: ECS API reference, AutoScalingGroupProvider, managedDraining; ECS developer guide, "Managed instance draining": on by default.
    moto ignores it in an update.
    """
    provider = call.backend._get_provider(call.param("name"))
    asked = call.param("autoScalingGroupProvider.managedDraining")
    kept = provider.auto_scaling_group_provider
    kept["managedDraining"] = asked or kept.get("managedDraining") or "ENABLED"
    answer["capacityProvider"]["autoScalingGroupProvider"] = kept


@before("ecs", "CreateCapacityProvider")
def a_capacity_provider_is_made_once(call):
    """A provider's name is taken once, and its group exists.
    Source: ECS API reference, CreateCapacityProvider; error ClientException.
    """
    name = call.param("name")
    if name.lower().startswith(("aws", "ecs", "fargate")):
        call.refuse("ClientException", "The capacity provider name cannot be prefixed with \"aws\", \"ecs\", or \"fargate\".")
    if call.backend._get_provider(name) is not None:
        call.refuse("ClientException", "A capacity provider with that name already exists.")
