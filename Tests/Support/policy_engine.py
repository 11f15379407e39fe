#!/usr/bin/env python3
"""Judges a plan (`--format json`) with terraform-compliance, a policy engine that reads the plans of Terraform.

Usage: policy_engine.py PLAN FEATURES. Exit 0 when the policies in the folder hold, 1 when one does not, 3 when the engine
cannot be installed here. It is installed in an environment of its own (`.build/policy-engine`) on first use.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PINS = HERE / "policy-requirements.txt"
PLACE = HERE.parent.parent / ".build" / "policy-engine"


def install():
    stamp = PLACE / "stamp"
    wanted = hashlib.sha256(PINS.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return True
    for words in (
        [sys.executable, "-m", "venv", str(PLACE)],
        [PLACE / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", PINS],
    ):
        done = subprocess.run(words, check=False, capture_output=True, text=True)
        if done.returncode != 0:
            print(done.stderr[-2000:], file=sys.stderr)
            return False
    stamp.write_text(wanted, encoding="utf-8")
    return True


def main():
    if not install():
        return 3
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "plan.json"
        # It reads the first line only, as `terraform show -json` writes all in one.
        plan.write_text(json.dumps(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))), encoding="utf-8")
        done = subprocess.run(
            [PLACE / "bin" / "terraform-compliance", "-p", plan, "-f", sys.argv[2]],
            check=False, capture_output=True, text=True, cwd=folder,
            env={**os.environ, "HOME": folder, "TERM": "dumb"})
    print(done.stdout)
    print(done.stderr, file=sys.stderr)
    return 1 if done.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
