"""What is run, upon what, and how that ends when nothing comes between."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from .account import REGION, SUPPORT, Account
from .difference import differing, without_generations
from .program import ROOT


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
    #: Edits before it was applied.
    first: tuple = ()
    #: Whether it has to end as on an empty account, where nothing could be left of what was before.
    as_new: bool = False
    #: So many points are enough for a test that has no time; 0 leaves the scenario out.
    brief: int = 2
    #: Stack files that have been applied before, and stay.
    needs: tuple = ()


CITY = ("stacks/digital-apps.yaml", "stacks/services/permit-search.yaml")
TINY = ("tiny-stack.yaml",)
TOKENS = ("tokens-stack.yaml",)
VERSIONS = ("versions-stack.yaml",)
TOLD = ("told-stack.yaml",)
MOVES = ("moves-stack.yaml",)
LIFECYCLE = "      LifecycleConfiguration:\n        Rules:\n          - {Id: old, Status: Enabled, ExpirationInDays: 90}\n"
SERVICE, CLUSTER, CITY_FILE, APP = "stacks/templates/service.yaml", "stacks/templates/cluster.yaml", CITY[0], CITY[1]



def examples():
    """Each example is applied, and destroyed; those that import from the network's find that in the account."""
    for stack in [*sorted((ROOT / "examples").glob("*.yaml")), ROOT / "examples/images"]:
        name = f"examples/{stack.name}"
        needs = ("examples/network.yaml",) if stack.is_file() and "depends-on" in stack.read_text(encoding="utf-8") else ()
        for purpose in ("apply", "destroy"):
            yield Scenario(f"example-{stack.stem}-{purpose}", purpose, (name,), purpose == "destroy", needs=needs, brief=0)


