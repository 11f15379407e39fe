/// What `--format json` prints, as a JSON Schema; `plumb schema --plan` shows it.
public enum PlanSchema {
    /// JSON Schema, draft 7.
    public static let text = #"""
        {
          "$schema": "http://json-schema.org/draft-07/schema#",
          "title": "plumb plan and drift report, --format json",
          "description": "Names are those of `terraform show -json` where the meaning is the same. Left out of Terraform's: timestamp, variables, prior_state, checks, relevant_attributes. Times are in no part; the same plan gives the same bytes. A reader has to pass over members that it does not know.",
          "type": "object",
          "required": [
            "account", "applyable", "base", "caller", "check_findings", "complete", "configuration", "counts", "errored", "foreign",
            "format_version", "has_changes", "kept", "limits", "other_stacks", "output_changes", "outputs", "partition",
            "planned_values", "purpose", "reading", "resource_changes", "resource_drift", "set_aside",
            "since_applied", "stacks", "steps", "summary", "terraform_version", "unchanged"
          ],
          "properties": {
            "format_version": {
              "type": "string",
              "pattern": "^1\\.[0-9]+$",
              "description": "The second part grows with additions, the first with what could break a reader."
            },
            "plumb_version": {"type": "string"},
            "terraform_version": {
              "type": "string",
              "description": "The Terraform whose words the shared members follow; tools that read its plans ask for it. plumb does not run Terraform."
            },
            "purpose": {"enum": ["apply", "destroy", "drift", "rollback"]},
            "applyable": {"type": "boolean", "description": "True when apply would do something."},
            "complete": {"type": "boolean", "description": "False when --target or --exclude has left something out."},
            "errored": {"const": false, "description": "What cannot be planned has no plan."},
            "account": {"type": "string"},
            "caller": {"type": "string"},
            "partition": {"type": "string"},
            "summary": {"type": "string"},
            "has_changes": {"type": "boolean"},
            "counts": {
              "type": "object",
              "required": ["add", "adopt", "change", "destroy", "foreign", "forget", "kept", "refusals", "set_aside", "unchanged"],
              "properties": {
                "add": {"type": "integer", "minimum": 0},
                "change": {"type": "integer", "minimum": 0},
                "destroy": {"type": "integer", "minimum": 0},
                "adopt": {"type": "integer", "minimum": 0},
                "forget": {"type": "integer", "minimum": 0},
                "unchanged": {"type": "integer", "minimum": 0},
                "foreign": {"type": "integer", "minimum": 0},
                "kept": {"type": "integer", "minimum": 0},
                "set_aside": {"type": "integer", "minimum": 0},
                "refusals": {"type": "integer", "minimum": 0, "description": "Findings of checks that keep apply from running."}
              }
            },
            "stacks": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["name", "path", "reading", "region", "resources"],
                "properties": {
                  "name": {"type": "string"},
                  "path": {"type": "string"},
                  "region": {"type": "string"},
                  "resources": {"type": "integer", "minimum": 0},
                  "reading": {"$ref": "#/definitions/reading"}
                }
              }
            },
            "resource_changes": {
              "type": "array",
              "items": {"$ref": "#/definitions/resource_change"},
              "description": "From what is live to what is wanted: one entry per resource, both halves of a replacement in one."
            },
            "resource_drift": {
              "type": "array",
              "items": {"$ref": "#/definitions/resource_change"},
              "description": "From what is wanted to what is live, where AWS has moved."
            },
            "output_changes": {
              "type": "object",
              "additionalProperties": {"$ref": "#/definitions/change"},
              "description": "By stack.Name. Outputs are kept nowhere, so that before is null, and no-op says that the value is known now."
            },
            "planned_values": {
              "type": "object",
              "required": ["outputs", "root_module"],
              "properties": {
                "outputs": {
                  "type": "object",
                  "additionalProperties": {
                    "type": "object",
                    "required": ["sensitive"],
                    "properties": {"sensitive": {"type": "boolean"}, "value": {}}
                  }
                },
                "root_module": {
                  "type": "object",
                  "required": ["resources"],
                  "properties": {
                    "resources": {
                      "type": "array",
                      "items": {
                        "type": "object",
                        "required": [
                          "address", "mode", "name", "provider_name", "region", "schema_version", "sensitive_values",
                          "type", "values"
                        ],
                        "properties": {
                          "address": {"type": "string", "description": "stack/LogicalId"},
                          "mode": {"const": "managed"},
                          "type": {"type": "string"},
                          "name": {"type": "string"},
                          "provider_name": {"const": "plumb"},
                          "schema_version": {"const": 0},
                          "region": {"type": "string"},
                          "values": {"type": "object"},
                          "sensitive_values": {"type": "object", "additionalProperties": {"const": true}}
                        }
                      }
                    }
                  }
                }
              },
              "description": "Every resource of the selected stacks as it will be, what does not change among them."
            },
            "configuration": {"type": "object", "description": "Says nothing: Terraform's tools look whether it is there."},
            "steps": {
              "type": "array",
              "items": {"$ref": "#/definitions/step"},
              "description": "What apply does, in an order that respects what each needs."
            },
            "unchanged": {"type": "array", "items": {"type": "string", "description": "stack/LogicalId"}},
            "set_aside": {
              "type": "array",
              "items": {"$ref": "#/definitions/set_aside"},
              "description": "Differences that do not count as drift."
            },
            "foreign": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["parent", "shows", "type"],
                "properties": {
                  "parent": {"type": "string"},
                  "type": {"type": "string"},
                  "shows": {"type": "array", "items": {"type": "string"}}
                }
              },
              "description": "Others' objects on the stacks' own; with --unmanaged also those that live in them."
            },
            "other_stacks": {
              "type": ["array", "null"],
              "items": {
                "type": "object",
                "required": ["name", "regions", "resources"],
                "properties": {
                  "name": {"type": "string"},
                  "regions": {"type": "array", "items": {"type": "string"}},
                  "resources": {"type": "integer", "minimum": 1, "description": "How many of its resources were met."}
                }
              },
              "description": "Stacks in the account that no stack file names; null where --unmanaged did not ask for them."
            },
            "scaled": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["address", "live", "max", "min", "path", "template", "type"],
                "properties": {
                  "address": {"type": "string", "description": "stack/LogicalId"},
                  "type": {"type": "string"},
                  "path": {"type": "string"},
                  "live": {"type": "integer"},
                  "template": {"type": "integer"},
                  "min": {"type": ["integer", "null"]},
                  "max": {"type": ["integer", "null"]}
                }
              },
              "description": "Numbers that are left to auto scaling; missing where there are none."
            },
            "kept": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["address", "physical_id", "reason", "type"],
                "properties": {
                  "address": {"type": "string", "description": "stack/LogicalId"},
                  "type": {"type": "string"},
                  "physical_id": {"type": "string"},
                  "reason": {"type": "string"}
                }
              }
            },
            "check_findings": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["address", "message", "path", "place", "remedy", "rule", "severity", "summary", "type"],
                "properties": {
                  "rule": {"type": "string", "pattern": "^PLB[0-9]{3}$"},
                  "severity": {"enum": ["warning", "error"]},
                  "address": {"type": "string", "description": "stack/LogicalId"},
                  "type": {"type": "string"},
                  "path": {"type": "string", "description": "The property; empty for the resource as a whole."},
                  "summary": {"type": "string"},
                  "message": {"type": "string"},
                  "remedy": {"type": "string"},
                  "place": {"anyOf": [{"$ref": "#/definitions/place"}, {"type": "null"}]}
                }
              }
            },
            "outputs": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["known", "name", "sensitive", "stack", "value"],
                "properties": {
                  "stack": {"type": "string"},
                  "name": {"type": "string"},
                  "value": {},
                  "sensitive": {"type": "boolean"},
                  "known": {"type": "boolean"}
                }
              }
            },
            "base": {"type": ["string", "null"], "description": "The git revision that origins are told against."},
            "since_applied": {"type": "boolean"},
            "limits": {
              "anyOf": [
                {
                  "type": "object",
                  "required": ["excluded", "included", "left_out", "targets"],
                  "properties": {
                    "targets": {"type": "array", "items": {"type": "string", "description": "stack/LogicalId"}},
                    "included": {"type": "array", "items": {"type": "string", "description": "stack/LogicalId"}},
                    "excluded": {"type": "array", "items": {"type": "string", "description": "stack/LogicalId"}},
                    "left_out": {"type": "array", "items": {"type": "string", "description": "stack/LogicalId"}}
                  }
                },
                {"type": "null"}
              ]
            },
            "reading": {"$ref": "#/definitions/reading"}
          },
          "definitions": {
            "place": {
              "type": "object",
              "required": ["column", "end_column", "end_line", "file", "line"],
              "properties": {
                "file": {"type": "string"},
                "line": {"type": "integer", "minimum": 1},
                "column": {"type": "integer", "minimum": 1},
                "end_line": {"type": "integer", "minimum": 1},
                "end_column": {"type": "integer", "minimum": 1}
              },
              "description": "1-based; columns count bytes."
            },
            "reading": {
              "type": "object",
              "required": ["compared", "left", "unreadable", "unsupported"],
              "properties": {
                "calls": {"type": "integer", "minimum": 0},
                "compared": {"type": "integer", "minimum": 0, "description": "Properties compared with AWS."},
                "unreadable": {"type": "integer", "minimum": 0, "description": "Properties that AWS never returns."},
                "unsupported": {"type": "integer", "minimum": 0, "description": "Properties that plumb neither sets nor reads."},
                "left": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "Properties left unread because nothing has changed since the last apply."
                }
              }
            },
            "change": {
              "type": "object",
              "required": ["actions", "after", "after_sensitive", "after_unknown", "before", "before_sensitive"],
              "properties": {
                "actions": {
                  "enum": [
                    ["no-op"],
                    ["create"],
                    ["update"],
                    ["delete"],
                    ["create", "delete"],
                    ["delete", "create"],
                    ["forget"]
                  ],
                  "description": "[create, delete]: the new one is made first."
                },
                "before": {},
                "after": {"description": "Without what only apply makes known: absent in objects, null in lists."},
                "after_unknown": {"type": ["object", "boolean"]},
                "before_sensitive": {"type": ["object", "boolean"]},
                "after_sensitive": {"type": ["object", "boolean"]},
                "replace_paths": {"type": "array", "items": {"type": "array", "items": {"type": ["string", "integer"]}}},
                "importing": {
                  "type": "object",
                  "required": ["id"],
                  "properties": {"id": {"type": "string"}},
                  "description": "It exists, and apply --adopt takes it over."
                }
              }
            },
            "resource_change": {
              "type": "object",
              "required": [
                "action_reason", "address", "change", "digest", "mode", "name", "origin", "physical_id", "place",
                "provider_name", "reasons", "region", "stack", "type"
              ],
              "properties": {
                "address": {"type": "string", "description": "stack/LogicalId"},
                "mode": {"const": "managed"},
                "type": {"type": "string"},
                "name": {"type": "string"},
                "provider_name": {"const": "plumb"},
                "stack": {"type": "string"},
                "region": {"type": "string"},
                "physical_id": {"type": ["string", "null"]},
                "action_reason": {"type": "string"},
                "reasons": {"type": "array", "items": {"type": "string"}},
                "origin": {"enum": ["this branch changes it", "AWS moved", "this branch changes it, and AWS moved", null]},
                "place": {"anyOf": [{"$ref": "#/definitions/place"}, {"type": "null"}]},
                "digest": {
                  "type": ["string", "null"],
                  "description": "Of the configuration, as it will stand in the tag plumb:digest."
                },
                "change": {"$ref": "#/definitions/change"}
              }
            },
            "property_change": {
              "type": "object",
              "required": ["forces_replacement", "origin", "path", "place", "sensitive"],
              "properties": {
                "path": {"type": "string"},
                "before": {},
                "after": {},
                "sensitive": {"type": "boolean"},
                "forces_replacement": {"type": "boolean"},
                "origin": {"enum": ["this branch changes it", "AWS moved", "this branch changes it, and AWS moved", null]},
                "place": {"anyOf": [{"$ref": "#/definitions/place"}, {"type": "null"}]}
              }
            },
            "step": {
              "type": "object",
              "required": [
                "action", "address", "calls", "changed_by", "changes", "id", "needs", "origin", "physical_id",
                "place", "reasons", "region", "replacement", "type"
              ],
              "properties": {
                "id": {"type": "string"},
                "address": {"type": "string", "description": "stack/LogicalId"},
                "type": {"type": "string"},
                "action": {"enum": ["create", "update", "delete", "adopt", "forget"]},
                "region": {"type": "string"},
                "physical_id": {"type": ["string", "null"]},
                "replacement": {"enum": ["create before delete", "delete before create", null]},
                "reasons": {"type": "array", "items": {"type": "string"}},
                "origin": {"enum": ["this branch changes it", "AWS moved", "this branch changes it, and AWS moved", null]},
                "changed_by": {
                  "anyOf": [
                    {
                      "type": "object",
                      "required": ["event", "event_id", "source_ip", "time", "user"],
                      "properties": {
                        "time": {"type": "string"},
                        "user": {"type": "string"},
                        "event": {"type": "string"},
                        "source_ip": {"type": ["string", "null"]},
                        "event_id": {"type": "string"}
                      },
                      "description": "Who last changed the resource, as CloudTrail tells."
                    },
                    {"type": "null"}
                  ]
                },
                "place": {"anyOf": [{"$ref": "#/definitions/place"}, {"type": "null"}]},
                "needs": {"type": "array", "items": {"type": "string"}, "description": "Ids of steps."},
                "changes": {"type": "array", "items": {"$ref": "#/definitions/property_change"}},
                "calls": {"type": "array", "items": {"$ref": "#/definitions/call"}}
              }
            },
            "call": {
              "type": "object",
              "required": ["input", "operation", "region", "repeatable", "service"],
              "properties": {
                "service": {"type": "string", "description": "botocore's name."},
                "operation": {"type": "string"},
                "region": {"type": "string"},
                "input": {
                  "type": "object",
                  "description": "Parts that an earlier call makes known stand as {\"$deferred\": …}."
                },
                "repeatable": {"type": "boolean"},
                "wait": {
                  "type": "object",
                  "required": ["at_most", "every", "input", "operation", "until"],
                  "properties": {
                    "until": {"type": "string"},
                    "operation": {"type": "string"},
                    "input": {"type": "object"},
                    "every": {"type": "number"},
                    "at_most": {"type": "number"}
                  }
                }
              }
            },
            "set_aside": {
              "type": "object",
              "required": ["action", "address", "cause", "change", "physical_id", "type"],
              "properties": {
                "address": {"type": "string", "description": "stack/LogicalId"},
                "type": {"type": "string"},
                "physical_id": {"type": ["string", "null"]},
                "action": {"enum": ["create", "update", "delete", "adopt", "forget"]},
                "change": {"anyOf": [{"$ref": "#/definitions/property_change"}, {"type": "null"}]},
                "cause": {"enum": ["ignored", "edited", "unclear"]},
                "reason": {"type": "string"},
                "expires": {"type": ["string", "null"]},
                "rule": {"$ref": "#/definitions/place"}
              }
            }
          }
        }

        """#
}
