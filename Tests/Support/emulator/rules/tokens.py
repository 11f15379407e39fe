"""Client tokens, and other idempotency keys that moto ignores."""

import copy
import json

from .. import wire
from ..registry import after, before

#: (service, action): (token member, code when the same token comes with another request).
TOKENS = {
    ("ec2", "RunInstances"): ("ClientToken", "IdempotentParameterMismatch"),
    ("ec2", "CreateNatGateway"): ("ClientToken", "IdempotentParameterMismatch"),
    ("ec2", "CreateVpcEndpoint"): ("ClientToken", "IdempotentParameterMismatch"),
    ("ec2", "CreateLaunchTemplate"): ("ClientToken", "IdempotentParameterMismatch"),
    ("ec2", "CreateLaunchTemplateVersion"): ("ClientToken", "IdempotentParameterMismatch"),
    ("ec2", "CreateRouteTable"): ("ClientToken", "IdempotentParameterMismatch"),
    ("ec2", "CreateNetworkInterface"): ("ClientToken", "IdempotentParameterMismatch"),
    ("ec2", "CreateVolume"): ("ClientToken", "IdempotentParameterMismatch"),
    ("ec2", "CreateEgressOnlyInternetGateway"): ("ClientToken", "IdempotentParameterMismatch"),
    ("ec2", "CreateNetworkAcl"): ("ClientToken", "IdempotentParameterMismatch"),
    ("ec2", "CreateFlowLogs"): ("ClientToken", "IdempotentParameterMismatch"),
    ("ecs", "CreateService"): ("clientToken", "InvalidParameterException"),
}


def _are_terminated(call, answer):
    """Whether all instances of an answer have been terminated."""
    ids = [instance["InstanceId"] for instance in answer["Instances"]]
    alive = {instance.id for reservation in call.backend.all_reservations() for instance in reservation.instances
             if instance.state != "terminated"}
    return not any(one in alive for one in ids)


def _actions(service):
    return [action for owner, action in TOKENS if owner == service]


def _request(call, member):
    rest = {name: value for name, value in call.params.items() if name not in (member, "DryRun")}
    return json.dumps(rest, sort_keys=True, default=repr)


def _replay(call):
    member, code = TOKENS[call.service, call.action]
    token = call.param(member)
    if not token:
        return None
    if len(token) > 64 or not token.isascii():
        call.refuse("InvalidParameterValue", f"Value ({token}) for parameter clientToken is invalid.")
    seen = call.box("tokens").get((call.action, token))
    if seen is None:
        return None
    if seen[0] != _request(call, member):
        call.refuse(code, "The request uses the same client token as a previous, but non-identical request.")
    if call.action == "RunInstances" and _are_terminated(call, seen[1]):
        call.refuse("IdempotentInstanceTerminated",
                    "The client token was used for instances that have been terminated.")
    # As it was, past all other rules: what they would look up may be gone.
    return wire.write_answer(call, copy.deepcopy(seen[1]))


def _remember(call, answer):
    member, _ = TOKENS[call.service, call.action]
    token = call.param(member)
    if token:
        call.box("tokens")[call.action, token] = (_request(call, member), copy.deepcopy(answer))


@before("ec2", *_actions("ec2"))
def ec2_tokens_are_honoured(call):
    """The same client token and request give the first answer again; another request is a mismatch.
    Whether what was made is there still does not matter; only of instances does EC2 tell that they are gone.
    Source: EC2 developer guide, "Ensuring idempotency"; errors IdempotentParameterMismatch, IdempotentInstanceTerminated.
    """
    return _replay(call)


@after("ec2", *_actions("ec2"))
def ec2_tokens_are_remembered(call, answer):
    """A client token stands for the answer that it first got.
    Source: EC2 developer guide, "Ensuring idempotency".
    """
    _remember(call, answer)


@before("ecs", *_actions("ecs"))
def ecs_tokens_are_honoured(call):
    """The same client token gives the first answer again.
    Source: ECS API reference, CreateService, clientToken.
    """
    if len(call.param("clientToken", "")) > 36:
        call.refuse("InvalidParameterException", "clientToken length exceeds the maximum of 36 characters")
    return _replay(call)


@after("ecs", *_actions("ecs"))
def ecs_tokens_are_remembered(call, answer):
    """A client token stands for the answer that it first got.
    Source: ECS API reference, CreateService, clientToken.
    """
    _remember(call, answer)


@before("efs", "CreateAccessPoint")
def an_access_points_token_is_its_own(call):
    """While an access point is there, its client token is refused; the error names the access point.
    Source: EFS API reference, CreateAccessPoint, ClientToken; AccessPointAlreadyExists, HTTP 409.
    """
    for point in call.backend.access_points.values():
        if point.client_token == call.param("ClientToken"):
            call.refuse("AccessPointAlreadyExists", f"Access point already exists with id {point.access_point_id}", 409)
