"""Lambda: functions and their policies."""

import io
import json
import zipfile

from .harness import EmulatorTest, client


def archive(text="x"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("index.py", text)
    return out.getvalue()


class FunctionTests(EmulatorTest):
    def function(self, name="f", **more):
        role = client("iam").create_role(RoleName=f"role-{name}", AssumeRolePolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}))
        return client("lambda").create_function(FunctionName=name, Role=role["Role"]["Arn"], Runtime="python3.13", Handler="index.handler",
                                                Code={"ZipFile": archive()}, **more)

    def told(self, name="f"):
        return client("lambda").get_function(FunctionName=name)["Configuration"]

    def test_a_function_is_pending_first(self):
        functions = client("lambda")
        self.assertEqual(self.function()["State"], "Pending")
        self.refused("ResourceConflictException", functions.update_function_configuration, FunctionName="f", Timeout=9)
        self.assertEqual(self.reads(2, lambda: self.told()["State"]), ["Pending", "Active"])
        functions.update_function_configuration(FunctionName="f", Timeout=9)
        self.refused("ResourceConflictException", functions.update_function_code, FunctionName="f", ZipFile=archive("y"))
        self.assertEqual(self.reads(2, lambda: self.told()["LastUpdateStatus"]), ["InProgress", "Successful"])

    def test_code_is_an_archive(self):
        self.function()
        self.reads(2, self.told)
        functions = client("lambda")
        self.refused("InvalidParameterValueException", functions.update_function_code, FunctionName="f", ZipFile=b"print()")
        self.refused("InvalidParameterValueException", functions.update_function_code, FunctionName="f")

    def test_a_function_keeps_what_it_is_given(self):
        layer = "arn:aws:lambda:us-east-1:210987654321:layer:other:1"
        self.function(LoggingConfig={"LogFormat": "JSON"}, DeadLetterConfig={"TargetArn": "arn:aws:sqs:us-east-1:123456789012:q"}, Layers=[layer],
                      VpcConfig={"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]})
        told = self.reads(2, self.told)[-1]
        self.assertEqual((told["LoggingConfig"]["SystemLogLevel"], told["DeadLetterConfig"]["TargetArn"][-1], told["Layers"][0]["Arn"]),
                         ("INFO", "q", layer))
        client("lambda").update_function_configuration(FunctionName="f", TracingConfig={"Mode": "Active"}, EphemeralStorage={"Size": 1024},
                                                       VpcConfig={"SubnetIds": [], "SecurityGroupIds": []}, DeadLetterConfig={"TargetArn": ""})
        told = self.told()
        self.assertEqual((told["TracingConfig"]["Mode"], told["EphemeralStorage"]["Size"], told["VpcConfig"]["VpcId"], told.get("DeadLetterConfig")),
                         ("Active", 1024, "", None))

    def test_settings_of_their_own(self):
        functions = client("lambda")
        self.refused("ResourceNotFoundException", functions.get_runtime_management_config, FunctionName="f")
        self.function()
        self.assertEqual(functions.get_runtime_management_config(FunctionName="f")["UpdateRuntimeOn"], "Auto")
        self.refused("InvalidParameterValueException", functions.put_runtime_management_config, FunctionName="f", UpdateRuntimeOn="Manual")
        functions.put_runtime_management_config(FunctionName="f", UpdateRuntimeOn="FunctionUpdate")
        self.assertEqual(functions.get_runtime_management_config(FunctionName="f")["UpdateRuntimeOn"], "FunctionUpdate")
        self.assertEqual(functions.get_function_recursion_config(FunctionName="f")["RecursiveLoop"], "Terminate")
        functions.put_function_recursion_config(FunctionName="f", RecursiveLoop="Allow")
        self.assertEqual(functions.get_function_recursion_config(FunctionName="f")["RecursiveLoop"], "Allow")
        config = "arn:aws:lambda:us-east-1:123456789012:code-signing-config:csc-0123456789abcdef0"
        functions.put_function_code_signing_config(FunctionName="f", CodeSigningConfigArn=config)
        self.assertEqual(functions.get_function_code_signing_config(FunctionName="f")["CodeSigningConfigArn"], config)
        functions.delete_function_code_signing_config(FunctionName="f")
        self.assertNotIn("CodeSigningConfigArn", functions.get_function_code_signing_config(FunctionName="f"))
        functions.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=0)
        self.assertEqual(functions.get_function(FunctionName="f")["Concurrency"], {"ReservedConcurrentExecutions": 0})
        functions.delete_function(FunctionName="f")
        client("iam").delete_role(RoleName="role-f")
        self.function()
        self.assertEqual(functions.get_function_recursion_config(FunctionName="f")["RecursiveLoop"], "Terminate")

    def test_statements(self):
        functions = client("lambda")
        self.function()
        given = dict(FunctionName="f", StatementId="s", Action="lambda:InvokeFunction")
        functions.add_permission(Principal="events.amazonaws.com", SourceArn="arn:aws:events:us-east-1:123456789012:rule/r",
                                 SourceAccount="123456789012", EventSourceToken="token", **given)
        self.refused("ResourceConflictException", functions.add_permission, Principal="events.amazonaws.com", **given)
        functions.add_permission(Principal="210987654321", **{**given, "StatementId": "t"})
        first, second = json.loads(functions.get_policy(FunctionName="f")["Policy"])["Statement"]
        self.assertEqual(first["Condition"], {"StringEquals": {"AWS:SourceAccount": "123456789012", "lambda:EventSourceToken": "token"},
                                              "ArnLike": {"AWS:SourceArn": "arn:aws:events:us-east-1:123456789012:rule/r"}})
        self.assertEqual((first["Principal"], second["Principal"]),
                         ({"Service": "events.amazonaws.com"}, {"AWS": "arn:aws:iam::210987654321:root"}))
