internal import Checks
public import Declarations
internal import Values

/// A JSON Schema (draft 7) of stack files, by which editors complete and check them.
public enum StackFileSchema {
    public static func render(_ registry: Registry) -> String {
        var checks = Value.Object()
        for rule in Rule.all {
            checks[rule.id] = ["description": .string(rule.says), "$ref": "#/definitions/Check"]
        }
        let value: Value = [
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": "plumb stack file",
            "type": "object",
            "required": ["template-file-path"],
            "additionalProperties": false,
            "properties": [
                "template-file-path": ["type": "string"],
                "parameters": ["type": "object"],
                "tags": ["type": "object", "additionalProperties": ["type": ["string", "number", "boolean"]]],
                "stack-name": ["type": "string", "pattern": "^[A-Za-z][A-Za-z0-9-]{0,127}$"],
                "region": ["type": "string"],
                "account": ["type": "string", "pattern": "^[0-9]{12}$"],
                "depends-on": ["anyOf": [["type": "string"], ["type": "array", "items": ["type": "string"]]]],
                "protect": ["type": "boolean"],
                "lock": ["type": "string", "pattern": "^s3://"],
                "checks": ["type": "object", "additionalProperties": false, "properties": .object(checks)],
                "naming": [
                    "type": "object", "additionalProperties": false,
                    "properties": .object(
                        Value.Object(
                            registry.types.filter { registry.schema($0.name) != nil }.map {
                                ($0.name, ["type": "string", "format": "regex"])
                            })),
                ],
            ],
            "definitions": ["Check": check],
        ]
        return value.prettyJSON + "\n"
    }

    /// A level, or a level with a reason and exceptions. A bare `off` is none: it needs a reason. YAML reads an unquoted
    /// `off` as false in its older version.
    private static var check: Value {
        let off: Value = ["enum": ["off", false]]
        return [
            "anyOf": [
                ["enum": ["warning", "error"]],
                [
                    "type": "object", "additionalProperties": false,
                    "properties": [
                        "level": ["enum": ["off", false, "warning", "error"]],
                        "reason": ["type": "string", "minLength": 1],
                        "except": [
                            "type": "object",
                            "additionalProperties": ["type": "string", "minLength": 1],
                        ],
                    ],
                    "if": ["properties": ["level": off], "required": ["level"]],
                    "then": ["required": ["reason"]],
                ],
            ]
        ]
    }
}
