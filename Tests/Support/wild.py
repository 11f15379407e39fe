"""Public CloudFormation templates that nobody wrote for plumb: each is validated, planned, applied, planned again, changed
behind plumb's back, mended and destroyed, on an emulator that holds what its parameters point at.

    .venv/bin/python Tests/Support/wild.py [--templates DIR] [--plumb FILE] [--log FILE] [WORD…]

DIR has `index.json` (which file, with what parameters, after which other stacks), the templates, and `fixture.py`, which makes the
surroundings; the variable PLUMB_TEMPLATES tells where it is, or it lies in `shared/templates` beside the repository. Without the
folder nothing is tried, and that is said. A WORD takes the templates whose names hold it. Exit 1 when one fails that should not.
"""

import argparse
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3
from botocore.config import Config

from interruptions.account import KEY, REGION, SECRET, Account
from interruptions.program import ROOT, RUN_AT_MOST, Plumb

#: What one more export of a stack that the folder does not have may stand for: a word of its name, the fixture's key.
STANDS_FOR = [("securitygroup", "SecurityGroupId1"), ("sg", "SecurityGroupId1"), ("zonename", "DomainName"), ("domain", "DomainName"),
              ("hostedzone", "HostedZoneId"), ("namespace", "NamespaceId"), ("vpc", "VpcId"), ("listener", "ListenerArn"),
              ("role", "RoleArn"), ("cluster", "ClusterName"), ("topic", "TopicArn"), ("bucket", "BucketName"), ("certificate", "CertificateArn"),
              ("url", "LoadBalancerDns"), ("subnet", "SubnetId1")]


class Failed(Exception):
    """A step that ended otherwise than it has to."""


