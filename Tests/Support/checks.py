"""Looks at an account with boto3 and the aws CLI, never with plumb: exit 1 and a line for each thing that is not as the runbook wants it.

python checks.py --endpoint URL CHECK[,CHECK…] [APP]

runbook        all that the stacks make            cli            the same account, seen by the aws CLI
outputs APP    a dotenv file on standard input     once           nothing exists twice
drifts         prints address and property of each change that `drift` makes, then
drift          makes them                          repaired       all of them are gone
foreign        puts others' objects onto ours      foreign-kept   they are still there
foreign-gone   takes them away                     data           puts an object and an image where `destroy` must refuse
network        makes a network for the stacks to use, and prints its ids
in-network     the stacks use it, with a launch template and a VPN by BGP
retention      sets the retention of the log group `saved` to 7 days
others-bucket  another account has a bucket of the name that the stacks want
parameter      prints the value of the SSM parameter /saved
children-moved what left its template or moved, and cannot bear tags, is gone from where it was
network-kept   nothing is in the account but this network, as it was
"""

import argparse
import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import boto3
from botocore.config import Config
from runbook import children, cluster, drift, network, service
from runbook.account import BUCKET, CLUSTER, REGION, SERVICES, Account, Expectations


def control(account, name, value):
    body = json.dumps(value).encode()
    urllib.request.urlopen(urllib.request.Request(f"{account.endpoint}/_plumb/{name}", data=body, method="POST")).close()


def runbook(account, expect):
    cluster.check(account, expect)
    control(account, "auth", {"on": True, "root": ["test", "test"]})  # only the right secret passes
    try:
        service.check(account, expect)
    finally:
        control(account, "auth", {"on": False})


