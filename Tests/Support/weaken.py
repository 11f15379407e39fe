"""Takes one of plumb's safeguards away at a time, builds that, and tells whether interrupted runs turn red.

python weaken.py [--copy FOLDER] [--only NAME…] [--configuration debug|release]

A judge that stays green without a safeguard does not judge it. The sources are copied and changed in the copy, which is kept so that the
next build is short. Exits with 1 when a weakened plumb stays green.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SUPPORT = Path(__file__).resolve().parent
ROOT = SUPPORT.parent.parent
ENGINE = "Sources/Engine/"

#: Name: file, what stands there, what takes its place, and how killpoints.py is asked.
WEAKENINGS = {
    "look-up": (ENGINE + "Execute/StepRunner.swift", "for attempt in 0..<(untilVisible ? 5 : 1) {", "for attempt in 0..<(untilVisible ? 0 : 0) {",
                ["--scenario", "tiny-apply", "--do", "reset", "--when", "after"]),
    "once": ("Sources/AWS/Retry/RetryDecision.swift", "if failure.isAmbiguous, !repeatable { return .giveUp }",
             "if failure.isAmbiguous, !repeatable, failure.attempts > 99 { return .giveUp }",
             ["--scenario", "tiny-apply", "--do", "reset", "--when", "after"]),
    "digest": (ENGINE + "Planning/Desired.swift", 'Value.object(["type": .string(frame.type.name), "properties": symbolic, "tags": tagsValue]).digest()',
              'Value.object(["type": .string(frame.type.name), "tags": tagsValue]).digest()', ["--scenario", "tiny-change", "--points", "6"]),
    "token": (ENGINE + "Mapping/Inputs.swift", '[sources.seed, "token"]', '[sources.seed, .string("\\(UInt64.random(in: 0 ... .max))")]',
              ["--scenario", "apply", "--do", "kill", "--when", "after", "--points", "12"]),
}


def run(name, given):
    file, old, new, asked = WEAKENINGS[name]
    text = (ROOT / file).read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise SystemExit(f"{file} does not hold once: {old}")
    shutil.copytree(ROOT / "Sources", given.copy / "Sources", dirs_exist_ok=True)
    # Not built, but named in the manifest.
    shutil.copytree(ROOT / "Tests", given.copy / "Tests", dirs_exist_ok=True, ignore=shutil.ignore_patterns("Golden", "Support"))
    for part in ("Package.swift", "Package.resolved"):
        if (ROOT / part).exists():
            shutil.copy2(ROOT / part, given.copy)
    (given.copy / file).write_text(text.replace(old, new), encoding="utf-8")
    subprocess.run(["swift", "build", "-c", given.configuration, "--product", "plumb"], cwd=given.copy, check=True, stdout=subprocess.DEVNULL)
    binary = given.copy / ".build" / given.configuration / "plumb"
    found = subprocess.run([sys.executable, str(SUPPORT / "killpoints.py"), "--plumb", str(binary), "--seed", "3", *asked], check=False,
                           capture_output=True, text=True)
    lines = (found.stdout + found.stderr).strip().splitlines()
    print(f"without {name}: {'red' if found.returncode else 'GREEN'}: {lines[-1] if lines else ''}", flush=True)
    for line in lines[:-1]:
        print("    " + line[:200], flush=True)
    return found.returncode != 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copy", type=Path, default=Path(tempfile.gettempdir()) / "plumb-weakened", help="the folder of the copy")
    parser.add_argument("--configuration", choices=("debug", "release"), default="debug")
    parser.add_argument("--only", action="append", choices=list(WEAKENINGS))
    given = parser.parse_args()
    given.copy.mkdir(parents=True, exist_ok=True)
    results = [run(name, given) for name in given.only or WEAKENINGS]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
