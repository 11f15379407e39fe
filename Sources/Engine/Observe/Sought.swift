internal import Declarations
internal import Values

/// A resource that is looked for: one that a template names, or one that a tag search came upon.
struct Sought: Sendable {
    var address: String
    var stack: String
    var logicalID: String
    var frame: Frame
    var place: Place
    /// Properties as far as they are known now.
    var properties: Value
    /// The ARN that the tag search gave; nil for what a template names.
    var arn: String?
    /// The digest that the resource carries when it was last applied with the present configuration; nil for a full
    /// reading.
    var digest: String?
    var mentioned: Set<String> = []
    var callerReference = ""
    /// Attributes that others refer to.
    var wanted: Set<String> = []
    /// The tags that it should carry, to recognise a tag search's answer as current.
    var tags: [String: String]?

    func property(_ name: String) -> Value? {
        if let value = properties.at(name), !value.isNull { return value }
        if case .named(let named, let rule) = frame.type.identity, named == name {
            // Calls that take names take ARNs as well.
            if let arn { return .string(arn) }
            return .string(rule.fitted(to: properties).name(stack: stack, logicalID: logicalID))
        }
        return nil
    }

    func attribute(_ name: String) -> Value? {
        if let arn, name == "Ref" || name == "Arn" || name.hasSuffix("Arn") { return .string(arn) }
        if let predicted = frame.type.attributes[name]?.predicted { return place.filled(predicted, with: part) }
        return property(name)
    }

    private func part(_ name: String) -> Value? {
        if let value = property(name) { return value }
        if case .means(let value)? = frame.declared[name]?.absent { return value }
        return nil
    }

    /// True when everything that its lookup needs is known.
    var isReady: Bool { !lookup.contains { $0?.hasDeferred == true } }

    /// What its lookup needs, as far as it is known.
    var lookup: [Value?] {
        let needed: [Argument] =
            switch frame.type.read.scope {
            case .stackTags(_, let also): also
            case .everything(let arguments), .each(let arguments): arguments
            case .eachItem(let list, _, let with): with + [.property(list, as: "")]
            case .batch(_, let key, _, let with), .filter(_, let key, _, let with): with + [.property(key, as: "")]
            }
        return needed.map(value) + keys.map(property)
    }

    /// True when a part of what it is spread over is known, and can be looked up by itself.
    var isPartlyReady: Bool {
        guard case .eachItem(let list, _, _) = frame.type.read.scope else { return false }
        return (property(list)?.array ?? []).contains { !$0.hasDeferred }
    }

    /// True when the template mentions the property at a path, or something in it.
    func mentions(_ path: String) -> Bool {
        guard let cut = path.firstIndex(of: ".") else { return mentioned.contains(path) }
        return mentioned.contains(String(path[..<cut])) && properties.at(path) != nil
    }

    func value(of argument: Argument) -> Value? {
        switch argument.source {
        case .property(let name): property(name)
        case .attribute(let name): attribute(name)
        case .list(.property(let name)): property(name)
        case .list(.attribute(let name)): attribute(name)
        case .mapped(.property(let name), _): property(name)
        default: nil
        }
    }

    /// The properties by which it is known.
    var keys: [String] {
        switch frame.type.identity {
        case .named(let name, _): [name]
        case .key(let names): names
        case .tagged, .reference: []
        }
    }

    /// True when the live resource is the one that is sought.
    func matches(_ live: Live) -> Bool {
        if let arn {
            return live.physicalID == arn || live.arns.contains(arn)
                || live.isMarked(stack: stack, logicalID: logicalID)
        }
        switch frame.type.identity {
        case .tagged:
            return live.isMarked(stack: stack, logicalID: logicalID)
        case .reference(_, let path):
            guard let reference = live.item.at(path)?.string else { return false }
            return reference == callerReference || reference.hasPrefix(callerReference + ":")
        case .named(let name, let rule):
            guard let actual = live.name(name)?.scalarText else { return false }
            if let wanted = properties[name], !wanted.isNull {
                return Comparison(frame: frame).same(wanted, live.name(name), at: name) || isMarked(live)
            }
            return rule.fitted(to: properties).isGenerated(actual, stack: stack, logicalID: logicalID) || isMarked(live)
        case .key(let names):
            let comparison = Comparison(frame: frame)
            return names.allSatisfy { comparison.same(property($0), live.name($0), at: $0) }
        }
    }

    /// A resource under another name that carries the marks: the predecessor in a replacement.
    private func isMarked(_ live: Live) -> Bool { live.isMarked(stack: stack, logicalID: logicalID) }
}

extension Live {
    /// The ARNs under which a tag search may know it.
    var arns: [String] {
        var found = frame.type.attributes.keys.sorted().compactMap { name in
            name.hasSuffix("Arn") || name == "Arn" ? attribute(name)?.string : nil
        }
        if let pattern = frame.type.arn,
            let arn = place.filled(pattern, with: { $0 == "*" ? reference : attribute($0) })?.string
        {
            found.append(arn)
        }
        return found
    }
}
