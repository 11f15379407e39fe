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
            for _ in 0..<600 where try await emulator.mutatingCalls().count < count {
                try await Task.sleep(for: .milliseconds(20))
            }
        }

        /// Applies to the end, and expects that nothing is left to do.
        func settle() async throws {
            let again = try await started("apply", "--auto-approve").end()
            #expect(again.status == 0, "\(again.err)")
            let plan = try await started("plan", "--detailed-exitcode").end()
            #expect(plan.status == 0, "\(plan.out)")
            let made = try await emulator.mutatingCalls().count { $0 == "logs:CreateLogGroup" }
            #expect(made == 6, "nothing was made twice")
        }
    }

    private static func play(_ story: @Sendable (Stage) async throws -> Void) async throws {
        let folder = try Folder(["t.yaml": template, "s.yaml": "template-file-path: t.yaml\nstack-name: logs\n"])
        defer { folder.remove() }
        try await Emulator.lend { emulator in
            try await emulator.clearCalls()
            try await story(Stage(emulator: emulator, folder: folder))
        }
    }

    @Test(arguments: [SIGINT, SIGTERM]) func theFirstLetsRunningStepsFinish(signal: Int32) async throws {
        try await Self.play { stage in
            try await stage.emulator.control("POST", "latency", ["ms": 200])
            let run = try stage.started("apply", "--auto-approve")
            try await stage.calls(1)
            kill(run.pid, signal)
            let ended = try await run.end()
            #expect(ended.status == 1 && ended.err.contains("Stopping: no new steps begin"), "\(ended.err)")
            #expect((ended.out + ended.err).contains("not begun"), "\(ended.out)\(ended.err)")
            try await stage.emulator.control("POST", "latency", ["ms": 0])
            let calls = try await stage.emulator.mutatingCalls()
            let (made, kept) = (
                calls.count { $0 == "logs:CreateLogGroup" }, calls.count { $0 == "logs:PutRetentionPolicy" }
            )
            #expect(made >= 1 && made < 6 && made == kept, "what was begun was finished: \(calls)")
            try await stage.settle()
        }
    }

    @Test func theSecondCancelsThem() async throws {
        try await Self.play { stage in
            try await stage.emulator.control(
                "POST", "faults",
                [
                    [
                        "match": ["action": "CreateLogGroup", "nth": 2], "when": "before", "do": "stall",
                        "seconds": 20, "times": 1,
                    ]
                ])
            let run = try stage.started("apply", "--auto-approve")
            try await stage.calls(2)
            // The second group's call is under way by now, or soon.
            try await Task.sleep(for: .seconds(1))
            kill(run.pid, SIGINT)
            try await Task.sleep(for: .milliseconds(500))
            let began = ContinuousClock.now
            kill(run.pid, SIGINT)
            let ended = try await run.end()
            #expect(ContinuousClock.now - began < .seconds(10), "it did not wait for the answer")
            #expect(ended.status == 1 && ended.err.contains("Cancelling the running steps"), "\(ended.err)")
            // The stalled call never took effect; the emulator logs it when its stall is over.
            let begun = try await stage.emulator.mutatingCalls().count { $0 == "logs:CreateLogGroup" }
            #expect(begun == 1)
            for _ in 0..<600 where try await stage.emulator.mutatingCalls().count < 3 {
                try await Task.sleep(for: .milliseconds(50))
            }
            try await stage.emulator.control("POST", "faults", [])
            try await stage.emulator.clearCalls()
            let again = try await stage.started("apply", "--auto-approve").end()
            #expect(again.status == 0, "\(again.err)")
            let made = try await stage.emulator.mutatingCalls().count { $0 == "logs:CreateLogGroup" }
            #expect(made == 5, "the first is there")
            #expect(try await stage.started("plan", "--detailed-exitcode").end().status == 0)
        }
    }
}
