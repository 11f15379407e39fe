#!/usr/bin/env python3
"""Runs cfn-lint over stacks/templates. It is told of plumb's own types, from the schemas that plumb itself uses, so
that their names and properties are checked like AWS's. Run with the Python of the environment that holds cfn-lint.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OWN_TYPES = ROOT / "Sources/CSchemas/data/own.jsonl"
IGNORED = {
    "W6001": "a service hands on what the cluster exports, so that CI reads the outputs of one stack",
    "W3697": "launch configurations are old, and asked for",
    "W1030": "an empty list of existing subnets means none",
}
FACTS = {
    "type": "type", "enum": "enum", "pattern": "pattern", "min": "minimum", "max": "maximum", "minLength": "minLength",
    "maxLength": "maxLength", "minItems": "minItems", "maxItems": "maxItems", "unique": "uniqueItems",
}


def nodes(rules, properties, path=""):
    """The JSON Schema of what lies at `path`: its facts, and below it what the longer paths say."""
    facts = properties.get(path, {"type": ["object"]} if not path else {})
    schema = {FACTS[name]: value for name, value in facts.items() if name in FACTS}
    if path + "[]" in properties:
        schema["items"] = nodes(rules, properties, path + "[]")
    if path + "{}" in properties:
        schema["patternProperties"] = {".*": nodes(rules, properties, path + "{}")}
    child = re.compile((re.escape(path) + r"\." if path else "") + r"\w+$")
    members = {name.rsplit(".", 1)[-1]: nodes(rules, properties, name) for name in properties if child.match(name)}
    if members:
        schema |= {"properties": members, "additionalProperties": False}
    given = rules.get(path, {})
    if "required" in given:
        schema["required"] = given["required"]
    choices = given.get("exactlyOne", [])
    if choices:
        schema["allOf"] = [{"oneOf": [{"required": [name]} for name in group]} for group in choices]
    return schema


def registry_schema(own):
    def pointers(paths):
        return ["/properties/" + path.replace("[]", "/*").replace(".", "/") for path in paths]
    schema = nodes(own.get("rules", {}), own["properties"])
    schema.pop("type")
    return schema | {
        "typeName": own["type"], "description": own["type"],
        "readOnlyProperties": pointers(own.get("readOnly", [])),
        "primaryIdentifier": pointers(own["primaryIdentifier"]),
    }


def main():
    templates = sorted(map(str, (ROOT / "stacks/templates").glob("*.yaml")))
    if not templates:
        sys.exit("no templates in stacks/templates")
    with tempfile.TemporaryDirectory() as folder:
        for line in OWN_TYPES.read_text(encoding="utf-8").splitlines():
            own = json.loads(line)
            (Path(folder) / (own["type"].replace("::", "-") + ".json")).write_text(json.dumps(registry_schema(own)))
        return subprocess.run([
            Path(sys.executable).parent / "cfn-lint", "--config-file", "/dev/null", "--registry-schemas", folder,
            "--format", "parseable", "--ignore-checks", *IGNORED, "--template", *templates,
        ], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
