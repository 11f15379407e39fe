"""EC2: customer gateways, VPN gateways, VPN connections, their routes and route propagation."""

from ..registry import Refusal, after, before
from .ec2_paging import filter_answer, matches, tag_values


# Customer gateways


@before("ec2", "CreateCustomerGateway")
def a_customer_gateway_is_made_once(call):
    """The same address, autonomous system and type give the existing customer gateway.
    Source: EC2 API reference, CreateCustomerGateway: "If you use an identical request two times, ... returns information about the existing customer gateway".
    """
    address = call.param("IpAddress") or call.param("PublicIp")
    for gateway in call.backend.customer_gateways.values():
        if gateway.state not in ("deleted", "deleting") and gateway.ip_address == address \
                and str(gateway.bgp_asn) == str(call.param("BgpAsn", 65000)) and gateway.type == call.param("Type"):
            return {"CustomerGateway": _customer_gateway(call, gateway)}
    return None


def _customer_gateway(call, gateway):
    return {"BgpAsn": str(gateway.bgp_asn), "CustomerGatewayId": gateway.id, "IpAddress": gateway.ip_address,
            "State": gateway.state, "Type": gateway.type, "Tags": [{"Key": tag["key"], "Value": tag["value"]} for tag in gateway.get_tags()],
            **call.box("customer-gateways").get(gateway.id, {})}


@after("ec2", "CreateCustomerGateway")
def a_customer_gateway_keeps_its_device_name(call, answer):
    """DeviceName and CertificateArn are kept; the default autonomous system is 65000.
    Source: EC2 API reference, CustomerGateway; moto drops them.
    """
    made = answer["CustomerGateway"]
    kept = {name: call.param(name) for name in ("DeviceName", "CertificateArn") if call.param(name)}
    call.box("customer-gateways").setdefault(made["CustomerGatewayId"], kept)
    made.update(call.box("customer-gateways")[made["CustomerGatewayId"]])
    gateway = call.backend.customer_gateways[made["CustomerGatewayId"]]
    gateway.bgp_asn = made["BgpAsn"] = str(gateway.bgp_asn or 65000)


@before("ec2", "DescribeCustomerGateways")
def customer_gateways_take_filters_later(call):
    """An unknown customer gateway is an error.
    Source: EC2 error codes, InvalidCustomerGatewayID.NotFound.
    """
    for gateway_id in call.param("CustomerGatewayIds", []):
        if gateway_id not in call.backend.customer_gateways:
            call.refuse("InvalidCustomerGatewayID.NotFound", f"The customerGateway ID '{gateway_id}' does not exist")
    call.rewrite_form(remove=("Filter",))


@after("ec2", "DescribeCustomerGateways")
def customer_gateways_are_filtered(call, answer):
    """Filters apply, tags among them, and the device name is told.
    Source: EC2 API reference, DescribeCustomerGateways, Filter; moto ignores tag filters.
    """
    for item in answer.get("CustomerGateways") or []:
        item.update(call.box("customer-gateways").get(item["CustomerGatewayId"], {}))
    filter_answer(call, answer, "CustomerGateways", "Filters",
                  {"customer-gateway-id": "CustomerGatewayId", "state": "State", "type": "Type",
                   "ip-address": "IpAddress", "bgp-asn": "BgpAsn"})


@before("ec2", "DeleteCustomerGateway")
def a_customer_gateway_in_use_stays(call):
    """A customer gateway with a VPN connection cannot be deleted.
    Source: EC2 API reference, DeleteCustomerGateway: "You must delete the VPN connection first"; IncorrectState.
    """
    _refuse_while_connected(call, "customer_gateway_id", call.param("CustomerGatewayId"), "customer gateway")


def _refuse_while_connected(call, member, gateway_id, words):
    for connection in call.backend.vpn_connections.values():
        if getattr(connection, member) == gateway_id and connection.state not in ("deleted",):
            call.step("vpn-connection")
            call.refuse("IncorrectState", f"The {words} is in use.")


# VPN gateways


