public import Declarations
internal import Values

/// A JSON Schema (draft 7) of templates and stack files, by which editors complete and check them. What has the key
/// `template-file-path` is a stack file.
public enum EditorSchema {
    /// - Parameter registry: every type in it that has a schema is described.
    public static func render(_ registry: Registry) -> String {
        var definitions: Value.Object = [
            "Function": function, "Resource": resource(registry), "StackFile": stackFile(registry),
            "Template": template, "Check": CheckSchema.definition,
            name(of: nestedStack): nestedStackProperties, "Parameter": parameter,
        ]
        for (type, properties) in waiting { definitions[name(of: type)] = properties }
        for type in registry.types {
            guard let schema = registry.schema(type.name) else { continue }
            definitions[name(of: type.name)] = properties(of: type, schema)
        }
        let value: Value = [
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": "plumb template or stack file",
            "type": "object",
            "if": ["required": ["template-file-path"]],
            "then": ["$ref": "#/definitions/StackFile"],
            "else": ["$ref": "#/definitions/Template"],
            "definitions": .object(definitions),
        ]
        return value.prettyJSON + "\n"
    }

    private static var template: Value {
        [
            "type": "object",
            "required": ["Resources"],
            "additionalProperties": false,
            "properties": [
                "AWSTemplateFormatVersion": ["type": ["string", "number"]],
                "Description": ["type": "string"],
                "Transform": ["type": ["string", "array", "object"]],
                "Metadata": ["type": "object"],
                "Parameters": ["type": "object", "additionalProperties": ["$ref": "#/definitions/Parameter"]],
                "Mappings": ["type": "object"],
                "Conditions": ["type": "object"],
                "Rules": ["type": "object"],
                "Outputs": ["type": "object"],
                "Resources": [
                    "type": "object",
                    "properties": ["Fn::Transform": ["type": "object"]],
                    "patternProperties": ["^Fn::ForEach::": loop],
                    "additionalProperties": ["$ref": "#/definitions/Resource"],
                ],
            ],
        ]
    }

    /// The keys of stack files, those of CloudFormation's Git sync first.
    private static func stackFile(_ registry: Registry) -> Value {
        let text: Value = ["type": ["string", "number", "boolean"]]
        return [
            "type": "object",
            "required": ["template-file-path"],
            "additionalProperties": false,
            "properties": [
                "template-file-path": ["type": "string", "description": "The template, relative to this file."],
                "parameters": [
                    "type": ["object", "null"],
                    "additionalProperties": ["anyOf": [text, ["type": "array", "items": text]]],
                ],
                "tags": [
                    "type": ["object", "null"], "description": "Put on every taggable resource.",
                    "propertyNames": ["maxLength": 128, "not": ["pattern": "^(aws|plumb):"]],
                    "additionalProperties": text,
                ],
                "stack-name": [
                    "type": "string", "pattern": "^[A-Za-z][A-Za-z0-9-]{0,127}$",
                    "description": "By default the file's name without its extension.",
                ],
                "region": ["type": "string", "pattern": "^[a-z]+(-[a-z]+)+-[0-9]+$"],
                "account": [
                    "type": ["string", "number"], "pattern": "^[0-9]{12}$",
                    "description": "Credentials of any other account are refused.",
                ],
                "depends-on": [
                    "type": ["string", "array"], "items": ["type": "string"],
                    "description": "Stack files whose exports this one imports.",
                ],
                "protect": ["enum": [true, false], "description": "Refuses to delete or replace anything."],
                "lock": [
                    "type": "string", "pattern": "^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?$",
                    "description": "Where runs that change the stack take turns: s3://bucket/prefix.",
                ],
                "checks": CheckSchema.checks,
                "naming": CheckSchema.naming(registry),
            ],
        ]
    }

    private static let nestedStack = "AWS::CloudFormation::Stack"

    private static var nestedStackProperties: Value {
        [
            "type": "object", "required": ["TemplateURL"], "additionalProperties": false,
            "properties": [
                "TemplateURL": [
                    "type": "string", "description": "The path of a local template, relative to this one.",
                ],
                "Parameters": ["type": "object"],
                "Tags": ["type": "array"],
                "NotificationARNs": ["type": "array"],
                "TimeoutInMinutes": ["type": ["integer", "string"]],
            ],
        ]
    }

