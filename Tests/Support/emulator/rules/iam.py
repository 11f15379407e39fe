"""IAM."""

import json
import re

from .. import policies
from ..registry import after, before

#: Action: member with a policy, whether statements must have principals, resources.
DOCUMENTS = {
    "CreateRole": ("AssumeRolePolicyDocument", True, False), "UpdateAssumeRolePolicy": ("PolicyDocument", True, False),
    "CreatePolicy": ("PolicyDocument", False, True), "CreatePolicyVersion": ("PolicyDocument", False, True),
    "PutRolePolicy": ("PolicyDocument", False, True), "PutUserPolicy": ("PolicyDocument", False, True),
    "PutGroupPolicy": ("PolicyDocument", False, True),
}

NAMES = {"RoleName": 64, "UserName": 64, "GroupName": 128, "PolicyName": 128, "InstanceProfileName": 128}


@before("iam", *DOCUMENTS)
def a_policy_document_is_checked(call):
    """A policy must parse; trust policies name principals that exist and no resources, others name resources and no principals.
    Source: IAM API reference, error MalformedPolicyDocument "Invalid principal in policy".
    """
    member, principal, resource = DOCUMENTS[call.action]
    wrong = policies.fault(call.param(member), principal, resource)
    if wrong:
        call.refuse("MalformedPolicyDocument", wrong)
    if not principal:
        return
    document, backend = json.loads(call.param(member)), call.backend
    for one in policies.principals(document):
        found = re.match(r"^arn:aws[a-z-]*:(iam|sts)::(\d{12}):(.+)$", str(one))
        if not (one == "*" or found or re.match(r"^\d{12}$", str(one))):
            call.refuse("MalformedPolicyDocument", f"Invalid principal in policy: \"AWS\":\"{one}\"")
        if found and found.group(2) == call.account and found.group(3).split("/")[0] in ("role", "user"):
            if one not in {known.arn for known in [*backend.roles.values(), *backend.users.values()]}:
                call.refuse("MalformedPolicyDocument", f"Invalid principal in policy: \"AWS\":\"{one}\"")
    for one in policies.principals(document, "Service"):
        if not re.match(r"^[a-z0-9.-]+\.(amazonaws\.com|amazon\.com|aws\.internal)(\.cn)?$", str(one)):
            call.refuse("MalformedPolicyDocument", f"Invalid principal in policy: \"SERVICE\":\"{one}\"")


@before("iam", "CreateRole", "CreateUser", "CreateGroup", "CreatePolicy", "CreateInstanceProfile", "PutRolePolicy", "PutUserPolicy")
def names_are_patterned(call):
    """Names use a limited alphabet and length, and differ by more than case.
    Source: IAM API reference, RoleName and others: pattern [\\\\w+=,.@-]+; errors ValidationError, EntityAlreadyExists.
    """
    for member, most in NAMES.items():
        name = call.param(member)
        if name is not None and not re.match(rf"^[\w+=,.@-]{{1,{most}}}$", name, re.ASCII):
            call.refuse("ValidationError", f"1 validation error detected: Value '{name}' at '{member[0].lower()}{member[1:]}' failed to satisfy constraint: "
                                           "Member must satisfy regular expression pattern: [\\w+=,.@-]+")
    path = call.param("Path")
    if path is not None and not re.match(r"^(/|/[!-~]*/)$", path):
        call.refuse("ValidationError", "The specified value for path is invalid. It must begin and end with /")
    for action, member, known in (("CreateRole", "RoleName", call.backend.roles), ("CreateUser", "UserName", call.backend.users)):
        if call.action == action and any(one.name.lower() == call.param(member).lower() for one in known.values()):
            call.refuse("EntityAlreadyExists", f"{action[6:]} with name {call.param(member)} already exists.", 409)


def _policy(call):
    return call.backend.managed_policies.get(call.param("PolicyArn"))


@before("iam", "DeletePolicy")
def an_attached_policy_stays(call):
    """A policy that is attached or has other versions cannot be deleted.
    Source: IAM API reference, DeletePolicy; error DeleteConflict.
    """
    policy = _policy(call)
    if policy is None:
        return
    holders = [*call.backend.roles.values(), *call.backend.users.values(), *call.backend.groups.values()]
    if any(policy.arn in holder.managed_policies for holder in holders):
        call.refuse("DeleteConflict", "Cannot delete a policy attached to entities.", 409)
    if len(policy.versions) > 1:
        call.refuse("DeleteConflict", "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. "
                                      "The default version is deleted with the policy.", 409)