@before("ec2", "AttachVpnGateway")
def a_network_has_one_vpn_gateway(call):
    """A network takes one VPN gateway, and a gateway one network.
    Source: EC2 API reference, AttachVpnGateway: "You can attach one virtual private gateway to one VPC at a time"; VpnGatewayAttachmentLimitExceeded.
    """
    vpc_id, gateway_id = call.param("VpcId"), call.param("VpnGatewayId")
    for gateway in call.backend.vpn_gateways.values():
        for attached_to, attachment in gateway.attachments.items():
            live = attachment.state in ("attached", "attaching")
            if live and gateway.id == gateway_id and attached_to != vpc_id:
                call.refuse("VpnGatewayAttachmentLimitExceeded", f"The vpnGateway '{gateway_id}' is already attached to {attached_to}")
            if live and gateway.id != gateway_id and attached_to == vpc_id:
                call.refuse("InvalidParameterValue", f"The vpc {vpc_id} already has a virtual private gateway attached")


@after("ec2", "AttachVpnGateway")
def a_vpn_gateway_is_attached_slowly(call, answer):
    """An attachment is "attaching", then "attached".
    Source: EC2 API reference, VpcAttachment.state.
    """
    attachment = call.backend.vpn_gateways[call.param("VpnGatewayId")].attachments[call.param("VpcId")]
    attachment.state = answer["VpcAttachment"]["State"] = "attaching"
    call.begin("vpn-gateway", call.param("VpnGatewayId"), "vpn_gateway_attached", lambda: setattr(attachment, "state", "attached"))


@before("ec2", "DetachVpnGateway")
def a_vpn_gateway_is_detached_slowly(call):
    """A detachment is "detaching", then "detached".
    Source: EC2 API reference, DetachVpnGateway: "You must wait for the attachment's state to switch to detached".
    """
    gateway = call.backend.vpn_gateways.get(call.param("VpnGatewayId"))
    attachment = gateway.attachments.get(call.param("VpcId")) if gateway else None
    if gateway is None or attachment is None or attachment.state == "detached":
        return None  # moto refuses these well enough, but for a second detach
    attachment.state = "detaching"
    for table in call.backend.route_tables.values():
        call.box("propagation").get(table.id, set()).discard(gateway.id)
    call.begin("vpn-gateway", gateway.id, "vpn_gateway_attached", lambda: setattr(attachment, "state", "detached"))
    return {}


@before("ec2", "DescribeVpnGateways")
def vpn_gateways_settle(call):
    """Each read brings an attachment nearer to its end; an unknown gateway is an error.
    Source: EC2 API reference, VpcAttachment.state; error InvalidVpnGatewayID.NotFound.
    """
    call.step("vpn-gateway")
    for gateway_id in call.param("VpnGatewayIds", []):
        if gateway_id not in call.backend.vpn_gateways:
            call.refuse("InvalidVpnGatewayID.NotFound", f"The vpnGateway ID '{gateway_id}' does not exist")


@before("ec2", "DeleteVpnGateway")
def an_attached_vpn_gateway_stays(call):
    """A VPN gateway that is attached or has a connection cannot be deleted.
    Source: EC2 API reference, DeleteVpnGateway; error IncorrectState.
    """
    gateway = call.backend.vpn_gateways.get(call.param("VpnGatewayId"))
    if gateway and any(attachment.state != "detached" for attachment in gateway.attachments.values()):
        call.step("vpn-gateway")
        call.refuse("IncorrectState", "The vpnGateway is in use.")
    _refuse_while_connected(call, "vpn_gateway_id", call.param("VpnGatewayId"), "vpnGateway")


# VPN connections


TUNNEL_DEFAULTS = {"TunnelInsideCidr": "169.254.{}.0/30"}


