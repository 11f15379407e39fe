"""IAM: asking beforehand what a principal may do."""

from moto.iam.access_control import IAMPolicy

from ..permissions import demands_context, permitted
from ..registry import Refusal, before


@before("iam", "SimulatePrincipalPolicy")
def simulation_judges_a_users_or_roles_policies(call):
    """SimulatePrincipalPolicy tells, for each action and resource, whether the principal's policies allow it.
    Source: IAM API reference, SimulatePrincipalPolicy and EvaluationResult; moto lacks it.
    """
    documents = _documents(call, call.param("PolicySourceArn"))
    context = {entry["ContextKeyName"].lower(): (entry.get("ContextKeyValues") or [""])[0]
               for entry in call.param("ContextEntries") or []}
    arns = call.param("ResourceArns") or ["*"]
    results = []
    for action in call.param("ActionNames"):
        if ":" not in action:
            raise Refusal("InvalidInput", f"Invalid Action: {action}", 400)
        parts = []
        for arn in arns:
            given, refused = permitted(documents, action, arn, context)
            missing = [] if given or refused else sorted(demands_context(documents, action, arn) - set(context))
            parts.append({"EvalResourceName": arn, "MissingContextValues": missing,
                          "EvalResourceDecision": "explicitDeny" if refused else "allowed" if given else "implicitDeny"})
        decisions = [part["EvalResourceDecision"] for part in parts]
        worst = next((one for one in ("explicitDeny", "implicitDeny") if one in decisions), "allowed")
        result = {"EvalActionName": action, "EvalResourceName": arns[0], "EvalDecision": worst, "MatchedStatements": [],
                  "MissingContextValues": sorted({name for part in parts for name in part["MissingContextValues"]})}
        if call.param("ResourceArns"):
            result["ResourceSpecificResults"] = parts
        results.append(result)
    return {"EvaluationResults": results, "IsTruncated": False}


def _documents(call, arn):
    """The policies of a user, with those of its groups, or of a role."""
    iam = call.backend_of("iam")
    for user in iam.users.values():
        if user.arn == arn:
            groups = iam.get_groups_for_user(user.name)
            inline = [text for one in [user, *groups] for text in one.policies.values()]
            managed = [policy for one in [user, *groups] for policy in one.managed_policies.values()]
            return [IAMPolicy(text)._policy_json for text in inline] + [IAMPolicy(policy)._policy_json for policy in managed]
    for role in iam.roles.values():
        if role.arn == arn:
            return [IAMPolicy(policy)._policy_json for policy in [*role.policies.values(), *role.managed_policies.values()]]
    raise Refusal("NoSuchEntity", f"The entity {arn} cannot be found.", 404)
