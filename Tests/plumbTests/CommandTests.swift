import ArgumentParser
import Diagnostics
import Plans
import Testing
import Values

@testable import plumb

@Suite struct CommandTests {
    // MARK: plan and drift

    @Test(arguments: [([String](), CommandStatus.done), (["--detailed-exitcode"], .changes)])
    func planWithChanges(flags: [String], status: CommandStatus) async throws {
        let bench = Bench(Bench.plan(.create))
        let command = try PlanCommand.parse([Bench.path] + flags)
        #expect(await command.perform(bench.session, bench.terminal()) == status)
        #expect(bench.out.hasSuffix("Plan: 1 to add, 0 to change, 0 to destroy.\n"))
        #expect(bench.err.isEmpty)
        #expect(bench.ran.next() == 1, "a plan carries nothing out")
    }

    @Test func planWithoutChanges() async throws {
        let bench = Bench(Bench.plan())
        let command = try PlanCommand.parse([Bench.path, "--detailed-exitcode"])
        #expect(await command.perform(bench.session, bench.terminal()) == .done)
        #expect(bench.out == "No changes. Your infrastructure matches the configuration.\n")
    }

    @Test func planAsJSON() async throws {
        let bench = Bench(Bench.plan(.update), [Diagnostic("odd", .warning, summary: "s", message: "Look.")])
        let command = try PlanCommand.parse([Bench.path, "--format", "json"])
        #expect(await command.perform(bench.session, bench.terminal()) == .done)
        #expect(try Value(json: bench.out)["has_changes"] == true, "stdout is JSON and nothing else")
        #expect(bench.err.contains("warning[odd]: Look."))
    }

    @Test func planOfTheEnd() async throws {
        let bench = Bench(Bench.plan())
        let command = try PlanCommand.parse([Bench.path, "--destroy"])
        #expect(await command.perform(bench.session, bench.terminal()) == .done)
        #expect(bench.out == "No changes. No objects need to be destroyed.\n")
    }

    @Test func drift() async throws {
        var foreign = Bench.plan()
        foreign.foreign = [ForeignObject(parent: "net/Table", type: "AWS::EC2::Route", shows: ["x: y"])]
        for (plan, status) in [
            (Bench.plan(), CommandStatus.done), (Bench.plan(.update), .changes), (foreign, .done),
        ] {
            let bench = Bench(plan)
            let command = try DriftCommand.parse([Bench.path])
            #expect(await command.perform(bench.session, bench.terminal()) == status)
            #expect(!bench.out.isEmpty)
        }
    }

    // MARK: failing and refusing