@before("ec2", "CreateVpnConnection")
def a_vpn_connection_has_live_ends(call):
    """Both gateways of a connection must exist and not be deleted.
    Source: EC2 error codes, InvalidVpnGatewayID.NotFound, InvalidCustomerGatewayID.NotFound.
    """
    gateway_id = call.param("VpnGatewayId")
    gateway = call.backend.vpn_gateways.get(gateway_id)
    if gateway_id and (gateway is None or gateway.state == "deleted"):
        call.refuse("InvalidVpnGatewayID.NotFound", f"The vpnGateway ID '{gateway_id}' does not exist")
    customer = call.backend.customer_gateways.get(call.param("CustomerGatewayId"))
    if customer is None or customer.state == "deleted":
        call.refuse("InvalidCustomerGatewayID.NotFound", f"The customerGateway ID '{call.param('CustomerGatewayId')}' does not exist")
    if customer.type != call.param("Type"):
        call.refuse("InvalidParameterValue", "The type of the VPN connection and of the customer gateway differ")


#: Members of a tunnel's options that the answer spells in another way.
SPELLING = {"DPDTimeoutAction": "DpdTimeoutAction", "DPDTimeoutSeconds": "DpdTimeoutSeconds", "IKEVersions": "IkeVersions"}


def as_told(options):
    """The options of a tunnel in the words of the answer."""
    return {SPELLING.get(name, name): value for name, value in options.items()}


@after("ec2", "CreateVpnConnection")
def a_vpn_connection_keeps_its_options(call, answer):
    """Options are kept, with defaults, and the connection is "pending" first.
    Source: EC2 API reference, VpnConnectionOptions, VpnConnection.state; moto drops the options.
    """
    made = answer["VpnConnection"]
    connection = call.backend.vpn_connections[made["VpnConnectionId"]]
    given = call.param("Options", {})
    number = len(call.box("vpn-options")) % 250
    tunnels = []
    for index in range(2):
        asked = given.get("TunnelOptions", [])[index] if index < len(given.get("TunnelOptions", [])) else {}
        tunnels.append({"OutsideIpAddress": f"203.0.113.{2 * number + index + 1}", "TunnelInsideCidr": f"169.254.{number}.{index * 4 + 8}/30",
                        "PreSharedKey": "emulated.shared.key", **as_told(asked)})
    options = {"EnableAcceleration": False, "StaticRoutesOnly": False, "LocalIpv4NetworkCidr": "0.0.0.0/0",
               "RemoteIpv4NetworkCidr": "0.0.0.0/0", "TunnelInsideIpVersion": "ipv4", **given, "TunnelOptions": tunnels}
    call.box("vpn-options")[connection.id] = {"Options": options, "Routes": []}
    connection.state = "pending"
    call.begin("vpn-connection", connection.id, "vpn_connection_available", lambda: setattr(connection, "state", "available"))
    _describe(call, made)


def _describe(call, item):
    kept = call.box("vpn-options").get(item["VpnConnectionId"])
    item["State"] = call.backend.vpn_connections[item["VpnConnectionId"]].state
    if kept:
        item["Options"], item["Routes"] = kept["Options"], [dict(route) for route in kept["Routes"]]
        item["Category"] = "VPN"


@before("ec2", "DescribeVpnConnections")
def vpn_connections_settle(call):
    """Each read brings a connection nearer to its end.
    Source: EC2 API reference, VpnConnection.state; botocore waiters vpn_connection_available, vpn_connection_deleted.
    """
    call.step("vpn-connection")
    call.notes["filters"] = call.param("Filters", [])
    call.rewrite_form(remove=("Filter",))


@after("ec2", "DescribeVpnConnections")
def vpn_connections_tell_options_and_routes(call, answer):
    """Options and static routes are in the answer, and filters apply, those by route among them.
    Source: EC2 API reference, VpnConnection.options, routes; DescribeVpnConnections, Filters, of which moto knows few.
    """
    items = answer.get("VpnConnections") or []
    for item in items:
        _describe(call, item)
    answer["VpnConnections"] = [item for item in items if matches(call.notes["filters"], item, _filtered_values)]


