#!/usr/bin/env python3
"""Checks the pipelines in examples/ci: their form, and their shell steps against the emulator.

Usage: ci_examples.py [--plumb FILE]

The steps are taken out of the files and run with the shell, in the order of the pipeline, in a folder with a stack of its
own. What a runner does itself (checking out, becoming a role, uploading) is left out; `gh` is a stand-in that remembers
comments. Forms are checked with check-jsonschema's schemas of GitHub and GitLab where that is installed; where not, that
is said. Exits with 1 when anything is wrong.
"""

import argparse
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

from interruptions.account import Account

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
EXAMPLES = ROOT / "examples" / "ci"

STACK = "template-file-path: ../template.yaml\nstack-name: tiny\nregion: us-east-1\n"

# Comments stand in a file, one per line as `id body-file`.
GH = """#!/bin/sh
set -eu
echo "gh $*" >> "$GH_LOG"
case "$*" in
  *"--method POST"*) cp plan.md "$GH_COMMENTS/1" ;;
  *"--method PATCH"*"/comments/1 "*) cp plan.md "$GH_COMMENTS/1"; echo updated >> "$GH_LOG" ;;
  *--jq*) if [ -e "$GH_COMMENTS/1" ]; then echo 1; fi ;;
  *) exit 9 ;;
esac
"""


class Runner:
    """A folder, an emulator, and what a job's steps leave for the next."""

    def __init__(self, account, plumb, folder):
        self.folder, self.failures = folder, []
        bin_ = folder / "bin"
        bin_.mkdir()
        (bin_ / "plumb").symlink_to(plumb)
        (bin_ / "gh").write_text(GH)
        (bin_ / "gh").chmod(0o755)
        (folder / "comments").mkdir()
        (folder / "stacks").mkdir()
        (folder / "stacks" / "tiny.yaml").write_text(STACK)
        shutil.copy(HERE / "tiny.yaml", folder / "template.yaml")
        self.environment = {
            "PATH": f"{bin_}:{os.environ['PATH']}", "HOME": str(folder), "AWS_ENDPOINT_URL": account.address,
            "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_EC2_METADATA_DISABLED": "true",
            "GITHUB_OUTPUT": str(folder / "output"), "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
            "GH_LOG": str(folder / "gh.log"), "GH_COMMENTS": str(folder / "comments"), "CI_PROJECT_DIR": str(folder),
            "AWS_TOKEN": "token"}

    def shell(self, what, script, environment=None, expected=0):
        given = {**self.environment, **{name: self.filled(text) for name, text in (environment or {}).items()}}
        done = subprocess.run(["bash", "-eo", "pipefail", "-c", script], cwd=self.folder, env=given, text=True,
                              capture_output=True, check=False)
        print(f"{'ok' if done.returncode == expected else 'FAILED'}  {what}: exit {done.returncode}")
        if done.returncode != expected:
            self.failures.append(what)
            print(done.stdout[-2000:] + done.stderr[-2000:])
        return done

    def expect(self, what, holds):
        print(f"{'ok' if holds else 'FAILED'}  {what}")
        if not holds:
            self.failures.append(what)

    @staticmethod
    def filled(text):
        """Expressions and variables of the runner as they would come out."""
        values = {"github.repository": "owner/name", "github.event.pull_request.number": "7", "github.token": "t"}
        return re.sub(r"\$\{\{\s*([\w.]+)\s*\}\}", lambda found: values.get(found.group(1), ""), str(text))

    def text(self, name):
        path = self.folder / name
        return path.read_text() if path.exists() else ""


def github(runner, file, job, codes=None):
    """Runs the steps of one job that have a shell script; `codes` are exit codes other than 0, by the step's name."""
    workflow = yaml.safe_load((EXAMPLES / "github" / file).read_text())
    steps = [step for step in workflow["jobs"][job]["steps"] if "run" in step]
    assert steps, f"{file} has no steps to run"
    for step in steps:
        environment = {**workflow.get("env", {}), **step.get("env", {})}
        runner.shell(f"{file} {job}: {step['name']}", runner.filled(step["run"]), environment,
                     (codes or {}).get(step["name"], 0))


def gitlab(runner, job):
    pipeline = yaml.safe_load((EXAMPLES / "gitlab" / ".gitlab-ci.yml").read_text())
    environment = {name: os.path.expandvars(str(value).replace("$CI_PROJECT_DIR", str(runner.folder)))
                   for name, value in pipeline["variables"].items()}
    # The emulator's keys stand in for the role that the token would give.
    for line in pipeline["default"]["before_script"] + pipeline[job]["script"]:
        runner.shell(f".gitlab-ci.yml {job}: {line[:60]}", line, environment)


