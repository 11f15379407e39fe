#!/usr/bin/env python3
"""Proves the policies of `plumb permissions --for`: with the policy a run succeeds, and without any one of its actions it fails
and names the action that is missing.

Usage: least_permissions.py [--plumb FILE] [--for PURPOSE] [--stack NAME] [WORD…]

The stacks are tiny.yaml, and keys.yaml for the actions of KMS alone. Policies are enforced by the emulator, with resources and conditions. Each action is taken out on a copy
of the account of its own; a WORD takes those actions whose names hold it. Exits with 1 when a run ends otherwise than it has to.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3
from botocore.config import Config

from interruptions.account import KEY, REGION, SECRET, SUPPORT, Account
from interruptions.program import ROOT

#: Stacks, and the actions of each that are taken out: those whose names hold one of the words; all without words.
STACKS = {"tiny": (), "keys": ("kms:",)}

#: Actions without which a run succeeds all the same, and why that is right.
SPARED = {
    "logs:ListTagsForResource": "asked when the tag search of the run does not show the group",
    "route53:ListTagsForResources": "asked when the tag search of the run does not show the zone",
    "s3:GetBucketTagging": "asked when the tag search of the run does not show the bucket",
    "s3:PutBucketTagging": "a new bucket brings its tags; later ones are set by it",
    "s3:ListBucket": "tells a bucket that is not there from one that is somebody else's",
    "ec2:DescribeNetworkInterfaces": "tells what would stand in the way of a deletion, where it may",
    "ec2:DescribeSubnets": "tells what would stand in the way of a network's deletion, where it may",
    "route53:DeleteQueryLoggingConfig": "only for zones whose queries are logged, and this one's are not",
    "kms:ListResourceTags": "asked when the tag search of the run does not show the key",
    "iam:GetInstanceProfile": "asked while a new profile is waited for, and for the tags of one",
}

#: Purposes that do need one of them.
NEEDED = {("apply", "s3:ListBucket")}

#: Actions whose refusal has no words: HeadBucket answers 403 alone, which may as well mean somebody else's bucket.
WORDLESS = {"s3:ListBucket"}

#: What is added to the words of a command.
COMMANDS = {"plan": ["--out", "saved.json"], "drift": [], "apply": ["--auto-approve"], "destroy": ["--auto-approve"]}


class Trial:
    def __init__(self, plumb, stack):
        self.plumb = plumb
        self.words = [str(SUPPORT / f"{stack}.yaml"), "--stack-name", stack]

    def command(self, purpose):
        return [purpose, *self.words, *COMMANDS[purpose]]

    def policy(self, purpose):
        done = subprocess.run([self.plumb, "permissions", *self.words, "--for", purpose, "--format", "json", "--region", REGION, "--account",
                               "123456789012"], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(done.stderr)
        return json.loads(done.stdout)

    def run(self, account, words, key, secret):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([self.plumb, *words, "--no-color"], cwd=folder, capture_output=True, text=True, check=False, timeout=240, env=kept | {
                "AWS_ENDPOINT_URL": account.address, "AWS_REGION": REGION, "AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret,
                "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_EC2_METADATA_DISABLED": "true"})
        return done.returncode, done.stdout + done.stderr

    def caller(self, account, policy):
        """The key of a user who has this policy and no other."""
        iam = boto3.client("iam", region_name=REGION, endpoint_url=account.address, aws_access_key_id=KEY, aws_secret_access_key=SECRET,
                           config=Config(retries={"max_attempts": 0}))
        iam.create_user(UserName="runner")
        arn = iam.create_policy(PolicyName="runner", PolicyDocument=json.dumps(policy, separators=(",", ":")))["Policy"]["Arn"]
        iam.attach_user_policy(UserName="runner", PolicyArn=arn)
        made = iam.create_access_key(UserName="runner")["AccessKey"]
        return made["AccessKeyId"], made["SecretAccessKey"]

    def judge(self, base, purpose, policy, missing):
        """None, or what is wrong."""
        with base.copy() as account:
            given = without(policy, missing)
            account.post("auth", {"on": True, "root": [KEY, SECRET]})
            caller = self.caller(account, given)
            code, text = self.run(account, self.command(purpose), *caller)
            # What there is already is read whole.
            if purpose == "apply" and code == 0:
                code, text = self.run(account, self.command(purpose), *caller)
        if missing is None:
            return None if code == 0 else f"with the whole policy: exit {code}\n{text[-3000:]}"
        if missing in SPARED and (purpose, missing) not in NEEDED:
            return None if code == 0 else f"is said to be spared, and is not: {SPARED[missing]}"
        if code == 0:
            return "succeeds without it"
        return None if missing in text or missing in WORDLESS else f"fails without naming it:\n{text[-1500:]}"


def actions(policy):
    return sorted(action for statement in policy["Statement"] for action in statement["Action"])


def without(policy, action):
    statements = [{**one, "Action": [name for name in one["Action"] if name != action]} for one in policy["Statement"]]
    return {**policy, "Statement": [one for one in statements if one["Action"]]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plumb", type=Path, default=ROOT / ".build" / "debug" / "plumb")
    parser.add_argument("--for", dest="purposes", action="append", choices=list(COMMANDS))
    parser.add_argument("--stack", dest="stacks", action="append", choices=list(STACKS))
    parser.add_argument("words", nargs="*", metavar="WORD")
    options = parser.parse_args()
    failures = 0
    with Account.start() as empty:
        empty.settle_after(0)
        for stack in options.stacks or STACKS:
            trial, words = Trial(options.plumb.resolve(), stack), options.words or STACKS[stack]
            failures += judge(trial, empty, stack, options.purposes or COMMANDS, words)
    return 1 if failures else 0


def judge(trial, empty, stack, purposes, words):
    """How many actions of a stack's policies are not what they have to be."""
    failures = 0
    with empty.copy() as full:
        code, text = trial.run(full, trial.command("apply"), KEY, SECRET)
        if code != 0:
            raise SystemExit(text)
        for purpose in purposes:
            base = empty if purpose == "apply" else full
            policy = trial.policy(purpose)
            chosen = [None] + [name for name in actions(policy) if not words or any(word in name for word in words)]
            with ThreadPoolExecutor(2) as pool:
                verdicts = list(pool.map(lambda missing: trial.judge(base, purpose, policy, missing), chosen))
            wrong = [(missing, verdict) for missing, verdict in zip(chosen, verdicts) if verdict]
            failures += len(wrong)
            print(f"{stack}, {purpose}: {len(chosen) - 1} actions, {len(wrong)} wrong", flush=True)
            for missing, verdict in wrong:
                print(f"  {missing or 'all'}: {verdict}", flush=True)
    return failures


if __name__ == "__main__":
    sys.exit(main())
