"""Interrupts plumb at every call that changes something, runs it again, and compares the end with that of an uninterrupted run.

python killpoints.py --plumb BINARY [--scenario NAME…] [--points all|N] [--seed S] [--do kill|reset|500] [--when before|after] [--jobs J]

A point is one mutating call, before or after it takes effect. The emulator kills plumb there (SIGKILL, the answer is lost), then plumb runs
again without faults. It has converged when it exits with 0, the account equals that of an uninterrupted run (snapshot.py: nothing twice,
nothing left over, nothing missing), every kept secret is that of a living key, and a further plan is empty. Every point starts from a copy of
the emulator with the account as it has to be before.
"""

import argparse
import difflib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import local

import boto3
from botocore.config import Config

import snapshot
from account_reader import Reader

SUPPORT = Path(__file__).resolve().parent
ROOT = SUPPORT.parent.parent
REGION = "us-east-1"
#: Seconds that one run of plumb may take.
RUN_AT_MOST = 240


# ---- The emulated account -------------------------------------------------------------------------------------------

class Account:
    """One emulator: the first one, or a copy with the account as it was."""

    def __init__(self, address, process=None, pid=None):
        self.address, self.process, self.pid = address, process, pid

    @classmethod
    def start(cls):
        folder = tempfile.mkdtemp(prefix="plumb-killpoints-")
        ready = Path(folder) / "ready"
        log = open(Path(folder) / "log", "w", encoding="utf-8")
        process = subprocess.Popen([sys.executable, "-m", "emulator", "--port", "0", "--ready-file", str(ready), "--die-with-stdin"],
                                   cwd=SUPPORT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=log)
        for _ in range(600):
            if ready.exists():
                return cls(ready.read_text(encoding="utf-8").strip(), process)
            if process.poll() is not None:
                break
            time.sleep(0.1)
        raise SystemExit("the emulator did not start: " + Path(log.name).read_text(encoding="utf-8"))

    def copy(self):
        made = self.post("branch")
        return Account(made["address"], pid=made["pid"])

    def post(self, name, value=None):
        request = urllib.request.Request(f"{self.address}/_plumb/{name}", data=json.dumps(value or {}).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def get(self, name):
        with urllib.request.urlopen(f"{self.address}/_plumb/{name}", timeout=60) as answer:
            return json.load(answer)

    def settle_after(self, reads):
        delays = [name for name, value in self.get("config").items() if type(value) is int and name != "page_size"]
        self.post("config", {name: reads for name in delays})

    def end(self):
        if self.process:
            self.process.stdin.close()
            self.process.wait(10)
        else:
            os.kill(self.pid, 15)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()

    def mutations(self):
        return [f"{call['service']}:{call['action']}" + (f" {call['target']}" if call["target"] else "")
                for call in self.get("calls")["calls"] if call["mutating"]]

    # What it holds

    _clients = local()

    def contents(self):
        """Normalised, with the secrets that go with no living key."""
        self.post("settle")
        found = Reader(self._client).read()
        result = snapshot.normalised(found)
        alive = {key["secret"] for key in self.get("access-keys")}
        for secret in found.get("Secret", []):
            value = self._client("secretsmanager").get_secret_value(SecretId=secret["Name"])["SecretString"]
            if value not in alive:
                result.setdefault("SecretOfNoKey", []).append(secret["Name"])
        return json.loads(json.dumps(result, sort_keys=True, default=str))

    def _client(self, service):
        """A client made once per thread, and sent to this account: making one takes longer than most calls."""
        clients = self._clients.__dict__.setdefault("made", {})
        if service not in clients:
            client = boto3.client(
                service, region_name=REGION, endpoint_url="http://127.0.0.1:9", aws_access_key_id="AKIAIOSFODNN7EXAMPLE",
                aws_secret_access_key="secret", config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0}))
            client.meta.events.register("before-send", self._send_here)
            clients[service] = client
        self._clients.address = self.address
        return clients[service]

    @classmethod
    def _send_here(cls, request, **_):
        request.url = request.url.replace("http://127.0.0.1:9", cls._clients.address, 1)


# ---- plumb ----------------------------------------------------------------------------------------------------------

@dataclass
class Run:
    code: int
    text: str
    seconds: float


