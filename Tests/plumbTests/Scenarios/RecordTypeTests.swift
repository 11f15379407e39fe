import Testing
import Values

/// A record that changes what it is known by under a name that takes one kind only.
@Suite(.timeLimit(.minutes(30))) struct RecordTypeTests {
    private static let template = """
        Resources:
          Zone:
            Type: AWS::Route53::HostedZone
            Properties: {Name: example.org}
          Record:
            Type: AWS::Route53::RecordSet
            Properties: {HostedZoneId: !Ref Zone, Name: www.example.org, Type: A, TTL: "60", ResourceRecords: [192.0.2.1]}
        """

    /// Route 53 refuses an alias name beside addresses: the old record makes way.
    @Test func theOldOneMakesWay() async throws {
        try await Scenario.play(template: Self.template) { scenario in
            try await scenario.apply()
            try scenario.edit(
                "t.yaml", replacing: "Type: A, TTL: \"60\", ResourceRecords: [192.0.2.1]",
                by: "Type: CNAME, TTL: \"60\", ResourceRecords: [web.example.net]")
            try await scenario.apply()
            try await scenario.expectNoChanges()
            try scenario.edit(
                "t.yaml", replacing: "Type: CNAME, TTL: \"60\", ResourceRecords: [web.example.net]",
                by: "Type: A, TTL: \"60\", ResourceRecords: [192.0.2.2]")
            // Both go in one batch: where it is refused, the record is as it was.
            try await scenario.emulator.control(
                "POST", "faults",
                [
                    [
                        "match": ["action": "ChangeResourceRecordSets", "nth": 1], "when": "before", "do": "deny",
                        "times": 1,
                    ]
                ])
            #expect(try await scenario.plumb("apply", "stacks", "--auto-approve").status == 1)
            try await scenario.emulator.control("POST", "faults", [])
            try await scenario.apply()
            try await scenario.expectNoChanges()
        }
    }
}