    @Test(arguments: [
        (["foreign-owner"], CommandStatus.refused), (["protected", "stale-plan"], .refused),
        (["access-denied"], .failed),
        (["foreign-owner", "access-denied"], .failed),
    ])
    func findingsEndACommand(codes: [String], status: CommandStatus) async throws {
        let findings = codes.map { Diagnostic(.init(rawValue: $0), summary: "s", message: "m \($0)") }
        let plan = try PlanCommand.parse([Bench.path])
        let drift = try DriftCommand.parse([Bench.path])
        let apply = try ApplyCommand.parse([Bench.path, "--auto-approve"])
        for number in 0..<3 {
            let bench = Bench(nil, findings)
            let ended =
                switch number {
                case 0: await plan.perform(bench.session, bench.terminal())
                case 1: await drift.perform(bench.session, bench.terminal())
                default: await apply.perform(bench.session, bench.terminal())
                }
            #expect(ended == status)
            #expect(bench.out.isEmpty)
            for code in codes { #expect(bench.err.contains("error[\(code)]")) }
        }
    }

    // MARK: apply and destroy

    @Test(arguments: [("yes", true), ("y", false), ("no", false), ("", false), ("YES", false)])
    func applyAsks(answer: String, goesOn: Bool) async throws {
        let bench = Bench(Bench.plan(.create))
        let command = try ApplyCommand.parse([Bench.path])
        let status = await command.perform(bench.session, bench.terminal(answer: answer))
        #expect(status == (goesOn ? .done : .failed))
        #expect(bench.err.contains("Only \"yes\" goes on"))
        #expect(bench.ran.next() == (goesOn ? 2 : 1))
        #expect(bench.out.contains("Apply complete!") == goesOn)
    }

    @Test func autoApprove() async throws {
        let bench = Bench(Bench.plan(.delete))
        let command = try DestroyCommand.parse([Bench.path, "--auto-approve"])
        #expect(await command.perform(bench.session, bench.terminal()) == .done)
        #expect(bench.out.contains("Destroy complete! Resources: 0 added, 0 changed, 1 destroyed. 1 API call in 1 s."))
        #expect(bench.err.contains("net/Log: deleted"), "progress is not a result")
        #expect(!bench.err.contains("Only"))
    }

    @Test func nobodyIsThereToAsk() async throws {
        let bench = Bench(Bench.plan(.create))
        let command = try ApplyCommand.parse([Bench.path])
        #expect(await command.perform(bench.session, bench.terminal()) == .usage)
        #expect(bench.ran.next() == 1)
    }

    @Test func nothingToDoAsksNothing() async throws {
        let bench = Bench(Bench.plan())
        let command = try ApplyCommand.parse([Bench.path])
        #expect(await command.perform(bench.session, bench.terminal(answer: "no")) == .done)
        #expect(bench.err.isEmpty)
        #expect(bench.ran.next() == 1)
    }

    /// Without its lock a run does not even plan; reading asks for none.
    @Test func aLockThatCannotBeReached() async throws {
        let bench = Bench(Bench.plan(.create), keys: "lock: s3://locks/team\n")
        let apply = try ApplyCommand.parse([Bench.path, "--auto-approve"])
        #expect(await apply.perform(bench.session, bench.terminal()) == .failed)
        #expect(bench.err.contains("error[lock-failed]") && bench.err.contains("stack.yaml:4:7"), "\(bench.err)")
        #expect(bench.out.isEmpty && bench.ran.next() == 1)
        let show = try ShowLockCommand.parse([Bench.path])
        #expect(await show.perform(bench.session, bench.terminal()) == .failed)
        let plan = try PlanCommand.parse([Bench.path])
        #expect(await plan.perform(bench.session, bench.terminal()) == .done)
    }

    @Test func stacksWithoutALock() async throws {
        let bench = Bench(Bench.plan())
        let show = try ShowLockCommand.parse([Bench.path])
        #expect(await show.perform(bench.session, bench.terminal()) == .done)
        #expect(bench.out == "net  has no lock\n")
        let release = try ReleaseLockCommand.parse([Bench.path])
        #expect(await release.perform(bench.session, bench.terminal()) == .done)
        #expect(bench.out.hasSuffix("No lock is held.\n"))
    }

    @Test func adoptingNeedsAWord() async throws {
        let refusing = Bench(Bench.plan(.adopt))
        let without = try ApplyCommand.parse([Bench.path, "--auto-approve"])
        #expect(await without.perform(refusing.session, refusing.terminal()) == .refused)
        #expect(refusing.err.contains("error[adoption-needed]"))
        #expect(refusing.ran.next() == 1)

        let adopting = Bench(Bench.plan(.adopt))
        let with = try ApplyCommand.parse([Bench.path, "--auto-approve", "--adopt"])
        #expect(await with.perform(adopting.session, adopting.terminal()) == .done)
        #expect(adopting.ran.next() == 2)
    }

    @Test func aFailedRun() async throws {
        let failed = StepOutcome(
            step: Bench.step(.create), state: .failed(Diagnostic("aws-error", summary: "s", message: "It failed.")))
        let bench = Bench(Bench.plan(.create), outcome: Outcome(steps: [failed], calls: 2, duration: 1))
        let command = try ApplyCommand.parse([Bench.path, "--auto-approve"])
        #expect(await command.perform(bench.session, bench.terminal()) == .failed)
        #expect(bench.err.contains("error[aws-error]: It failed."))
        #expect(bench.err.contains("Apply failed!"))
        #expect(!bench.out.contains("failed"))
    }

    /// A run that somebody has ended has not failed, and what it says of going on holds.
    @Test(arguments: [false, true]) func onlyAFailureIsTakenBack(_ isInterrupted: Bool) async throws {
        let failed = StepOutcome(
            step: Bench.step(.create), state: .failed(Diagnostic("aws-error", summary: "s", message: "It failed.")))
        var outcome = Outcome(steps: [failed], calls: 2, duration: 1)
        outcome.wasInterrupted = isInterrupted
        let bench = Bench(Bench.plan(.create), outcome: outcome)
        let command = try ApplyCommand.parse([Bench.path, "--auto-approve", "--on-failure", "rollback"])
        #expect(await command.perform(bench.session, bench.terminal()) == .failed)
        #expect(bench.err.contains("Taking back what was done.") == !isInterrupted, "\(bench.err)")
        #expect(bench.err.contains("Nothing is taken back") == isInterrupted)
        #expect(bench.err.contains("Running the same command again continues") == isInterrupted)
    }

    /// What a step of a saved plan finds moved is refused, late as it is.
    @Test func aStaleStepIsARefusal() async throws {
        let stale = StepOutcome(
            step: Bench.step(.update), state: .failed(Diagnostic("stale-plan", summary: "s", message: "It moved.")))
        let bench = Bench(Bench.plan(.update), outcome: Outcome(steps: [stale], calls: 1, duration: 1))
        let command = try ApplyCommand.parse([Bench.path, "--auto-approve"])
        #expect(await command.perform(bench.session, bench.terminal()) == .refused)
    }

    // MARK: outputs

    @Test func outputs() async throws {
        var plan = Bench.plan()
        plan.outputs = [
            .init(stack: "net", name: "AwsEcsCluster", value: "apps", isSecret: false),
            .init(stack: "net", name: "Token", value: "hunter2", isSecret: true),
        ]
        for (format, expected) in [
            ("dotenv", "AWS_ECS_CLUSTER=apps\n# TOKEN is secret and not shown\n"), ("github", "AWS_ECS_CLUSTER=apps\n"),
            ("text", "net\n  AwsEcsCluster = apps\n  Token = (sensitive value)\n"),
        ] {
            let bench = Bench(plan)
            let command = try OutputsCommand.parse([Bench.path, "--format", format])
            #expect(await command.perform(bench.session, bench.terminal()) == .done)
            #expect(bench.out == expected)
        }
    }

    @Test func outputsBeforeApply() async throws {
        var plan = Bench.plan(.create)
        plan.outputs = [
            .init(
                stack: "net", name: "VpcId", value: .deferred(.attribute(address: "net/Log", name: "Arn")),
                isSecret: false)
        ]
        let bench = Bench(plan)
        let command = try OutputsCommand.parse([Bench.path, "--format", "dotenv"])
        #expect(await command.perform(bench.session, bench.terminal()) == .failed)
        #expect(bench.out.hasPrefix("# VPC_ID is not known"))
        #expect(bench.err.contains("unknown-output"))
    }

    @Test func outputsOfTheSameName() async throws {
        var plan = Bench.plan()
        plan.outputs = ["a", "b"].map { .init(stack: $0, name: "Url", value: "x", isSecret: false) }
        let bench = Bench(plan)
        let command = try OutputsCommand.parse([Bench.path, "--format", "dotenv"])
        #expect(await command.perform(bench.session, bench.terminal()) == .failed)
        #expect(bench.out.isEmpty)
        #expect(bench.err.contains("ambiguous-output"))
    }
}