class Plumb:
    def __init__(self, binary, parallelism):
        self.binary, self.parallelism = str(Path(binary).resolve()), parallelism

    def command(self, purpose, paths):
        flags = {"plan": ["--detailed-exitcode"]}.get(
            purpose, ["--auto-approve", "--delete-data", "--parallelism", str(self.parallelism)])
        return [self.binary, purpose, *map(str, paths), *flags, "--no-color"]

    def environment(self, account):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return kept | {"AWS_ENDPOINT_URL": account.address, "AWS_REGION": REGION, "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
                       "AWS_SECRET_ACCESS_KEY": "secret", "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
                       "AWS_EC2_METADATA_DISABLED": "true", "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}

    def start(self, account, purpose, paths, fault=None):
        """With a fault, plumb starts once the emulator knows its process."""
        with tempfile.TemporaryFile("w+") as log:
            process = subprocess.Popen(["/bin/sh", "-c", 'read -r go && exec "$@"', "sh", *self.command(purpose, paths)], cwd=ROOT,
                                       env=self.environment(account), stdin=subprocess.PIPE, stdout=log, stderr=log, text=True)
            log_copy = os.dup(log.fileno())
        if fault:
            account.post("faults", [{**fault, "pid": process.pid}])
        process.stdin.write("go\n")
        process.stdin.close()
        return process, log_copy

    def run(self, account, purpose, paths, fault=None, kill_after=None):
        started = time.monotonic()
        process, log = self.start(account, purpose, paths, fault)
        try:
            process.wait(kill_after or RUN_AT_MOST)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        seconds = time.monotonic() - started
        with os.fdopen(log, "r+", errors="replace") as file:
            file.seek(0)
            text = file.read()
        return Run(process.returncode, text, seconds)


# ---- Scenarios ------------------------------------------------------------------------------------------------------

@dataclass
class Scenario:
    """A run to interrupt: what is there before, and what is run."""
    name: str
    purpose: str
    #: Stack files below the copied folder.
    stacks: tuple
    #: Whether the stacks have been applied before.
    applied: bool = False
    #: Edits of files since: (file, old, new); every one must be found.
    edits: tuple = ()


CITY = ("stacks/digital-apps.yaml", "stacks/services/permit-search.yaml")
TINY = ("tiny-stack.yaml",)
SERVICE, CLUSTER, CITY_FILE, APP = "stacks/templates/service.yaml", "stacks/templates/cluster.yaml", CITY[0], CITY[1]

SCENARIOS = [
    Scenario("tiny-apply", "apply", TINY),
    Scenario("tiny-destroy", "destroy", TINY, True),
    Scenario("tiny-change", "apply", TINY, True, (
        ("tiny.yaml", "EnableDnsHostnames: true", "EnableDnsHostnames: false"), ("tiny.yaml", "Default: red", "Default: blue"),
        ("tiny.yaml", "RetentionInDays: 30", "RetentionInDays: 60"), ("tiny.yaml", "PolicyName: own", "PolicyName: other"),
        ("tiny.yaml", "Status: Enabled", "Status: Suspended"), ("tiny.yaml", "ReadOnlyAccess", "PowerUserAccess"))),
    Scenario("tiny-replace", "apply", TINY, True, (("tiny.yaml", "Default: 10.9.0.0/16", "Default: 10.8.0.0/16"),)),
    Scenario("tiny-replace-zone", "apply", TINY, True, (("tiny.yaml", "tiny.example.org", "small.example.org"),)),
    Scenario("apply", "apply", CITY),
    Scenario("destroy", "destroy", CITY, True),
    Scenario("update", "apply", CITY, True, (
        (SERVICE, "HealthCheckPath: /admin/ok", "HealthCheckPath: /admin/health"), (SERVICE, "Threshold: 1", "Threshold: 2"),
        (SERVICE, 'Value: "30"', 'Value: "45"'), (SERVICE, "MaximumPercent: 200", "MaximumPercent: 150"),
        (SERVICE, "PriceClass: PriceClass_100", "PriceClass: PriceClass_200"), (SERVICE, "900 images", "800 images"),
        (SERVICE, "Value: production", "Value: staging"), (SERVICE, "ContentType: text/plain", "ContentType: text/x-env"),
        (APP, 'RulePriority: "30"', 'RulePriority: "31"'), (APP, "permits.apps", "permit.apps"),
        (CLUSTER, "Default: 90", "Default: 120"), (CLUSTER, "s3:GetObject", "s3:GetObject*"),
        (CLUSTER, "Description: What the apps themselves may do", "Description: What apps may do"),
        (CITY_FILE, 'InstanceMaximum: "4"', 'InstanceMaximum: "6"'), (CITY_FILE, "198.51.100.0/24", "198.51.100.0/25"),
        (CITY_FILE, "Environment: production", "Environment: trial"))),
    Scenario("replace-launch", "apply", CITY, True, ((CITY_FILE, "InstanceType: t3.small", "InstanceType: t3.medium"),)),
    Scenario("replace-target-group", "apply", CITY, True, ((SERVICE, "Port: 80\n", "Port: 8080\n"),)),
    Scenario("replace-network", "apply", CITY, True, ((CITY_FILE, "10.40.0.0/16", "10.41.0.0/16"),)),
]


@dataclass
class Ground:
    """Everything that the points of one scenario share."""
    scenario: Scenario
    before: Account
    paths: list
    expected: dict
    calls: list
    seconds: float


def prepare(scenario, fresh, plumb, folder):
    """Applies what has to be there, runs the scenario once without interruption, and tells how that ended."""
    work = Path(folder) / scenario.name
    shutil.copytree(ROOT / "stacks", work / "stacks")
    shutil.copy(SUPPORT / "tiny.yaml", work)
    (work / "tiny-stack.yaml").write_text(f"template-file-path: tiny.yaml\nstack-name: tiny\nregion: {REGION}\n", encoding="utf-8")
    paths = [work / name for name in scenario.stacks]
    before = fresh.copy()
    if scenario.applied:
        settled(plumb.run(before, "apply", paths), f"{scenario.name}: the first apply")
    for name, old, new in scenario.edits:
        text = (work / name).read_text(encoding="utf-8")
        if old not in text:
            raise SystemExit(f"{scenario.name}: {name} does not hold {old!r}")
        (work / name).write_text(text.replace(old, new), encoding="utf-8")
    before.post("clear-calls")
    with before.copy() as account:
        run = settled(plumb.run(account, scenario.purpose, paths), f"{scenario.name}: the uninterrupted run")
        calls = account.mutations()
        expected = account.contents()
        if scenario.purpose == "apply":
            settled(plumb.run(account, "plan", paths), f"{scenario.name}: the plan after the uninterrupted run")
    return Ground(scenario, before, paths, expected, calls, run.seconds)


def settled(run, what):
    if run.code != 0:
        raise SystemExit(f"{what} ended with {run.code}:\n{run.text[-4000:]}")
    return run


# ---- Points ---------------------------------------------------------------------------------------------------------

@dataclass
class Finding:
    scenario: str
    point: str
    problems: list = field(default_factory=list)
    seconds: float = 0
    hit: str = ""


def interrupted(ground, plumb, nth, when, do, log):
    """Interrupts at one point, runs again, and tells what is not as it should be."""
    started = time.monotonic()
    with ground.before.copy() as account:
        fault = {"match": {"mutating": True, "nth": nth}, "when": when, "do": do}
        first = plumb.run(account, ground.scenario.purpose, ground.paths, fault)
        hit = account.get("faults")["faults"][0]
        finding = Finding(ground.scenario.name, f"{when} {nth}", hit=hit["hit"] or "")
        if not hit["fired"]:
            finding.problems.append(f"the run ended before call {nth}, with {first.code}")
        elif do == "kill" and first.code != -9:
            finding.problems.append(f"it was not killed, but ended with {first.code}")
        account.post("faults", [])
        finish(ground, plumb, account, finding, log, first)
    finding.seconds = time.monotonic() - started
    return finding


def killed_in_time(ground, plumb, seconds, log):
    """Kills at a moment, whatever is under way then."""
    started = time.monotonic()
    with ground.before.copy() as account:
        first = plumb.run(account, ground.scenario.purpose, ground.paths, kill_after=seconds)
        done = len(account.mutations())
        finding = Finding(ground.scenario.name, f"{seconds:.2f} s", hit=f"{done} calls done, exit {first.code}")
        finish(ground, plumb, account, finding, log, first)
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
        finish(ground, plumb, account, finding, log, Run(one[0].returncode, text + "\n----\n" + two.text, 0))
    finding.seconds = time.monotonic() - started
    return finding


def finish(ground, plumb, account, finding, log, first):
    """Runs again without faults and compares."""
    again = plumb.run(account, ground.scenario.purpose, ground.paths)
    if again.code != 0:
        finding.problems.append(f"the second run ended with {again.code}")
    difference = differing(ground.expected, account.contents())
    if difference:
        finding.problems.append("the account differs: " + "; ".join(difference[:6]))
    plan = None
    if ground.scenario.purpose == "apply" and not finding.problems:
        plan = plumb.run(account, "plan", ground.paths)
        if plan.code != 0:
            finding.problems.append(f"a further plan is not empty ({plan.code})")
    if finding.problems and log:
        name = re.sub(r"\W+", "-", f"{finding.scenario}-{finding.point}")
        calls = [f"{call['status']} {call['service']}:{call['action']} {call['target'] or ''}" for call in account.get("calls")["calls"]]
        whole = "\n".join(["\n".join(finding.problems), "\n==== difference", *difference, "\n==== first", first.text, "\n==== again", again.text,
                           "\n==== plan", plan.text if plan else "", "\n==== calls", *calls])
        (Path(log) / f"{name}.txt").write_text(whole, encoding="utf-8")


def differing(expected, found):
    """The lines in which two snapshots differ, by type."""
    lines = []
    for kind in sorted(set(expected) | set(found)):
        left, right = expected.get(kind, []), found.get(kind, [])
        if left == right:
            continue
        lines.append(f"{kind}: {len(left)} expected, {len(right)} found")
        texts = [json.dumps(one, indent=1, sort_keys=True).splitlines() for one in (left, right)]
        lines += [line for line in difflib.unified_diff(*texts, lineterm="", n=2) if not line.startswith(("---", "+++"))]
    return lines


# ---- The command ----------------------------------------------------------------------------------------------------

def chosen(ground, given, dice):
    """The points of one scenario: (number, when)."""
    count = len(ground.calls)
    # With one call at a time, what is there before a call is what was there after the one before it.
    points = [(nth, when) for nth in range(1, count + 1) for when in given.when]
    if given.points == "all" or int(given.points) >= len(points):
        return points
    return sorted(dice.sample(points, int(given.points)))


def findings_of(ground, plumb, given, dice, workers):
    if given.moments:
        moments = [dice.uniform(0.02, ground.seconds) for _ in range(given.moments)]
        return workers.map(lambda seconds: killed_in_time(ground, plumb, seconds, given.log), moments)
    if given.races:
        delays = [dice.uniform(0, ground.seconds / 2) for _ in range(given.races)]
        return workers.map(lambda delay: raced(ground, plumb, delay, given.log), delays)
    return workers.map(lambda point: interrupted(ground, plumb, *point, given.do, given.log), chosen(ground, given, dice))


def main():
    names = [scenario.name for scenario in SCENARIOS]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plumb", default=ROOT / ".build/debug/plumb", help="the binary")
    parser.add_argument("--scenario", action="append", choices=names, help="all of them when none is named")
    parser.add_argument("--points", default="all", help="so many, drawn with the seed, or all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--do", default="kill", choices=("kill", "reset", "500"), help="what happens at the point")
    parser.add_argument("--when", action="append", choices=("before", "after"), help="both when none is given")
    parser.add_argument("--moments", type=int, default=0, help="kill at so many random moments instead of at calls")
    parser.add_argument("--races", type=int, default=0, help="two runs at once, so many times, instead of kills")
    parser.add_argument("--parallelism", type=int, default=1, help="steps at one time; with 1 the points are the same every time")
    parser.add_argument("--reads", type=int, default=0, help="reads until things have settled; 0 settles at once")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--log", help="a folder that gets one file for each point that did not converge")
    given = parser.parse_args()
    given.when = given.when or ["before", "after"]
    if given.log:
        Path(given.log).mkdir(parents=True, exist_ok=True)
    plumb, total, bad = Plumb(given.plumb, given.parallelism), 0, 0
    with tempfile.TemporaryDirectory(prefix="plumb-killpoints-") as folder, Account.start() as fresh, \
            ThreadPoolExecutor(given.jobs) as workers:
        fresh.settle_after(given.reads)
        print(f"{'scenario':22} {'points':>6} {'converged':>9} {'not':>4} {'seconds':>8}", flush=True)
        for scenario in SCENARIOS:
            if given.scenario and scenario.name not in given.scenario:
                continue
            started, dice = time.monotonic(), random.Random(f"{given.seed}/{scenario.name}")
            ground = prepare(scenario, fresh, plumb, folder)
            found = []
            for finding in findings_of(ground, plumb, given, dice, workers):
                found.append(finding)
                if finding.problems:
                    print(f"  {finding.scenario} {finding.point} {finding.hit}: {' | '.join(finding.problems)[:700]}", flush=True)
            ground.before.end()
            failed = [finding for finding in found if finding.problems]
            total, bad = total + len(found), bad + len(failed)
            print(f"{scenario.name:22} {len(found):6} {len(found) - len(failed):9} {len(failed):4} {time.monotonic() - started:8.1f}", flush=True)
    print(f"{total - bad} of {total} converged")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
