#!/usr/bin/env python3
"""Write data/schemas.jsonl: the facts of CloudFormation's registry schemas, as cfn-lint ships them, without prose.

usage: generate.py            write the file
       generate.py --check    exit 1 when the file differs from what the pinned cfn-lint gives

One line per resource type, sorted by type. README.md says what the members of a line mean.
"""
import importlib.metadata
import json
import pathlib
import sys

PINNED = "1.58.0"
HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE / "data" / "schemas.jsonl"
REGION = "us-east-1"

FACTS = {
    "pattern": "pattern", "format": "format", "minimum": "min", "maximum": "max", "minLength": "minLength",
    "maxLength": "maxLength", "minItems": "minItems", "maxItems": "maxItems", "uniqueItems": "unique",
    "default": "default", "multipleOf": "multipleOf",
}
NAME_LISTS = {
    "createOnlyProperties": "createOnly", "conditionalCreateOnlyProperties": "conditionalCreateOnly",
    "readOnlyProperties": "readOnly", "writeOnlyProperties": "writeOnly", "deprecatedProperties": "deprecated",
    "primaryIdentifier": "primaryIdentifier",
}
#: What cfn-lint adds and CloudFormation does not ask for: templates give an address's Domain the network's id
#: (`Domain: !Ref VPC`), and get an address for a network.
NOT_ENUMERATED = {("AWS::EC2::EIP", "Domain")}


def dotted(pointer):
    """`/properties/Tags/*/Key` as `Tags[].Key`."""
    path = ""
    for part in pointer.strip("/").split("/")[1:]:
        if part in ("*", "items"):
            path += "[]"
        elif part != "properties":
            path += ("." if path else "") + part
    return path


class Flattener:
    """Turns a schema's tree into facts by property path and rules by object path."""

    def __init__(self, schema):
        self.schema = schema
        self.facts = {}
        self.rules = {}

    def resolve(self, node, seen):
        """Follow `$ref`s. A definition inside itself gives None."""
        while "$ref" in node:
            name = node["$ref"].removeprefix("#/definitions/")
            if name in seen:
                return None, seen
            seen = seen | {name}
            node = {**self.schema["definitions"].get(name, {}), **{k: v for k, v in node.items() if k != "$ref"}}
        return node, seen

    def facts_of(self, node):
        facts = {}
        kinds = node.get("type")
        if kinds is None and ("properties" in node or "patternProperties" in node):
            kinds = "object"
        if kinds is None and "items" in node:
            kinds = "array"
        if kinds is None and ("enum" in node or "enumCaseInsensitive" in node):
            kinds = "string"
        if kinds is not None:
            facts["type"] = kinds if isinstance(kinds, list) else [kinds]
        if "const" in node:
            facts["enum"] = [node["const"]]
            if "enum" not in node:
                facts["constant"] = True
        if "enum" in node:
            facts["enum"] = node["enum"]
        if "enumCaseInsensitive" in node:
            facts["enum"] = node["enumCaseInsensitive"]
            facts["ignoresCase"] = True
        for name, short in FACTS.items():
            if name in node and node[name] is not False:
                facts[short] = node[name]
        if node.get("insertionOrder") is False:
            facts["unordered"] = True
        return facts

    def add(self, path, facts, soft):
        known = self.facts.setdefault(path, {})
        for name, value in facts.items():
            if soft:
                known.setdefault(name, value)
            else:
                known[name] = value

    def visit(self, node, path, seen, soft=False, ruled=False):
        """`soft`: facts give way to those that hold always. `ruled`: the rules of the object itself hold all the same,
        because only one of several alternatives is a list with such items."""
        node, seen = self.resolve(node if isinstance(node, dict) else {}, seen)
        if node is None:
            self.add(path, {"type": ["object"], "recursive": True}, soft)
            return
        self.add(path, self.facts_of(node), soft)
        if isinstance(node.get("items"), dict):
            self.visit(node["items"], path + "[]", seen, soft)
        if ruled:
            rules = self.rules_of(node)
            if rules:
                self.rules.setdefault(path, rules)
        self.visit_object(node, path, seen, soft)

    def visit_object(self, node, path, seen, soft=False):
        """The members and rules of an object. `soft`: one alternative of several, so its rules do not hold always."""
        if not soft:
            rules = self.rules_of(node)
            if rules:
                self.rules[path] = rules
        for name, child in (node.get("properties") or {}).items():
            self.visit(child, f"{path}.{name}" if path else name, seen, soft)
        for child in (node.get("patternProperties") or {}).values():
            self.visit(child, path + "{}", seen, soft)
        if isinstance(node.get("additionalProperties"), dict):
            self.visit(node["additionalProperties"], path + "{}", seen, soft)
        if node.get("additionalProperties") is True:
            self.rules.setdefault(path, {})["open"] = True
        for key in ("anyOf", "oneOf", "allOf"):
            for alternative in node.get(key) or []:
                alternative, below = self.resolve(alternative, seen)
                if alternative is None:
                    continue
                if path and isinstance(alternative.get("items"), dict):
                    lists = [each for each in node[key] if "items" in (self.resolve(each, seen)[0] or {})]
                    self.visit(alternative["items"], path + "[]", below, True, len(lists) == 1)
                self.visit_object(alternative, path, below, True)

    def settle_lists(self):
        """Facts that stand at a list and are meant for its items, as cfn-lint's patches have them."""
        for path in [path for path in self.facts if path + "[]" in self.facts]:
            for name in [name for name in self.facts if name.startswith(path + ".")]:
                inner = path + "[]" + name[len(path):]
                if inner not in self.facts:
                    continue
                self.add(inner, self.facts[name], True)
                if self.facts[path].get("type") == ["array"]:
                    del self.facts[name]

    def rules_of(self, node):
        rules = {}
        if node.get("required"):
            rules["required"] = node["required"]
        if node.get("requiredXor"):
            rules["exactlyOne"] = [node["requiredXor"]]
        if node.get("requiredOr"):
            rules["atLeastOne"] = [node["requiredOr"]]
        dependent = dict(node.get("dependentRequired") or {})
        for name, needed in (node.get("dependencies") or {}).items():
            if isinstance(needed, list):
                dependent.setdefault(name, needed)
        if dependent:
            rules["dependent"] = dependent
        if node.get("dependentExcluded"):
            rules["excluded"] = node["dependentExcluded"]
        for key in ("anyOf", "oneOf", "allOf"):
            alternatives = [self.resolve(each, frozenset())[0] or {} for each in node.get(key) or []]
            needed = [each["required"] for each in alternatives if each.get("required")]
            if not needed:
                continue
            if key == "allOf":
                rules["required"] = sorted({*rules.get("required", []), *(name for group in needed for name in group)})
            elif len(needed) == len(alternatives):
                rules[key] = needed
        return rules