    /// `Ref` and `Fn::…` in their long forms; editors know the short ones as tags.
    private static var function: Value {
        [
            "type": "object", "minProperties": 1, "maxProperties": 1,
            "patternProperties": [
                """
                ^(Ref|Condition|Fn::(And|Base64|Cidr|Contains|EachMemberEquals|EachMemberIn|Equals|FindInMap|GetAZs|\
                GetAtt|If|ImportValue|Join|Length|Not|Or|RefAll|Select|Split|Sub|ToJsonString|Transform|ValueOf|\
                ValueOfAll))$
                """: true as Value,
                "^Fn::ForEach::": loop,
            ],
            "additionalProperties": false,
        ]
    }

    /// `Fn::ForEach::NAME: [VARIABLE, COLLECTION, {KEY: …}]`
    private static let loop: Value = [
        "type": "array", "minItems": 3, "maxItems": 3,
        "items": [["type": "string"], ["type": ["array", "object", "string"]], ["type": "object"]],
    ]

    /// What may stand among the members of any mapping.
    private static let amongMembers: Value = ["^Fn::Transform$": true, "^Fn::ForEach::": loop]

    private static var parameter: Value {
        let text: Value = ["type": ["string", "number", "boolean"]]
        let number: Value = ["type": ["number", "string"]]
        return [
            "type": "object", "required": ["Type"], "additionalProperties": false,
            "properties": [
                "Type": [
                    "type": "string",
                    "pattern": """
                    ^(AWS::SSM::Parameter::Name|(AWS::SSM::Parameter::Value<)?(CommaDelimitedList|String|Number|\
                    AWS::(EC2|Route53)::[A-Za-z]+::[A-Za-z]+|List<(String|Number|AWS::(EC2|Route53)::[A-Za-z]+::[A-Za-z]+)>)>?)$
                    """,
                ],
                "Default": text, "NoEcho": ["enum": [true, false, "true", "false"]],
                "AllowedValues": ["type": "array", "items": text], "AllowedPattern": ["type": "string"],
                "MinLength": number, "MaxLength": number, "MinValue": number, "MaxValue": number,
                "Description": ["type": "string"], "ConstraintDescription": ["type": "string"],
            ],
        ]
    }

    /// What stands for CloudFormation's own signals.
    private static let waiting: [(String, Value)] = [
        (
            "AWS::CloudFormation::WaitCondition",
            [
                "type": "object", "additionalProperties": false,
                "properties": [
                    "Count": ["type": ["integer", "string", "object"]], "Handle": ["type": ["string", "object"]],
                    "Timeout": ["type": ["integer", "string", "object"]],
                ],
            ]
        ),
        ("AWS::CloudFormation::WaitConditionHandle", ["type": "object", "additionalProperties": false]),
    ]

    private static func policy(_ words: [Value]) -> Value {
        ["if": ["$ref": "#/definitions/Function"], "else": ["enum": .array(words)]]
    }

    private static func resource(_ registry: Registry) -> Value {
        let known =
            (registry.types.map(\.name).filter { registry.schema($0) != nil } + [nestedStack] + waiting.map(\.0))
            .sorted()
        let branches: [Value] = known.map { type in
            [
                "if": ["properties": ["Type": ["const": .string(type)]], "required": ["Type"]],
                "then": [
                    "properties": [
                        "Properties": [
                            "if": ["$ref": "#/definitions/Function"],
                            "else": ["$ref": .string("#/definitions/" + name(of: type))],
                        ]
                    ]
                ],
            ]
        }
        return [
            "type": "object", "required": ["Type"], "additionalProperties": false,
            "properties": [
                "Type": ["type": "string", "enum": .array(known.map { .string($0) })],
                "Properties": ["type": "object"],
                "DependsOn": ["type": ["string", "array"]],
                "Condition": ["type": "string"],
                "DeletionPolicy": policy(["Delete", "Retain", "RetainExceptOnCreate", "Snapshot"]),
                "UpdateReplacePolicy": policy(["Delete", "Retain", "Snapshot"]),
                "CreationPolicy": ["type": "object"],
                "UpdatePolicy": ["type": "object"],
                "Metadata": ["type": "object"],
            ],
            "patternProperties": amongMembers,
            "allOf": .array(branches),
        ]
    }

