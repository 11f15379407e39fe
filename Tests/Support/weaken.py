"""Takes one of plumb's safeguards away at a time, and tells whether interrupted runs or tests turn red.

python weaken.py [--copy FOLDER] [--only NAME…] [--configuration debug|release]

A judge that stays green without a safeguard does not judge it. The sources are copied; in the copy each safeguard asks a variable whether it
is to be left out, so that one build serves all. The copy is kept, so that the next build is short. First everything has to be green with
nothing left out. Exits with 1 when a weakened plumb stays green, or the whole one does not.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

SUPPORT = Path(__file__).resolve().parent
ROOT = SUPPORT.parent.parent
ENGINE = "Sources/Engine/"
VARIABLE = "PLUMB_WEAKENED"


@dataclass
class Weakening:
    #: The file, what stands there once, and what takes its place; OFF is true when the safeguard is left out.
    file: str
    old: str
    new: str
    #: How killpoints.py is asked.
    runs: tuple = ()
    #: Or which tests are run.
    tests: str = ""


WEAKENINGS = {
    "look-up": Weakening(
        ENGINE + "Execute/StepRunner.swift", "for attempt in 0..<attempts {", "for attempt in 0..<(OFF ? 0 : attempts) {",
        ("--scenario", "tiny-apply", "--do", "reset", "--when", "after")),
    "once": Weakening(
        "Sources/AWS/Retry/RetryDecision.swift", "if failure.isAmbiguous, !repeatable { return .giveUp }",
        "if failure.isAmbiguous, !repeatable, !OFF { return .giveUp }", ("--scenario", "tiny-apply", "--do", "reset", "--when", "after")),
    "revision": Weakening(
        ENGINE + "Execute/StepRunner.swift", "if !planned.revision.isEmpty, wasLost,", "if !OFF, !planned.revision.isEmpty, wasLost,",
        ("--scenario", "versions-change", "--do", "reset", "--when", "after")),
    "condition": Weakening(
        "Sources/Resources/S3/Object.swift", 'put([.constant("IfNoneMatch", "*")])', 'put(OFF ? [] : [.constant("IfNoneMatch", "*")])',
        ("--scenario", "versions-apply", "--do", "reset", "--when", "after")),
    "digest": Weakening(
        ENGINE + "Planning/Desired.swift", '"properties": symbolic, "tags": tagsValue', '"properties": OFF ? [:] : symbolic, "tags": tagsValue',
        ("--scenario", "tiny-drop")),
    "token": Weakening(
        ENGINE + "Mapping/Inputs.swift", '[sources.seed, "token"]',
        '[sources.seed, OFF ? .string("\\(UInt64.random(in: 0 ... .max))") : "token"]', ("--scenario", "tokens-apply", "--do", "forget")),
    "marks": Weakening(
        ENGINE + "Marks/Carriers.swift", "tags[carrier, default: [:]][ChildMark.key(text)] = text",
        "if !OFF { tags[carrier, default: [:]][ChildMark.key(text)] = text }", tests="MarkTests"),
    "lock": Weakening(
        "Sources/Locks/S3Locks.swift", 'case .unchanged(let etag): input = input.setting("IfMatch", to: .string(etag))',
        'case .unchanged(let etag): if !OFF { input = input.setting("IfMatch", to: .string(etag)) }', tests="LockTests"),
    "facts": Weakening(
        ENGINE + "Facts/FactCheck.swift", "let groups = Dictionary(grouping: facts) {", "let groups = Dictionary(grouping: OFF ? [] : facts) {",
        tests="FactTests"),
    "receipt": Weakening(
        ENGINE + "Planning/Receipts.swift", "guard let other = found[receiver]?.first else { return .none }",
        "guard !OFF, let other = found[receiver]?.first else { return OFF ? .current : .none }",
        ("--scenario", "tiny-apply", "--do", "kill", "--when", "after")),
}


def room(file):
    """The folder of the target that a file belongs to."""
    return "/".join(file.split("/")[:2])


def changed(copy):
    """The copy of the sources, with a switch at each safeguard."""
    shutil.rmtree(copy / "Sources", ignore_errors=True)
    shutil.rmtree(copy / "Tests", ignore_errors=True)
    shutil.copytree(ROOT / "Sources", copy / "Sources")
    shutil.copytree(ROOT / "Tests", copy / "Tests", ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("Package.swift", "Package.resolved", "stacks", "examples"):
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, copy / part, dirs_exist_ok=True)
        elif (ROOT / part).exists():
            shutil.copy2(ROOT / part, copy)
    for name, one in WEAKENINGS.items():
        path = copy / one.file
        text = path.read_text(encoding="utf-8")
        if text.count(one.old) != 1:
            raise SystemExit(f"{one.file} does not hold once: {one.old}")
        path.write_text(text.replace(one.old, one.new.replace("OFF", f'isWeakened("{name}")')), encoding="utf-8")
    for folder in {room(one.file) for one in WEAKENINGS.values()}:
        (copy / folder / "Weakened.swift").write_text(
            "internal import Glibc\n\nfunc isWeakened(_ name: String) -> Bool {\n"
            f'    getenv("{VARIABLE}").map {{ String(cString: $0) }} == name\n}}\n', encoding="utf-8")


def ended(name, one, given):
    """How the runs or tests of a safeguard end without it; None as name: with it."""
    environment = {key: value for key, value in os.environ.items() if key != VARIABLE} | ({VARIABLE: name} if name else {})
    if one.tests:
        command = ["swift", "test", "--skip-build", "-c", given.configuration, "--disable-xctest", "--filter", one.tests]
    else:
        binary = given.copy / ".build" / given.configuration / "plumb"
        command = [sys.executable, str(SUPPORT / "killpoints.py"), "--plumb", str(binary), "--seed", "3", *one.runs]
    found = subprocess.run(command, cwd=given.copy, env=environment, check=False, capture_output=True, text=True)
    return found.returncode, (found.stderr + found.stdout).strip().splitlines()


def tell(title, code, lines, is_right):
    """Prints how something ended, and by what it shows."""
    shown = [line.strip() for line in lines if "✘ Test " in line and "recorded" in line or line.startswith("  ") and "|" in line]
    print(f"{title}: {'red' if code else 'green'}{'' if is_right else ', WHICH IT MUST NOT BE'}: {lines[-1] if lines else ''}", flush=True)
    for line in shown[:6] if is_right else lines[-30:]:
        print("    " + line[:240], flush=True)
    return is_right


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copy", type=Path, default=Path(tempfile.gettempdir()) / "plumb-weakened", help="the folder of the copy")
    parser.add_argument("--configuration", choices=("debug", "release"), default="debug")
    parser.add_argument("--only", action="append", choices=list(WEAKENINGS))
    given = parser.parse_args()
    given.copy.mkdir(parents=True, exist_ok=True)
    changed(given.copy)
    subprocess.run(["swift", "build", "-c", given.configuration, "--build-tests"], cwd=given.copy, check=True, stdout=subprocess.DEVNULL)
    asked = {name: WEAKENINGS[name] for name in given.only or WEAKENINGS}
    results, whole = [], set()
    for name, one in asked.items():
        if (one.runs, one.tests) not in whole:
            whole.add((one.runs, one.tests))
            code, lines = ended(None, one, given)
            results.append(tell(f"with everything, {one.tests or ' '.join(one.runs)}", code, lines, code == 0))
        code, lines = ended(name, one, given)
        results.append(tell(f"without {name}", code, lines, code != 0))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