def jenkins(runner, expected):
    """The `sh` steps of the stages, by stage."""
    text = (EXAMPLES / "jenkins" / "Jenkinsfile").read_text()
    found = {}
    for stage, body in re.findall(r"stage\('(\w+)'\) \{(.*?)\n        \}", text, re.DOTALL):
        found[stage] = re.findall(r"sh '([^']+)'", body)
    assert sorted(found) == ["Apply", "Drift", "Plan"] and all(found.values()), found
    for stage in ("Plan", "Apply", "Drift"):
        for line in found[stage]:
            runner.shell(f"Jenkinsfile {stage}: {line[:60]}", line, {"STACKS": "stacks", "AWS_REGION": "us-east-1"})
    for name in expected:
        runner.expect(f"Jenkinsfile leaves {name}", (runner.folder / name).exists())


def edit(runner):
    template = runner.folder / "template.yaml"
    template.write_text(template.read_text().replace("RetentionInDays: 30", "RetentionInDays: 60"))


def pipelines(account, plumb, folder):
    runner = Runner(account, plumb, folder)
    github(runner, "plan.yml", "plan")
    runner.expect("the comment is made", "--method POST" in runner.text("gh.log"))
    runner.expect("the comment has its marker", runner.text("comments/1").startswith("<!-- plumb:plan:tiny:us-east-1 -->"))
    runner.expect("the job has a summary", "plumb plan" in runner.text("summary.md"))
    github(runner, "plan.yml", "plan")
    runner.expect("the comment is kept up to date", "updated" in runner.text("gh.log"))
    runner.expect("there is one comment", runner.text("gh.log").count("--method POST") == 1)
    github(runner, "apply.yml", "plan")
    runner.expect("apply is told of changes", runner.text("output").endswith("changes=yes\n"))
    github(runner, "apply.yml", "apply")
    runner.expect("a journal is kept", runner.text("journal.jsonl").count("\n") > 10)
    github(runner, "apply.yml", "plan")
    runner.expect("nothing is left to apply", runner.text("output").endswith("changes=no\n"))
    github(runner, "drift.yml", "drift")
    runner.expect("a report is there to upload", '"version": "2.1.0"' in runner.text("drift.sarif"))
    edit(runner)
    github(runner, "drift.yml", "drift", {"Drift": 2})
    gitlab(runner, "plan")
    gitlab(runner, "apply")
    gitlab(runner, "drift")
    runner.expect("GitLab has its reports", all((runner.folder / name).exists() for name in ("changes.json", "quality.json", "plan.xml")))
    jenkins(runner, ["plan.html", "drift.html", "drift.xml"])
    roles = EXAMPLES / "github" / "roles.yaml"
    runner.shell("roles.yaml is valid", f"plumb apply {roles} --stack-name plumb-roles --parameter Repository=owner/name "
                 "--parameter PlanPolicyArn=arn:aws:iam::aws:policy/ReadOnlyAccess "
                 "--parameter ApplyPolicyArn=arn:aws:iam::aws:policy/ReadOnlyAccess --auto-approve", {"AWS_REGION": "us-east-1"})
    return runner.failures


def forms():
    """What the schemas of GitHub and GitLab have against the files."""
    if importlib.util.find_spec("check_jsonschema") is None:
        print("NOT CHECKED: the form of the pipelines; check-jsonschema is not installed")
        return []
    failures = []
    checks = [("vendor.github-workflows", sorted((EXAMPLES / "github").glob("*.yml"))),
              ("vendor.github-actions", sorted((EXAMPLES / "github").glob("*/action.yml"))),
              ("vendor.gitlab-ci", [EXAMPLES / "gitlab" / ".gitlab-ci.yml"])]
    for schema, files in checks:
        words = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, files)]
        if schema == "vendor.gitlab-ci":
            words += ["--data-transform", "gitlab-ci"]
        done = subprocess.run(words, text=True, capture_output=True, check=False)
        print(f"{'ok' if done.returncode == 0 else 'FAILED'}  {schema}: {len(files)} files")
        if done.returncode != 0 or not files:
            failures.append(schema)
            print(done.stdout + done.stderr)
    return failures


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plumb", type=Path, default=ROOT / ".build" / "debug" / "plumb")
    options = parser.parse_args()
    failures = forms()
    with tempfile.TemporaryDirectory() as folder, Account.start() as account:
        failures += pipelines(account, options.plumb.resolve(), Path(folder))
    print(f"{len(failures)} failures" + "".join(f"\n  {failure}" for failure in failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