    private static func name(of type: String) -> String {
        String(type.map { $0 == ":" ? "." : $0 })
    }

    private static func properties(of type: ResourceType, _ schema: ResourceSchema) -> Value {
        object(at: "", type, schema, depth: 0)
    }

    private static func object(at path: String, _ type: ResourceType, _ schema: ResourceSchema, depth: Int) -> Value {
        var members = Value.Object()
        for member in schema.members(of: path) {
            let inner = path.isEmpty ? member : "\(path).\(member)"
            if schema.readOnly.contains(inner) || type.unsupported[inner] != nil { continue }
            members[member] = value(at: inner, type, schema, depth: depth + 1)
        }
        var object: Value.Object = ["type": "object"]
        if !members.isEmpty { object["properties"] = .object(members) }
        let rules = schema.rules[path]
        if let required = rules?.required, !required.isEmpty {
            object["required"] = .array(required.sorted().map { .string($0) })
        }
        if !members.isEmpty && rules?.isOpen != true && schema.properties[path + "{}"] == nil {
            object["additionalProperties"] = false
        }
        if path.isEmpty { object["additionalProperties"] = false }
        if object["additionalProperties"] == false { object["patternProperties"] = amongMembers }
        return .object(object)
    }

    /// A value of the property's own type, or a function that returns one.
    private static func value(at path: String, _ type: ResourceType, _ schema: ResourceSchema, depth: Int) -> Value {
        guard let property = schema.properties[path], !property.kinds.isEmpty, depth < 20 else { return true }
        let kinds: [Value] = property.kinds.map { kind in
            switch kind {
            case .object where !schema.members(of: path).isEmpty: return object(at: path, type, schema, depth: depth)
            case .object:
                guard schema.properties[path + "{}"] != nil else { return ["type": "object"] }
                return [
                    "type": "object", "additionalProperties": value(at: path + "{}", type, schema, depth: depth + 1),
                ]
            case .array: return array(at: path, property, type, schema, depth: depth)
            default: return scalar(kind, property)
            }
        }
        let written: Value = kinds.count == 1 ? kinds[0] : ["anyOf": .array(kinds)]
        let text = description(of: path, type, schema)
        // Objects that may hold anything take a function already. Not `anyOf`, whose findings tell no place.
        var result: Value.Object =
            kinds == [["type": "object"]]
            ? ["type": "object"] : ["if": ["$ref": "#/definitions/Function"], "else": written]
        if !text.isEmpty { result["description"] = .string(text) }
        return .object(result)
    }

    private static func array(
        at path: String, _ property: ResourceSchema.Property, _ type: ResourceType, _ schema: ResourceSchema, depth: Int
    ) -> Value {
        var array: Value.Object = ["type": "array"]
        if schema.properties[path + "[]"] != nil {
            array["items"] = value(at: path + "[]", type, schema, depth: depth + 1)
        }
        if let most = property.maxItems { array["maxItems"] = .int(most) }
        return .object(array)
    }

    private static func scalar(_ kind: ResourceSchema.Kind, _ property: ResourceSchema.Property) -> Value {
        if !property.allowed.isEmpty && !property.ignoresCase { return ["enum": .array(property.allowed)] }
        // CloudFormation takes numbers and booleans as text, and text as numbers.
        switch kind {
        case .string: return ["type": ["string", "number", "boolean"]]
        case .boolean: return ["enum": [true, false, "true", "false"]]
        default: return ["type": [.string(kind.rawValue), "string"]]
        }
    }

    private static func description(of path: String, _ type: ResourceType, _ schema: ResourceSchema) -> String {
        var words: [String] = []
        if let change = PropertyWords.change(path, type, schema) { words.append(PropertyWords.words(change)) }
        if let absence = PropertyWords.absence(type.property(path)?.absent) { words.append(absence) }
        return words.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }.joined(separator: " ")
    }
}
