"""One emulator for all tests, emptied before each."""

import atexit
import json
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request
from functools import lru_cache
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

SUPPORT = Path(__file__).parent.parent
ACCOUNT = "123456789012"


@lru_cache
def address():
    """Starts the emulator at the first use."""
    ready = Path(tempfile.mkdtemp()) / "ready"
    log = open(ready.with_name("log"), "w", encoding="utf-8")
    process = subprocess.Popen([sys.executable, "-m", "emulator", "--port", "0", "--ready-file", str(ready), "--die-with-stdin"],
                               cwd=SUPPORT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=log)
    atexit.register(process.kill)
    for _ in range(300):
        if ready.exists():
            return ready.read_text(encoding="utf-8").strip()
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError("the emulator did not start: " + Path(log.name).read_text(encoding="utf-8"))


def plumb(method, name, value=None):
    """A call of the control interface."""
    request = urllib.request.Request(f"{address()}/_plumb/{name}", method=method.upper(),
                                     data=None if value is None else json.dumps(value).encode())
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


@lru_cache
def client(service, region="us-east-1", key="AKIAIOSFODNN7EXAMPLE", secret="secret"):
    return boto3.client(service, region_name=region, endpoint_url=address(), aws_access_key_id=key, aws_secret_access_key=secret,
                        config=Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}))


class EmulatorTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        plumb("post", "reset")

    def refused(self, code, call, **members):
        """The call must be refused with this code."""
        with self.assertRaises(ClientError) as caught:
            call(**members)
        self.assertEqual(caught.exception.response["Error"]["Code"], code, caught.exception)
        return caught.exception.response

    def reads(self, times, read):
        """What so many reads tell, one after the other."""
        return [read() for _ in range(times)]

    # Things that many tests need

    def network(self, gateway=True):
        """A network with two subnets in two zones and, if wanted, an internet gateway."""
        ec2 = client("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnets = [ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"us-east-1{zone}")["Subnet"]["SubnetId"]
                   for number, zone in enumerate("ab")]
        internet = None
        if gateway:
            internet = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
            ec2.attach_internet_gateway(VpcId=vpc, InternetGatewayId=internet)
        return vpc, subnets, internet

    def group(self, vpc, name="group"):
        return client("ec2").create_security_group(GroupName=name, Description="d", VpcId=vpc)["GroupId"]

    def balancer(self, name="balancer", network=None):
        vpc, subnets, _ = network or self.network()
        made = client("elbv2").create_load_balancer(Name=name, Subnets=subnets, SecurityGroups=[self.group(vpc, name)])
        return made["LoadBalancers"][0], vpc, subnets

    def target_group(self, vpc, name="targets"):
        return client("elbv2").create_target_group(Name=name, Protocol="HTTP", Port=80, VpcId=vpc)["TargetGroups"][0]["TargetGroupArn"]

    def image(self):
        return client("ssm").get_parameter(
            Name="/aws/service/ecs/optimized-ami/amazon-linux-2/recommended/image_id")["Parameter"]["Value"]
