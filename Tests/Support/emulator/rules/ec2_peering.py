"""EC2: peering connections, flow logs."""

import ipaddress

from ..registry import after, before
from .ec2_paging import matches, tag_values

ENDED = ("deleted", "deleting", "rejected", "failed", "expired")


@before("ec2", "CreateVpcPeeringConnection")
def networks_are_peers_once(call):
    """Two networks have one living peering connection at the most.
    Source: EC2 error codes, VpcPeeringConnectionAlreadyExists.
    """
    pair = {call.param("VpcId"), call.param("PeerVpcId")}
    for one in call.backend.vpc_pcxs.values():
        if {one.vpc.id, one.peer_vpc.id} == pair and one._status.code not in ENDED:
            call.refuse("VpcPeeringConnectionAlreadyExists", f"A VPC peering connection between the VPCs already exists: {one.id}")


@after("ec2", "CreateVpcPeeringConnection")
def a_peering_connection_is_initiating_first(call, answer):
    """A connection is "initiating-request", then "pending-acceptance"; "failed" where the ranges overlap.
    Source: EC2 API reference, CreateVpcPeeringConnection: "overlapping CIDR blocks, the VPC peering connection has a status of failed".
    """
    made = call.backend.vpc_pcxs[answer["VpcPeeringConnection"]["VpcPeeringConnectionId"]]
    overlap = ipaddress.ip_network(made.vpc.cidr_block).overlaps(ipaddress.ip_network(made.peer_vpc.cidr_block))
    made._status.initiating()
    call.begin("peering", made.id, "vpc_available", lambda: setattr(made._status, "code", "failed" if overlap else "pending-acceptance"))


@before("ec2", "AcceptVpcPeeringConnection", "DeleteVpcPeeringConnection")
def a_peering_connection_is_there(call):
    """An unknown connection is not found, an ended one cannot change.
    Source: EC2 error codes, InvalidVpcPeeringConnectionID.NotFound, InvalidStateTransition.
    """
    identifier = call.param("VpcPeeringConnectionId")
    found = call.backend.vpc_pcxs.get(identifier)
    if found is None:
        call.refuse("InvalidVpcPeeringConnectionID.NotFound", f"The vpcPeeringConnection ID '{identifier}' does not exist")
    if found._status.code in ENDED:
        call.refuse("InvalidStateTransition", f"Invalid state transition for {identifier}, attempted to transition from {found._status.code}")


@after("ec2", "AcceptVpcPeeringConnection")
def an_accepted_connection_is_provisioning_first(call, answer):
    """An accepted connection is "provisioning", then "active".
    Source: EC2 API reference, VpcPeeringConnectionStateReason.code.
    """
    found = call.backend.vpc_pcxs[call.param("VpcPeeringConnectionId")]
    found._status.code = answer["VpcPeeringConnection"]["Status"]["Code"] = "provisioning"
    call.begin("peering", found.id, "vpc_available", lambda: setattr(found._status, "code", "active"))


@before("ec2", "DescribeVpcPeeringConnections")
def peering_connections_settle(call):
    """Each read brings a connection nearer to its state; an unknown id is an error.
    Source: EC2 API reference, VpcPeeringConnectionStateReason.code; error code InvalidVpcPeeringConnectionID.NotFound.
    """
    call.step("peering")
    for identifier in call.param("VpcPeeringConnectionIds") or []:
        if identifier not in call.backend.vpc_pcxs:
            call.refuse("InvalidVpcPeeringConnectionID.NotFound", f"The vpcPeeringConnection ID '{identifier}' does not exist")


@after("ec2", "DescribeVpcPeeringConnections")
def peering_connections_can_be_filtered(call, answer):
    """Connections are found by tags, by both sides' networks and by state.
    Source: EC2 API reference, DescribeVpcPeeringConnections, Filters; moto answers all.
    """
    paths = {"vpc-peering-connection-id": ("VpcPeeringConnectionId",), "status-code": ("Status", "Code"),
             "requester-vpc-info.vpc-id": ("RequesterVpcInfo", "VpcId"), "accepter-vpc-info.vpc-id": ("AccepterVpcInfo", "VpcId")}

    def value_of(item, name):
        found = tag_values(item.get("Tags"), name)
        if found is not None:
            return found
        if name not in paths:
            call.refuse("InvalidParameterValue", f"The filter '{name}' is invalid")
        for part in paths[name]:
            item = item[part]
        return [item]
    answer["VpcPeeringConnections"] = [one for one in answer.get("VpcPeeringConnections") or []
                                       if matches(call.param("Filters"), one, value_of)]


@before("ec2", "CreateFlowLogs")
def a_flow_log_names_its_group(call):
    """A log group given by its ARN is told by its name; the destination's kind decides what is needed.
    Source: EC2 API reference, CreateFlowLogs, LogDestination: "arn:aws:logs:region:account_id:log-group:log_group_name"; FlowLog.logGroupName.
    """
    destination = call.param("LogDestination") or ""
    if call.param("LogDestinationType", "cloud-watch-logs") != "cloud-watch-logs":
        if call.param("LogGroupName"):
            call.refuse("InvalidParameter", "LogGroupName can't be given for this LogDestinationType")
        return
    if call.param("DestinationOptions"):
        call.refuse("InvalidParameter", "DestinationOptions can only be given for the destination type s3")
    if ":log-group:" in destination:
        call.rewrite_form(remove=("LogDestination",), LogGroupName=destination.split(":log-group:")[1].removesuffix(":*"))


@before("ec2", "CreateFlowLogs")
def a_flow_log_may_write_to_a_folder(call):
    """A bucket's ARN may name a folder in it.
    Source: EC2 API reference, CreateFlowLogs, LogDestination: "bucket_ARN/subfolder_name/"; moto looks for a bucket of that name.
    """
    destination = call.param("LogDestination") or ""
    if call.param("LogDestinationType") == "s3" and "/" in destination:
        call.notes["folder"] = destination
        call.rewrite_form(remove=("LogDestination",), LogDestination=destination.split("/")[0])


@after("ec2", "CreateFlowLogs")
def a_flow_log_keeps_all_that_it_is_given(call, answer):
    """A flow log keeps its options, its fields and the role across accounts, and answers the token.
    Source: EC2 API reference, FlowLog; moto drops them.
    """
    kept = {name: call.param(name) for name in ("DeliverCrossAccountRole", "DestinationOptions", "TagFieldSpecifications") if call.param(name)}
    if call.param("LogDestinationType") == "s3":
        usual = {"FileFormat": "plain-text", "HiveCompatiblePartitions": False, "PerHourPartition": False}
        kept["DestinationOptions"] = {**usual, **(call.param("DestinationOptions") or {})}
    if call.notes.get("folder"):
        kept["LogDestination"] = call.notes["folder"]
    for identifier in answer.get("FlowLogIds") or []:
        call.box("flow-logs")[identifier] = kept
    if call.param("ClientToken"):
        answer["ClientToken"] = call.param("ClientToken")


@after("ec2", "DescribeFlowLogs")
def a_flow_log_tells_what_it_was_given(call, answer):
    """A flow log tells its options, its fields and the role across accounts.
    Source: EC2 API reference, FlowLog.
    """
    for one in answer.get("FlowLogs") or []:
        one.update(call.box("flow-logs").get(one["FlowLogId"], {}))