def attributes_of(type_name, schema):
    """The names that `Fn::GetAtt` takes, by cfn-lint's own reckoning."""
    from cfnlint.schema._getatts import GetAtts
    from cfnlint.schema._schema import Schema
    return sorted(name.replace("\\", "") for name in GetAtts(Schema(schema))._attrs.data)


def line_of(type_name, schema):
    tree = Flattener(schema)
    tree.visit_object(schema, "", frozenset())
    tree.settle_lists()
    line = {"type": type_name}
    for name, short in NAME_LISTS.items():
        if schema.get(name):
            line[short] = [dotted(pointer) for pointer in schema[name]]
    line["attributes"] = attributes_of(type_name, schema)
    tagging = schema.get("tagging") or {}
    taggable = tagging.get("taggable", schema.get("taggable", "Tags" in schema["properties"]))
    if taggable:
        line["tagProperty"] = dotted(tagging.get("tagProperty", "/properties/Tags"))
        if tagging.get("tagUpdatable") is False:
            line["tagsFixed"] = True
    if schema.get("replacementStrategy") == "delete_then_create":
        line["deletesBeforeCreate"] = True
    for path in [path for kind, path in NOT_ENUMERATED if kind == type_name]:
        for fact in ("enum", "ignoresCase"):
            del tree.facts[path][fact]
    line["rules"] = tree.rules
    line["properties"] = tree.facts
    return line


def text():
    version = importlib.metadata.version("cfn-lint")
    if version != PINNED:
        sys.exit(f"cfn-lint {PINNED} is pinned, {version} is installed: pip install cfn-lint=={PINNED}")
    import cfnlint
    folder = pathlib.Path(cfnlint.__file__).parent / "data" / "schemas"
    provider = json.loads((folder / "providers" / f"{REGION}.json").read_text())
    lines = []
    for type_name in sorted((HERE / "types.txt").read_text().split()):
        if type_name not in provider:
            sys.exit(f"{type_name}: cfn-lint {PINNED} has no schema of this type")
        schema = json.loads((folder / "resources" / f"{provider[type_name]}.json").read_text())
        lines.append(json.dumps(line_of(type_name, schema), separators=(",", ":"), ensure_ascii=False))
    return "".join(line + "\n" for line in lines)


def main():
    new = text()
    if "--check" in sys.argv[1:]:
        if not OUT.exists() or OUT.read_text() != new:
            sys.exit(f"{OUT.name} is not what cfn-lint {PINNED} gives: run generate.py")
        return
    OUT.write_text(new)
    print(f"{OUT.name}: {len(new)} bytes, {new.count(chr(10))} types")


if __name__ == "__main__":
    main()
