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

    private static let sized =
        "Parameters:\n  Days: {Type: Number, Default: 90}\n"
        + open.replacing("RetentionInDays: 90", with: "RetentionInDays: !Ref Days")

    /// What decides what is planned cannot be said of a plan that is made, and only apply takes one.
    @Test func nothingIsDecidedAnew() async throws {
        try await Self.play(Self.sized) { scenario, file in
            let made = try await scenario.plumb("plan", "stacks/saved", "--out", file, "--parameter", "Days=60")
            #expect(made.status == 0, "\(made.err)")
            for words in [
                ["--target", "saved/Log"], ["--exclude", "saved/Setting"], ["--stack-name", "zzz"],
                ["--parameters-file", "none.yaml"], ["--check", "PLB101=warning"], ["--delete-data"],
                ["--parameter", "Days=30"], ["--parameter", "Other=1"], ["--journal", file],
                ["--journal", "\(scenario.directory)/stacks/saved/template.yaml"],
            ] {
                let run = try await scenario.started(["apply", file, "--auto-approve"] + words).end()
                #expect(run.status == 64 && run.err.contains(words[0]), "\(words): \(run.out)\(run.err)")
            }
            for command in ["plan", "destroy", "drift", "outputs", "validate", "graph"] {
                let more = command == "destroy" ? ["--auto-approve"] : []
                let run = try await scenario.started([command, file] + more).end()
                #expect(run.status == 64 && run.err.contains("only `apply` takes it"), "\(command): \(run.err)")
                #expect(run.err.count < 400, "the plan itself is not shown")
            }
            #expect(try await scenario.emulator.mutatingCalls() == [])
            let applied = try await scenario.plumb("apply", file, "--auto-approve", "--parameter", "Days=60")
            #expect(applied.status == 0, "\(applied.out)\(applied.err)")
            for bytes in [[], [0, 7, 0, 0xff]] as [[UInt8]] {
                try Data(bytes).write(to: URL(filePath: file))
                Self.refused(try await scenario.plumb("apply", file, "--auto-approve"), "not whole")
            }
        }
    }

    /// A file that cannot be found cannot be what it was.
    @Test func whatItWasMadeFromMustBeThere() async throws {
        try await Self.play(Self.open) { scenario, file in
            _ = try await scenario.plumb("plan", "stacks/saved", "--out", file)
            let template = "\(scenario.directory)/stacks/saved/template.yaml"
            try FileManager.default.moveItem(atPath: template, toPath: template + ".away")
            Self.refused(try await scenario.plumb("apply", file, "--auto-approve"), "template.yaml` is not there")
            #expect(try await scenario.emulator.mutatingCalls() == [])
            try FileManager.default.moveItem(atPath: template + ".away", toPath: template)
            #expect(try await scenario.plumb("apply", file, "--auto-approve").status == 0)
        }
    }

    /// What moves while an earlier step takes its time is found before the later one.
    @Test func aStepLooksAgainBeforeItsFirstCall() async throws {
        let template = """
            Resources:
              Log: {Type: 'AWS::Logs::LogGroup', Properties: {LogGroupName: saved, RetentionInDays: 90}}
              Later: {Type: 'AWS::Logs::LogGroup', DependsOn: Log, Properties: {LogGroupName: later, RetentionInDays: 90}}

            """
        try await Self.play(template) { scenario, file in
            try await scenario.apply("stacks/saved")
            try scenario.edit(
                "saved/template.yaml", replacing: "saved, RetentionInDays: 90", by: "saved, RetentionInDays: 30")
            try scenario.edit(
                "saved/template.yaml", replacing: "later, RetentionInDays: 90", by: "later, RetentionInDays: 30")
            _ = try await scenario.plumb("plan", "stacks/saved", "--out", file)
            try await scenario.emulator.control(
                "POST", "faults",
                [
                    [
                        "match": ["action": "PutRetentionPolicy", "nth": 1], "when": "before", "do": "stall",
                        "seconds": 60,
                    ]
                ])
            let run = try scenario.started(["apply", file, "--auto-approve"])
            try await scenario.emulator.faultFires()
            try await scenario.boto("logs", "put_retention_policy", ["logGroupName": "later", "retentionInDays": 7])
            // Longer than what was read counts as seen just now.
            try await Task.sleep(for: .seconds(3))
            try await scenario.emulator.control("POST", "faults", [])
            let ended = try await run.end()
            #expect(ended.status == 3 && ended.err.contains("saved/Later"), "\(ended.out)\(ended.err)")
            #expect(ended.err.contains("`7`") && ended.err.contains("stale-plan"), "\(ended.err)")
            let now = try await scenario.boto("logs", "describe_log_groups", ["logGroupNamePrefix": "later"])
            #expect(now.at("logGroups.0.retentionInDays") == 7)
        }
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
