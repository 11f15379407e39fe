import AWS
import Testing
import Values

/// Changes that CloudFormation refuses on a live resource, because a replacement would lose what it holds.
@Suite(.timeLimit(.minutes(30))) struct RefusedChangeTests {
    private static let template = """
        Resources:
          Key:
            Type: AWS::KMS::Key
            Properties:
              Description: first
              KeySpec: SYMMETRIC_DEFAULT
          Volume:
            Type: AWS::EC2::Volume
            Properties: {AvailabilityZone: us-east-1a, Size: 8}
        """

    @Test func nothingIsReplacedByTheWay() async throws {
        try await Scenario.play(template: Self.template) { scenario in
            try await scenario.apply()
            try scenario.edit("t.yaml", replacing: "first", by: "second")
            try scenario.edit("t.yaml", replacing: "SYMMETRIC_DEFAULT", by: "RSA_2048")
            try scenario.edit("t.yaml", replacing: "us-east-1a", by: "us-east-1b")
            try await scenario.emulator.clearCalls()
            let plan = try await scenario.plumb("plan", "stacks", "--format", "json")
            #expect(plan.status == 3, "\(plan.err)")
            let told = (try Value(json: plan.out)["check_findings"]?.array ?? []).map {
                "\($0["rule"]?.string ?? "") \($0["severity"]?.string ?? "") \($0["message"]?.string ?? "")"
            }
            #expect(
                told.filter { $0.hasPrefix("PLB804") } == [
                    "PLB804 error KeySpec is `SYMMETRIC_DEFAULT`, and would be `RSA_2048`",
                    "PLB804 error AvailabilityZone is `us-east-1a`, and would be `us-east-1b`",
                ])
            for format in ["text", "markdown", "html", "sarif", "junit", "github", "gitlab-quality", "aws-cli"] {
                let plan = try await scenario.plumb("plan", "stacks", "--format", format)
                #expect(plan.status == 3)
                #expect(plan.out.contains("PLB804"), "\(format) is silent")
            }
            let apply = try await scenario.plumb("apply", "stacks", "--auto-approve")
            #expect(apply.status == 3)
            #expect(apply.err.contains("error[PLB804]") && apply.err.contains("logical id"), "\(apply.err)")
            #expect(try await scenario.emulator.mutatingCalls() == [])

            // Nothing of it is told of what is not there yet, nor of a stack's end.
            #expect(try await scenario.plumb("destroy", "stacks", "--auto-approve").status == 0)
            try await scenario.apply()
        }
    }

    @Test func theStackFileHasTheLastWord() async throws {
        try await Scenario.play(template: Self.template) { scenario in
            try await scenario.apply()
            try scenario.edit("t.yaml", replacing: "us-east-1a", by: "us-east-1b")
            try scenario.edit(
                "web.yaml", replacing: "stack-name: web",
                by: "stack-name: web\nchecks: {PLB804: {except: {Volume: it is scratch space}}}")
            try await scenario.apply()
            try await scenario.expectNoChanges()
            let volumes = try await scenario.emulator.client().send(.init("ec2", "DescribeVolumes"))
            #expect(volumes["Volumes"]?.array?.map { $0["AvailabilityZone"]?.string } == ["us-east-1b"])
        }
    }
}
