internal import Declarations
internal import Values

/// Where a file system is replicated to. A replication cannot be changed: another one takes its place.
enum FileSystemReplication {
    /// One call answers for all file systems.
    static let detail = Detail(
        "efs:DescribeReplicationConfigurations", [], takes: "Destinations", into: "$replication",
        fills: ["ReplicationConfiguration"], absent: missing,
        batch: .everything(items: "Replications", key: "FileSystemId", answer: "SourceFileSystemId"))

    static let update = Update(
        ["ReplicationConfiguration"],
        first: [end(each: .mapped(.several([.live("$replication"), .property("ReplicationConfiguration")]), other))],
        set: Call(
            "efs:CreateReplicationConfiguration",
            [source, .property("ReplicationConfiguration.Destinations", as: "Destinations")],
            retries: ["IncorrectFileSystemLifeCycleState"],
            wait: Wait(
                "replication is enabled", describe, [fileSystem],
                until: .equals("Replications.0.Destinations.0.Status", "ENABLED"),
                failing: .equals("Replications.0.Destinations.0.Status", "ERROR"), every: 10, atMost: 3600)),
        clear: end())

    static let properties: [Property] = [
        Property("ReplicationConfiguration", absent: .unset) { item in
            let destinations = (item["$replication"]?.array ?? []).filter { $0["Status"] != "DELETING" }
            guard !destinations.isEmpty else { return nil }
            let told = destinations.map { destination in
                Value.object(
                    Value.Object(
                        ["FileSystemId", "Region", "RoleArn"].compactMap { name in
                            destination[name].map { (name, $0) }
                        }))
            }
            return ["Destinations": .array(told)]
        },
        // Unless one is named, AWS makes a file system.
        Property(
            "ReplicationConfiguration.Destinations[].FileSystemId", absent: .chosenByAWS, equality: .lastSegment),
        Property("ReplicationConfiguration.Destinations[].Region", absent: .chosenByAWS),
        Property("ReplicationConfiguration.Destinations[].RoleArn", absent: .unset),
    ]

    /// A file system that is replicated cannot be deleted.
    static func end(each: Argument.Source? = nil, when: String? = nil) -> Call {
        Call(
            "efs:DeleteReplicationConfiguration", [source], each: each, tolerates: missing, when: when,
            wait: Wait(
                "replication has ended", describe, [fileSystem], until: .missing("Replications"), endedBy: missing,
                every: 10, atMost: 1800))
    }

    /// One item when another replication is to take the place of the live one.
    @Sendable private static func other(_ state: Value) -> Value {
        (state[0] ?? .null).isEmptyOrNull || (state[1] ?? .null).isEmptyOrNull ? [] : [true]
    }

    private static let describe = "efs:DescribeReplicationConfigurations"
    private static let missing: [ErrorMatch] = ["ReplicationNotFound", "FileSystemNotFound"]
    private static let source: Argument = .attribute("FileSystemId", as: "SourceFileSystemId")
    private static let fileSystem: Argument = .attribute("FileSystemId", as: "FileSystemId")
}
