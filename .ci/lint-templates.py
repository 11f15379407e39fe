#!/usr/bin/env python3
"""Runs cfn-lint over stacks/templates and examples/templates, told that plumb's own types exist. cfn-lint checks no properties of such types
(1.58 looks those up among AWS's only); `plumb validate` does. Run with the Python of the environment of cfn-lint.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ["stacks/templates", "examples/templates"]
OWN_TYPES = ROOT / "Sources/CSchemas/data/own.jsonl"
IGNORED = {
    "W6001": "a service hands on what the cluster exports, so that CI reads the outputs of one stack",
    "W3697": "launch configurations are old, and asked for",
    "W1030": "an empty list of existing subnets means none",
}


def main():
    templates = sorted(str(path) for folder in FOLDERS for path in (ROOT / folder).glob("*.yaml"))
    if not templates:
        sys.exit(f"no templates in {FOLDERS}")
    with tempfile.TemporaryDirectory() as folder:
        for line in OWN_TYPES.read_text(encoding="utf-8").splitlines():
            own = json.loads(line)
            schema = {
                "typeName": own["type"], "description": own["type"], "additionalProperties": False,
                "properties": {name: {} for name in own["properties"] if name.isalnum()},
                "readOnlyProperties": [f"/properties/{name}" for name in own.get("readOnly", [])],
                "primaryIdentifier": [f"/properties/{name}" for name in own["primaryIdentifier"]],
            }
            (Path(folder) / (own["type"].replace("::", "-") + ".json")).write_text(json.dumps(schema))
        return subprocess.run([
            Path(sys.executable).parent / "cfn-lint", "--config-file", "/dev/null", "--registry-schemas", folder,
            "--format", "parseable", "--ignore-checks", *IGNORED, "--template", *templates,
        ], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
