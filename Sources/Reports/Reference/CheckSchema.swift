internal import Checks
internal import Declarations
internal import Values

/// The parts of a stack file's JSON Schema that are about checks.
enum CheckSchema {
    /// `checks`: a level, or a level with a reason and exceptions, for each rule.
    static var checks: Value {
        [
            "type": ["object", "null"], "additionalProperties": false,
            "description": "Levels of plumb's built-in checks; `plumb explain --checks` lists them.",
            "properties": .object(
                Value.Object(
                    Rule.all.map {
                        ($0.id, ["description": .string($0.says), "$ref": "#/definitions/Check"])
                    })),
        ]
    }

    /// `naming`: a pattern for each type.
    static func naming(_ registry: Registry) -> Value {
        let types = registry.types.map(\.name).filter { registry.schema($0) != nil }
        return [
            "type": ["object", "null"], "additionalProperties": false,
            "description": "What names of a type must be like, as a whole (PLB701).",
            "properties": .object(Value.Object(types.map { ($0, ["type": "string", "format": "regex"]) })),
        ]
    }

    /// A bare `off` is none: it needs a reason. YAML 1.1 reads an unquoted `off` as false.
    static var definition: Value {
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
                            "type": "object", "description": "Why, by logical id.",
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
