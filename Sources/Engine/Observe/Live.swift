internal import Declarations
internal import Values

/// A resource as it is in AWS.
struct Live: Sendable {
    var frame: Frame
    var place: Place
    /// As the API answered, details put in.
    var item: Value
    /// In CloudFormation's words.
    var properties: Value
    /// Without AWS's own.
    var tags: [String: String]
    /// Settable properties whose detail call was left out.
    var unread: Set<String> = []
    /// True when a plan took something as read that it did not read.
    var isPartlyRead = false
    /// Its marks on other resources, if it cannot bear tags.
    var carried: [CarriedMark] = []

    init(frame: Frame, place: Place, item: Value) {
        self.frame = frame
        self.place = place
        self.item = item
        properties = Decoding(frame: frame).properties(of: item)
        tags = [:]
        takeTags()
    }

    mutating func takeTags() {
        tags = TagForms.of(item, type: frame.type)
    }

    /// The value of the property that names it, which may be one that templates cannot set.
    func name(_ property: String) -> Value? { properties[property] ?? attribute(property) }

    /// The stack whose mark it carries.
    var stack: String? { tags[OwnTag.stack] ?? carried.first?.stack }
    /// The logical id whose mark it carries.
    var logicalID: String? { tags[OwnTag.resource] ?? carried.first?.mark.logicalID }

    /// True when it may not be deleted, as its tags say or a carrier's.
    var isProtected: Bool { tags[OwnTag.protect] == "true" || carried.contains(where: \.isProtected) }

    /// True when the reference that its creator chose, and that finding it went by, is the mark: tags come later.
    var isOursByReference: Bool {
        guard case .reference(_, let path) = frame.type.identity else { return false }
        return stack == nil && item.at(path)?.string?.hasPrefix(CallerReference.prefix) ?? false
    }

    /// True when both are one resource of AWS, read twice.
    func isSame(as other: Live) -> Bool {
        frame.type.name == other.frame.type.name && place.region(of: frame.type) == other.place.region(of: frame.type)
            && physicalID == other.physicalID
    }

    /// `stack/LogicalId` as its marks say, or its generated name; nil when it is none of these stacks'.
    func address(_ stacks: [String]) -> String? {
        guard let stack = stack ?? stackByName(stacks) else { return nil }
        return "\(stack)/\(logicalID ?? generatedLogicalID(stack) ?? physicalID)"
    }

    func isMarked(stack: String, logicalID: String) -> Bool { self.stack == stack && self.logicalID == logicalID }

    /// An attribute, `Ref`, or a property by its name.
    func attribute(_ name: String) -> Value? {
        if name == "Ref" { return reference }
        if let attribute = frame.type.attributes[name] {
            let value = attribute.value(in: item)
            // A number in the API may be a string in CloudFormation (a launch template's version).
            if let value, !value.isNull {
                return Decoding.scalar(value, kinds: frame.schema.properties[name]?.kinds ?? [])
            }
            if let predicted = attribute.predicted { return place.filled(predicted, with: self.part) }
            return nil
        }
        if let value = properties.at(name), !value.isNull { return value }
        return Decoding.member(name, of: item, as: nil)
    }

    private func part(_ name: String) -> Value? {
        if let value = properties[name], !value.isNull { return value }
        if case .means(let value)? = frame.declared[name]?.absent { return value }
        return Decoding.member(name, of: item, as: nil)
    }

    /// What `Ref` answers.
    var reference: Value? { reference(attribute) }

    /// - Parameter attribute: gives the attributes that it is made of.
    func reference(_ attribute: (String) -> Value?) -> Value? {
        let parts = frame.reference.map { attribute($0)?.scalarText ?? "" }
        return parts.isEmpty || parts.allSatisfy(\.isEmpty) ? nil : .string(parts.joined(separator: "|"))
    }

    /// What `Ref` answers, as text.
    var physicalID: String { reference?.scalarText ?? "" }
}
