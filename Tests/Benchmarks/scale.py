#!/usr/bin/env python3
"""Measures many stacks in one run: by default 200 stacks with 5,000 resources of types that the emulator answers in time
that does not grow with the square of their number. README.md tells more."""

import argparse
import tempfile
from pathlib import Path

from emulation import ROOT, Emulation
from measurement import measure

COMMANDS = (("apply", "--auto-approve"), ("plan", "--detailed-exitcode"), ("drift",), ("destroy", "--auto-approve"))
ROLE = "Principal: {Service: ec2.amazonaws.com}"


def template(resources):
    """A fifth each of repositories, alarms, roles, queues and parameters, every one with a tag that refers to the first."""
    lines = ["Resources:"]
    for number in range(resources):
        kind = number % 5
        name = f"R{number}"
        if kind == 0:
            lines += [f"  {name}:", "    Type: AWS::ECR::Repository"]
        elif kind == 1:
            lines += [f"  {name}:", "    Type: AWS::CloudWatch::Alarm", "    Properties:", "      Namespace: plumb",
                      "      MetricName: load", "      Statistic: Average", "      Period: 60", "      EvaluationPeriods: 1",
                      "      Threshold: 1", "      ComparisonOperator: GreaterThanThreshold"]
        elif kind == 2:
            lines += [f"  {name}:", "    Type: AWS::IAM::Role", "    Properties:", "      AssumeRolePolicyDocument:",
                      '        Version: "2012-10-17"',
                      f"        Statement: [{{Effect: Allow, {ROLE}, Action: sts:AssumeRole}}]"]
        elif kind == 3:
            lines += [f"  {name}:", "    Type: AWS::SecretsManager::Secret", "    Properties:",
                      f"      Description: !GetAtt R{number - 3}.Arn", "      SecretString: none"]
        else:
            lines += [f"  {name}:", "    Type: AWS::ElasticLoadBalancingV2::TargetGroup", "    Properties:", "      TargetType: lambda"]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stacks", type=int, default=200)
    parser.add_argument("--resources", type=int, default=25, help="for each stack (default: 25)")
    parser.add_argument("--plumb", type=Path, default=ROOT / ".build/release/plumb")
    given = parser.parse_args()
    failed = False
    with Emulation() as emulator, tempfile.TemporaryDirectory(prefix="plumb-scale-") as folder:
        emulator.empty(0)
        path = Path(folder)
        # Not *.yaml, so that a folder of stack files does not take it for one.
        (path / "template.txt").write_text(template(given.resources), encoding="utf-8")
        for number in range(given.stacks):
            (path / f"stack-{number:03}.yaml").write_text(
                f"template-file-path: template.txt\nstack-name: s{number:03}\nregion: us-east-1\n", encoding="utf-8")
        print(f"{given.stacks} stacks, {given.stacks * given.resources} resources")
        for command, *words in COMMANDS:
            emulator.forget_calls()
            run = measure([given.plumb, command, path, *words], environment=emulator.environment())
            calls = emulator.counts()["total"]
            print(f"{command:8} {calls:6} calls  {run.wall:7.1f} s  {run.cpu:6.1f} s CPU  {run.memory:5.0f} MB  exit {run.code}", flush=True)
            if run.code:
                print(run.output[-2000:])
                failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
