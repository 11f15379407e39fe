#!/usr/bin/env python3
"""Measures plan, apply and destroy of the cluster and N services against the emulator. README.md tells more."""

import argparse
import json
import os
import shutil
import statistics
import tempfile
from dataclasses import asdict
from pathlib import Path

from critical_path import critical_path
from emulation import ROOT, Emulation
from measurement import measure
from workload import Plumb, Terraform

COMMANDS = ("apply", "plan", "destroy")
VERSION_RUNS = 20


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--services", type=numbers, default=[1, 10, 50], metavar="N,…", help="default: 1,10,50")
    parser.add_argument("--latency", type=numbers, default=[0, 50], metavar="MS,…", help="default: 0,50")
    parser.add_argument("--plumb", type=Path, help="the program to measure; default: the release build, else the debug build")
    parser.add_argument("--terraform", choices=["auto", "no", "only"], default="auto", help="default: if it is on the PATH")
    parser.add_argument("--terraform-plugins", metavar="DIR", default=os.environ.get("PLUMB_TERRAFORM_PLUGINS"),
                        help="where the aws provider lies unpacked, so that nothing is downloaded")
    parser.add_argument("--actions", action="store_true", help="print calls by action for every run, not only for the plans")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything measured")
    return parser.parse_args()


def numbers(text):
    return [int(part) for part in text.split(",")]


def built():
    for configuration in ("release", "debug"):
        program = ROOT / ".build" / configuration / "plumb"
        if program.exists():
            return program
    raise SystemExit("plumb is not built: swift build -c release --product plumb")


def run(emulation, tool, services, latency):
    """The records of one empty account's life: apply, plan without changes, destroy. A failed apply ends it; None when
    the tool cannot be run at all.
    """
    records = []
    emulation.empty(latency)
    with tempfile.TemporaryDirectory(prefix="plumb-benchmark-") as folder:
        commands = tool.prepare(Path(folder), services)
        environment = emulation.environment()
        if "init" in commands:
            made = measure(commands["init"], folder, environment)
            if made.code != 0:
                print(f"{tool.name}: cannot initialize, so it is not measured:\n{made.output[-600:]}")
                return None
        first_plan = Path(folder) / "first-plan.json"
        if "first plan" in commands:
            with open(first_plan, "wb") as file:
                planning = measure(commands["first plan"], folder, environment, file)
        for command in COMMANDS:
            emulation.forget_calls()
            measured = measure(commands[command], folder, environment)
            counts = emulation.counts()
            record = {"tool": tool.name, "services": services, "latency": latency, "command": command,
                      "calls": counts["total"], "mutating": counts["mutating"], "actions": counts["counts"]}
            record |= {key: value for key, value in asdict(measured).items() if key != "output"}
            records.append(record)
            show(record)
            if measured.code != 0 or (command == "plan" and counts["mutating"]):
                print(f"  {' '.join(commands[command])} exited with {measured.code}; the end of its output:")
                print("  " + measured.output[-1500:].replace("\n", "\n  "))
                if command == "apply":
                    break
                continue
            if command == "apply" and "first plan" in commands and planning.code == 0:
                chain, least = critical_path(json.loads(first_plan.read_text()), emulation.calls())
                working = measured.wall - planning.wall
                record |= {"planning": planning.wall, "chain": chain, "least": least}
                print(f"  planning {planning.wall:.2f} s, then {working:.2f} s; the longest chain has {chain} calls, "
                      f"which take {least:.2f} s: {working / max(least, 0.001):.2f} times that", flush=True)
    return records


HEADER = (f"{'tool':<10}{'N':>4}{'latency':>9}  {'command':<9}{'calls':>6}{'mutating':>9}{'wall s':>9}{'CPU s':>8}"
          f"{'MB':>7}  result")


def show(record):
    result = "ok" if record["code"] == 0 else f"exit code {record['code']}"
    print(f"{record['tool']:<10}{record['services']:>4}{record['latency']:>6} ms  {record['command']:<9}"
          f"{record['calls']:>6}{record['mutating']:>9}{record['wall']:>9.2f}{record['cpu']:>8.2f}"
          f"{record['memory']:>7.0f}  {result}", flush=True)


def show_actions(records, commands):
    """Calls by action: one column for each N, and what one more service costs between the smallest and the largest."""
    for tool, command in sorted({(r["tool"], r["command"]) for r in records if r["command"] in commands}):
        by_size = {r["services"]: r for r in records
                   if (r["tool"], r["command"]) == (tool, command) and r["code"] == 0}
        if not by_size:
            continue
        sizes = sorted(by_size)
        print(f"\n{tool} {command}: calls by action" + (", and for each additional service" if len(sizes) > 1 else ""))
        print(f"  {'':<58}" + "".join(f"{f'N={size}':>8}" for size in sizes) + ("   each" if len(sizes) > 1 else ""))
        actions = sorted({action for record in by_size.values() for action in record["actions"]})
        rows = [(action, [by_size[size]["actions"].get(action, 0) for size in sizes]) for action in actions]
        rows.append(("all", [by_size[size]["calls"] for size in sizes]))
        for action, counts in rows:
            line = f"  {action:<58}" + "".join(f"{count:>8}" for count in counts)
            if len(sizes) > 1:
                line += f"{(counts[-1] - counts[0]) / (sizes[-1] - sizes[0]):>7.2f}"
            print(line)


def start_up(program, environment):
    times = [measure([str(program), "--version"], environment=environment) for _ in range(VERSION_RUNS)]
    if any(time.code for time in times):
        raise SystemExit(f"{program} --version failed:\n{times[-1].output}")
    walls = [time.wall * 1000 for time in times]
    memory = max(time.memory for time in times)
    print(f"plumb --version: {min(walls):.1f} ms at best, {statistics.median(walls):.1f} ms in the middle of "
          f"{VERSION_RUNS}, {memory:.0f} MB; the program is {program.resolve().stat().st_size / 1e6:.1f} MB long")
    return {"best": min(walls), "median": statistics.median(walls), "memory": memory}


def main():
    given = arguments()
    tools, version, records = [], None, []
    if given.terraform != "only":
        program = (given.plumb or built()).absolute()
        print(f"measuring {program}" + ("" if "release" in str(program.resolve()) else " (not a release build?)"))
        tools.append(Plumb(program))
    found = shutil.which("terraform")
    if given.terraform != "no" and found:
        tools.append(Terraform(found, given.terraform_plugins))
    elif given.terraform != "no":
        print("terraform is not on the PATH; README.md has figures measured earlier")
    with Emulation() as emulation:
        if given.terraform != "only":
            version = start_up(program, emulation.environment())
        print("\n" + HEADER)
        for tool in tools:
            for services, latency in [(n, ms) for n in given.services for ms in given.latency]:
                made = run(emulation, tool, services, latency)
                if made is None:
                    print("README.md has figures measured earlier")
                    break
                records += made
    show_actions(records, COMMANDS if given.actions else ("plan",))
    if given.json:
        given.json.write_text(json.dumps({"version": version, "runs": records}, indent=1) + "\n")
    return 0 if records and all(record["code"] == 0 for record in records) else 1


if __name__ == "__main__":
    raise SystemExit(main())
