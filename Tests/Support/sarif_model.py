#!/usr/bin/env python3
"""Is a file SARIF 2.1.0? Usage: sarif_model.py FILE… Exit 1 with what is wrong.

A strict model of the part of OASIS's standard that plumb writes: each object with the members that the standard gives it
(those that plumb never writes are left out, so that a new one is noticed), which of them are required, and the words that
are allowed. Source: SARIF 2.1.0, sections 3.13 to 3.35, and what GitHub and GitLab ask beyond it.
"""

import json
import re
import sys

import jsonschema

TEXT = {"type": "string", "minLength": 1}
# RFC 3986, as 3.4.3 asks: nothing that would have to be escaped.
URI = {"type": "string", "pattern": r"^([A-Za-z][A-Za-z0-9+.-]*:)?([A-Za-z0-9._~!$&'()*+,;=:@/?#\[\]-]|%[0-9A-Fa-f]{2})*$"}
LEVEL = {"enum": ["none", "note", "warning", "error"]}


def model(members, required=(), **more):
    return {"type": "object", "properties": members, "required": list(required), "additionalProperties": False, **more}


MESSAGE = model({"text": TEXT}, ["text"])
COVERAGE = {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": {"type": "integer"}}}
RULE = model(
    {"id": TEXT, "shortDescription": MESSAGE, "properties": model({"tags": {"type": "array", "items": TEXT, "uniqueItems": True}})},
    ["id"])
REGION = model({"startLine": {"type": "integer", "minimum": 1}, "endLine": {"type": "integer", "minimum": 1}}, ["startLine"])
LOCATION = model(
    {
        "physicalLocation": model(
            {"artifactLocation": model({"uri": URI, "uriBaseId": TEXT}, ["uri"]), "region": REGION}, ["artifactLocation"]),
        "logicalLocations": {
            "type": "array", "items": model({"fullyQualifiedName": TEXT, "kind": TEXT}, ["fullyQualifiedName"])},
    },
    ["physicalLocation"])
SUPPRESSION = model(
    {
        "kind": {"enum": ["inSource", "external"]}, "status": {"enum": ["accepted", "underReview", "rejected"]},
        "justification": TEXT,
    },
    ["kind"])
RESULT = model(
    {
        "ruleId": TEXT, "ruleIndex": {"type": "integer", "minimum": -1}, "level": LEVEL, "message": MESSAGE,
        "locations": {"type": "array", "items": LOCATION, "minItems": 1},
        "partialFingerprints": {"type": "object", "additionalProperties": TEXT, "minProperties": 1},
        "suppressions": {"type": "array", "items": SUPPRESSION, "uniqueItems": True},
    },
    ["ruleId", "message", "locations", "partialFingerprints"])
NOTIFICATION = model({"level": LEVEL, "message": MESSAGE}, ["message"])
RUN = model(
    {
        "tool": model(
            {"driver": model({"name": TEXT, "semanticVersion": TEXT, "rules": {"type": "array", "items": RULE}}, ["name"])},
            ["driver"]),
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "originalUriBaseIds": {"type": "object", "additionalProperties": model({"uri": URI, "description": MESSAGE})},
        "results": {"type": "array", "items": RESULT, "maxItems": 5000},
        "invocations": {
            "type": "array", "items": model(
                {"executionSuccessful": {"type": "boolean"},
                 "toolExecutionNotifications": {"type": "array", "items": NOTIFICATION}}, ["executionSuccessful"])},
        "properties": model({"coverage": COVERAGE}),
    },
    ["tool", "results"])
LOG = model(
    {"$schema": URI, "version": {"const": "2.1.0"}, "runs": {"type": "array", "items": RUN}}, ["version", "runs"])
SEMANTIC_VERSION = re.compile(r"^\d+\.\d+\.\d+([-+].*)?$")


def beyond(log):
    """What no schema says: rules are named once and by their places, base ids exist, versions are versions."""
    for run in log.get("runs", []):
        driver = run["tool"]["driver"]
        rules = [rule["id"] for rule in driver.get("rules", [])]
        if len(rules) != len(set(rules)):
            yield "a rule stands twice"
        if "semanticVersion" in driver and not SEMANTIC_VERSION.match(driver["semanticVersion"]):
            yield f"{driver['semanticVersion']} is no semantic version"
        for number, result in enumerate(run["results"]):
            index = result.get("ruleIndex", -1)
            if index >= len(rules) or index >= 0 and rules[index] != result["ruleId"]:
                yield f"result {number}: rule {index} is not {result['ruleId']}"
            for location in result["locations"]:
                place = location["physicalLocation"]
                base = place["artifactLocation"].get("uriBaseId")
                if base is not None and base not in run.get("originalUriBaseIds", {}):
                    yield f"result {number}: there is no base {base}"
                region = place.get("region", {})
                if region.get("endLine", 10**9) < region.get("startLine", 1):
                    yield f"result {number}: it ends before it begins"


def main():
    wrong = 0
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            log = json.load(file)
        findings = [
            f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"
            for error in jsonschema.Draft7Validator(LOG).iter_errors(log)]
        findings = findings or list(beyond(log))
        wrong += len(findings)
        for finding in findings:
            print(f"{path}: {finding}")
    print(f"{len(sys.argv) - 1} files, {wrong} findings")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
