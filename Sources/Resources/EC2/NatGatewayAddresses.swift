internal import Declarations
internal import Values

/// The addresses of a NAT gateway beside its first: elastic ones of a public gateway, private ones of a private gateway,
/// and those of a regional gateway by zone. They come and go while the gateway runs.
enum NatGatewayAddresses {
    static let itemSets: [ItemSet] = [
        ItemSet(
            "SecondaryAllocationIds",
            add: call("AssociateNatGatewayAddress", [Argument("AllocationIds", .list(.item(nil)))]),
            remove: call(
                "DisassociateNatGatewayAddress",
                [Argument("AssociationIds", .mapped(.several([.item(nil), addresses]), association)), drain]),
            inCreate: true),
        ItemSet(
            "SecondaryPrivateIpAddresses", add: call("AssignPrivateNatGatewayAddress"),
            remove: call("UnassignPrivateNatGatewayAddress", [drain]), batch: "PrivateIpAddresses", inCreate: true),
    ]

    static let updates: [Update] = [
        Update(
            ["SecondaryPrivateIpAddressCount"],
            set: call(
                "AssignPrivateNatGatewayAddress", [.item(as: "PrivateIpAddressCount")],
                each: .mapped(.several([.property("SecondaryPrivateIpAddressCount"), addresses])) { state in
                    let more = (state[0]?.int ?? 0) - secondary(state[1]).count
                    return more > 0 ? [.int(more)] : []
                }),
            then: [
                call(
                    "UnassignPrivateNatGatewayAddress", [.item(as: "PrivateIpAddresses"), drain],
                    each: .mapped(.several([.property("SecondaryPrivateIpAddressCount"), addresses])) { state in
                        let left = secondary(state[1]).compactMap { $0["PrivateIp"] }
                        let surplus = Array(left.dropFirst(max(0, state[0]?.int ?? left.count)))
                        return surplus.isEmpty ? [] : [.array(surplus)]
                    })
            ]),
        Update(
            ["AvailabilityZoneAddresses"],
            first: [
                call(
                    "DisassociateNatGatewayAddress", [.item(as: "AssociationIds"), drain],
                    each: .mapped(.several([.property("AvailabilityZoneAddresses"), addresses]), left))
            ],
            set: call(
                "AssociateNatGatewayAddress",
                ["AvailabilityZone", "AvailabilityZoneId", "AllocationIds"].map { .item($0, as: $0) },
                each: .mapped(.several([.property("AvailabilityZoneAddresses"), addresses]), joined))),
        .carried(
            ["MaxDrainDurationSeconds"], by: "ec2:DisassociateNatGatewayAddress",
            [.attribute("NatGatewayId", as: "NatGatewayId"), .constant("AssociationIds", [])]),
    ]

    static let properties: [Property] = [
        Property("SecondaryAllocationIds", absent: .unset, equality: .unordered) { item in
            isRegional(item) ? nil : told(item, "AllocationId")
        },
        // A public gateway has one for each elastic address.
        Property("SecondaryPrivateIpAddresses", absent: .chosenByAWS, equality: .unordered) { told($0, "PrivateIp") },
        Property("SecondaryPrivateIpAddressCount", absent: .chosenByAWS) { item in
            .int(secondary(item["NatGatewayAddresses"]).count)
        },
        // A regional gateway follows its network into every zone unless it is told where to be.
        Property("AvailabilityZoneAddresses", absent: .chosenByAWS, equality: .unordered, decode: zones),
        Property("AvailabilityZoneAddresses[].AvailabilityZone", absent: .chosenByAWS),
        Property("AvailabilityZoneAddresses[].AvailabilityZoneId", absent: .chosenByAWS),
        Property("MaxDrainDurationSeconds", absent: .chosenByAWS),
    ]

    private static let addresses: Argument.Source = .live("NatGatewayAddresses")
    private static let drain: Argument = "MaxDrainDurationSeconds"

    private static func call(
        _ operation: String, _ arguments: [Argument] = [], each: Argument.Source? = nil
    ) -> Call {
        Call(
            "ec2:\(operation)", [.attribute("NatGatewayId", as: "NatGatewayId")] + arguments, each: each,
            wait: Wait(
                "addresses of the NAT gateway are in place", "ec2:DescribeNatGateways",
                [Argument("NatGatewayIds", .list(.attribute("NatGatewayId")))],
                until: .every(
                    "NatGateways",
                    .every("NatGatewayAddresses", .any([.missing("Status"), .equals("Status", "succeeded")]))),
                failing: .some("NatGateways.0.NatGatewayAddresses", .equals("Status", "failed")), every: 5,
                atMost: 900))
    }

    // MARK: - What is there

    private static func isRegional(_ item: Value) -> Bool { item["AvailabilityMode"] == "regional" }

    private static func secondary(_ addresses: Value?) -> [Value] {
        (addresses?.array ?? []).filter { $0["IsPrimary"]?.bool == false }
    }

    private static func told(_ item: Value, _ member: String) -> Value {
        .array(secondary(item["NatGatewayAddresses"]).compactMap { $0[member] })
    }

    @Sendable private static func zones(_ item: Value) -> Value? {
        guard isRegional(item) else { return nil }
        var zones: [(name: Value, found: Value.Object)] = []
        for address in item["NatGatewayAddresses"]?.array ?? [] {
            guard let zone = address["AvailabilityZone"], let id = address["AllocationId"] else { continue }
            let position = zones.firstIndex { $0.name == zone } ?? zones.endIndex
            if position == zones.endIndex {
                var found: Value.Object = ["AvailabilityZone": zone, "AllocationIds": []]
                found["AvailabilityZoneId"] = address["AvailabilityZoneId"]
                zones.append((zone, found))
            }
            zones[position].found["AllocationIds"] = .array(
                (zones[position].found["AllocationIds"]?.array ?? []) + [id])
        }
        return .array(zones.map { .object($0.found) })
    }

    // MARK: - What is to be done

    /// The association of an allocation (the first item) among the addresses (the second), as a list of one.
    @Sendable private static func association(_ state: Value) -> Value {
        let found = state[1]?.array?.first { $0["AllocationId"] == state[0] }
        return (found?["AssociationId"]).map { [$0] } ?? .null
    }

    /// The associations of allocations that no zone names any more: one list, or none.
    @Sendable private static func left(_ state: Value) -> Value {
        let wanted = (state[0]?.array ?? []).flatMap { $0["AllocationIds"]?.array ?? [] }
        let surplus = (state[1]?.array ?? []).filter { address in
            address["AllocationId"].map { !wanted.contains($0) } ?? false
        }
        let ids = surplus.compactMap { $0["AssociationId"] }
        return ids.isEmpty ? [] : [.array(ids)]
    }

    /// The zones with the allocations that are not there yet.
    @Sendable private static func joined(_ state: Value) -> Value {
        let there = (state[1]?.array ?? []).compactMap { $0["AllocationId"] }
        return .array(
            (state[0]?.array ?? []).compactMap { zone in
                let more = (zone["AllocationIds"]?.array ?? []).filter { !there.contains($0) }
                return more.isEmpty ? nil : zone.setting("AllocationIds", to: .array(more))
            })
    }
}
