internal import Declarations
internal import Values

/// What hangs together in a table's keys and indexes.
enum TableIndexes {
    /// What an index is known by: all that only a new one changes.
    @Sendable static func identity(_ index: Value) -> Value {
        let keys = (index["KeySchema"]?.array ?? []).map {
            ["\($0["AttributeName"]?.scalarText ?? "")", "\($0["KeyType"]?.scalarText ?? "")"]
        }
        let others = (index.at("Projection.NonKeyAttributes")?.array ?? []).compactMap(\.scalarText).sorted()
        let parts = [index["IndexName"]?.scalarText ?? "", index.at("Projection.ProjectionType")?.scalarText ?? ""]
        return .array((parts + keys.joined() + others).map { .string($0) })
    }

    /// The table without definitions of attributes that only global indexes use, and without the name of an attribute
    /// that nothing expires by.
    @Sendable static func canonical(_ table: Value) -> Value {
        var table = table
        let keys =
            (table["KeySchema"]?.array ?? [])
            + (table["LocalSecondaryIndexes"]?.array ?? []).flatMap { $0["KeySchema"]?.array ?? [] }
        let names = keys.compactMap { $0["AttributeName"] }
        if let definitions = table["AttributeDefinitions"]?.array {
            table = table.setting(
                "AttributeDefinitions",
                to: .array(definitions.filter { $0["AttributeName"].map(names.contains) ?? true }))
        }
        if table.at("TimeToLiveSpecification.Enabled")?.bool == false {
            table = table.setting("TimeToLiveSpecification", to: ["Enabled": false])
        }
        return table
    }

    /// The capacities of all live indexes when the table comes to be billed by capacity.
    @Sendable static func capacities(_ sources: Value) -> Value {
        guard sources[0]?.string != "PAY_PER_REQUEST", sources[1]?.string == "PAY_PER_REQUEST" else { return .null }
        let live = (sources[3]?.array ?? []).compactMap { $0["IndexName"] }
        let updates: [Value] = (sources[2]?.array ?? []).compactMap { index in
            guard let name = index["IndexName"], live.contains(name), let capacity = index["ProvisionedThroughput"]
            else { return nil }
            return ["Update": ["IndexName": name, "ProvisionedThroughput": capacity]]
        }
        return updates.isEmpty ? .null : .array(updates)
    }

    /// Limits of on-demand throughput; what is not mentioned is lifted.
    @Sendable static func limits(_ wanted: Value) -> Value {
        [
            "MaxReadRequestUnits": wanted["MaxReadRequestUnits"] ?? -1,
            "MaxWriteRequestUnits": wanted["MaxWriteRequestUnits"] ?? -1,
        ]
    }

    /// The limits of an index; one with a capacity of its own takes none.
    @Sendable static func indexLimits(_ index: Value) -> Value {
        index["ProvisionedThroughput"] == nil ? limits(index["OnDemandThroughput"] ?? [:]) : .null
    }

    /// Keys without a definition, definitions without a key, and capacity beside a mode that has none.
    @Sendable static func objections(_ table: Value) -> [Objection] {
        var found: [Objection] = []
        let isOnDemand = table["BillingMode"]?.string == "PAY_PER_REQUEST"
        if isOnDemand, table["ProvisionedThroughput"] != nil {
            found.append(
                Objection(
                    "ProvisionedThroughput", "a table billed per request has no provisioned capacity",
                    help: "Leave it out, or set `BillingMode` to `PROVISIONED`."))
        }
        if !isOnDemand, table["BillingMode"]?.hasDeferred != true, table["ProvisionedThroughput"] == nil {
            found.append(
                Objection(
                    "BillingMode", "a table billed by capacity needs `ProvisionedThroughput`",
                    help: "Add it, or set `BillingMode` to `PAY_PER_REQUEST`."))
        }
        let indexes = ["LocalSecondaryIndexes", "GlobalSecondaryIndexes"].flatMap { table[$0]?.array ?? [] }
        let keys = ([table] + indexes).flatMap { $0["KeySchema"]?.array ?? [] }.compactMap { $0["AttributeName"] }
        let definitions = table["AttributeDefinitions"]?.array ?? []
        guard !Value.array(keys + definitions).hasDeferred else { return found }
        for (position, definition) in definitions.enumerated() {
            guard let name = definition["AttributeName"], !keys.contains(name) else { continue }
            found.append(
                Objection(
                    "AttributeDefinitions[\(position)]", "no key uses the attribute `\(name.scalarText ?? "")`",
                    help: "Define the attributes of keys only; items may have any others."))
        }
        let names = definitions.compactMap { $0["AttributeName"] }
        for name in keys where !names.contains(name) {
            found.append(
                Objection(
                    "AttributeDefinitions", "the key attribute `\(name.scalarText ?? "")` is not defined",
                    help: "Define its type."))
        }
        return found
    }
}
