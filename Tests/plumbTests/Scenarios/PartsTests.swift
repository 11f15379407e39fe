import AWS
import Testing
import Values

/// Lists whose items are resources of their own: a topic's subscriptions.
@Suite(.timeLimit(.minutes(30))) struct PartsTests {
    private static let template = """
        Parameters: {Mail: {Type: String, Default: ""}}
        Conditions: {HasMail: !Not [!Equals [!Ref Mail, ""]]}
        Resources:
          Queue: {Type: AWS::SQS::Queue}
          Topic:
            Type: AWS::SNS::Topic
            Properties:
              Subscription:
                - {Protocol: sqs, Endpoint: !GetAtt Queue.Arn}
                - !If [HasMail, {Protocol: email, Endpoint: !Ref Mail}, !Ref AWS::NoValue]
                - {Protocol: https, Endpoint: "https://example.com/hook"}
        """

    private static func endpoints(_ scenario: Scenario) async throws -> [String] {
        let answer = try await scenario.emulator.client().send(.init("sns", "ListSubscriptions", [:]))
        return (answer["Subscriptions"]?.array ?? []).compactMap { $0["Endpoint"]?.string }.sorted()
    }

    @Test func itemsComeAndGoAndOthersStay() async throws {
        try await Scenario.play(template: Self.template) { scenario in
            try await scenario.apply()
            let queue = "arn:aws:sqs:us-east-1:123456789012:web-Queue"
            #expect(try await Self.endpoints(scenario) == [queue, "https://example.com/hook"])
            try await scenario.expectNoChanges()

            // Somebody else's subscription is none of ours.
            _ = try await scenario.emulator.client().send(
                .init(
                    "sns", "Subscribe",
                    [
                        "TopicArn": "arn:aws:sns:us-east-1:123456789012:web-Topic", "Protocol": "email",
                        "Endpoint": "other@example.com",
                    ]))
            // The items behind a new one move up.
            try scenario.edit("t.yaml", replacing: "Default: \"\"", by: "Default: team@example.com")
            try await scenario.emulator.clearCalls()
            try await scenario.apply()
            #expect(
                try await Self.endpoints(scenario) == [
                    queue, "https://example.com/hook", "other@example.com", "team@example.com",
                ])
            #expect(try await scenario.emulator.mutatingCalls().filter { $0 == "sns:Unsubscribe" } == [])
            try await scenario.expectNoChanges()

            try scenario.edit("t.yaml", replacing: "        - {Protocol: sqs, Endpoint: !GetAtt Queue.Arn}\n", by: "")
            try await scenario.apply()
            #expect(
                try await Self.endpoints(scenario) == [
                    "https://example.com/hook", "other@example.com", "team@example.com",
                ])
            try await scenario.expectNoChanges()
            let plan = try await scenario.plumb("plan", "stacks", "--destroy")
            #expect(plan.out.contains("Topic.Subscription.1"), "\(plan.out)")
        }
    }

    @Test func aListThatAFunctionGives() async throws {
        let template = """
            Parameters: {Names: {Type: CommaDelimitedList, Default: "a,b"}}
            Resources:
              Topic:
                Type: AWS::SNS::Topic
                Properties: {Subscription: !Ref Names}
            """
        try await Scenario.play(template: template) { scenario in
            let run = try await scenario.plumb("validate", "stacks")
            #expect(run.status == 1 && run.err.contains("error[list-not-written-out]"), "\(run.err)")
        }
    }
}
