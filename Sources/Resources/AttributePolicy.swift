internal import Declarations
internal import Values

/// One policy document that is an attribute of several topics or queues. AWS knows no such object: it is gathered from
/// the resources that the template names, and taking it away puts the service's own policy back.
extension ResourceType {
    /// - Parameters:
    ///   - holders: the list property that names the topics or queues.
    ///   - read: the call that answers a holder's attributes under `Attributes`.
    ///   - member: the input member that names a holder, in the reading and in `put` and `restore`.
    ///   - put: sets the document; `restore` puts back what the service has without one.
    ///   - isOwn: whether a document is the service's own. It counts as none, unless the template wants just that.
    static func attributePolicy(
        _ name: String, holders: String, read: String, member: String, with arguments: [Argument] = [],
        absent: [ErrorMatch], put: Call, restore: Call, isOwn: @escaping @Sendable (Value) -> Bool
    ) -> ResourceType {
        func each(_ call: Call, _ list: Argument.Source?) -> Call {
            var call = call
            call.arguments.insert(.item(as: member), at: 0)
            call.each = list
            return call
        }
        let all: Argument.Source = .property(holders)
        return ResourceType(
            name,
            identity: .key([]),
            ref: "Id",
            read: Read(
                read, items: "", .eachItem(of: holders, as: member, with: arguments), absent: absent,
                gather: { gathered($0, $1, holders, member, isOwn) }, spread: [Spread(holders)]),
            create: Create(each(put, all), repeatable: true),
            updates: [Update(["PolicyDocument"], set: each(put, all))],
            itemSets: [ItemSet(holders, add: each(put, nil), remove: each(restore, nil), inCreate: true)],
            delete: Delete([each(restore, all)]),
            properties: [
                Property("PolicyDocument", equality: .policy),
                Property(holders, equality: .unordered),
            ],
            attributes: ["Id": Attribute("Id", predicted: "${\(holders)}")],
            completes: [holders])
    }

    /// The named holders that have a policy. Documents that differ from one another make the document differ.
    private static func gathered(
        _ output: Value, _ sought: Value, _ holders: String, _ member: String, _ isOwn: (Value) -> Bool
    ) -> Value? {
        var found: [Value] = []
        var documents: [Value] = []
        let wantsOwn = sought["PolicyDocument"].map(isOwn) ?? false
        for holder in sought[holders]?.array ?? [] {
            let item = output["$items"]?.array?.first { $0["$input"]?[member] == holder }
            guard let text = item?.at("Attributes.Policy"), !text.isEmptyOrNull else { continue }
            let document = text.string.flatMap { try? Value(json: $0) } ?? text
            if isOwn(document), !wantsOwn { continue }
            found.append(holder)
            if !documents.contains(document) { documents.append(document) }
        }
        guard let document = documents.first else { return nil }
        return .object([
            holders: .array(found),
            "PolicyDocument": documents.count == 1 ? document : ["Statement": .array(documents)],
        ])
    }
}
