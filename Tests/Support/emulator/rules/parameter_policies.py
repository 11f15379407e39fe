"""Systems Manager: the policies of parameters."""

import json

from ..registry import after


@after("ssm", "DescribeParameters")
def policies_are_told_one_by_one(call, answer):
    """Each policy is told as its JSON text, with its type; an empty one removes those that there are.
    Source: Systems Manager API reference, ParameterInlinePolicy; PutParameter, Policies. moto tells the parsed policy in the place of its text.
    """
    for item in answer.get("Parameters", []):
        item.pop("Policies", None)
        versions = call.backend._parameters[item["Name"]]
        policies = [one for one in json.loads(versions[-1].policies or "[]") if one] if versions else []
        if policies:
            item["Policies"] = [{"PolicyText": json.dumps(one), "PolicyType": one.get("Type"), "PolicyStatus": "Pending"} for one in policies]
