"""One attack on one scenario: the disturbed runs, the run that follows, and what is not as it should be then."""

import os
import re
import time
from dataclasses import dataclass, field
from pathlib import Path

from .attacks import signatures_checked
from .difference import differing, without_generations, without_history
from .program import RUN_AT_MOST, Run


#: What answers a secret that nobody can ask for again: with its answer lost, a run has to end and the next one makes another.
TOLD_ONCE = ("iam:CreateAccessKey", "ec2:CreateKeyPair")


#: Creations that AWS itself keeps from taking effect twice: by a token, or by a reference that the caller chooses.
BY_TOKEN = ("ec2:RunInstances", "ec2:CreateNatGateway", "ec2:CreateVpcEndpoint", "ec2:CreateRouteTable", "ec2:CreateLaunchTemplate",
            "ec2:CreateEgressOnlyInternetGateway", "efs:CreateFileSystem", "efs:CreateAccessPoint", "acm:RequestCertificate")


@dataclass
class Finding:
    scenario: str
    point: str
    problems: list = field(default_factory=list)
    seconds: float = 0
    hit: str = ""


def attacked(ground, plumb, attack, log):
    """Disturbs as the attack says, runs again, and tells what is not as it should be."""
    started = time.monotonic()
    with ground.before.copy() as account:
        finding, text = Finding(ground.scenario.name, attack.name), ""
        signatures_checked(account, attack.settings)
        for number, faults in enumerate(attack.runs, 1):
            run = plumb.run(account, ground.scenario.purpose, ground.paths, faults)
            text += f"---- run {number}, exit {run.code}\n{run.text}\n"
            hits = account.get("faults")["faults"] if faults else []
            finding.hit = ", ".join(filter(None, [finding.hit, *(hit["hit"] for hit in hits if hit["hit"])]))
            if attack.fires and faults and not hits[0]["fired"]:
                finding.problems.append(f"the run ended before that call, with {run.code}")
            elif (attack.kills or attack.forgets and faults) and run.code != -9:
                finding.problems.append(f"it was not killed, but ended with {run.code}")
            elif attack.passes and run.code != 0 and not (hits and hits[0]["when"] != "before" and hits[0]["hit"] in TOLD_ONCE):
                finding.problems.append(f"it did not get over that, but ended with {run.code}")
            elif run.seconds >= RUN_AT_MOST:
                finding.problems.append(f"run {number} had not ended after {RUN_AT_MOST} s")
            if not attack.forgets or number == len(attack.runs):
                account.post("faults", [])
        if attack.forgets and finding.hit in BY_TOKEN and (run.code != 0 or differing(ground.expected, account.contents())):
            finding.problems.append(f"the run that did not see it ended with {run.code}, and not as an undisturbed one")
        if attack.passes and run.code == 0 and differing(ground.expected, account.contents()):
            finding.problems.append("it ended well, but not as an undisturbed run")
        if attack.kills and ground.scenario.purpose == "apply" and differing(ground.expected, account.contents()):
            plan = plumb.run(account, "plan", ground.paths)
            if plan.code != 2:
                finding.problems.append(f"something is left to do, and a plan does not say so ({plan.code})")
        if attack.settings:
            account.post("config", {name: 0 for name in attack.settings})
            account.post("auth", {"on": False})
        finish(ground, plumb, account, finding, log, text, generations=len(attack.runs) == 1)
    finding.seconds = time.monotonic() - started
    return finding


def killed_in_time(ground, plumb, seconds, log):
    """Kills at a moment, whatever is under way then."""
    started = time.monotonic()
    with ground.before.copy() as account:
        first = plumb.run(account, ground.scenario.purpose, ground.paths, kill_after=seconds)
        done = len(account.mutations())
        finding = Finding(ground.scenario.name, f"{seconds:.2f} s", hit=f"{done} calls done, exit {first.code}")
        finish(ground, plumb, account, finding, log, first.text)
    finding.seconds = time.monotonic() - started
    return finding


def raced(ground, plumb, delay, log):
    """Two runs at once, as when two people do not know of each other; then one more."""
    started = time.monotonic()
    with ground.before.copy() as account:
        one = plumb.start(account, ground.scenario.purpose, ground.paths)
        time.sleep(delay)
        two = plumb.run(account, ground.scenario.purpose, ground.paths)
        one[0].wait(RUN_AT_MOST)
        with os.fdopen(one[1], "r+", errors="replace") as file:
            file.seek(0)
            text = file.read()
        finding = Finding(ground.scenario.name, f"race {delay:.2f} s", hit=f"exits {one[0].returncode} and {two.code}")
        finish(ground, plumb, account, finding, log, text + "\n---- the other\n" + two.text, generations=False, history=False)
    finding.seconds = time.monotonic() - started
    return finding


def finish(ground, plumb, account, finding, log, text, generations=True, history=True):
    """Runs again without faults and compares; without `generations` and `history` as far as it does not matter what went before."""
    again = plumb.run(account, ground.scenario.purpose, ground.paths)
    if again.code != 0:
        finding.problems.append(f"the last run ended with {again.code}")
    snapshots = [one if generations else without_generations(one) for one in (ground.expected, account.contents())]
    difference = differing(*(one if history else without_history(one) for one in snapshots))
    if difference:
        finding.problems.append("the account differs: " + "; ".join(difference[:6]))
    plan = Run(0, "", 0)
    if ground.scenario.purpose == "apply" and not finding.problems:
        plan = plumb.run(account, "plan", ground.paths)
        if plan.code != 0:
            finding.problems.append(f"a further plan is not empty ({plan.code})")
    if finding.problems and log:
        name = re.sub(r"\W+", "-", f"{finding.scenario}-{finding.point}")[:120]
        calls = [f"{call['status']} {call['service']}:{call['action']} {call['target'] or ''}" for call in account.get("calls")["calls"]]
        whole = "\n".join(["\n".join(finding.problems), "\n==== difference", *difference, "\n==== disturbed", text, "\n==== again", again.text,
                           "\n==== plan", plan.text, "\n==== calls", *calls])
        (Path(log) / f"{name}.txt").write_text(whole, encoding="utf-8")
