internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::Route53::RecordSetGroup`: several records of one zone. Route 53 knows no such object; it is gathered from the
    /// zone's records, and what changes goes in one batch, which takes effect whole or not at all.
    static let recordSetGroup = ResourceType(
        "AWS::Route53::RecordSetGroup",
        identity: .key(["HostedZoneId"]),
        ref: "Id",
        isGlobal: true,
        read: Read(
            "route53:ListResourceRecordSets", items: "ResourceRecordSets", .each(["HostedZoneId"]),
            absent: ["NoSuchHostedZone"], gather: RecordGroups.gathered,
            spread: [Spread("RecordSets", by: RecordGroups.key, of: "AWS::Route53::RecordSet")]),
        create: Create(
            change(
                .item(nil), each: .mapped(.property("RecordSets"), RecordGroups.portions), RecordGroups.upserts),
            repeatable: true),
        updates: [
            Update(
                ["RecordSets", "Comment"],
                set: change(.several([.property("RecordSets"), .live("RecordSets")]), RecordGroups.changes))
        ],
        delete: Delete([
            change(
                .item(nil), each: .mapped(.property("RecordSets"), RecordGroups.portions), RecordGroups.deletes,
                tolerates: ["NoSuchHostedZone", ErrorMatch("InvalidChangeBatch", contains: "not found")])
        ]),
        properties: [
            Property("HostedZoneId", absent: .refused("the records of a zone are found by it")),
            Property("Comment", absent: .unset, writeOnly: true),
            Property("RecordSets", absent: .refused("a group is made of records"), equality: .unordered),
            Property("RecordSets[].Name", equality: .domainName),
            Property("RecordSets[].AliasTarget.DNSName", equality: .domainName),
            Property("RecordSets[].AliasTarget.EvaluateTargetHealth", absent: .means(false)),
            Property("RecordSets[].ResourceRecords", equality: .unordered),
        ],
        attributes: ["Id": Attribute("Id", predicted: "${HostedZoneId}|${RecordSets[].Name}")],
        lookups: [.hostedZoneByName],
        unsupported: [
            "RecordSets[].HostedZoneId": "the group's zone holds for all of its records",
            "RecordSets[].HostedZoneName": "the group's zone holds for all of its records",
        ],
        objections: RecordGroups.objections)

    private static func change(
        _ records: Argument.Source, each: Argument.Source? = nil, _ changes: @escaping @Sendable (Value) -> Value,
        tolerates: [ErrorMatch] = []
    ) -> Call {
        Call(
            "route53:ChangeResourceRecordSets",
            [
                "HostedZoneId", .property("Comment", as: "ChangeBatch.Comment"),
                Argument("ChangeBatch.Changes", .mapped(records, changes)),
            ], each: each, tolerates: tolerates, retries: ["PriorRequestNotComplete"])
    }
}

/// Records of a group between the template's words and those of Route 53.
private enum RecordGroups {
    static let key = ["Name", "Type", "SetIdentifier"]
    /// Records in one batch. Route 53 takes 1000 values, and counts those of an upsert twice.
    private static let most = 100

    /// The records that the template names and the zone has, in the order of the template.
    @Sendable static func gathered(output: Value, sought: Value) -> Value? {
        guard let zone = sought["HostedZoneId"] else { return nil }
        let items = (output["$items"]?.array ?? []).filter { $0["$input"]?["HostedZoneId"] == zone }
        let live = Dictionary(items.map { (name($0), $0) }, uniquingKeysWith: { first, _ in first })
        let records = (sought["RecordSets"]?.array ?? []).compactMap { live[name($0)].map(told) }
        return records.isEmpty ? nil : ["HostedZoneId": zone, "RecordSets": .array(records)]
    }

    @Sendable static func portions(_ records: Value) -> Value {
        let all = records.array ?? []
        return .array(
            stride(from: 0, to: all.count, by: most).map { .array(Array(all[$0...].prefix(most))) })
    }

    @Sendable static func upserts(_ records: Value) -> Value {
        .array((records.array ?? []).map { change("UPSERT", $0) })
    }

    @Sendable static func deletes(_ records: Value) -> Value {
        .array((records.array ?? []).map { change("DELETE", $0) })
    }

    /// What brings the live records to the desired ones.
    /// - Parameter sources: the desired records, and the live ones.
    @Sendable static func changes(_ sources: Value) -> Value {
        let wanted = sources[0]?.array ?? [], live = sources[1]?.array ?? []
        let names = Set(wanted.map(name))
        let gone = live.filter { !names.contains(name($0)) }
        let known = live.map(form)
        let changed = wanted.filter { !known.contains(form($0)) }
        return .array(gone.map { change("DELETE", $0) } + changed.map { change("UPSERT", $0) })
    }

    @Sendable static func objections(_ properties: Value) -> [Objection] {
        var seen: Set<[String]> = []
        return (properties["RecordSets"]?.array ?? []).enumerated().compactMap { position, record in
            guard record["Name"]?.hasDeferred == false, !seen.insert(name(record)).inserted else { return nil }
            return Objection(
                "RecordSets[\(position)]", "the record is in the group twice",
                help: "Put all values into one record, or give each a `SetIdentifier`.")
        }
    }

    private static func name(_ record: Value) -> [String] {
        key.map { part in
            let value = record[part] ?? ""
            return (part == "Name" ? DomainName.normalise(value) : value).scalarText ?? value.canonicalJSON
        }
    }

    private static func change(_ action: Value, _ record: Value) -> Value {
        var record = record
        if let values = record["ResourceRecords"]?.array {
            record = record.setting("ResourceRecords", to: .array(values.map { ["Value": $0] }))
        }
        // The API demands what the schema has a default for.
        if let alias = record["AliasTarget"], alias.object != nil, alias["EvaluateTargetHealth"] == nil {
            record = record.setting("AliasTarget.EvaluateTargetHealth", to: false)
        }
        return ["Action": action, "ResourceRecordSet": record]
    }

    /// One form for all ways of writing the same record: names, order of values, numbers as text, the default of an alias.
    private static func form(_ record: Value) -> Value {
        var form = record
        for path in ["Name", "AliasTarget.DNSName"] {
            if let name = record.at(path) { form = form.setting(path, to: DomainName.normalise(name)) }
        }
        if record["AliasTarget"]?.object != nil {
            let isChecked = record.at("AliasTarget.EvaluateTargetHealth")?.scalarText == "true"
            form = form.setting("AliasTarget.EvaluateTargetHealth", to: .bool(isChecked))
        }
        if let values = record["ResourceRecords"]?.array {
            form = form.setting("ResourceRecords", to: .array(values.sorted { $0.canonicalJSON < $1.canonicalJSON }))
        }
        for name in ["TTL", "Weight", "MultiValueAnswer"] {
            if let text = record[name]?.scalarText { form = form.setting(name, to: .string(text)) }
        }
        return form
    }

    /// A live record in the words of templates.
    private static func told(_ record: Value) -> Value {
        let members = (record.object ?? [:]).filter { !$0.name.hasPrefix("$") }.map { ($0.name, $0.value) }
        var plain = Value.object(Value.Object(members))
        plain = plain.setting("Name", to: DomainName.told(record["Name"] ?? ""))
        guard let values = record["ResourceRecords"]?.array else { return plain }
        return plain.setting("ResourceRecords", to: .array(values.compactMap { $0["Value"] }))
    }
}