SCENARIOS = [
    Scenario("tiny-apply", "apply", TINY, brief=20),
    Scenario("tiny-destroy", "destroy", TINY, True),
    Scenario("tiny-change", "apply", TINY, True, (
        ("tiny.yaml", "EnableDnsHostnames: true", "EnableDnsHostnames: false"), ("tiny.yaml", "Default: red", "Default: blue"),
        ("tiny.yaml", "RetentionInDays: 30", "RetentionInDays: 60"), ("tiny.yaml", "PolicyName: own", "PolicyName: other"),
        ("tiny.yaml", "ReadOnlyAccess", "PowerUserAccess"),
        ("tiny.yaml", LIFECYCLE, "")), as_new=True),
    # Nothing but the digest tells a plan that something is to be unset that no template mentions.
    Scenario("tiny-drop", "apply", TINY, True, (("tiny.yaml", LIFECYCLE, ""),), as_new=True),
    Scenario("tiny-replace", "apply", TINY, True, (
        ("tiny.yaml", "Default: 10.9.0.0/16", "Default: 10.8.0.0/16"), ("tiny.yaml", "Status: Enabled\n      #", "Status: Suspended\n      #"))),
    Scenario("tiny-replace-zone", "apply", TINY, True, (("tiny.yaml", "tiny.example.org", "small.example.org"),)),
    Scenario("tokens-apply", "apply", TOKENS, brief=0),
    Scenario("versions-apply", "apply", VERSIONS),
    Scenario("versions-destroy", "destroy", VERSIONS, True),
    Scenario("versions-change", "apply", VERSIONS, True, brief=8, edits=(
        ("versions.yaml", "Body: first", "Body: second"), ("versions.yaml", "always\n      ContentType: text/plain", "always\n      ContentType: text/html"),
        ("versions.yaml", "s3:GetObject", "s3:PutObject"), ("versions.yaml", "Value: first", "Value: second"),
        ("versions.yaml", "InstanceType: t3.micro", "InstanceType: t3.small"), ("versions.yaml", "Image: nginx", "Image: httpd"),
        ("versions.yaml", "DefaultTTL: 60", "DefaultTTL: 90"))),
    Scenario("told-apply", "apply", TOLD, brief=6),
    Scenario("told-destroy", "destroy", TOLD, True),
    Scenario("told-replace", "apply", TOLD, True, (("told.yaml", "KeyType: ed25519", "KeyType: rsa"),)),
    Scenario("moves-apply", "apply", MOVES, brief=0),
    Scenario("moves-destroy", "destroy", MOVES, True, brief=0),
    Scenario("moves-change", "apply", MOVES, True, brief=8, as_new=True, edits=(
        ("moves.yaml", "InternetGatewayId: !Ref One", "InternetGatewayId: !Ref Two"), ("moves.yaml", "GatewayId: !Ref One", "GatewayId: !Ref Two"),
        ("moves.yaml", "GroupName: !Ref Readers", "GroupName: !Ref Writers"), ("moves.yaml", "PolicyName: first", "PolicyName: second"),
        ("moves.yaml", "Type: A\n      TTL: 60\n      ResourceRecords: [192.0.2.1]", "Type: CNAME\n      TTL: 60\n      ResourceRecords: [moves.example.org]"))),
    Scenario("apply", "apply", CITY, brief=4),
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
    Scenario("replace-launch", "apply", CITY, True, brief=0, edits=((CITY_FILE, "InstanceType: t3.small", "InstanceType: t3.medium"),)),
    # Under a fixed name it could not be replaced while it is used.
    Scenario("replace-target-group", "apply", CITY, True, brief=0, edits=((SERVICE, "Port: 80\n", "Port: 8080\n"),),
             first=((SERVICE, "Name: !Ref ServiceName\n      VpcId", "VpcId"),)),
    Scenario("replace-network", "apply", CITY, True, brief=0, edits=((CITY_FILE, "10.40.0.0/16", "10.41.0.0/16"),), first=(
        (SERVICE, "Name: !Ref ServiceName\n      VpcId", "VpcId"),
        (CLUSTER, 'Name: !Sub "${ClusterName}-default"\n      VpcId', "VpcId"))),
    *examples(),
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
    shutil.copytree(ROOT / "examples", work / "examples")
    for name in ("tiny", "tokens", "versions", "told", "moves"):
        shutil.copy(SUPPORT / f"{name}.yaml", work)
        (work / f"{name}-stack.yaml").write_text(f"template-file-path: {name}.yaml\nstack-name: {name}\nregion: {REGION}\n", encoding="utf-8")
    paths = [work / name for name in scenario.stacks]
    edit(scenario, work, scenario.first)
    before = fresh.copy()
    if scenario.needs:
        settled(plumb.run(before, "apply", [work / name for name in scenario.needs]), f"{scenario.name}: what it needs")
    if scenario.applied:
        settled(plumb.run(before, "apply", paths), f"{scenario.name}: the first apply")
    edit(scenario, work, scenario.edits)
    before.post("clear-calls")
    with before.copy() as account:
        run = settled(plumb.run(account, scenario.purpose, paths), f"{scenario.name}: the uninterrupted run")
        calls = account.mutations()
        expected = account.contents()
        if scenario.purpose == "apply":
            settled(plumb.run(account, "plan", paths), f"{scenario.name}: the plan after the uninterrupted run")
    if scenario.as_new:
        with fresh.copy() as account:
            settled(plumb.run(account, scenario.purpose, paths), f"{scenario.name}: the run on an empty account")
            left = differing(*map(without_generations, (account.contents(), expected)))
        if left:
            raise SystemExit(f"{scenario.name}: the uninterrupted run ends otherwise than on an empty account:\n" + "\n".join(left))
    return Ground(scenario, before, paths, expected, calls, run.seconds)


def edit(scenario, work, edits):
    for name, old, new in edits:
        text = (work / name).read_text(encoding="utf-8")
        if old not in text:
            raise SystemExit(f"{scenario.name}: {name} does not hold {old!r}")
        (work / name).write_text(text.replace(old, new), encoding="utf-8")


def settled(run, what):
    if run.code != 0:
        raise SystemExit(f"{what} ended with {run.code}:\n{run.text[-4000:]}")
    return run
