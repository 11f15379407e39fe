"""EC2: VPC endpoints."""

import json

from moto.ec2.utils import generate_route_id

from ..registry import after, before


def _kept(call):
    return call.box("endpoints")


def _describe(call, item):
    endpoint = call.backend.vpc_end_points.get(item["VpcEndpointId"])
    if endpoint is None:
        return
    item["State"] = endpoint.state
    item["VpcEndpointType"] = item.get("VpcEndpointType") or "Gateway"
    gateway = item["VpcEndpointType"] == "Gateway"
    item["PrivateDnsEnabled"] = False if gateway else bool(endpoint.private_dns_enabled)
    item["IpAddressType"] = _kept(call).get(endpoint.id, {}).get("IpAddressType", "ipv4")
    item["DnsOptions"] = {"DnsRecordIpType": "service-defined" if gateway else "ipv4", **_kept(call).get(endpoint.id, {}).get("DnsOptions", {})}
    item["RequesterManaged"] = False


@after("ec2", "CreateVpcEndpoint")
def an_endpoint_is_pending_first(call, answer):
    """An interface endpoint is "pending", then "available"; address type and DNS options are kept.
    Source: EC2 API reference, VpcEndpoint.state, ipAddressType, dnsOptions; moto leaves them out.
    """
    endpoint = call.backend.vpc_end_points[answer["VpcEndpoint"]["VpcEndpointId"]]
    endpoint.vpc_endpoint_type = endpoint.vpc_endpoint_type or "Gateway"
    _kept(call)[endpoint.id] = {name: call.param(name) for name in ("IpAddressType", "DnsOptions") if call.param(name)}
    if call.param("VpcEndpointType", "Gateway") != "Gateway":
        endpoint.state = "pending"
        call.begin("endpoint", endpoint.id, "endpoint_available", lambda: setattr(endpoint, "state", "available"))
    _describe(call, answer["VpcEndpoint"])


@before("ec2", "DescribeVpcEndpoints")
def endpoints_settle(call):
    """Each read brings an endpoint nearer to its end; an unknown one is an error.
    Source: EC2 API reference, VpcEndpoint.state; error InvalidVpcEndpointId.NotFound.
    """
    call.step("endpoint")
    for endpoint_id in call.param("VpcEndpointIds", []):
        if endpoint_id not in call.backend.vpc_end_points:
            call.refuse("InvalidVpcEndpointId.NotFound", f"The Vpc Endpoint Id '{endpoint_id}' does not exist")


@after("ec2", "DescribeVpcEndpoints")
def endpoints_are_told_whole(call, answer):
    """A gateway endpoint has no private DNS; address type and DNS options are told.
    Source: EC2 API reference, VpcEndpoint.
    """
    for item in answer.get("VpcEndpoints") or []:
        _describe(call, item)


@before("ec2", "ModifyVpcEndpoint")
def an_endpoint_s_dns_can_change(call):
    """Private DNS, address type and DNS options can change, and the policy can go back to the one that allows everything.
    Source: EC2 API reference, ModifyVpcEndpoint, ResetPolicy; moto ignores the change.
    """
    endpoint = call.backend.vpc_end_points.get(call.param("VpcEndpointId"))
    if endpoint is None:
        call.refuse("InvalidVpcEndpointId.NotFound", f"The Vpc Endpoint Id '{call.param('VpcEndpointId')}' does not exist")
    if call.param("PrivateDnsEnabled") is not None:
        endpoint.private_dns_enabled = call.param("PrivateDnsEnabled")
    kept = _kept(call).setdefault(endpoint.id, {})
    kept.update({name: call.param(name) for name in ("IpAddressType", "DnsOptions") if call.param(name)})
    if call.param("ResetPolicy"):
        endpoint.policy_document = json.dumps(endpoint.DEFAULT_POLICY)


def _has_route(call, table_id, prefix_list_id):
    table = call.backend.route_tables.get(table_id)
    return table is not None and generate_route_id(table_id, prefix_list_id) in table._routes


@before("ec2", "DeleteVpcEndpoints")
def a_deleted_endpoint_has_no_routes(call):
    """An endpoint that is deleted already can be deleted again; its routes went the first time.
    Source: EC2 API reference, DeleteVpcEndpoints; moto looks for the routes again, and for those of tables that came later (ModifyVpcEndpoint),
    which it does not make, and fails.
    """
    for endpoint_id in call.param("VpcEndpointIds", []):
        endpoint = call.backend.vpc_end_points.get(endpoint_id)
        if endpoint is None:
            continue
        tables = [] if endpoint.state == "deleted" else endpoint.route_table_ids
        endpoint.route_table_ids = [table for table in tables if _has_route(call, table, endpoint.destination_prefix_list_id)]


@after("ec2", "DeleteVpcEndpoints")
def an_endpoint_is_deleted_slowly(call, answer):
    """A deleted interface endpoint is "deleting" with its interfaces in place, then gone.
    Source: EC2 API reference, DeleteVpcEndpoints, VpcEndpoint.state.
    """
    backend = call.backend
    for endpoint_id in call.param("VpcEndpointIds", []):
        endpoint = backend.vpc_end_points.get(endpoint_id)
        if endpoint is None or endpoint.vpc_endpoint_type in (None, "Gateway", "gateway"):
            continue
        endpoint.state = "deleting"

        def finish(endpoint=endpoint):
            endpoint.state = "deleted"
            for interface in endpoint.network_interface_ids:
                backend.enis.pop(interface, None)
        call.begin("endpoint", endpoint_id, "endpoint_available", finish)
