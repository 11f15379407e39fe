internal import Diagnostics
internal import Values

/// Reads resources and outputs.
extension TemplateReader {
    private static let resourceKeys = [
        "Type", "Properties", "DependsOn", "Condition", "Metadata", "DeletionPolicy", "UpdateReplacePolicy",
        "CreationPolicy", "UpdatePolicy",
        // In no list of attributes, and accepted: all templates of CodeStar have it. It tells readers what is for.
        "Description",
    ]

    mutating func resource(_ entry: Node.Entry) -> Template.Resource? {
        checkName(entry, "logical id")
        guard let keys = entry.value.mapping, entry.value.tag == nil else {
            findings.add(
                .wrongShape("the resource '\(entry.key)'", expected: "a mapping with Type", found: entry.value))
            return nil
        }
        checkKeys(keys, Self.resourceKeys, of: "a resource")
        guard let typeNode = entry.value["Type"] else {
            findings.add(.missingKey("Type", in: "the resource '\(entry.key)'", entry.keySpan))
            return nil
        }
        guard let type = typeNode.scalar?.text, typeNode.tag == nil else {
            findings.add(.wrongShape("Type", expected: "the name of a resource type", found: typeNode))
            return nil
        }
        if let reason = Self.unsupported(type) {
            findings.add(.unsupported("\(type) is not supported: \(reason.what)", typeNode.span, help: reason.help))
        }
        var resource = Template.Resource(
            logicalID: entry.key, span: entry.keySpan, type: type, typeSpan: typeNode.span,
            dependsOn: dependsOn(entry.value))
        if let node = entry.value["Properties"] {
            if node.noun == "null", node.tag == nil {
                findings.add(.nullValue(node.span))
            } else if node.mapping == nil && node.tag == nil {
                findings.add(.wrongShape("Properties", expected: "a mapping", found: node))
            } else {
                resource.properties = expression(node, .properties)
            }
        }
        if resource.isNestedStack { checkNestedStack(entry.value["Properties"], entry) }
        if resource.isWait { checkWait(entry.value["Properties"], type, entry) }
        (resource.condition, resource.conditionSpan) = conditionName(entry.value)
        resource.deletionPolicy = policy(entry.value["DeletionPolicy"], DeletionPolicy.allCases, type)
        resource.updateReplacePolicy = policy(entry.value["UpdateReplacePolicy"], DeletionPolicy.onReplacement, type)
        resource.creationPolicy = creationPolicy(keys)
        resource.updatePolicy = updatePolicy(keys, type)
        resource.metadata = entry.value["Metadata"].map { expression($0, .properties) }
        checkMetadata(entry.value["Metadata"])
        return resource
    }

    mutating func output(_ entry: Node.Entry) -> Template.Output? {
        checkName(entry, "output name")
        guard let keys = entry.value.mapping, entry.value.tag == nil else {
            findings.add(.wrongShape("the output '\(entry.key)'", expected: "a mapping with Value", found: entry.value))
            return nil
        }
        checkKeys(keys, ["Value", "Description", "Export", "Condition"], of: "an output")
        guard let value = entry.value["Value"] else {
            findings.add(.missingKey("Value", in: "the output '\(entry.key)'", entry.keySpan))
            return nil
        }
        var output = Template.Output(
            name: entry.key, span: entry.keySpan, description: description(entry.value, "an output's Description"),
            value: expression(value, .properties))
        if let export = entry.value["Export"] {
            if let name = export["Name"] {
                output.exportName = expression(name, .properties)
                checkKeys(export.mapping ?? [], ["Name"], of: "an export")
            } else {
                findings.add(.missingKey("Name", in: "the export of '\(entry.key)'", export.span))
            }
        }
        (output.condition, output.conditionSpan) = conditionName(entry.value)
        return output
    }

    /// True for types that are refused by name, whatever the schemas say.
    static func isRefused(_ type: String) -> Bool { unsupported(type) != nil }

    private static func unsupported(_ type: String) -> (what: String, help: String)? {
        switch type {
        case "AWS::CloudFormation::CustomResource":
            ("custom resources run code in AWS", "replace it by resources of AWS's own types")
        case _ where type.hasPrefix("Custom::"):
            ("custom resources run code in AWS", "replace it by resources of AWS's own types")
        case "AWS::CloudFormation::Macro":
            ("it exists only inside CloudFormation", "remove it")
        case _ where type.hasSuffix("::MODULE"):
            ("modules are kept in CloudFormation's registry", "write out the module's resources")
        default: nil
        }
    }

    private mutating func dependsOn(_ node: Node) -> [Template.Name] {
        guard let value = node["DependsOn"] else { return [] }
        var names: [Template.Name] = []
        for item in value.sequence ?? [value] {
            if let text = item.scalar?.text, item.tag == nil, value.tag == nil {
                names.append(Template.Name(text, span: item.span))
            } else {
                findings.add(.wrongShape("DependsOn", expected: "a logical id or a list of them", found: item))
            }
        }
        return names
    }

    private mutating func conditionName(_ node: Node) -> (String?, Span?) {
        guard let condition = node["Condition"] else { return (nil, nil) }
        guard let name = condition.scalar?.text, condition.tag == nil else {
            findings.add(.wrongShape("Condition", expected: "the name of a condition", found: condition))
            return (nil, nil)
        }
        return (name, condition.span)
    }

    private mutating func policy(_ node: Node?, _ policies: [DeletionPolicy], _ type: String) -> Expression? {
        guard let node else { return nil }
        let policy = expression(node, .properties)
        switch policy.form {
        case .literal(let value):
            let allowed = policies.filter { $0.holds(for: type) }
            if !allowed.contains(where: { $0.rawValue == value.scalarText }) {
                findings.add(
                    .invalidValue(
                        "policy of \(type)", value.scalarText ?? "",
                        allowed: allowed.map(\.rawValue).joined(separator: ", "), node.span))
            }
        case .call:
            if !hasLanguageExtensions {
                findings.add(.needsLanguageExtensions("a function in a deletion policy", node.span))
            }
        case .list, .map:
            findings.add(.wrongShape("a deletion policy", expected: "a text", found: node))
        }
        return policy
    }

    /// Whoever addresses plumb there would wait in vain.
    mutating func checkMetadata(_ node: Node?) {
        for entry in node?.mapping ?? [] where entry.key.hasPrefix("plumb:") {
            findings.add(.unheardMetadata(entry.key, entry.keySpan))
        }
    }
}
