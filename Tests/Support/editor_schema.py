#!/usr/bin/env python3
"""Checks YAML files against the JSON Schema that `plumb schema` prints, as an editor does while somebody types.

    plumb schema | editor_schema.py FILE…

Files that begin with `# expects: WORDS` must have a finding whose place and message hold those words; all others must have
none. Short functions (`!Sub`) are read as their long forms, which is what editors are told they stand for.
"""

import json
import sys
from pathlib import Path

import jsonschema
import yaml


class Reader(yaml.SafeLoader):
    """YAML with CloudFormation's short functions, without YAML's own dates."""


def function(loader, suffix, node):
    name = suffix if suffix in ("Ref", "Condition") else "Fn::" + suffix
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        if suffix == "GetAtt":
            value = value.split(".", 1)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    return {name: value}


Reader.add_multi_constructor("!", function)
Reader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def findings(validator, document):
    """The deepest cause of each error, as `place: message`."""
    for error in validator.iter_errors(document):
        cause = jsonschema.exceptions.best_match([error])
        yield ".".join(map(str, cause.absolute_path)) + ": " + cause.message


def main(paths):
    schema = json.load(sys.stdin)
    validator = jsonschema.Draft7Validator(schema)
    validator.check_schema(schema)
    wrong = 0
    for path in map(Path, paths):
        text = path.read_text(encoding="utf-8")
        found = list(findings(validator, yaml.load(text, Reader)))
        head = text.splitlines()[0] if text else ""
        expected = head.removeprefix("# expects: ") if head.startswith("# expects: ") else None
        if expected is None:
            bad = found
        else:
            bad = [] if any(expected in one for one in found) else [f"no finding holds '{expected}': {found}"]
        for one in bad:
            wrong += 1
            print(f"{path}: {one[:400]}")
    print(f"{len(paths)} files, {wrong} wrong")
    return 1 if wrong or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
