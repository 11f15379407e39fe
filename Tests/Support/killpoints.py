"""Disturbs plumb at every call that changes something, runs it again, and compares the end with that of an undisturbed run.

python killpoints.py --plumb BINARY [--scenario NAME…] [--points all|N] [--seed S] [--do WHAT…] [--when before|after] [--jobs J]

A point is one mutating call, before or after it takes effect. The emulator kills plumb there (SIGKILL, the answer is lost), or does one of
the other things of --do; then plumb runs again without faults. It has converged when it exits with 0, the account equals that of an
undisturbed run (snapshot.py: nothing twice, nothing left over, nothing missing), every kept secret is that of a living key, and a further
plan is empty. What plumb is to get over by itself (all but kill and expire) must not end its first run. Every point starts from a copy of
the emulator with the account as it has to be before.
"""

import argparse
import random
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from interruptions.account import Account
from interruptions.attacks import AT_CALLS, LASTING, at_calls, lasting, mixtures, pairs
from interruptions.points import attacked, killed_in_time, raced
from interruptions.program import ROOT, Plumb
from interruptions.scenarios import SCENARIOS, prepare


def attacks(ground, given, dice):
    """All that could be done to a scenario, and what of it is done, in the order in which it is done."""
    count = len(ground.calls)
    # With one call at a time, what is there before a call is what was there after the one before it.
    if given.pairs:
        return given.pairs, pairs(count, dice, given.pairs)
    if given.mixtures:
        return given.mixtures, mixtures(count, dice, given.mixtures)
    every = [attack for do in given.do for attack in (lasting(do) if do in LASTING else at_calls(do, count, given.when))]
    most = {"all": len(every), "brief": ground.scenario.brief}.get(given.points)
    # In an order by chance, so that what there was time for is a fair sample.
    return len(every), dice.sample(every, min(len(every), int(given.points) if most is None else most))


def jobs_of(ground, plumb, given, dice):
    """How many points there are, and those that are tried, as functions."""
    if given.moments:
        moments = [dice.uniform(0.02, ground.seconds) for _ in range(given.moments)]
        return given.moments, [lambda at=at: killed_in_time(ground, plumb, at, given.log) for at in moments]
    if given.races:
        delays = [dice.uniform(0, ground.seconds / 2) for _ in range(given.races)]
        return given.races, [lambda delay=delay: raced(ground, plumb, delay, given.log) for delay in delays]
    count, found = attacks(ground, given, dice)
    return count, [lambda attack=attack: attacked(ground, plumb, attack, given.log) for attack in found]


def arguments():
    names = [scenario.name for scenario in SCENARIOS]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plumb", default=ROOT / ".build/debug/plumb", help="the binary")
    parser.add_argument("--scenario", action="append", choices=names, help="all of them when none is named")
    parser.add_argument("--points", default="all", help="so many of each scenario, drawn with the seed; all; or brief for a test's choice")
    parser.add_argument("--seed", type=int, default=1, help="draws points, their order, moments and mixtures")
    parser.add_argument("--skip", type=int, default=0, help="leave out the first so many: what a run with the same seed has tried already")
    parser.add_argument("--minutes", type=float, default=0, help="begin no further points after so long in one scenario")
    parser.add_argument("--do", action="append", choices=(*AT_CALLS, *LASTING), help="what happens at the point: kill when none is given")
    parser.add_argument("--when", action="append", choices=("before", "after"), help="both when none is given")
    parser.add_argument("--pairs", type=int, default=0, help="so many runs that are killed twice, at two random points")
    parser.add_argument("--mixtures", type=int, default=0, help="so many random mixtures of faults in up to three runs")
    parser.add_argument("--moments", type=int, default=0, help="kill at so many random moments instead of at calls")
    parser.add_argument("--races", type=int, default=0, help="two runs at once, so many times, instead of kills")
    parser.add_argument("--parallelism", type=int, default=1, help="steps at one time; with 1 the points are the same every time")
    parser.add_argument("--reads", type=int, default=0, help="reads until things have settled; 0 settles at once")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--log", help="a folder that gets one file for each point that did not converge")
    given = parser.parse_args()
    given.do = given.do or ["kill"]
    if given.log:
        Path(given.log).mkdir(parents=True, exist_ok=True)
    return given


def main():
    given = arguments()
    plumb, total, bad = Plumb(given.plumb, given.parallelism), 0, 0
    with tempfile.TemporaryDirectory(prefix="plumb-killpoints-") as folder, Account.start() as fresh, \
            ThreadPoolExecutor(given.jobs) as workers:
        fresh.settle_after(given.reads)
        print(f"seed {given.seed}\n{'scenario':22} {'calls':>5} {'points':>6} {'tried':>6} {'converged':>9} {'not':>4} {'seconds':>8}", flush=True)
        for scenario in SCENARIOS:
            if given.scenario and scenario.name not in given.scenario:
                continue
            if given.points == "brief" and not scenario.brief:
                continue
            started, dice = time.monotonic(), random.Random(f"{given.seed}/{scenario.name}")
            ground = prepare(scenario, fresh, plumb, folder)
            ends = time.monotonic() + given.minutes * 60 if given.minutes else float("inf")
            count, jobs = jobs_of(ground, plumb, given, dice)
            found = []
            for finding in workers.map(lambda job: job() if time.monotonic() < ends else None, jobs[given.skip:]):
                if finding is None:
                    continue
                found.append(finding)
                if finding.problems:
                    print(f"  {finding.scenario} {finding.point} {finding.hit}: {' | '.join(finding.problems)[:700]}", flush=True)
            ground.before.end()
            failed = [finding for finding in found if finding.problems]
            total, bad = total + len(found), bad + len(failed)
            print(f"{scenario.name:22} {len(ground.calls):5} {count:6} {len(found):6} {len(found) - len(failed):9} {len(failed):4} "
                  f"{time.monotonic() - started:8.1f}", flush=True)
    print(f"{total - bad} of {total} converged")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
