"""EC2: changes of VPN connections and of their tunnels."""

from ..registry import before
from .ec2_vpn import as_told


def _change(call):
    connection = call.backend.vpn_connections.get(call.param("VpnConnectionId"))
    if connection is None or connection.state in ("deleting", "deleted"):
        call.refuse("InvalidVpnConnectionID.NotFound", f"The vpnConnection ID '{call.param('VpnConnectionId')}' does not exist")
    if connection.state != "available":
        call.step("vpn-connection")
        call.refuse("IncorrectState", f"The vpnConnection '{connection.id}' is in state '{connection.state}'.")
    connection.state = "modifying"
    call.begin("vpn-connection", connection.id, "vpn_connection_available", lambda: setattr(connection, "state", "available"))
    return connection


@before("ec2", "ModifyVpnConnection")
def a_connection_s_ends_can_change(call):
    """A connection takes another customer gateway or another gateway on AWS's side, and is "modifying" for a while.
    Source: EC2 API reference, ModifyVpnConnection, VpnConnection.state. moto lacks it.
    """
    backend, customer, gateway = call.backend, call.param("CustomerGatewayId"), call.param("VpnGatewayId")
    if customer and (customer not in backend.customer_gateways or backend.customer_gateways[customer].state == "deleted"):
        call.refuse("InvalidCustomerGatewayID.NotFound", f"The customerGateway ID '{customer}' does not exist")
    if gateway and (gateway not in backend.vpn_gateways or backend.vpn_gateways[gateway].state == "deleted"):
        call.refuse("InvalidVpnGatewayID.NotFound", f"The vpnGateway ID '{gateway}' does not exist")
    connection = _change(call)
    connection.customer_gateway_id = customer or connection.customer_gateway_id
    connection.vpn_gateway_id = gateway or connection.vpn_gateway_id
    return {"VpnConnection": {"VpnConnectionId": connection.id, "State": "modifying", "CustomerGatewayId": connection.customer_gateway_id,
                              "VpnGatewayId": connection.vpn_gateway_id, "Type": connection.type}}


@before("ec2", "ModifyVpnTunnelOptions")
def a_tunnel_s_options_can_change(call):
    """The tunnel that is named by its outside address takes the options given; the connection is "modifying" for a while.
    Source: EC2 API reference, ModifyVpnTunnelOptions. moto lacks it.
    """
    kept = call.box("vpn-options").get(call.param("VpnConnectionId"), {}).get("Options", {})
    address = call.param("VpnTunnelOutsideIpAddress")
    tunnel = next((one for one in kept.get("TunnelOptions", []) if one["OutsideIpAddress"] == address), None)
    if tunnel is None:
        call.refuse("InvalidParameterValue", f"The outside IP address {address} is no tunnel of the connection")
    connection = _change(call)
    tunnel.update(as_told(call.param("TunnelOptions", {})))
    return {"VpnConnection": {"VpnConnectionId": connection.id, "State": "modifying"}}
