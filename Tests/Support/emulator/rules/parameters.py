"""Systems Manager parameters and Secrets Manager secrets."""

import ast
import json
import re

from moto.ssm.models import ParameterDict, SimpleSystemManagerBackend

from ..registry import after, before, patch


@patch("ssm")
def public_parameters_are_not_described():
    """DescribeParameters tells the account's own parameters only.
    Source: Systems Manager user guide, "Working with public parameters": found by path, not by DescribeParameters; moto tells thousands.
    """
    original = SimpleSystemManagerBackend.describe_parameters

    def describe_parameters(self, *args, **kwargs):
        everything = self._parameters
        self._parameters = ParameterDict(everything.account_id, everything.region_name)
        self._parameters.update({name: everything[name] for name in list(everything) if not name.startswith("/aws/")})
        try:
            return original(self, *args, **kwargs)
        finally:
            self._parameters = everything
    SimpleSystemManagerBackend.describe_parameters = describe_parameters


def _as_json(value):
    """A public parameter's value as JSON text; moto tells a Python object's text."""
    if not isinstance(value, str) or not value.startswith("{'"):
        return value
    try:
        return json.dumps(ast.literal_eval(value))
    except (ValueError, SyntaxError):
        return value


@after("ssm", "GetParameter", "GetParameters", "GetParametersByPath")
def public_parameters_are_json(call, answer):
    """The value of .../recommended is JSON text.
    Source: ECS developer guide, "Retrieving Amazon ECS-optimized Linux AMI metadata".
    """
    for item in answer.get("Parameters") or [answer.get("Parameter") or {}]:
        if "Value" in item:
            item["Value"] = _as_json(item["Value"])


@after("ssm", "GetParameter", "GetParameters")
def a_version_is_told_as_the_selector(call, answer):
    """Of a version or label that was asked for the name is the plain one, and what followed it is the selector.
    Source: Systems Manager API reference, data type Parameter: "Either the version number or the label used to retrieve the parameter value.
    Specify selectors by using one of the following formats: parameter_name:version, parameter_name:label".
    """
    names = call.param("Names") or [call.param("Name")]
    asked = {tuple(name.rsplit(":", 1)) for name in names if ":" in name.rsplit("/", 1)[-1] and not name.startswith("arn:")}
    for item in answer.get("Parameters") or [answer.get("Parameter") or {}]:
        for name, selector in sorted(asked):
            if item.get("Name") == name and selector in (str(item.get("Version")), *(item.get("Labels") or [])):
                item["Selector"] = f":{selector}"
                asked.discard((name, selector))
                break


@before("ssm", "PutParameter")
def a_parameter_is_proper(call):
    """A value matches its pattern, and a type cannot change.
    Source: Systems Manager API reference, PutParameter; errors ParameterPatternMismatchException, HierarchyTypeMismatchException, ValidationException.
    """
    pattern, value = call.param("AllowedPattern"), call.param("Value", "")
    if pattern and not re.search(pattern, value):
        call.refuse("ParameterPatternMismatchException", f"Parameter value, cannot be validated against allowedPattern: {pattern}")
    known = call.backend.get_parameters([call.param("Name")]) if call.param("Overwrite") else {}
    for parameter in known.values():
        if call.param("Type") and parameter.parameter_type != call.param("Type"):
            call.refuse("HierarchyTypeMismatchException", "The parameter type cannot be changed")
    if not value:
        call.refuse("ValidationException", "1 validation error detected: Value '' at 'value' failed to satisfy constraint")


@before("secretsmanager", "CreateSecret")
def a_secret_s_name_is_free(call):
    """A name is taken until the secret is gone; while its deletion is scheduled it cannot be made again.
    Source: Secrets Manager API reference, CreateSecret; errors ResourceExistsException, InvalidRequestException.
    """
    for secret in call.backend.secrets.values():
        if secret.name == call.param("Name") and secret.is_deleted():
            call.refuse("InvalidRequestException",
                        "You can't create this secret because a secret with this name is already scheduled for deletion.")


@before("secretsmanager", "DeleteSecret")
def replicas_go_first(call):
    """A secret with replicas in other regions cannot be deleted.
    Source: Secrets Manager API reference, DeleteSecret: "You can't delete a primary secret that is replicated to other Regions. You must
    first delete the replicas using RemoveRegionsFromReplication".
    """
    for secret in call.backend.secrets.values():
        if call.param("SecretId") in (secret.name, secret.arn) and getattr(secret, "replicas", None):
            call.refuse("InvalidRequestException", "You can't delete secret %s that still has replica regions." % secret.arn)


@after("secretsmanager", "CreateSecret", "UpdateSecret")
def a_secret_of_a_partner_has_a_type(call, answer):
    """A secret that a partner manages says whose it is.
    Source: Secrets Manager API reference, CreateSecret, UpdateSecret, Type: "the exact string that identifies the third-party partner that
    holds the external secret"; moto drops it.
    """
    if call.param("Type"):
        call.box("secret-types")[answer["ARN"]] = call.param("Type")
    elif call.action == "CreateSecret":
        call.box("secret-types").pop(answer["ARN"], None)


@after("secretsmanager", "ListSecrets", "DescribeSecret")
def a_secret_tells_its_type(call, answer):
    """A secret that a partner manages tells whose it is.
    Source: Secrets Manager API reference, SecretListEntry, DescribeSecret, member Type.
    """
    for one in answer.get("SecretList", [answer]):
        if one.get("ARN") in call.box("secret-types"):
            one["Type"] = call.box("secret-types")[one["ARN"]]


@after("secretsmanager", "UpdateSecret")
def an_empty_text_takes_away(call, answer):
    """An empty description is none, and an empty key is the one that AWS manages.
    Source: Secrets Manager API reference, UpdateSecret, Description, KmsKeyId: "If you set this to an empty string, Secrets Manager uses
    the Amazon Web Services managed key". moto keeps the old description.
    """
    secret = call.backend.secrets[call.param("SecretId")]
    if call.param("Description") is not None:
        secret.description = call.param("Description")
    if call.param("KmsKeyId") == "":
        secret.kms_key_id = call.backend.DEFAULT_KMS_KEY_ALIAS
