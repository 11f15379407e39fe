import Testing
import Values

/// Code out of a bucket: AWS does not tell where it was taken from, so a tag of the function keeps what the template said.
@Suite(.timeLimit(.minutes(30))) struct FunctionCodeTests {
    private static let template = """
        Resources:
          Bucket:
            Type: AWS::S3::Bucket
          First:
            Type: Plumb::S3::Object
            Properties: {Bucket: !Ref Bucket, Key: first.zip, Body: not looked into}
          Second:
            Type: Plumb::S3::Object
            Properties: {Bucket: !Ref Bucket, Key: second.zip, Body: nor this}
          Role:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument:
                Version: "2012-10-17"
                Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]
          Function:
            Type: AWS::Lambda::Function
            DependsOn: [First, Second]
            Properties:
              Code: {S3Bucket: !Ref Bucket, S3Key: first.zip}
              Description: old
              Handler: index.handler
              Role: !GetAtt Role.Arn
              Runtime: nodejs22.x
        """

    private static func sent(_ scenario: Scenario) async throws -> [String] {
        try await scenario.emulator.clearCalls()
        try await scenario.apply()
        return try await scenario.emulator.mutatingCalls().filter { $0.contains("UpdateFunction") }
    }

    @Test func onlyAnotherPlaceSendsItAgain() async throws {
        try await Scenario.play(template: Self.template) { scenario in
            try await scenario.apply()
            try scenario.edit("t.yaml", replacing: "Description: old", by: "Description: new")
            #expect(try await Self.sent(scenario) == ["lambda:UpdateFunctionConfiguration"])
            try scenario.edit("t.yaml", replacing: "S3Key: first.zip", by: "S3Key: second.zip")
            #expect(try await Self.sent(scenario) == ["lambda:UpdateFunctionCode"])
            try await scenario.expectNoChanges()
        }
    }

    /// The tag follows the code: a run that was ended before the code was sent sends it when it is repeated.
    @Test func anInterruptedUpdateSendsIt() async throws {
        try await Scenario.play(template: Self.template) { scenario in
            try await scenario.apply()
            try scenario.edit("t.yaml", replacing: "S3Key: first.zip", by: "S3Key: second.zip")
            try await scenario.emulator.control(
                "POST", "faults", [scenario.fault("UpdateFunctionCode", "before", "deny", times: 0)])
            #expect(try await scenario.plumb("apply", "stacks", "--auto-approve").status == 1)
            try await scenario.emulator.control("POST", "faults", [])
            #expect(try await Self.sent(scenario) == ["lambda:UpdateFunctionCode"])
            try await scenario.expectNoChanges()
        }
    }
}
