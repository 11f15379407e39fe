import Testing

/// `{{resolve:…}}` in properties that AWS tells again.
@Suite(.timeLimit(.minutes(30))) struct DynamicReferenceTests {
    private static let sources = """
        Parameters: {Password: {Type: String, NoEcho: true, Default: hunter22hunter22}}
        Resources:
          Plain: {Type: 'AWS::SSM::Parameter', Properties: {Name: /plain, Type: String, Value: VALUE}}
          Secret:
            Type: AWS::SecretsManager::Secret
            Properties: {Name: db, SecretString: !Sub '{"pw":"${Password}"}'}
        """
    private static let users = """
        Resources:
          Open: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: 'plain {{resolve:ssm:/plain}}'}}
          Closed:
            Type: AWS::SNS::Topic
            Properties:
              TopicName: closed
              DisplayName: '{{resolve:secretsmanager:db:SecretString:pw}}'
              Tags: [{Key: a, Value: OTHER}]
        """

    @Test func plainOnesAreComparedAndSecretsAreNot() async throws {
        try await Scenario.play { scenario in
            let sources = "\(scenario.directory)/sources.yaml", users = "\(scenario.directory)/users.yaml"
            func apply(_ path: String) async throws -> Child {
                let run = try await scenario.plumb("apply", path, "--auto-approve")
                try #require(run.status == 0, "\(run.out)\(run.err)")
                #expect(!(run.out + run.err).contains("hunter22"))
                return run
            }
            try scenario.write("sources.yaml", Self.sources)
            try scenario.write("users.yaml", Self.users)
            _ = try await apply(sources)
            _ = try await apply(users)
            for command in ["plan", "drift"] {
                let run = try await scenario.plumb(
                    command, users, command == "plan" ? "--detailed-exitcode" : "--no-color")
                #expect(run.status == 0, "\(command): \(run.out)")
            }

            // A plain value that has changed is seen when the plan is made, and shown.
            try scenario.write("sources.yaml", Self.sources.replacing("VALUE", with: "another"))
            _ = try await apply(sources)
            let changed = try await scenario.plumb("plan", users)
            #expect(changed.out.contains("\"plain VALUE\" → \"plain another\""), "\(changed.out)")
            #expect(changed.out.contains("1 to change"), "\(changed.out)")
            _ = try await apply(users)

            // An edit sets it again; a change behind plumb's back beside it is seen.
            try scenario.write("users.yaml", Self.users.replacing("OTHER", with: "edited"))
            let edited = try await scenario.plumb("plan", users)
            #expect(edited.out.contains("1 to change") && edited.out.contains("edited"), "\(edited.out)")
            #expect(!edited.out.contains("hunter22"))
            _ = try await apply(users)
            let again = try await scenario.plumb("plan", users, "--detailed-exitcode")
            #expect(again.status == 0, "\(again.out)")
        }
    }
}