def fixture(folder, account):
    spec = importlib.util.spec_from_file_location("fixture", folder / "fixture.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    clients = module.client_factory(account.address, REGION)
    # The fixture waits for nothing, and a certificate that is not issued is of no use to its listener: reading brings it on.
    clients("acm").meta.events.register("after-call.acm.RequestCertificate", lambda parsed, **_: [
        clients("acm").describe_certificate(CertificateArn=parsed["CertificateArn"]) for _ in range(4)])
    made = module.make(account.address, REGION, clients)
    account.post("settle")
    return made


def filled(value, made):
    """A parameter's value with the fixture's ids in the places of `@Key` and `@{Key}`."""
    if value.startswith("@") and value[1:] in made:
        return made[value[1:]]
    return re.sub(r"@\{(\w+)\}", lambda found: made[found[1]], value)


class Trial:
    """One template on a copy of the account with the fixture."""

    def __init__(self, entry, folder, plumb, account, made, files):
        self.entry, self.folder, self.plumb, self.account, self.made, self.files = entry, folder, plumb, account, made, Path(files)
        self.reached, self.log, self.told = [], [], ""

    # The program

    def run(self, purpose, stack, *flags):
        done = subprocess.run([self.plumb.binary, purpose, f"{stack}.json", "--no-color", *flags], cwd=self.files, capture_output=True, text=True,
                              env=self.plumb.environment(self.account), timeout=RUN_AT_MOST, check=False)
        self.log.append(f"$ plumb {purpose} {stack} {' '.join(flags)}\n{done.stdout}{done.stderr}")
        return done.returncode, done.stdout + done.stderr

    def must(self, code, purpose, stack, *flags):
        got, text = self.run(purpose, stack, *flags)
        if got != code:
            raise Failed(f"{purpose}: exit {got}, not {code}: {first_finding(text)}")
        return text

    # What it stands on

    def client(self, service):
        # The default session is not for several threads.
        return boto3.session.Session().client(service, region_name=REGION, endpoint_url=self.account.address, aws_access_key_id=KEY, aws_secret_access_key=SECRET,
                            config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0}))

    def write(self, stack, template, parameters, after):
        (self.files / f"{stack}.json").write_text(json.dumps({
            "template-file-path": str(template), "stack-name": stack, "region": REGION, "depends-on": [f"{name}.json" for name in after],
            "parameters": {name: filled(value, self.made) for name, value in parameters.items()},
            # They are as open as they are.
            "checks": {rule: "warning" for rule in ("PLB101", "PLB102", "PLB301")}}), encoding="utf-8")

    def prepare(self):
        deploy, made = self.entry["deploy"], []
        for first in deploy["first"]:
            template = self.folder / (first["repo"].replace("/", "+") + "__" + first["path"].replace("/", "__"))
            if template.exists():
                self.write(first["stack"], template, first["parameters"], made)
                self.stand_in(first["stack"], deploy["synthetic_exports"])
                self.must(0, "apply", first["stack"], "--auto-approve")
                made.append(first["stack"])
        self.write(deploy["stack"], self.folder / self.entry["file"], deploy["parameters"], made)
        self.stand_in(deploy["stack"], deploy["synthetic_exports"])

    def stand_in(self, stack, exports):
        """Exports of stacks that are not in the folder are made by a stack of CloudFormation's own."""
        _, text = self.run("plan", stack)
        missing = sorted(set(re.findall(r"`([^`]+)` is exported by no stack", text)))
        outputs = {f"Output{number}": {"Value": filled(exports[name], self.made) if name in exports else self.likely(name), "Export": {"Name": name}}
                   for number, name in enumerate(missing)}
        if outputs:
            self.client("cloudformation").create_stack(StackName=f"{stack}-surroundings", TemplateBody=json.dumps(
                {"Resources": {"Wait": {"Type": "AWS::CloudFormation::WaitConditionHandle"}}, "Outputs": outputs}))

    def likely(self, name):
        kind = re.sub("[^a-z]", "", name.rsplit("-", 1)[-1].rsplit(":", 1)[-1].lower())
        key = next((key for word, key in STANDS_FOR if word in kind), None)
        if key is None:
            return re.sub("[^a-z0-9-]", "-", name.lower())
        return self.group(name) if key == "SecurityGroupId1" else self.made[key]

    def group(self, name):
        """A security group in the newest network: AWS takes no group of another one."""
        ec2 = self.client("ec2")
        network = ec2.describe_vpcs()["Vpcs"][-1]["VpcId"]
        return ec2.create_security_group(GroupName=re.sub("[^A-Za-z0-9-]", "-", name), Description="surroundings", VpcId=network)["GroupId"]

    # The trial

    def go(self):
        stack = self.entry["deploy"]["stack"]
        self.prepare()
        before = self.account.contents()
        self.step("validate", lambda: self.must(0, "validate", stack))
        self.step("plan", lambda: self.must(2, "plan", stack, "--detailed-exitcode"))
        self.step("apply", lambda: self.must(0, "apply", stack, "--auto-approve"))
        self.step("plan again", lambda: self.must(0, "plan", stack, "--detailed-exitcode"))
        self.step("drift", lambda: self.drift(stack))
        self.step("destroy", lambda: self.destroy(stack, before))

    def step(self, name, body):
        body()
        self.reached.append(name)

    def drift(self, stack):
        self.must(0, "drift", stack)
        changed = self.disturb(stack)
        if not changed:
            self.told = "nothing that could be disturbed"
            return
        text = self.must(2, "drift", stack)
        if changed not in text:
            raise Failed(f"drift: {changed} is not named")
        self.must(0, "apply", stack, "--auto-approve")
        self.must(0, "plan", stack, "--detailed-exitcode")

    def disturb(self, stack):
        """Changes one thing that the stack made. Returns what the report must name."""
        ec2 = self.client("ec2")
        of_stack = [{"Name": "tag:plumb:stack", "Values": [stack]}]
        for group in ec2.describe_security_groups(Filters=of_stack)["SecurityGroups"]:
            ec2.authorize_security_group_ingress(GroupId=group["GroupId"], IpProtocol="tcp", FromPort=4711, ToPort=4711, CidrIp="192.0.2.7/32")
            return "4711"
        for network in ec2.describe_vpcs(Filters=of_stack)["Vpcs"]:
            was = ec2.describe_vpc_attribute(VpcId=network["VpcId"], Attribute="enableDnsHostnames")["EnableDnsHostnames"]["Value"]
            ec2.modify_vpc_attribute(VpcId=network["VpcId"], EnableDnsHostnames={"Value": not was})
            return "EnableDnsHostnames"
        elbv2 = self.client("elbv2")
        groups = [group["TargetGroupArn"] for group in elbv2.describe_target_groups()["TargetGroups"]]
        for group in groups and elbv2.describe_tags(ResourceArns=groups)["TagDescriptions"]:
            if {"Key": "plumb:stack", "Value": stack} in group["Tags"]:
                elbv2.modify_target_group(TargetGroupArn=group["ResourceArn"], HealthCheckIntervalSeconds=77)
                return "HealthCheckIntervalSeconds"
        iam = self.client("iam")
        for role in iam.list_roles()["Roles"]:
            if {"Key": "plumb:stack", "Value": stack} in iam.list_role_tags(RoleName=role["RoleName"])["Tags"]:
                iam.update_role(RoleName=role["RoleName"], MaxSessionDuration=7211)
                return "MaxSessionDuration"
        logs = self.client("logs")
        for group in logs.describe_log_groups()["logGroups"]:
            if logs.list_tags_log_group(logGroupName=group["logGroupName"])["tags"].get("plumb:stack") == stack:
                logs.put_retention_policy(logGroupName=group["logGroupName"], retentionInDays=1)
                return "RetentionInDays"
        return self.disturb_tagged(stack)

    def disturb_tagged(self, stack):
        """The same for what only the search by tags finds."""
        found = self.client("resourcegroupstaggingapi").get_resources(TagFilters=[{"Key": "plumb:stack", "Values": [stack]}])
        for arn in sorted(mapping["ResourceARN"] for mapping in found["ResourceTagMappingList"]):
            service, name = arn.split(":")[2], re.split("[:/]", arn)[-1]
            if service == "s3":
                versions = self.client("s3").get_bucket_versioning(Bucket=name).get("Status")
                self.client("s3").put_bucket_versioning(
                    Bucket=name, VersioningConfiguration={"Status": "Suspended" if versions == "Enabled" else "Enabled"})
                return "VersioningConfiguration"
            if service == "sns":
                self.client("sns").set_topic_attributes(TopicArn=arn, AttributeName="DisplayName", AttributeValue="another")
                return "DisplayName"
            if service == "sqs":
                sqs = self.client("sqs")
                sqs.set_queue_attributes(QueueUrl=sqs.get_queue_url(QueueName=name)["QueueUrl"], Attributes={"VisibilityTimeout": "77"})
                return "VisibilityTimeout"
            if service == "dynamodb":
                dynamodb = self.client("dynamodb")
                was = dynamodb.describe_table(TableName=name)["Table"]["DeletionProtectionEnabled"]
                dynamodb.update_table(TableName=name, DeletionProtectionEnabled=not was)
                return "DeletionProtectionEnabled"
            if service == "ecr":
                ecr, repository = self.client("ecr"), arn.split(":repository/")[1]
                was = ecr.describe_repositories(repositoryNames=[repository])["repositories"][0]["imageTagMutability"]
                ecr.put_image_tag_mutability(repositoryName=repository, imageTagMutability="MUTABLE" if was == "IMMUTABLE" else "IMMUTABLE")
                return "ImageTagMutability"
            if service == "lambda":
                self.client("lambda").update_function_configuration(FunctionName=name, Timeout=77)
                return "Timeout"
        return None

    def destroy(self, stack, before):
        self.must(0, "destroy", stack, "--auto-approve", "--delete-data")
        after = self.account.contents()
        # Revisions of task definitions stay inactive, as on AWS.
        left = sorted(kind for kind in before | after if before.get(kind) != after.get(kind) and not kind.startswith("TaskDefinition"))
        if left:
            raise Failed(f"destroy: the account is not as before: {', '.join(left)}")


