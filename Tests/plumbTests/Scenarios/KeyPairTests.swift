import FoundationEssentials
import Testing
import Values

/// Key pairs whose private half EC2 tells once: it goes into the Parameter Store, and goes with the pair.
@Suite(.timeLimit(.minutes(30))) struct KeyPairTests {
    private static let template = """
        Resources:
          Pair:
            Type: AWS::EC2::KeyPair
            Properties: {KeyName: made, KeyType: ed25519, Tags: [{Key: Owner, Value: network}]}
        """

    private static func pair(_ scenario: Scenario) async throws -> String? {
        try await scenario.boto("ec2", "describe_key_pairs", [:])["KeyPairs"]?.array?.first?["KeyPairId"]?.string
    }

    private static func parameters(_ scenario: Scenario) async throws -> [String] {
        let told = try await scenario.boto("ssm", "describe_parameters", [:])
        return (told["Parameters"]?.array ?? []).compactMap { $0["Name"]?.string }
    }

    private static func material(_ scenario: Scenario, _ id: String) async throws -> String {
        let told = try await scenario.boto(
            "ssm", "get_parameter", ["Name": .string("/ec2/keypair/\(id)"), "WithDecryption": true])
        #expect(told.at("Parameter.Type") == "SecureString")
        return told.at("Parameter.Value")?.string ?? ""
    }

    @Test func thePrivateKeyIsInTheParameterStoreAndNowhereElse() async throws {
        try await Scenario.play(template: Self.template) { scenario in
            let saved = "\(scenario.directory)/plan.json"
            let plan = try await scenario.plumb("plan", "stacks", "--out", saved)
            #expect(plan.status == 0 && plan.out.contains("PutParameter") == false, "\(plan.out)")
            let run = try await scenario.plumb("apply", "stacks", "--auto-approve", "--debug")
            #expect(run.status == 0, "\(run.err.suffix(3000))")
            let id = try #require(try await Self.pair(scenario))
            let key = try await Self.material(scenario, id)
            #expect(key.contains("PRIVATE KEY"))
            let secret = key.split(separator: "\n").dropFirst().prefix(2).joined(separator: "\n")
            for line in secret.split(separator: "\n") { #expect(!(run.out + run.err).contains(line)) }
            let files = try FileManager.default.subpathsOfDirectory(atPath: scenario.directory)
            for file in files {
                let text = (try? String(contentsOfFile: "\(scenario.directory)/\(file)", encoding: .utf8)) ?? ""
                for line in secret.split(separator: "\n") { #expect(!text.contains(line), "\(file)") }
            }
            try await scenario.expectNoChanges()
            let gone = try await scenario.plumb("destroy", "stacks", "--auto-approve")
            #expect(gone.status == 0, "\(gone.err.suffix(2000))")
            try await scenario.expectEmpty()
        }
    }

    /// The answer that tells the key is lost, or the call that keeps it fails: the next run makes another pair.
    @Test(arguments: [("CreateKeyPair", "after", "reset"), ("PutParameter", "before", "deny")])
    func aPairWhoseKeyWasLostIsMadeAnew(action: String, when: String, what: String) async throws {
        try await Scenario.play(template: Self.template) { scenario in
            try await scenario.emulator.control("POST", "faults", [scenario.fault(action, when, what)])
            let lost = try await scenario.plumb("apply", "stacks", "--auto-approve")
            #expect(lost.status == 1, "\(lost.err.suffix(2000))")
            if what == "reset" { #expect(lost.err.contains("secret-untold") && lost.err.contains("Run again:")) }
            try await scenario.emulator.control("POST", "faults", [])
            let before = try #require(try await Self.pair(scenario))
            #expect(try await Self.parameters(scenario).isEmpty)
            let plan = try await scenario.plumb("plan", "stacks")
            #expect(plan.out.contains("the secret that AWS told at its creation was not kept"), "\(plan.out)")
            try await scenario.apply()
            let after = try #require(try await Self.pair(scenario))
            #expect(after != before)
            #expect(try await Self.parameters(scenario) == ["/ec2/keypair/\(after)"])
            try await scenario.expectNoChanges()
        }
    }

    @Test func anotherTypeTakesTheParameterAlong() async throws {
        try await Scenario.play(template: Self.template) { scenario in
            try await scenario.apply()
            let before = try #require(try await Self.pair(scenario))
            try scenario.edit("t.yaml", replacing: "KeyType: ed25519", by: "KeyType: rsa, KeyFormat: ppk")
            try await scenario.apply()
            let after = try #require(try await Self.pair(scenario))
            #expect(after != before)
            #expect(try await Self.parameters(scenario) == ["/ec2/keypair/\(after)"])
            try await scenario.expectNoChanges()
            try scenario.edit("t.yaml", replacing: "KeyFormat: ppk", by: "KeyFormat: pem")
            let plan = try await scenario.plumb("plan", "stacks")
            #expect(plan.out.contains("KeyFormat") && plan.out.contains("forces replacement"), "\(plan.out)")
        }
    }

    /// Whoever keeps the private key elsewhere gives the public one.
    @Test func aPairThatIsGivenItsPublicKeyStays() async throws {
        try await Scenario.play(template: Self.template) { scenario in
            try await scenario.apply()
            let id = try #require(try await Self.pair(scenario))
            let told = try await scenario.boto("ec2", "describe_key_pairs", ["IncludePublicKey": true])
            let key = try #require(told.at("KeyPairs.0.PublicKey")?.string)
            try await scenario.boto("ssm", "delete_parameter", ["Name": .string("/ec2/keypair/\(id)")])
            let bare = key.split(whereSeparator: \.isWhitespace).prefix(2).joined(separator: " ")
            try scenario.edit("t.yaml", replacing: "KeyType: ed25519", by: "PublicKeyMaterial: \(bare)")
            try await scenario.apply()
            #expect(try await Self.pair(scenario) == id)
            try await scenario.expectNoChanges()
        }
    }

    @Test func aRetainedPairKeepsItsParameter() async throws {
        let kept = Self.template.replacing("KeyPair\n", with: "KeyPair\n    DeletionPolicy: Retain\n")
        try await Scenario.play(template: kept) { scenario in
            try await scenario.apply()
            let gone = try await scenario.plumb("destroy", "stacks", "--auto-approve")
            #expect(gone.status == 0, "\(gone.err.suffix(2000))")
            let id = try #require(try await Self.pair(scenario))
            #expect(try await Self.parameters(scenario) == ["/ec2/keypair/\(id)"])
        }
    }

    /// Somebody else's pair under the wanted name is not taken over without its private key.
    @Test func anotherSPairIsNotAdopted() async throws {
        try await Scenario.play(template: Self.template) { scenario in
            try await scenario.boto("ec2", "create_key_pair", ["KeyName": "made", "KeyType": "ed25519"])
            let plan = try await scenario.plumb("plan", "stacks")
            #expect(plan.status == 3 || plan.status == 1, "\(plan.out)")
            #expect(plan.err.contains("adoption-blocked"), "\(plan.err)")
        }
    }
}
