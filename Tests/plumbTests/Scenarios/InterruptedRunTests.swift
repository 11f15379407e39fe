import Glibc
import Testing
import Values

/// Ctrl-C while the program runs: the first lets running steps finish, the second cancels them; a later run goes on.
@Suite(.timeLimit(.minutes(30))) struct InterruptedRunTests {
    /// A chain, so that one step runs at a time; each takes two calls.
    private static let template =
        "Resources:\n"
        + (0..<6).map { index in
            "  Log\(index): {Type: 'AWS::Logs::LogGroup', \(index == 0 ? "" : "DependsOn: Log\(index - 1), ")"
                + "Properties: {LogGroupName: log-\(index), RetentionInDays: 30}}\n"
        }.joined()

    private struct Stage {
        let emulator: Emulator
        let folder: Folder

        func started(_ words: String...) throws -> Child.Running {
            try Child.Running(
                try #require(Program.binary), [words[0], "\(folder.path)/s.yaml"] + words.dropFirst(),
                environment: emulator.environment.merging(["HOME": folder.path]) { $1 })
        }

        func calls(_ count: Int) async throws {
            for _ in 0..<1200 where try await emulator.mutatingCalls().count < count {
                try await Task.sleep(for: .milliseconds(20))
            }
        }

        /// Applies to the end: so many groups are made, and then nothing is left to do.
        func settle(making missing: Int) async throws {
            try await emulator.control("POST", "faults", [])
            try await emulator.clearCalls()
            let again = try await started("apply", "--auto-approve").end()
            #expect(again.status == 0, "\(again.err)")
            #expect(try await emulator.mutatingCalls().count { $0 == "logs:CreateLogGroup" } == missing)
            let plan = try await started("plan", "--detailed-exitcode").end()
            #expect(plan.status == 0, "\(plan.out)")
        }
    }

    /// Starts an apply and waits until the second group is being made; the answer takes long, and never comes.
    private static func play(_ story: @Sendable (Stage, Child.Running) async throws -> Void) async throws {
        let folder = try Folder(["t.yaml": template, "s.yaml": "template-file-path: t.yaml\nstack-name: logs\n"])
        defer { folder.remove() }
        try await Emulator.lend { emulator in
            let stage = Stage(emulator: emulator, folder: folder)
            try await emulator.clearCalls()
            try await emulator.control(
                "POST", "faults",
                [
                    [
                        "match": ["action": "CreateLogGroup", "nth": 2], "when": "before", "do": "stall",
                        "seconds": 120,
                    ]
                ])
            let run = try stage.started("apply", "--auto-approve")
            try await emulator.faultFires()
            try await story(stage, run)
        }
    }

    @Test func theFirstLetsRunningStepsFinish() async throws {
        try await Self.play { stage, run in
            kill(run.pid, SIGINT)
            try await run.says("Stopping: no new steps begin")
            try await stage.emulator.control("POST", "faults", [])
            let ended = try await run.end()
            #expect(ended.status == 1, "\(ended.err)")
            #expect((ended.out + ended.err).contains("4 steps not begun"), "\(ended.out)\(ended.err)")
            // The second group was looked for, made after all, and finished.
            let kept = try await stage.emulator.mutatingCalls().count { $0 == "logs:PutRetentionPolicy" }
            #expect(kept == 2)
            try await stage.settle(making: 4)
        }
    }

    @Test func theSecondCancelsThem() async throws {
        try await Self.play { stage, run in
            kill(run.pid, SIGINT)
            try await run.says("Stopping")
            kill(run.pid, SIGINT)
            let ended = try await run.end()
            #expect(ended.status == 1 && ended.err.contains("Cancelling the running steps"), "\(ended.err)")
            let begun = try await stage.emulator.mutatingCalls().count { $0 == "logs:CreateLogGroup" }
            #expect(begun == 1, "it did not wait for the answer: the emulator logs a call when its stall is over")
            try await stage.emulator.control("POST", "faults", [])
            try await stage.calls(3)
            try await stage.settle(making: 5)
        }
    }
}