def first_finding(text):
    found = re.search(r"^.*error.*$(?:\n.*){0,3}", text, re.M)
    return re.sub(r"\s*\n\s*", " ", found[0] if found else text[-300:])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("words", nargs="*")
    parser.add_argument("--templates", type=Path, default=Path(os.environ.get("PLUMB_TEMPLATES", ROOT.parent / "shared" / "templates")))
    parser.add_argument("--plumb", default=ROOT / ".build/debug/plumb")
    parser.add_argument("--log", type=Path)
    chosen = parser.parse_args()
    if not (chosen.templates / "index.json").exists():
        print(f"NOT TRIED: there are no public templates in {chosen.templates} (--templates, PLUMB_TEMPLATES)")
        return 0
    entries = json.loads((chosen.templates / "index.json").read_text(encoding="utf-8"))
    entries = [entry for entry in entries if not chosen.words or any(word in entry["file"] for word in chosen.words)]
    plumb, failures, logs = Plumb(chosen.plumb, 8), 0, []
    with Account.start() as account, tempfile.TemporaryDirectory() as files, ThreadPoolExecutor(2) as workers:
        made = fixture(chosen.templates, account)

        def tried(numbered):
            number, entry = numbered
            folder = Path(files) / str(number)
            folder.mkdir()
            with account.copy() as copy:
                trial = Trial(entry, chosen.templates, plumb, copy, made, folder)
                try:
                    trial.go()
                    return trial, "whole", trial.told
                except (Failed, subprocess.TimeoutExpired) as failure:
                    # A template that CloudFormation refuses as well is to be refused, by name.
                    refused = trial.reached == [] and "circular-dependency" in str(failure)
                    return trial, "refused" if refused else "FAILED", str(failure)

        for trial, word, told in workers.map(tried, enumerate(entries)):
            failures += word == "FAILED"
            print(f"{word:8}{trial.entry['file']}  {', '.join(trial.reached)}  {told}", flush=True)
            logs.append(f"=== {trial.entry['file']}\n" + "\n".join(trial.log))
    if chosen.log:
        chosen.log.write_text("\n".join(logs), encoding="utf-8")
    print(f"{len(entries) - failures} of {len(entries)} public templates as they should be")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
