import Testing
import Values

/// Endpoints that stand in for AWS and know fewer operations than it does.
@Suite(.timeLimit(.minutes(30))) struct UnsupportedReadTests {
    private static let template = """
        Resources:
          Bucket:
            Type: AWS::S3::Bucket
            Properties: {BucketName: partly-told}
        """
    private static let fault: Value = [
        "match": ["action": "GetBucketAccelerateConfiguration"], "when": "before", "do": "501", "times": 0,
    ]

    @Test func whatNoTemplateAsksForIsLeftOutWithAWarning() async throws {
        try await Scenario.play(template: Self.template) { scenario in
            try await scenario.apply()
            try await scenario.emulator.control("POST", "faults", [Self.fault])
            for words in [["plan", "--detailed-exitcode"], ["drift"]] {
                let run = try await scenario.started([words[0], "stacks"] + words.dropFirst()).end()
                #expect(run.status == 0, "\(run.out)\(run.err)")
                if words == ["drift"] {
                    #expect(run.err.contains("warning[read-unsupported]"), "\(run.err)")
                    #expect(run.err.contains("s3:GetBucketAccelerateConfiguration"), "\(run.err)")
                }
            }
        }
    }

    @Test func whatATemplateAsksForMustBeRead() async throws {
        let asking = Self.template.replacing(
            "partly-told}", with: "partly-told, AccelerateConfiguration: {AccelerationStatus: Enabled}}")
        try await Scenario.play(template: asking) { scenario in
            try await scenario.apply()
            try await scenario.emulator.control("POST", "faults", [Self.fault])
            let run = try await scenario.plumb("plan", "stacks")
            #expect(run.status == 1, "\(run.out)")
            for word in ["AWS::S3::Bucket", "AccelerateConfiguration of `partly-told`", "HTTP 501"] {
                #expect(run.err.contains(word), "\(word): \(run.err)")
            }
        }
    }

    /// A server that fails is no server that lacks something; a denial is none either.
    @Test(arguments: ["500", "deny"]) func anyOtherFailureStillFails(what: String) async throws {
        try await Scenario.play(template: Self.template) { scenario in
            try await scenario.apply()
            try await scenario.emulator.control("POST", "faults", [Self.fault.setting("do", to: .string(what))])
            let run = try await scenario.plumb("drift", "stacks")
            #expect(run.status == 1, "\(run.out)")
            #expect(run.err.contains("GetBucketAccelerateConfiguration"), "\(run.err)")
        }
    }
}