def _filtered_values(item, name):
    if name == "route.destination-cidr-block":
        return [route["DestinationCidrBlock"] for route in item.get("Routes") or []]
    if name == "option.static-routes-only":
        return [str((item.get("Options") or {}).get("StaticRoutesOnly", False)).lower()]
    members = {"vpn-connection-id": "VpnConnectionId", "state": "State", "type": "Type", "customer-gateway-id": "CustomerGatewayId",
               "vpn-gateway-id": "VpnGatewayId", "transit-gateway-id": "TransitGatewayId"}
    tags = tag_values(item.get("Tags"), name)
    if tags is not None:
        return tags
    if name not in members:
        raise Refusal("InvalidParameterValue", f"The filter '{name}' is invalid")
    return [item[members[name]]] if members[name] in item else []


@before("ec2", "DeleteVpnConnection")
def a_vpn_connection_is_deleted_slowly(call):
    """A deleted connection is "deleting", then stays listed as "deleted".
    Source: EC2 API reference, VpnConnection.state.
    """
    connection = call.backend.vpn_connections.get(call.param("VpnConnectionId"))
    if connection is None:
        return None
    if connection.state not in ("deleting", "deleted"):
        connection.state = "deleting"
        call.begin("vpn-connection", connection.id, "vpn_connection_available", lambda: setattr(connection, "state", "deleted"))
    return {}


@before("ec2", "CreateVpnConnectionRoute", "DeleteVpnConnectionRoute")
def static_routes_of_a_connection(call):
    """Static routes can be added to a connection that has StaticRoutesOnly, and removed.
    Source: EC2 API reference, CreateVpnConnectionRoute, DeleteVpnConnectionRoute; moto lacks both.
    """
    connection_id, block = call.param("VpnConnectionId"), call.param("DestinationCidrBlock")
    connection = call.backend.vpn_connections.get(connection_id)
    if connection is None or connection.state == "deleted":
        call.refuse("InvalidVpnConnectionID.NotFound", f"The vpnConnection ID '{connection_id}' does not exist")
    kept = call.box("vpn-options")[connection_id]
    found = [route for route in kept["Routes"] if route["DestinationCidrBlock"] == block]
    if call.action == "CreateVpnConnectionRoute":
        if not kept["Options"]["StaticRoutesOnly"]:
            call.refuse("InvalidParameterCombination", f"The VPN connection {connection_id} does not use static routes")
        if not found:
            kept["Routes"].append({"DestinationCidrBlock": block, "Source": "Static", "State": "available"})
    else:
        if not found:
            call.refuse("InvalidRoute.NotFound", f"The route {block} does not exist")
        kept["Routes"].remove(found[0])
    return {}


# Route propagation


@before("ec2", "EnableVgwRoutePropagation", "DisableVgwRoutePropagation")
def routes_can_be_propagated(call):
    """A VPN gateway attached to a table's network can propagate its routes into the table.
    Source: EC2 API reference, EnableVgwRoutePropagation; errors InvalidRouteTableID.NotFound, Gateway.NotAttached. moto lacks both.
    """
    table_id, gateway_id = call.param("RouteTableId"), call.param("GatewayId")
    table, gateway = call.backend.route_tables.get(table_id), call.backend.vpn_gateways.get(gateway_id)
    if table is None:
        call.refuse("InvalidRouteTableID.NotFound", f"The routeTable ID '{table_id}' does not exist")
    if gateway is None:
        call.refuse("InvalidVpnGatewayID.NotFound", f"The vpnGateway ID '{gateway_id}' does not exist")
    gateways = call.box("propagation").setdefault(table_id, set())
    if call.action.startswith("Disable"):
        gateways.discard(gateway_id)
        return {}
    attachment = gateway.attachments.get(table.vpc_id)
    if attachment is None or attachment.state != "attached":
        call.step("vpn-gateway")
        call.refuse("Gateway.NotAttached", f"resource {gateway_id} is not attached to network {table.vpc_id}")
    gateways.add(gateway_id)
    return {}


@after("ec2", "DescribeRouteTables")
def route_tables_tell_propagation(call, answer):
    """The gateways that propagate into a table are in its answer.
    Source: EC2 API reference, RouteTable.propagatingVgwSet.
    """
    for item in answer.get("RouteTables") or []:
        gateways = call.box("propagation").get(item["RouteTableId"], ())
        item["PropagatingVgws"] = [{"GatewayId": gateway_id} for gateway_id in sorted(gateways)]
