#!/usr/bin/env python3
"""Is a plan (`--format json`) what the published schema says? Usage: plan_schema.py SCHEMA PLAN…

Stricter than the schema, which lets readers pass over members that they do not know: here each member has to be in it.
Exit 1 with what is wrong.
"""

import json
import sys

import jsonschema


def strict(schema):
    """The schema with no further members allowed where it lists some."""
    if isinstance(schema, list):
        return [strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: strict(value) for key, value in schema.items()}
    if "properties" in result and result.get("type") == "object":
        result.setdefault("additionalProperties", False)
    return result


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(strict(schema))
    wrong = 0
    for path in sys.argv[2:]:
        with open(path, encoding="utf-8") as file:
            plan = json.load(file)
        for error in sorted(validator.iter_errors(plan), key=lambda error: list(map(str, error.path))):
            wrong += 1
            print(f"{path}: {'/'.join(map(str, error.absolute_path))}: {error.message[:300]}")
    print(f"{len(sys.argv) - 2} plans, {wrong} findings")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
