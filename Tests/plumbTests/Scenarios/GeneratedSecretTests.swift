import AWS
import Testing
import Values

/// Secrets whose value AWS makes up: made once, and anew only when what is asked for changes.
@Suite(.timeLimit(.minutes(30))) struct GeneratedSecretTests {
    private static let template = """
        Resources:
          Secret:
            Type: AWS::SecretsManager::Secret
            Properties:
              Name: web/database
              Description: first
              GenerateSecretString:
                SecretStringTemplate: '{"username":"app"}'
                GenerateStringKey: password
                PasswordLength: 20
        """

    private static func value(_ scenario: Scenario) async throws -> Value {
        let answer = try await scenario.emulator.client().send(
            .init("secretsmanager", "GetSecretValue", ["SecretId": "web/database"]))
        return try Value(json: try #require(answer["SecretString"]?.string))
    }

    @Test func onlyItsOwnSettingsMakeItAnew() async throws {
        try await Scenario.play(template: Self.template) { scenario in
            try await scenario.apply()
            let first = try await Self.value(scenario)
            #expect(first["username"] == "app" && first["password"]?.string?.count == 20, "\(first.json)")
            try await scenario.expectNoChanges()

            try scenario.edit("t.yaml", replacing: "first", by: "second")
            try await scenario.apply()
            #expect(try await Self.value(scenario) == first)

            try scenario.edit("t.yaml", replacing: "PasswordLength: 20", by: "PasswordLength: 30")
            try await scenario.apply()
            #expect(try await Self.value(scenario)["password"]?.string?.count == 30)
            try await scenario.expectNoChanges()
        }
    }

    @Test func anInterruptedCreationIsCompleted() async throws {
        try await Scenario.play(template: Self.template) { scenario in
            try await scenario.emulator.control(
                "POST", "faults", [scenario.fault("PutSecretValue", "before", "deny", times: 0)])
            let failed = try await scenario.plumb("apply", "stacks", "--auto-approve")
            #expect(failed.status == 1, "\(failed.err)")
            try await scenario.emulator.control("POST", "faults", [])
            try await scenario.apply()
            #expect(try await Self.value(scenario)["password"]?.string?.count == 20)
            try await scenario.expectNoChanges()
        }
    }

    /// A template gives a first value, and somebody puts the true one: only a change of what the template says counts.
    @Test func whatOthersHavePutStays() async throws {
        let template = """
            Resources:
              Secret:
                Type: AWS::SecretsManager::Secret
                Properties: {Name: web/database, Description: first, SecretString: '{"password":"later"}'}
            """
        try await Scenario.play(template: template) { scenario in
            try await scenario.apply()
            _ = try await scenario.emulator.client().send(
                .init(
                    "secretsmanager", "PutSecretValue",
                    [
                        "SecretId": "web/database", "SecretString": #"{"password":"true"}"#,
                        "ClientRequestToken": "0123456789012345678901234567890123456789",
                    ]))
            try await scenario.expectNoChanges()
            try scenario.edit("t.yaml", replacing: "Description: first", by: "Description: second")
            try await scenario.apply()
            #expect(try await Self.value(scenario)["password"] == "true")
            try scenario.edit("t.yaml", replacing: "later", by: "other")
            try await scenario.apply()
            #expect(try await Self.value(scenario)["password"] == "other")
            try await scenario.expectNoChanges()
        }
    }
}
