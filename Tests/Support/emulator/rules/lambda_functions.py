"""Lambda: what moto takes and does not answer, and the order in which a function may change."""

import base64
import io
import zipfile

from moto.awslambda.models import LambdaFunction

from ..registry import after, before, patch

#: Settings that moto drops at creation, in a change, or in both.
KEPT = ("Architectures", "DeadLetterConfig", "DurableConfig", "EphemeralStorage", "FileSystemConfigs", "ImageConfig", "KMSKeyArn",
        "LoggingConfig", "SnapStart", "TenancyConfig", "TracingConfig", "VpcConfig")


def _name(call):
    return (call.param("FunctionName") or "").split(":function:")[-1].split(":")[0]


def _function(call):
    """The function that a call names; not found otherwise."""
    name = _name(call)
    try:
        return call.backend.get_function(name)
    except Exception:
        call.refuse("ResourceNotFoundException", f"Function not found: arn:aws:lambda:{call.region}:{call.account}:function:{name}", 404)


@patch("lambda")
def others_layers_are_there():
    """A layer of another account can be used.
    Source: Lambda developer guide, "Adding layers to functions"; moto knows no other account's layers.
    """
    own = LambdaFunction._get_layers_data

    def get_layers_data(self, arns):
        return [own(self, [arn])[0] if arn.split(":")[4] == self.account_id else {"Arn": arn, "CodeSize": 1} for arn in arns]
    LambdaFunction._get_layers_data = get_layers_data


@before("lambda", "CreateFunction", "UpdateFunctionCode")
def code_is_an_archive(call):
    """Code comes from one place, and code that is sent is a ZIP archive.
    Source: Lambda API reference, FunctionCode, ZipFile; error code InvalidParameterValueException.
    """
    code = call.param("Code") if call.action == "CreateFunction" else call.params
    if not any(code.get(name) for name in ("ZipFile", "S3Bucket", "ImageUri")):
        call.refuse("InvalidParameterValueException", "Please provide a source for function code.")
    if code.get("ZipFile"):
        content = code["ZipFile"]
        content = base64.b64decode(content) if isinstance(content, str) else content
        if not zipfile.is_zipfile(io.BytesIO(content)) or zipfile.ZipFile(io.BytesIO(content)).testzip():
            call.refuse("InvalidParameterValueException", "Could not unzip uploaded file. Please check your file, then try to upload again.")


@before("lambda", "UpdateFunctionCode", "UpdateFunctionConfiguration")
def a_function_changes_once_at_a_time(call):
    """A function that is being made or changed takes no further change.
    Source: Lambda developer guide, "Lambda function states": "While the function is in the Pending state ... fail with
    ResourceConflictException"; LastUpdateStatus InProgress likewise.
    """
    arn = _function(call).function_arn
    if call.waiting("function", _name(call)):
        call.refuse("ResourceConflictException", "The operation cannot be performed at this time. An update is in progress for resource: " + arn, 409)


@after("lambda", "CreateFunction", "UpdateFunctionCode", "UpdateFunctionConfiguration")
def a_function_is_on_its_way_first(call, answer):
    """A new function is Pending, a changed one has an update InProgress, for a while; what is given is kept.
    Source: Lambda API reference, FunctionConfiguration, State and LastUpdateStatus; moto drops half of the members.
    """
    kept = call.box("functions").setdefault(_name(call), {}) if call.action != "CreateFunction" else {}
    given = {name: call.param(name) for name in KEPT if call.param(name) is not None}
    kept.update(given)
    call.box("functions")[_name(call)] = kept
    call.notes["made"] = call.action == "CreateFunction"
    call.box("function-news")[_name(call)] = call.notes["made"]
    call.begin("function", _name(call), "function_ready")
    _tell(call, answer)


