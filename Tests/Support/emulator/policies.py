"""Reads IAM policy documents as strictly as AWS does, as far as the rules need."""

import fnmatch
import json
import re

STATEMENT = {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"}
OPERATORS = re.compile(
    r"^((ForAllValues|ForAnyValue):)?(String(Not)?(Equals|Like|EqualsIgnoreCase)|Numeric(Not)?(Equals|LessThan|LessThanEquals|GreaterThan|"
    r"GreaterThanEquals)|Date(Not)?(Equals|LessThan|LessThanEquals|GreaterThan|GreaterThanEquals)|Bool|BinaryEquals|(Not)?IpAddress|"
    r"Arn(Not)?(Equals|Like)|Null)(IfExists)?$")


def as_list(value):
    return value if isinstance(value, list) else [value]


def statements(document):
    return as_list(document.get("Statement") or [])


def fault(text, principal, resource):
    """What is wrong with a policy, or None. `principal` and `resource`: whether statements must have them (True), may not (False)."""
    try:
        document = json.loads(text)
    except (ValueError, TypeError):
        return "This policy contains invalid Json"
    if not isinstance(document, dict):
        return "Policies must be JSON objects"
    if document.get("Version", "2008-10-17") not in ("2012-10-17", "2008-10-17"):
        return "The policy must contain a valid version string"
    if set(document) - {"Version", "Id", "Statement"}:
        return "Syntax errors in policy."
    if not statements(document):
        return "Missing required field Statement"
    return next(filter(None, (_statement_fault(one, principal, resource) for one in statements(document))), None)


def _statement_fault(one, principal, resource):
    if not isinstance(one, dict):
        return "Statement is not an object"
    if set(one) - STATEMENT:
        return f"Unknown field {sorted(set(one) - STATEMENT)[0]}"
    if one.get("Effect") not in ("Allow", "Deny"):
        return f"Invalid effect: {one.get('Effect')}"
    if ("Action" in one) == ("NotAction" in one):
        return "Missing required field Action"
    for action in as_list(one.get("Action", one.get("NotAction"))):
        if not isinstance(action, str) or not (action == "*" or re.match(r"^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$", action)):
            return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
    named = "Principal" in one or "NotPrincipal" in one
    if named != principal:
        return "Missing required field Principal" if principal else "Policy document should not specify a principal."
    if named and isinstance(one.get("Principal"), str) and one["Principal"] != "*":
        return "Invalid principal in policy"
    if isinstance(one.get("Principal"), dict) and set(one["Principal"]) - {"AWS", "Service", "Federated", "CanonicalUser"}:
        return "Invalid principal in policy"
    located = "Resource" in one or "NotResource" in one
    if located != resource:
        return "Policy statement must contain resources." if resource else "Has prohibited field Resource"
    for operator in one.get("Condition") or {}:
        if not OPERATORS.match(operator):
            return f"Invalid Condition type : {operator}"
    return None


def principals(document, kind="AWS"):
    """The principals of a kind that a policy names."""
    for one in statements(document):
        principal = one.get("Principal")
        if isinstance(principal, dict):
            yield from as_list(principal.get(kind) or [])


def is_public(document):
    """Whether a policy lets anybody in without a condition that narrows it."""
    for one in statements(document):
        if one["Effect"] != "Allow" or "Principal" not in one:
            continue
        anyone = one["Principal"] == "*" or (isinstance(one["Principal"], dict) and "*" in as_list(one["Principal"].get("AWS") or []))
        narrow = any(key.lower() in NARROWING for keys in (one.get("Condition") or {}).values() for key in keys)
        if anyone and not narrow:
            return True
    return False


#: Condition keys with fixed values that keep a policy from being public (S3 user guide, "The meaning of public").
NARROWING = {"aws:sourceip", "aws:sourcearn", "aws:sourceaccount", "aws:sourcevpc", "aws:sourcevpce", "aws:principalorgid",
             "aws:principalaccount", "aws:principalarn", "aws:userid", "aws:sourceowner", "s3:x-amz-server-side-encryption-aws-kms-key-id",
             "s3:dataaccesspointarn", "s3:dataaccesspointaccount"}


def denied(document, action, resource, context):
    """Whether a statement denies an action. `context` has the request's condition keys in lower case; absent means not in the request."""
    for one in statements(document):
        if one["Effect"] != "Deny" or not _covers(one, "Action", action) or not _covers(one, "Resource", resource):
            continue
        principal = one.get("Principal")
        if principal is not None and principal != "*" and "*" not in as_list((principal or {}).get("AWS") or []):
            continue
        if all(_holds(operator, key, as_list(values), context) for operator, keys in (one.get("Condition") or {}).items()
               for key, values in keys.items()):
            return True
    return False


def allowed(document, action, resource, context):
    """"Allow", "Deny" or None, by a policy of the caller's. `resource` None: some resource will do."""
    verdict = None
    for one in statements(document):
        if not applies(one, action, resource):
            continue
        if not all(_holds(operator, key, as_list(values), context)
                   for operator, keys in (one.get("Condition") or {}).items() for key, values in keys.items()):
            continue
        if one["Effect"] == "Deny":
            return "Deny"
        verdict = "Allow"
    return verdict


def applies(one, action, resource):
    """Whether a statement is about an action on a resource; on any, for None."""
    return _covers(one, "Action", action) and (resource is None or _covers(one, "Resource", resource))


def _covers(one, member, value):
    if member in one:
        return any(fnmatch.fnmatchcase(value.lower(), str(pattern).lower()) for pattern in as_list(one[member]))
    return not any(fnmatch.fnmatchcase(value.lower(), str(pattern).lower()) for pattern in as_list(one.get("Not" + member) or []))


def _holds(operator, key, wanted, context):
    if_exists = operator.endswith("IfExists")
    operator = operator.removesuffix("IfExists").split(":")[-1]
    value = context.get(key.lower())
    if operator == "Null":
        return (value is None) == (str(wanted[0]).lower() == "true")
    negated = "Not" in operator
    if value is None:
        return if_exists or negated
    plain = operator.replace("Not", "")
    if plain in ("StringEquals", "ArnEquals"):
        found = value in wanted
    elif plain in ("StringLike", "ArnLike"):
        found = any(fnmatch.fnmatchcase(value, pattern) for pattern in wanted)
    elif plain in ("StringEqualsIgnoreCase", "Bool"):
        found = value.lower() in [str(one).lower() for one in wanted]
    else:
        return False  # an operator that no rule here evaluates never denies
    return found != negated
