"""What two snapshots of an account do not have in common."""

import difflib
import json
import re

#: A name that plumb makes for a replacement ends with a hash of its content and of the names that were taken then.
GENERATION = re.compile(r'-[0-9a-f]{10}(?=[">/])')


def without_generations(snapshot):
    """A snapshot in which such names are the same whatever they replaced: what two runs at once have left of a name is up to chance."""
    return json.loads(GENERATION.sub("", json.dumps(snapshot)))


def without_history(snapshot):
    """A snapshot in which only the policies' versions that count are told: IAM has no condition by which one of two runs would win."""
    def told(policy):
        versions = [{**one, "VersionId": "*"} for one in policy.get("PolicyVersionList", []) if one["IsDefaultVersion"]]
        return {**policy, "DefaultVersionId": "*", "PolicyVersionList": versions}
    return {**snapshot, **({"Policy": [told(one) for one in snapshot["Policy"]]} if "Policy" in snapshot else {})}


def differing(expected, found):
    """The lines in which two snapshots differ, by type."""
    lines = []
    for kind in sorted(set(expected) | set(found)):
        left, right = expected.get(kind, []), found.get(kind, [])
        if left == right:
            continue
        lines.append(f"{kind}: {len(left)} expected, {len(right)} found")
        texts = [json.dumps(one, indent=1, sort_keys=True).splitlines() for one in (left, right)]
        lines += [line for line in difflib.unified_diff(*texts, lineterm="", n=2) if not line.startswith(("---", "+++"))]
    return lines