def cli(account, expect):
    program = Path(sys.executable).parent / "aws"
    environment = {**os.environ, "AWS_ENDPOINT_URL": account.endpoint, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
                   "AWS_DEFAULT_REGION": REGION, "AWS_PAGER": "", "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}

    def aws(*words):
        return subprocess.Popen([program, *words, "--output", "text"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                text=True)
    asked = [
        ("balancer", ("active", ), ("elbv2", "describe-load-balancers", "--names", CLUSTER, "--query", "LoadBalancers[].State.Code")),
        ("retention", ("90", ), ("logs", "describe-log-groups", "--query", "logGroups[].retentionInDays")),
        ("services", ("1", "1", "1"), ("ecs", "describe-services", "--cluster", CLUSTER, "--services", *SERVICES,
                                       "--query", "services[].runningCount")),
        ("files", tuple(sorted(f"{app}/.env" for app in SERVICES)), ("s3api", "list-objects-v2", "--bucket", BUCKET,
                                                                     "--query", "Contents[].Key")),
        ("alarms", ("breaching", ) * 3, ("cloudwatch", "describe-alarms", "--query", "MetricAlarms[].TreatMissingData")),
    ]
    running = [(what, wanted, aws(*words)) for what, wanted, words in asked]
    for what, wanted, process in running:
        expect.equal(what, tuple(sorted(process.communicate()[0].split())), wanted)


def outputs(account, expect, app):
    given = dict(line.rstrip("\n").split("=", 1) for line in sys.stdin if "=" in line)
    given = {name: value.strip("\"'") for name, value in given.items()}
    for name, value in service.variables(account, app).items():
        expect.equal(name, given.get(name), value)
    secret = account.secretsmanager.get_secret_value(SecretId=f"digital-ci/{app}")["SecretString"]
    expect.true("the secret access key is not printed", secret not in "".join(given.values()))
    expect.equal("where the secret is", given.get("AWS_SECRET_ACCESS_KEY_SECRET_ID"), f"digital-ci/{app}")


def once(account, expect):
    """One of each, after creations whose answers were lost."""
    expect.equal("networks", len(account.vpc()), 1)
    expect.equal("all networks", len([one for one in account.ec2.describe_vpcs()["Vpcs"] if not one["IsDefault"]]), 1)
    vpc = account.vpc()[0]["VpcId"]
    expect.equal("subnets", len(account.ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Subnets"]), 2)
    expect.equal("launch configurations", len(account.autoscaling.describe_launch_configurations()["LaunchConfigurations"]), 1)
    expect.equal("certificates", len(account.acm.list_certificates()["CertificateSummaryList"]), 1)
    expect.equal("distributions", len(account.cloudfront.list_distributions()["DistributionList"].get("Items", [])), len(SERVICES))
    expect.equal("zones", len(account.route53.list_hosted_zones()["HostedZones"]), 1)
    for app in SERVICES:
        expect.equal(f"revisions of {app}", len(account.ecs.list_task_definitions(familyPrefix=app)["taskDefinitionArns"]), 1)
        expect.equal(f"keys of {app}", len(account.iam.list_access_keys(UserName=f"digital-ci-{app}")["AccessKeyMetadata"]), 1)


def drifts(_account, _expect):
    for one in drift.CHANGES:
        print(f"{one.address}\t{one.names}")


def make_drift(account, expect):
    for one in drift.CHANGES:
        one.make(account)
        expect.about(one.make.__name__)
        expect.true("the change", not _holds(one, account))


def repaired(account, expect):
    for one in drift.CHANGES:
        expect.about(one.make.__name__)
        expect.true(f"the repair of {one.address}", _holds(one, account))


def _holds(one, account):
    try:
        return bool(one.holds(account))
    except Exception:  # noqa: BLE001 what is not there is not as wanted
        return False


def data(account, _expect):
    account.s3.put_object(Bucket=BUCKET, Key="somebody-elses/.env", Body=b"KEEP=1\n", ServerSideEncryption="AES256")
    manifest = {"schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json", "config": {
        "mediaType": "application/vnd.docker.container.image.v1+json", "size": 1, "digest": "sha256:" + "0" * 64}, "layers": []}
    account.ecr.put_image(repositoryName="digital-apps/registry-certs", imageManifest=json.dumps(manifest), imageTag="v1")


def retention(account, _expect):
    account.logs.put_retention_policy(logGroupName="saved", retentionInDays=7)


def others_bucket(account, _expect):
    """Makes the bucket in another account."""
    role = account.sts.assume_role(RoleArn="arn:aws:iam::222222222222:role/other", RoleSessionName="other")["Credentials"]
    boto3.client("s3", region_name=REGION, endpoint_url=account.endpoint, aws_access_key_id=role["AccessKeyId"],
                 aws_secret_access_key=role["SecretAccessKey"], aws_session_token=role["SessionToken"],
                 config=Config(s3={"addressing_style": "path"})).create_bucket(Bucket=BUCKET)


def parameter(account, _expect):
    print(account.ssm.get_parameter(Name="/saved")["Parameter"]["Value"])


def make_network(account, _expect):
    network.make(account)


CHECKS = {"runbook": runbook, "cli": cli, "outputs": outputs, "once": once, "drifts": drifts, "drift": make_drift, "repaired": repaired,
          "foreign": lambda account, _: drift.make_foreign(account), "foreign-kept": drift.foreign,
          "foreign-gone": lambda account, _: drift.remove_foreign(account), "data": data, "network": make_network,
          "in-network": network.used, "network-kept": network.kept, "children-moved": children.moved,
          "retention": retention, "parameter": parameter, "others-bucket": others_bucket}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("checks", help="one, or several with commas between")
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    names = given.checks.split(",")
    for name in set(names) - set(CHECKS):
        parser.error(f"there is no check {name}")
    account, expect = Account(given.endpoint), Expectations()
    for name in names:
        expect.about(name)
        CHECKS[name](account, expect, *given.names)
    for line in expect.failed:
        print(line)
    if not {"drifts", "network"} & set(names):
        print(f"{expect.count} checked, {len(expect.failed)} wrong")
    return 1 if expect.failed else 0


if __name__ == "__main__":
    sys.exit(main())
