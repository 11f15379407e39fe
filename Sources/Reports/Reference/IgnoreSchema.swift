/// What `drift --ignore-file` takes, as a JSON Schema; `plumb schema --ignore-file` shows it.
public enum IgnoreSchema {
    /// JSON Schema, draft 7.
    public static let text = #"""
        {
          "$schema": "http://json-schema.org/draft-07/schema#",
          "title": "plumb drift --ignore-file",
          "type": "object",
          "required": ["ignore"],
          "properties": {
            "ignore": {
              "type": "array",
              "items": {
                "type": "object",
                "required": ["property", "reason", "resource"],
                "properties": {
                  "resource": {
                    "type": "string",
                    "minLength": 1,
                    "description": "stack/LogicalId, or a type such as AWS::EC2::Subnet; * stands for any characters"
                  },
                  "property": {
                    "type": "string",
                    "minLength": 1,
                    "description": "A path as reports write it, with all below it; [] is any item; * for the resource as a whole, also that it is missing or in no template"
                  },
                  "reason": {"type": "string", "minLength": 1, "description": "Why this is no drift; shown in every report"},
                  "expires": {
                    "type": "string",
                    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
                    "description": "The last day (UTC) on which the entry counts"
                  }
                },
                "additionalProperties": false
              }
            }
          },
          "additionalProperties": false
        }

        """#
}
