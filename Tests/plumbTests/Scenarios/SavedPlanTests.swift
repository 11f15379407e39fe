import FoundationEssentials
import Glibc
import Testing
import Values

/// `plan --out` and `apply FILE`, as users and CI run them.
@Suite(.timeLimit(.minutes(30))) struct SavedPlanTests {
    private static let stack = "template-file-path: template.yaml\nstack-name: saved\nregion: us-east-1\n"
    private static let template = """
        Parameters:
          Token: {Type: String, NoEcho: true}
        Resources:
          Log: {Type: 'AWS::Logs::LogGroup', Properties: {LogGroupName: saved, RetentionInDays: 90}}
          Setting: {Type: 'AWS::SSM::Parameter', Properties: {Name: /saved, Type: String, Value: !Ref Token}}

        """
    private static let secret = "planted-secret-4711"

    private static func play(
        _ template: String = template, _ story: @Sendable (Scenario, _ file: String) async throws -> Void
    ) async throws {
        try await Scenario.play { scenario in
            let directory = "\(scenario.directory)/stacks/saved"
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
            try stack.write(toFile: "\(directory)/stack.yaml", atomically: false, encoding: .utf8)
            try template.write(toFile: "\(directory)/template.yaml", atomically: false, encoding: .utf8)
            try await story(scenario, "\(directory)/plan.json")
        }
    }

    private static let open = template.replacing("!Ref Token", with: "plain").replacing(
        "Parameters:\n  Token: {Type: String, NoEcho: true}\n", with: "")

    private static func refused(
        _ run: Child, _ words: String..., location: SourceLocation = #_sourceLocation
    ) {
        #expect(run.status == 3, "\(run.out)\(run.err)", sourceLocation: location)
        for word in words { #expect(run.err.contains(word), "\(run.err)", sourceLocation: location) }
    }

    @Test func exactlyThoseCallsAreMade() async throws {
        try await Self.play(Self.open) { scenario, file in
            let made = try await scenario.plumb("plan", "stacks/saved", "--out", file)
            #expect(made.status == 0, "\(made.err)")
            let attributes = try FileManager.default.attributesOfItem(atPath: file)
            #expect(attributes[.posixPermissions] as? Int == 0o600 || attributes[.posixPermissions] as? UInt16 == 0o600)
            try await scenario.emulator.clearCalls()
            let applied = try await scenario.plumb("apply", file, "--auto-approve")
            #expect(applied.status == 0, "\(applied.out)\(applied.err)")
            #expect(
                try await scenario.emulator.mutatingCalls().sorted()
                    == ["logs:CreateLogGroup", "logs:PutRetentionPolicy", "ssm:PutParameter"])
            // Once more: what it was to make is there.
            Self.refused(
                try await scenario.plumb("apply", file, "--auto-approve"), "saved/Log", "is there and was not")
            let empty = try await scenario.plumb("plan", "stacks/saved", "--detailed-exitcode")
            #expect(empty.status == 0, "\(empty.out)")
        }
    }

    @Test func whatHasMovedIsRefused() async throws {
        try await Self.play(Self.open) { scenario, file in
            try await scenario.apply("stacks/saved")
            try scenario.edit("saved/template.yaml", replacing: "RetentionInDays: 90", by: "RetentionInDays: 30")
            _ = try await scenario.plumb("plan", "stacks/saved", "--out", file)
            try scenario.edit("saved/template.yaml", replacing: "RetentionInDays: 30", by: "RetentionInDays: 60")
            Self.refused(
                try await scenario.plumb("apply", file, "--auto-approve"), "template.yaml", "is not what")
            try scenario.edit("saved/template.yaml", replacing: "RetentionInDays: 60", by: "RetentionInDays: 30")
            try await scenario.check("retention")
            try await scenario.emulator.clearCalls()
            Self.refused(
                try await scenario.plumb("apply", file, "--auto-approve"), "saved/Log", "`RetentionInDays`", "`90`",
                "`7`")
            Self.refused(
                try await scenario.plumb("apply", file, "--auto-approve", "--region", "eu-west-1"), "eu-west-1")
            #expect(try await scenario.emulator.mutatingCalls() == [])
        }
    }

    @Test func aFileThatIsNotAsItWasIsRefused() async throws {
        try await Self.play(Self.open) { scenario, file in
            _ = try await scenario.plumb("plan", "stacks/saved", "--out", file)
            let text = try String(contentsOfFile: file, encoding: .utf8)
            let changes = [
                (text.replacing("\"retentionInDays\":90", with: "\"retentionInDays\":1"), "digest"),
                (String(text.prefix(text.count / 2)), "not whole"),
                (text.replacing("\"plumbVersion\":\"", with: "\"plumbVersion\":\"9"), "this is"),
                (text.replacing("\"formatVersion\":\"", with: "\"formatVersion\":\"9"), "this is"),
                (text.replacing("\"sha256\":\"", with: "\"sha256\":\"0"), "digest"),
                (text.replacing("\"steps\":[", with: "\"steps\":[7,"), "not whole"),
            ]
            for (changed, word) in changes {
                try #require(changed != text)
                try changed.write(toFile: file, atomically: false, encoding: .utf8)
                Self.refused(try await scenario.plumb("apply", file, "--auto-approve"), word)
            }
            #expect(try await scenario.emulator.mutatingCalls() == [])
        }
    }

    @Test func onlyWhatIsSignedWithTheKeyCounts() async throws {
        try await Self.play(Self.open) { scenario, file in
            let key = ["PLUMB_PLAN_KEY": "a key of the team's 4711"],
                other = ["PLUMB_PLAN_KEY": "another key 4712 of theirs"]
            let short = try await scenario.plumb(
                "plan", "stacks/saved", "--out", file, variables: ["PLUMB_PLAN_KEY": "short"])
            #expect(short.status == 1 && short.err.contains("fewer than 16"), "\(short.err)")
            // Not signed.
            #expect(try await scenario.plumb("plan", "stacks/saved", "--out", file).status == 0)
            Self.refused(
                try await scenario.plumb("apply", file, "--auto-approve", variables: key), "it is not signed.")
            let made = try await scenario.plumb("plan", "stacks/saved", "--out", file, variables: key)
            #expect(made.status == 0, "\(made.err)")
            let text = try String(contentsOfFile: file, encoding: .utf8)
            #expect(!text.contains("a key of the team's"))
            Self.refused(try await scenario.plumb("apply", file, "--auto-approve"), "no key to check")
            Self.refused(
                try await scenario.plumb("apply", file, "--auto-approve", variables: other), "not signed with the key")
            // Whoever changes it can make the digest again, but not the signature.
            let forged = try Self.forged(text, "\"retentionInDays\":90", "\"retentionInDays\":1")
            try forged.write(toFile: file, atomically: false, encoding: .utf8)
            Self.refused(
                try await scenario.plumb("apply", file, "--auto-approve", variables: key), "not signed with the key")
            #expect(try await scenario.emulator.mutatingCalls() == [])
            try text.write(toFile: file, atomically: false, encoding: .utf8)
            let applied = try await scenario.plumb("apply", file, "--auto-approve", variables: key)
            #expect(applied.status == 0, "\(applied.err)")
        }
    }

    /// Changes the plan and makes its digest again.
    private static func forged(_ text: String, _ old: String, _ new: String) throws -> String {
        let start = try #require(text.firstRange(of: "{\"saved\":")).upperBound
        let end = try #require(text.firstRange(of: ",\"sha256\":\"")).lowerBound
        let body = String(text[start..<end])
        let changed = body.replacing(old, with: new)
        try #require(changed != body)
        return text.replacing(body, with: changed).replacing(Digest.sha256(body), with: Digest.sha256(changed))
    }

    @Test func aFileThatOthersMayChangeIsRefused() async throws {
        try await Self.play(Self.open) { scenario, file in
            _ = try await scenario.plumb("plan", "stacks/saved", "--out", file)
            chmod(file, 0o622)
            Self.refused(
                try await scenario.plumb("apply", file, "--auto-approve"), "others may change it", "chmod go-w")
            chmod(file, 0o644)
            #expect(try await scenario.plumb("apply", file, "--auto-approve").status == 0)
        }
    }

    @Test func noSecretIsInTheFile() async throws {
        try await Self.play { scenario, file in
            let given = "Token=\(Self.secret)"
            let made = try await scenario.plumb("plan", "stacks/saved", "--out", file, "--parameter", given)
            #expect(made.status == 0, "\(made.err)")
            #expect(!(try String(contentsOfFile: file, encoding: .utf8)).contains(Self.secret))
            Self.refused(
                try await scenario.plumb("apply", file, "--auto-approve"), "--parameter Token=")
            let applied = try await scenario.plumb("apply", file, "--auto-approve", "--parameter", given)
            #expect(applied.status == 0, "\(applied.err)")
            #expect(try await scenario.check("parameter").contains(Self.secret))
        }
    }

    @Test func aSavedEndIsCarriedOut() async throws {
        try await Self.play(Self.open) { scenario, file in
            try await scenario.apply("stacks/saved")
            _ = try await scenario.plumb("plan", "stacks/saved", "--destroy", "--out", file)
            let ended = try await scenario.plumb("apply", file, "--auto-approve")
            #expect(ended.status == 0, "\(ended.err)")
            try await scenario.expectEmpty()
        }
    }
}
