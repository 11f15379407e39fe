"""Copies of the emulator, clients that are killed, and the secrets of keys."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from urllib.error import HTTPError

import boto3

from .harness import EmulatorTest, address, client, plumb


def at(where, service):
    return boto3.client(service, region_name="us-east-1", endpoint_url=where, aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
                        aws_secret_access_key="secret")


class BranchTest(EmulatorTest):
    def setUp(self):
        super().setUp()
        client("iam").create_user(UserName="before")
        self.copy = plumb("post", "branch")
        self.addCleanup(self.end)

    def end(self):
        try:
            os.kill(self.copy["pid"], 15)
        except ProcessLookupError:
            pass

    def users(self, iam):
        return sorted(user["UserName"] for user in iam.list_users()["Users"])

    def test_a_copy_goes_its_own_way(self):
        self.assertNotEqual(self.copy["address"], address())
        there = at(self.copy["address"], "iam")
        self.assertEqual(self.users(there), ["before"])
        there.create_user(UserName="there")
        client("iam").create_user(UserName="here")
        self.assertEqual(self.users(there), ["before", "there"])
        self.assertEqual(self.users(client("iam")), ["before", "here"])

    def test_a_copy_is_copied_like_any_other(self):
        with urllib.request.urlopen(urllib.request.Request(f"{self.copy['address']}/_plumb/branch", data=b"{}", method="POST")) as answer:
            second = json.load(answer)
        self.assertEqual(self.users(at(second["address"], "iam")), ["before"])
        self.end()
        # It ends with the process that it was copied from.
        for _ in range(50):
            try:
                os.kill(second["pid"], 0)
            except ProcessLookupError:
                return
            time.sleep(0.1)
        self.fail("the copy of a copy lives on")

    def test_a_client_is_killed_before_or_after_its_call(self):
        for when, expected in (("before", ["before"]), ("after", ["before", "killed"])):
            with self.subTest(when):
                there = at(self.copy["address"], "iam")
                script = ("import sys, boto3; sys.stdin.read(); boto3.client('iam', region_name='us-east-1', endpoint_url=sys.argv[1], "
                          "aws_access_key_id='a', aws_secret_access_key='b').create_user(UserName='killed')")
                with subprocess.Popen([sys.executable, "-c", script, self.copy["address"]], stdin=subprocess.PIPE) as process:
                    fault = [{"match": {"mutating": True}, "when": when, "do": "kill", "pid": process.pid}]
                    request = urllib.request.Request(f"{self.copy['address']}/_plumb/faults", data=json.dumps(fault).encode(), method="POST")
                    urllib.request.urlopen(request).close()
                    process.stdin.close()
                    self.assertEqual(process.wait(60), -9)
                self.assertEqual(self.users(there), expected)

    def test_killing_takes_a_process(self):
        with self.assertRaises(HTTPError):
            plumb("post", "faults", [{"do": "kill"}])

    def test_secrets_of_living_keys(self):
        key = client("iam").create_access_key(UserName="before")["AccessKey"]
        self.assertEqual(plumb("get", "access-keys"), [{"id": key["AccessKeyId"], "user": "before", "secret": key["SecretAccessKey"]}])
