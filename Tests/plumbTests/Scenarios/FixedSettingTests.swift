import AWS
import Testing
import Values

/// Settings that only a creation takes and that AWS never returns.
@Suite(.timeLimit(.minutes(30))) struct FixedSettingTests {
    private static let template = """
        Parameters: {Size: {Type: Number, Default: 8}}
        Resources:
          Vpc: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.0.0.0/16}}
          Subnet: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
          Launch:
            Type: AWS::EC2::LaunchTemplate
            Properties: {LaunchTemplateData: {ImageId: ami-12c6146b, InstanceType: t3.micro}}
          Server:
            Type: AWS::EC2::Instance
            Properties:
              SubnetId: !Ref Subnet
              SourceDestCheck: true
              LaunchTemplate: {LaunchTemplateId: !Ref Launch, Version: !GetAtt Launch.LatestVersionNumber}
              BlockDeviceMappings: [{DeviceName: /dev/sdf, Ebs: {VolumeSize: !Ref Size}}]
        """

    private static func server(_ scenario: Scenario) async throws -> (id: String, tags: [String: String]) {
        let answer = try await scenario.emulator.client().send(
            .init(
                "ec2", "DescribeInstances",
                ["Filters": [["Name": "instance-state-name", "Values": ["pending", "running"]]]]))
        let item = answer.at("Reservations.0.Instances.0")
        let tags = (item?["Tags"]?.array ?? []).map { ($0["Key"]?.string ?? "", $0["Value"]?.string ?? "") }
        return (item?["InstanceId"]?.string ?? "", Dictionary(tags, uniquingKeysWith: { first, _ in first }))
    }

    @Test func anEditMakesAnotherResource() async throws {
        try await Scenario.play(template: Self.template) { scenario in
            try await scenario.apply()
            try await scenario.expectNoChanges()
            let first = try await Self.server(scenario)
            #expect(first.tags["plumb:fixed"]?.hasPrefix("BlockDeviceMappings:") == true, "\(first.tags)")

            // What can change in place leaves it.
            try scenario.edit("t.yaml", replacing: "SourceDestCheck: true", by: "SourceDestCheck: false")
            try await scenario.apply()
            try await scenario.expectNoChanges()
            #expect(try await Self.server(scenario).id == first.id)

            try scenario.edit("t.yaml", replacing: "Default: 8", by: "Default: 16")
            let plan = try await scenario.plumb("plan", "stacks")
            #expect(
                plan.out.contains("BlockDeviceMappings")
                    && plan.out.contains("Plan: 1 to add, 0 to change, 1 to destroy"),
                "\(plan.out)")
            #expect(!plan.out.contains("LaunchTemplate"), "\(plan.out)")
            try await scenario.apply()
            try await scenario.expectNoChanges()
            let second = try await Self.server(scenario)
            #expect(second.id != first.id)

            // Another version of the launch template, which the instance names by an attribute.
            try scenario.edit("t.yaml", replacing: "t3.micro", by: "t3.small")
            let launched = try await scenario.plumb("plan", "stacks")
            #expect(launched.out.contains("Plan: 1 to add, 1 to change, 1 to destroy"), "\(launched.out)")
            try await scenario.apply()
            try await scenario.expectNoChanges()
            let third = try await Self.server(scenario)
            #expect(third.id != second.id)

            // One that is mentioned no more.
            try scenario.edit(
                "t.yaml",
                replacing: "\n      BlockDeviceMappings: [{DeviceName: /dev/sdf, Ebs: {VolumeSize: !Ref Size}}]",
                by: "")
            let without = try await scenario.plumb("plan", "stacks")
            #expect(without.out.contains("Plan: 1 to add, 0 to change, 1 to destroy"), "\(without.out)")
        }
    }

    /// One that was applied before there was such a tag stays, and the user is told what is not known.
    @Test func whatIsNotKeptIsTold() async throws {
        try await Scenario.play(template: Self.template) { scenario in
            try await scenario.apply()
            let id = try await Self.server(scenario).id
            try await scenario.boto(
                "ec2", "delete_tags", ["Resources": [.string(id)], "Tags": [["Key": "plumb:fixed"]]])
            try await scenario.expectNoChanges()
            try scenario.edit("t.yaml", replacing: "Default: 8", by: "Default: 16")
            let plan = try await scenario.plumb("plan", "stacks")
            #expect(
                plan.out.contains("0 to add, 1 to change, 0 to destroy") && plan.err.contains("setting-unknown"),
                "\(plan.out)\(plan.err)")
            try await scenario.apply()
            try await scenario.expectNoChanges()
            try scenario.edit("t.yaml", replacing: "Default: 16", by: "Default: 24")
            let known = try await scenario.plumb("plan", "stacks")
            #expect(known.out.contains("1 to add, 0 to change, 1 to destroy"), "\(known.out)")
        }
    }

    /// A template that speaks of one tunnel leaves the other.
    @Test func oneTunnelIsEnough() async throws {
        let template = """
            Resources:
              Customer: {Type: 'AWS::EC2::CustomerGateway', Properties: {Type: ipsec.1, IpAddress: 9.8.7.6, BgpAsn: 65077}}
              Gateway: {Type: 'AWS::EC2::VPNGateway', Properties: {Type: ipsec.1}}
              Connection:
                Type: AWS::EC2::VPNConnection
                Properties:
                  Type: ipsec.1
                  CustomerGatewayId: !Ref Customer
                  VpnGatewayId: !Ref Gateway
                  VpnTunnelOptionsSpecifications: [{DPDTimeoutSeconds: 40}]
            """
        try await Scenario.play(template: template) { scenario in
            try await scenario.apply()
            try await scenario.expectNoChanges()
            try scenario.edit("t.yaml", replacing: "DPDTimeoutSeconds: 40", by: "DPDTimeoutSeconds: 60")
            let plan = try await scenario.plumb("plan", "stacks", "--show-calls")
            #expect(plan.out.components(of: "ec2:ModifyVpnTunnelOptions") == 1, "\(plan.out)")
            try await scenario.apply()
            try await scenario.expectNoChanges()
        }
    }

    /// Route 53 refuses a second change of a zone while one is under way.
    @Test func theRecordsOfAZoneComeOneAfterTheOther() async throws {
        let records = (1...6).map {
            """
              R\($0):
                Type: AWS::Route53::RecordSet
                Properties: {HostedZoneId: !Ref Zone, Name: r\($0).z.example.com, Type: A, TTL: '60', ResourceRecords: [10.0.0.1]}
            """
        }
        let template =
            """
            Resources:
              Zone: {Type: 'AWS::Route53::HostedZone', Properties: {Name: z.example.com}}
              Group:
                Type: AWS::Route53::RecordSetGroup
                Properties:
                  HostedZoneId: !Ref Zone
                  RecordSets: [{Name: g.z.example.com, Type: A, TTL: '60', ResourceRecords: [10.0.0.1]}]

            """ + records.joined(separator: "\n")
        try await Scenario.play(template: template) { scenario in
            _ = try await scenario.emulator.control("POST", "latency", ["ms": 60])
            try await scenario.emulator.clearCalls()
            try await scenario.apply()
            let log = try await scenario.emulator.control("GET", "calls")
            let changes = (log["calls"]?.array ?? []).filter { $0["action"] == "ChangeResourceRecordSets" }
            #expect(changes.count == 7, "one for each")
            let spans = changes.compactMap { call -> (start: Double, end: Double)? in
                guard let start = call["time"]?.scalarText.flatMap({ Double($0) }),
                    let length = call["milliseconds"]?.scalarText.flatMap({ Double($0) })
                else { return nil }
                return (start, start + length / 1000)
            }.sorted { $0.start < $1.start }
            for (one, next) in zip(spans, spans.dropFirst()) {
                #expect(one.end <= next.start + 0.001, "two at once: \(spans)")
            }
            _ = try await scenario.emulator.control("POST", "latency", ["ms": 0])
            try await scenario.expectNoChanges()
        }
    }
}

extension String {
    /// How often another text occurs.
    fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