@before("iam", "AttachRolePolicy", "AttachUserPolicy", "AttachGroupPolicy")
def an_attached_policy_exists(call):
    """Only a policy that exists can be attached, and ten at most.
    Source: IAM API reference, AttachRolePolicy; errors NoSuchEntity, LimitExceeded.
    """
    if _policy(call) is None:
        call.refuse("NoSuchEntity", f"Policy {call.param('PolicyArn')} does not exist or is not attachable.", 404)
    name = call.param("RoleName")
    role = next((one for one in call.backend.roles.values() if one.name == name), None) if name else None
    if role is not None and call.param("PolicyArn") not in role.managed_policies and len(role.managed_policies) >= 10:
        call.refuse("LimitExceeded", "Cannot exceed quota for PoliciesPerRole: 10", 409)


@before("iam", "DeleteGroup")
def a_group_with_members_stays(call):
    """A group with members or policies cannot be deleted.
    Source: IAM API reference, DeleteGroup; error DeleteConflict.
    """
    group = call.backend.groups.get(call.param("GroupName"))
    if group is not None and (group.users or group.policies or group.managed_policies):
        call.refuse("DeleteConflict", "Cannot delete entity, must remove users from group and detach or delete all policies first.", 409)


@before("iam", "DeleteRole")
def a_role_with_profiles_or_policies_stays(call):
    """A role in an instance profile or with policies cannot be deleted.
    Source: IAM API reference, DeleteRole; error DeleteConflict.
    """
    role = next((one for one in call.backend.roles.values() if one.name == call.param("RoleName")), None)
    if role is None:
        return
    if any(role.name in {held.name for held in profile.roles} for profile in call.backend.instance_profiles.values()):
        call.refuse("DeleteConflict", "Cannot delete entity, must remove roles from instance profile first.", 409)
    if role.policies or role.managed_policies:
        call.refuse("DeleteConflict", "Cannot delete entity, must delete policies first.", 409)


@before("iam", "AddRoleToInstanceProfile")
def a_profile_has_one_role(call):
    """A profile takes one role, and the role must exist.
    Source: IAM API reference, AddRoleToInstanceProfile; errors LimitExceeded, NoSuchEntity.
    """
    if not any(one.name == call.param("RoleName") for one in call.backend.roles.values()):
        call.refuse("NoSuchEntity", f"The role with name {call.param('RoleName')} cannot be found.", 404)
    profile = next((one for one in call.backend.instance_profiles.values() if one.name == call.param("InstanceProfileName")), None)
    if profile is not None and profile.roles:
        call.refuse("LimitExceeded", "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1", 409)


@before("iam", "RemoveRoleFromInstanceProfile")
def a_role_that_a_profile_has_leaves_it(call):
    """A role that is not in the profile cannot be taken out of it.
    Source: IAM API reference, RemoveRoleFromInstanceProfile; error NoSuchEntity; moto breaks.
    """
    name = call.param("RoleName")
    profile = next((one for one in call.backend.instance_profiles.values() if one.name == call.param("InstanceProfileName")), None)
    if profile is not None and not any(role.name == name for role in profile.roles):
        call.refuse("NoSuchEntity", f"The role with name {name} cannot be found.", 404)


@before("iam", "ListInstanceProfileTags")
def profile_tags_are_listed(call):
    """The tags of a profile are listed.
    Source: IAM API reference, ListInstanceProfileTags; moto lacks it.
    """
    profile = next((one for one in call.backend.instance_profiles.values() if one.name == call.param("InstanceProfileName")), None)
    if profile is None:
        call.refuse("NoSuchEntity", f"Instance Profile {call.param('InstanceProfileName')} cannot be found.", 404)
    tags = profile.tags if isinstance(profile.tags, list) else [{"Key": key, "Value": value} for key, value in (profile.tags or {}).items()]
    return {"Tags": [tag if "Key" in tag else list(tag.values())[0] for tag in tags], "IsTruncated": False}


def _user(call):
    user = call.backend.users.get(call.param("UserName"))
    if user is None:
        call.refuse("NoSuchEntity", f"The user with name {call.param('UserName')} cannot be found.", 404)
    return user


@before("iam", "PutUserPermissionsBoundary", "DeleteUserPermissionsBoundary")
def a_user_s_boundary_can_change(call):
    """A user's permissions boundary can be set and taken away.
    Source: IAM API reference, PutUserPermissionsBoundary; moto lacks it.
    """
    user, box = _user(call), call.global_box("boundaries")
    if call.action.startswith("Delete"):
        box.pop(user.name, None)
        return {}
    if call.param("PermissionsBoundary") not in call.backend.managed_policies:
        call.refuse("NoSuchEntity", f"Policy {call.param('PermissionsBoundary')} does not exist or is not attachable.", 404)
    box[user.name] = call.param("PermissionsBoundary")
    return {}


