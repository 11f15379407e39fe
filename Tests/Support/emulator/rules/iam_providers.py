"""IAM: OpenID Connect providers and service-linked roles."""

import uuid

from ..registry import after, before


def _provider(call):
    provider = call.backend.open_id_providers.get(call.param("OpenIDConnectProviderArn"))
    if provider is None:
        call.refuse("NoSuchEntity", f"OpenIDConnect Provider not found for arn {call.param('OpenIDConnectProviderArn')}", 404)
    return provider


@before("iam", "CreateOpenIDConnectProvider")
def a_provider_is_reached_over_tls(call):
    """A provider's address begins with https://, and there is one for each.
    Source: IAM API reference, CreateOpenIDConnectProvider, Url; errors ValidationError, EntityAlreadyExists.
    """
    url = call.param("Url", "")
    if not url.startswith("https://"):
        call.refuse("ValidationError", "Invalid Open ID Connect Provider URL")
    if any(arn.endswith(":oidc-provider/" + url.removeprefix("https://")) for arn in call.backend.open_id_providers):
        call.refuse("EntityAlreadyExists", f"Provider with url {url} already exists.", 409)


@before("iam", "AddClientIDToOpenIDConnectProvider", "RemoveClientIDFromOpenIDConnectProvider")
def a_provider_s_clients_come_and_go(call):
    """Clients are added and removed one by one; what is so already is no error.
    Source: IAM API reference, AddClientIDToOpenIDConnectProvider, RemoveClientIDFromOpenIDConnectProvider: "idempotent"; moto lacks them.
    """
    provider, client = _provider(call), call.param("ClientID")
    others = [one for one in provider.client_id_list if one != client]
    provider.client_id_list = others + [client] if call.action.startswith("Add") else others
    return {}


@before("iam", "UpdateOpenIDConnectProviderThumbprint", "TagOpenIDConnectProvider", "UntagOpenIDConnectProvider", "DeleteOpenIDConnectProvider")
def a_provider_is_there(call):
    """What is not there cannot change or go.
    Source: IAM API reference, DeleteOpenIDConnectProvider; error NoSuchEntity. moto deletes what is not there.
    """
    _provider(call)


@before("iam", "DeleteServiceLinkedRole")
def a_service_linked_role_goes_by_a_task(call):
    """The deletion of a service-linked role answers a task; until that is through the role is there.
    Source: IAM API reference, DeleteServiceLinkedRole: "submits a ... deletion request and returns a DeletionTaskId"; error NoSuchEntity.
    """
    role = next((role for role in call.backend.roles.values() if role.name == call.param("RoleName")), None)
    if role is None or not role.path.startswith("/aws-service-role/"):
        call.refuse("NoSuchEntity", f"Role {call.param('RoleName')} does not exist.", 404)
    task = f"task{role.path}{role.name}/{uuid.uuid4()}"
    call.global_box("role-deletions")[task] = {"role": role.id, "reads": call.config["service_linked_role_deleted"]}
    return {"DeletionTaskId": task}


@before("iam", "GetServiceLinkedRoleDeletionStatus")
def a_deletion_task_tells_how_far_it_is(call):
    """A task is IN_PROGRESS, then SUCCEEDED.
    Source: IAM API reference, GetServiceLinkedRoleDeletionStatus, Status; error NoSuchEntity. moto is done at once.
    """
    task = call.global_box("role-deletions").get(call.param("DeletionTaskId"))
    if task is None:
        call.refuse("NoSuchEntity", "The deletion task does not exist.", 404)
    if task["reads"] > 0:
        task["reads"] -= 1
        return {"Status": "IN_PROGRESS"}
    call.backend.roles.pop(task["role"], None)
    return {"Status": "SUCCEEDED"}


@before("iam", "DeleteRole", "TagRole", "UntagRole", "UpdateAssumeRolePolicy", "AttachRolePolicy", "PutRolePolicy")
def a_service_linked_role_is_its_service_s(call):
    """Of a service-linked role, nobody but its service changes more than the description.
    Source: IAM API reference, DeleteRole, TagRole, AttachRolePolicy; error UnmodifiableEntity; IAM user guide, "Edit a service-linked role description".
    """
    for role in call.backend.roles.values():
        if role.name == call.param("RoleName") and role.path.startswith("/aws-service-role/"):
            call.refuse("UnmodifiableEntity", f"Cannot perform the operation on the protected role '{role.name}' - this role is only modifiable by AWS")


@after("iam", "GetOpenIDConnectProvider")
def a_provider_is_told_without_its_scheme(call, answer):
    """The address is told without https://.
    Source: IAM API reference, GetOpenIDConnectProvider, Url; as it stands in the ARN.
    """
    answer["Url"] = _provider(call).url