def _tell(call, configuration):
    name = configuration["FunctionName"]
    kept = dict(call.box("functions").get(name, {}))
    image = kept.pop("ImageConfig", None)
    if image:
        configuration["ImageConfigResponse"] = {"ImageConfig": image}
    elif "ImageConfigResponse" in configuration:
        del configuration["ImageConfigResponse"]
    snap = kept.pop("SnapStart", None)
    if snap:
        configuration["SnapStart"] = {**snap, "OptimizationStatus": "Off"}
    network = kept.pop("VpcConfig", None)
    if network is not None:
        configuration["VpcConfig"] = {"SubnetIds": [], "SecurityGroupIds": [], "Ipv6AllowedForDualStack": False, **network,
                                      "VpcId": "vpc-0" if network.get("SubnetIds") else ""}
    letters = kept.pop("DeadLetterConfig", None)
    if letters and letters.get("TargetArn"):
        configuration["DeadLetterConfig"] = letters
    logging = kept.pop("LoggingConfig", None) or {}
    usual = {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{name}"}
    if logging.get("LogFormat") == "JSON":
        usual.update(ApplicationLogLevel="INFO", SystemLogLevel="INFO")
    configuration["LoggingConfig"] = {**usual, **logging}
    configuration.update({member: value for member, value in kept.items() if value not in ("", [])})
    if kept.get("KMSKeyArn") == "":
        configuration.pop("KMSKeyArn", None)
    if call.waiting("function", name):
        made = call.box("function-news").get(name)
        configuration.update({"State": "Pending"} if made else {"LastUpdateStatus": "InProgress"})


@before("lambda", "GetFunction", "GetFunctionConfiguration")
def functions_become_ready(call):
    """Each read brings a function nearer to its state.
    Source: Lambda API reference, FunctionConfiguration, State; botocore waiters function_active_v2 and function_updated_v2.
    """
    call.step("function")


@after("lambda", "GetFunction")
def a_function_tells_what_it_was_given(call, answer):
    """A function tells all its settings, and a reserve of none as well.
    Source: Lambda API reference, GetFunction.
    """
    _tell(call, answer["Configuration"])
    reserve = call.backend.get_function(_name(call)).reserved_concurrency
    if reserve is not None:
        answer["Concurrency"] = {"ReservedConcurrentExecutions": int(reserve)}


@after("lambda", "DeleteFunction")
def a_deleted_function_leaves_nothing(call, answer):
    """A function's settings go with it.
    Source: Lambda API reference, DeleteFunction.
    """
    for box in ("functions", "function-news", "code-signing", "recursion", "runtime-management"):
        call.box(box).pop(_name(call), None)
    call.forget("function", _name(call))


@before("lambda", "PutFunctionCodeSigningConfig", "GetFunctionCodeSigningConfig", "DeleteFunctionCodeSigningConfig")
def a_function_s_code_signing_can_change(call):
    """A function has a code signing configuration, or none.
    Source: Lambda API reference, PutFunctionCodeSigningConfig. moto lacks it.
    """
    function, box = _function(call), call.box("code-signing")
    if call.action.startswith("Get"):
        arn = box.get(_name(call), function.code_signing_config_arn)
        return {"FunctionName": _name(call), **({"CodeSigningConfigArn": arn} if arn else {})}
    box[_name(call)] = call.param("CodeSigningConfigArn")
    return {} if call.action.startswith("Delete") else {"FunctionName": _name(call), "CodeSigningConfigArn": call.param("CodeSigningConfigArn")}


@before("lambda", "PutFunctionRecursionConfig", "GetFunctionRecursionConfig")
def a_function_s_loops_end(call):
    """A loop of a function through other services ends, unless it is allowed.
    Source: Lambda API reference, PutFunctionRecursionConfig, RecursiveLoop: default Terminate. moto lacks it.
    """
    _function(call)
    if call.action.startswith("Put"):
        call.box("recursion")[_name(call)] = call.param("RecursiveLoop")
    return {"RecursiveLoop": call.box("recursion").get(_name(call), "Terminate")}


@before("lambda", "PutRuntimeManagementConfig", "GetRuntimeManagementConfig")
def a_function_s_runtime_is_managed(call):
    """A runtime is updated by AWS, with the function, or never; Manual needs a version.
    Source: Lambda API reference, PutRuntimeManagementConfig, UpdateRuntimeOn: default Auto. moto lacks it.
    """
    function, box = _function(call), call.box("runtime-management")
    if call.action.startswith("Put"):
        if call.param("UpdateRuntimeOn") == "Manual" and not call.param("RuntimeVersionArn"):
            call.refuse("InvalidParameterValueException", "RuntimeVersionArn is required with Manual")
        box[_name(call)] = {name: call.param(name) for name in ("UpdateRuntimeOn", "RuntimeVersionArn") if call.param(name)}
    return {"FunctionArn": function.function_arn, **box.get(_name(call), {"UpdateRuntimeOn": "Auto"})}


@before("lambda", "AddPermission")
def a_statement_is_added_once(call):
    """A statement's id is unique in its policy.
    Source: Lambda API reference, AddPermission; error code ResourceConflictException.
    """
    if any(one.get("Sid") == call.param("StatementId") for one in _function(call).policy.statements):
        call.refuse("ResourceConflictException", f"The statement id ({call.param('StatementId')}) provided already exists. "
                                                 "Please provide a new statement id, or remove the existing statement.", 409)


@after("lambda", "AddPermission")
def a_statement_says_all_that_it_was_given(call, answer):
    """What a statement was given stands in its condition; an account is told as its root.
    Source: Lambda developer guide, "Working with resource-based IAM policies in Lambda"; moto drops half of it.
    """
    statement = _function(call).policy.statements[-1]
    for member in ("EventSourceToken", "FunctionUrlAuthType", "InvokedViaFunctionUrl", "SourceArn", "SourceAccount", "PrincipalOrgID"):
        statement.pop(member, None)
    condition = {}
    for member, test, key in (("SourceAccount", "StringEquals", "AWS:SourceAccount"), ("PrincipalOrgID", "StringEquals", "aws:PrincipalOrgID"),
                              ("EventSourceToken", "StringEquals", "lambda:EventSourceToken"), ("SourceArn", "ArnLike", "AWS:SourceArn"),
                              ("FunctionUrlAuthType", "StringEquals", "lambda:FunctionUrlAuthType"),
                              ("InvokedViaFunctionUrl", "Bool", "lambda:InvokedViaFunctionUrl")):
        value = call.param(member)
        if value is not None:
            condition.setdefault(test, {})[key] = str(value).lower() if isinstance(value, bool) else value
    statement.pop("Condition", None)
    if condition:
        statement["Condition"] = condition
    principal = call.param("Principal")
    if principal.isdigit():
        statement["Principal"] = {"AWS": f"arn:aws:iam::{principal}:root"}
    elif principal.startswith("arn:"):
        statement["Principal"] = {"AWS": principal}
    elif principal != "*":
        statement["Principal"] = {"Service": principal}
