"""Cloud Map."""

from ..registry import after, before


@before("servicediscovery", "CreatePrivateDnsNamespace")
def a_network_knows_a_name_once(call):
    """A VPC has one private namespace of a name, and may have others of other names.
    Source: Cloud Map API reference, CreatePrivateDnsNamespace, error NamespaceAlreadyExists; moto takes one namespace per VPC.
    """
    networks = call.box("namespace-networks")
    for namespace in call.backend.namespaces.values():
        if namespace.name == call.param("Name") and networks.get(namespace.id) == call.param("Vpc"):
            call.refuse("NamespaceAlreadyExists", f"The VPC {call.param('Vpc')} has a namespace of this name.")


@after("servicediscovery", "CreatePrivateDnsNamespace")
def a_namespace_keeps_its_network(call, answer):
    """Another namespace may share the VPC.
    Source: as for CreatePrivateDnsNamespace.
    """
    made = call.backend.operations[answer["OperationId"]].targets["NAMESPACE"]
    namespace = call.backend.namespaces[made]
    call.box("namespace-networks")[made], namespace.vpc = namespace.vpc, None


@before("servicediscovery", "CreateService")
def a_service_s_name_is_taken_once(call):
    """A namespace has one service of a name.
    Source: Cloud Map API reference, CreateService, errors ServiceAlreadyExists, NamespaceNotFound.
    """
    namespace = call.param("NamespaceId") or call.param("DnsConfig.NamespaceId")
    if namespace not in call.backend.namespaces:
        call.refuse("NamespaceNotFound", f"Namespace {namespace} does not exist.")
    for service in call.backend.services.values():
        if service.name == call.param("Name") and namespace in (service.namespace_id, (service.dns_config or {}).get("NamespaceId")):
            call.refuse("ServiceAlreadyExists", "A service of this name exists in the namespace.")


@after("servicediscovery", "CreateService", "GetService")
def a_service_tells_its_namespace(call, answer):
    """The namespace is told at the top, wherever it was given.
    Source: Cloud Map API reference, Service.NamespaceId, DnsConfig.NamespaceId: "Use the top level NamespaceId property instead".
    """
    service = answer["Service"]
    if not service.get("NamespaceId"):
        service["NamespaceId"] = (service.get("DnsConfig") or {}).get("NamespaceId")


@before("servicediscovery", "DeleteNamespace")
def a_namespace_with_services_stays(call):
    """A namespace that has services cannot be deleted.
    Source: Cloud Map API reference, DeleteNamespace, error ResourceInUse.
    """
    for service in call.backend.services.values():
        if call.param("Id") in (service.namespace_id, (service.dns_config or {}).get("NamespaceId")):
            call.refuse("ResourceInUse", "The namespace has services.")
    namespace = call.backend.namespaces.get(call.param("Id"))
    call.notes["zone"] = str(namespace and namespace.dns_properties.get("HostedZoneId")).split("/")[-1]


@after("servicediscovery", "DeleteNamespace")
def a_namespace_takes_its_zone_along(call, answer):
    """The hosted zone that a namespace made goes with it.
    Source: Cloud Map developer guide, "Deleting a namespace"; moto leaves the zone.
    """
    call.backend_of("route53").zones.pop(call.notes["zone"], None)


@before("servicediscovery", "UpdatePrivateDnsNamespace")
def a_namespace_stays_with_its_zone(call):
    """Other DNS properties do not take the hosted zone away.
    Source: Cloud Map API reference, UpdatePrivateDnsNamespace; moto drops the zone.
    """
    namespace = call.backend.namespaces.get(call.param("Id"))
    if namespace is None:
        call.refuse("NamespaceNotFound", f"Namespace {call.param('Id')} does not exist.")
    changed = call.param("Namespace")
    namespace.description = changed.get("Description", namespace.description)
    soa = changed.get("Properties", {}).get("DnsProperties", {}).get("SOA")
    if soa:
        namespace.dns_properties = namespace.dns_properties | {"SOA": soa}
    return {"OperationId": call.backend._create_operation("UPDATE_NAMESPACE", {"NAMESPACE": namespace.id})}


@before("servicediscovery", "DeleteService")
def a_service_with_instances_stays(call):
    """A service with registered instances cannot be deleted, and one that does not exist is not found.
    Source: Cloud Map API reference, DeleteService, errors ResourceInUse, ServiceNotFound.
    """
    service = call.backend.services.get(call.param("Id"))
    if service is None:
        call.refuse("ServiceNotFound", f"Service {call.param('Id')} does not exist.")
    if service.instances:
        call.refuse("ResourceInUse", "The service has registered instances.")
