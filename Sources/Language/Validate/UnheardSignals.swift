internal import Diagnostics
internal import Values

extension TemplateChecker {
    /// Tells what is not waited for, and where signals are sent that nobody receives.
    static func unheard(_ template: Template) -> [Diagnostic] {
        let handles = Set(template.resources.filter { $0.type == WaitCondition.handle }.map(\.logicalID))
        var found: [Diagnostic] = []
        for resource in template.resources {
            if resource.type == WaitCondition.type {
                found.append(
                    .notActedOn(
                        "'\(resource.logicalID)' waits for nothing: no signal can reach plumb; what depends on it is made "
                            + "as soon as what it depends on is there, and its Data is \(WaitCondition.data)",
                        resource.typeSpan))
            } else if !handles.isEmpty {
                var named: [String] = []
                resource.properties?.walk { named += $0.references.map(\.name).filter(handles.contains) }
                if let first = named.first {
                    found.append(
                        .notActedOn(
                            "signals of '\(resource.logicalID)' to '\(first)' are not received: its address is made up",
                            resource.typeSpan))
                }
            }
            if let scripts = resource.scripts {
                found.append(
                    .notActedOn(
                        "\(scripts.words) of '\(resource.logicalID)' ask a stack in CloudFormation, and there is none: "
                            + "what AWS::CloudFormation::Init says is not carried out, and no signal is received",
                        scripts.span))
            }
        }
        return found
    }
}

extension Template.Resource {
    /// CloudFormation's helper scripts, which read a resource's metadata from a stack in CloudFormation or signal to it.
    private static let scripts = ["cfn-init", "cfn-hup", "cfn-get-metadata", "cfn-signal"]
    private static let metadata = "AWS::CloudFormation::Init"

    /// Those that the resource runs, and the metadata that is for them; nil when there is nothing of that.
    fileprivate var scripts: (words: String, span: Span)? {
        var called: [(name: String, span: Span)] = []
        properties?.walk { expression in
            for text in expression.texts {
                for script in Self.scripts where text.contains(script) { called.append((script, expression.span)) }
            }
        }
        if let first = called.first {
            let names = Self.scripts.filter { name in called.contains { $0.name == name } }
            return (names.joined(separator: ", "), first.span)
        }
        guard case .map(let members)? = metadata?.form, let member = members.first(where: { $0.key == Self.metadata })
        else { return nil }
        return ("scripts for the metadata", member.keySpan)
    }
}

extension Expression {
    /// The literal texts that stand in the expression itself.
    fileprivate var texts: [String] {
        switch form {
        case .literal(.string(let text)): [text]
        case .call(.sub(let pieces, _)):
            pieces.compactMap { if case .text(let text) = $0 { text } else { nil } }
        default: []
        }
    }
}
