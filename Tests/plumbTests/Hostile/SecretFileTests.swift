import Diagnostics
import Engine
import FoundationEssentials
import Glibc
import Testing
import Values

@testable import plumb

/// The file for secrets that AWS tells once.
@Suite(.timeLimit(.minutes(30))) struct SecretFileTests {
    private static func told(_ id: String, _ logicalID: String = "Key") -> ToldSecret {
        ToldSecret(
            address: "ci/\(logicalID)", type: "AWS::IAM::AccessKey", physicalID: id,
            secrets: ["SecretAccessKey": "secret of \(id)"])
    }

    private static func mode(of path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    @Test func itIsItsOwnersAloneAndGrows() throws {
        let folder = try Folder()
        defer { folder.remove() }
        let path = "\(folder.path)/keys.json"
        let file = try SecretFile(path)
        #expect(file.ids.isEmpty && Self.mode(of: path) == 0, "nothing to keep, no file")
        #expect(file.keep(Self.told("AKIA1")) == nil && file.keep(Self.told("AKIA2", "Other")) == nil)
        #expect(Self.mode(of: path) == 0o600)
        // Another run replaces one.
        let again = try SecretFile(path)
        #expect(again.ids == ["AKIA1", "AKIA2"])
        #expect(again.keep(Self.told("AKIA3")) == nil)
        #expect(try SecretFile(path).ids == ["AKIA2", "AKIA3"])
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains("secret of AKIA3") && !text.contains("AKIA1"))
    }

    @Test func whatIsNotItsOwnIsRefused() throws {
        let folder = try Folder(["notes": "dear diary", "open": "{}"])
        defer { folder.remove() }
        chmod("\(folder.path)/notes", 0o600)
        chmod("\(folder.path)/open", 0o640)
        symlink("\(folder.path)/notes", "\(folder.path)/link")
        mkfifo("\(folder.path)/pipe", 0o600)
        for (name, reason) in [
            ("notes", "plumb has not made it"), ("open", "others may read"), ("link", "symbolic link"),
            ("pipe", "not a plain file"), ("nowhere/keys", "No such file"),
        ] {
            let problem = #expect(throws: Diagnostic.self) { try SecretFile("\(folder.path)/\(name)") }
            #expect(
                problem?.code == "secret-file" && problem?.message.contains(reason) == true,
                "\(name): \(problem?.message ?? "")")
        }
        // Another name for the same file, which others may open.
        #expect(try SecretFile("\(folder.path)/keys").keep(Self.told("AKIA1")) == nil)
        link("\(folder.path)/keys", "\(folder.path)/twin")
        #expect(throws: Diagnostic.self) { try SecretFile("\(folder.path)/keys") }
        #expect(try String(contentsOfFile: "\(folder.path)/notes", encoding: .utf8) == "dear diary")
    }

    @Test func aDirectoryThatOthersMayChangeIsRefused() throws {
        let folder = try Folder()
        defer { folder.remove() }
        for (mode, isTaken) in [(0o777, false), (0o720, false), (0o1777, true), (0o755, true)] as [(mode_t, Bool)] {
            chmod(folder.path, mode)
            #expect(((try? SecretFile("\(folder.path)/keys")) != nil) == isTaken, "mode \(String(mode, radix: 8))")
        }
        // Opened while it was safe: what has changed since counts too.
        let file = try SecretFile("\(folder.path)/keys")
        chmod(folder.path, 0o777)
        #expect(file.keep(Self.told("AKIA1"))?.code == "secret-file")
        #expect(Self.mode(of: "\(folder.path)/keys") == 0)
        chmod(folder.path, 0o700)
    }

    // MARK: - Runs

    private static let template = """
        Resources:
          User: {Type: 'AWS::IAM::User', Properties: {UserName: mailer}}
          Key: {Type: 'AWS::IAM::AccessKey', Properties: {UserName: !Ref User}}
        Outputs:
          Secret: {Value: !GetAtt Key.SecretAccessKey}

        """

    private struct Stage {
        let emulator: Emulator
        let folder: Folder
        var file: String { "\(folder.path)/keys.json" }

        func plumb(_ command: String, on path: String? = nil, _ words: String...) async throws -> Child {
            let words = [command, path ?? "\(folder.path)/s.yaml"] + words
            return try await Child.run(
                try #require(Program.binary), words,
                environment: emulator.environment.merging(["HOME": folder.path]) { $1 })
        }

        /// The secrets of the keys that there are.
        func living() async throws -> [String] {
            try await emulator.control("GET", "access-keys").array?.compactMap { $0["secret"]?.string } ?? []
        }

        func held() -> String { (try? String(contentsOfFile: file, encoding: .utf8)) ?? "" }
    }

    private static func play(_ story: @Sendable (Stage) async throws -> Void) async throws {
        let folder = try Folder(["t.yaml": template, "s.yaml": "template-file-path: t.yaml\nstack-name: web\n"])
        defer { folder.remove() }
        try await Emulator.lend { try await story(Stage(emulator: $0, folder: folder)) }
    }

    @Test func theSecretIsInTheFileAndNowhereElse() async throws {
        try await Self.play { stage in
            let plan = try await stage.plumb("plan")
            #expect(plan.status == 0 && plan.err.contains("warning[secret-unreceived]"), "\(plan.err)")
            let run = try await stage.plumb("apply", "--auto-approve", "--debug", "--secret-file", stage.file)
            #expect(run.status == 0, "\(run.err.suffix(2000))")
            let secret = try #require(try await stage.living().first)
            #expect(stage.held().contains(secret) && Self.mode(of: stage.file) == 0o600)
            #expect(!(run.out + run.err).contains(secret))
            for words in [
                ["plan", "--detailed-exitcode"], ["plan", "--detailed-exitcode", "--secret-file", stage.file],
            ] {
                let empty = try await Child.run(
                    try #require(Program.binary), [words[0], "\(stage.folder.path)/s.yaml"] + words.dropFirst(),
                    environment: stage.emulator.environment)
                #expect(empty.status == 0 && !(empty.out + empty.err).contains(secret), "\(empty.out)\(empty.err)")
            }
            let refused = try await stage.plumb(
                "apply", "--auto-approve", "--secret-file", "\(stage.folder.path)/s.yaml")
            #expect(refused.status == 3 && refused.err.contains("error[secret-file]"), "\(refused.err)")
        }
    }

    @Test func aSavedPlanIsNotAppliedWithoutTheFileThatItWasMadeWith() async throws {
        try await Self.play { stage in
            let saved = "\(stage.folder.path)/plan.json"
            let plan = try await stage.plumb("plan", "--secret-file", stage.file, "--out", saved)
            #expect(plan.status == 0 && !plan.err.contains("secret-unreceived"), "\(plan.err)")
            let without = try await stage.plumb("apply", on: saved, "--auto-approve")
            #expect(without.status == 3 && without.err.contains("whose secret AWS tells once"), "\(without.err)")
            #expect(try await stage.living().isEmpty)
            let with = try await stage.plumb("apply", on: saved, "--auto-approve", "--secret-file", stage.file)
            #expect(with.status == 0, "\(with.err.suffix(2000))")
            #expect(try await stage.living().allSatisfy(stage.held().contains))
        }
    }

    @Test(arguments: ["kill", "reset"]) func aSecretThatWasLostIsMadeAnew(what: String) async throws {
        try await Self.play { stage in
            try await stage.emulator.control(
                "POST", "faults",
                [
                    [
                        "match": ["action": "CreateAccessKey"], "when": "after",
                        "do": .string(what == "kill" ? "stall" : what), "seconds": 120,
                    ]
                ])
            if what == "kill" {
                try await Self.killed(stage)
            } else {
                let lost = try await stage.plumb("apply", "--auto-approve", "--secret-file", stage.file)
                #expect(lost.status == 1, "\(lost.err.suffix(2000))")
            }
            try await stage.emulator.control("POST", "faults", [])
            let before = try await stage.living()
            #expect(before.count == 1 && !stage.held().contains(before[0]))
            let plan = try await stage.plumb("plan", "--secret-file", stage.file)
            #expect(plan.out.contains("its secret is not in the file for secrets"), "\(plan.out)")
            let again = try await stage.plumb("apply", "--auto-approve", "--secret-file", stage.file)
            #expect(again.status == 0, "\(again.err.suffix(2000))")
            let after = try await stage.living()
            #expect(after.count == 1 && after != before && stage.held().contains(after[0]))
            let empty = try await stage.plumb("plan", "--detailed-exitcode", "--secret-file", stage.file)
            #expect(empty.status == 0, "\(empty.out)")
        }
    }

    /// Starts an apply and kills it while AWS has made the key and its answer is on its way.
    private static func killed(_ stage: Stage) async throws {
        let run = try Child.Running(
            try #require(Program.binary),
            ["apply", "\(stage.folder.path)/s.yaml", "--auto-approve", "--secret-file", stage.file],
            environment: stage.emulator.environment.merging(["HOME": stage.folder.path]) { $1 })
        for _ in 0..<600 where try await stage.living().isEmpty { try await Task.sleep(for: .milliseconds(50)) }
        kill(run.pid, SIGKILL)
        #expect(try await run.end().status == -1)
        try await stage.emulator.control("POST", "faults", [])
        // The emulator logs the call when its stall is over; nobody else's log is to have it.
        for _ in 0..<600 where try await !stage.emulator.mutatingCalls().contains("iam:CreateAccessKey") {
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