@after("iam", "CreateUser")
def a_new_user_s_boundary_is_kept(call, answer):
    """A boundary given at creation is kept.
    Source: IAM API reference, CreateUser, PermissionsBoundary.
    """
    if call.param("PermissionsBoundary"):
        call.global_box("boundaries")[call.param("UserName")] = call.param("PermissionsBoundary")


@after("iam", "GetUser", "CreateUser")
def a_user_tells_its_boundary(call, answer):
    """A user tells its permissions boundary.
    Source: IAM API reference, User.PermissionsBoundary.
    """
    arn = call.global_box("boundaries").get(answer["User"]["UserName"])
    if arn:
        answer["User"]["PermissionsBoundary"] = {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn}


@after("iam", "DeleteUser")
def a_deleted_user_forgets(call, answer):
    """A user made again has no boundary of old.
    Source: IAM API reference, DeleteUser.
    """
    call.global_box("boundaries").pop(call.param("UserName"), None)


@before("iam", "DeleteUser")
def a_user_with_keys_or_policies_stays(call):
    """A user with access keys, policies or groups cannot be deleted.
    Source: IAM API reference, DeleteUser; error DeleteConflict.
    """
    user = _user(call)
    if user.access_keys:
        call.refuse("DeleteConflict", "Cannot delete entity, must delete access keys first.", 409)
    if user.managed_policies or user.policies:
        call.refuse("DeleteConflict", "Cannot delete entity, must detach all policies first.", 409)
    if any(user in group.users for group in call.backend.groups.values()):
        call.refuse("DeleteConflict", "Cannot delete entity, must remove users from group first.", 409)


@before("iam", "UpdateGroup")
def a_group_moves(call):
    """A group takes a new path with or without a new name.
    Source: IAM API reference, UpdateGroup, NewPath; moto looks at it only beside a new name.
    """
    group = call.backend.groups.get(call.param("GroupName"))
    if group is None:
        call.refuse("NoSuchEntity", f"The group with name {call.param('GroupName')} cannot be found.", 404)
    if call.param("NewPath") and not call.param("NewGroupName"):
        group.path = call.param("NewPath")
        return {}
    return None


@before("iam", "UpdateUser")
def a_user_that_moves_is_there(call):
    """A user that is renamed or moved must exist.
    Source: IAM API reference, UpdateUser; error NoSuchEntity.
    """
    user = _user(call)
    call.notes.update(user=user, name=user.name, arn=user.arn)


@after("iam", "UpdateUser")
def a_user_that_moves_keeps_all(call, answer):
    """Tags and boundary of a user stay when its path or name changes, and with them its ARN.
    Source: IAM API reference, UpdateUser; IAM user guide, "Renaming an IAM user". moto keeps tags by ARN.
    """
    user, tagger, boundaries = call.notes["user"], call.backend.tagger, call.global_box("boundaries")
    if user.arn != call.notes["arn"]:
        tagger.copy_tags(call.notes["arn"], user.arn)
        tagger.delete_all_tags_for_resource(call.notes["arn"])
    if call.notes["name"] in boundaries:
        boundaries[user.name] = boundaries.pop(call.notes["name"])


@before("iam", "CreateServiceLinkedRole")
def a_service_linked_role_is_made_once(call):
    """A second service-linked role of a service is refused.
    Source: IAM API reference, CreateServiceLinkedRole; error InvalidInput "has been taken in this account".
    """
    service = call.param("AWSServiceName", "")
    if not re.match(r"^[a-z0-9.-]+\.amazonaws\.com$", service):
        call.refuse("InvalidInput", f"Service {service} not found")
    for role in call.backend.roles.values():
        if role.path == f"/aws-service-role/{service}/" and not call.param("CustomSuffix"):
            call.refuse("InvalidInput", f"Service role name {role.name} has been taken in this account, please try a different suffix.")


@before("iam", "DeleteUser")
def a_user_with_a_password_stays(call):
    """A user that can sign in to the console cannot be deleted.
    Source: IAM API reference, DeleteUser: "you must delete the items attached to the user manually, or the deletion fails", Password
    (DeleteLoginProfile); error DeleteConflict. moto deletes it.
    """
    user = call.backend.users.get(call.param("UserName"))
    if user is not None and user.password:
        call.refuse("DeleteConflict", "Cannot delete entity, must delete login profile first.", 409)
