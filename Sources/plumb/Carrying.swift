import AWS
import Diagnostics
import Engine
import Plans
import Reports

/// Plans, asks and carries out: what `apply` and `destroy` share.
struct Carrying: Sendable {
    var session: Session
    var terminal: Terminal
    var running: RunningOptions
    var adopts: Bool

    func perform(_ stacks: StackOptions, _ purpose: Plan.Purpose, _ options: RunOptions) async -> CommandStatus {
        let console = Console(terminal, files: session.files)
        guard running.autoApprove || terminal.canAsk else {
            console.show(Findings([.nobodyToAsk(purpose)]))
            return .usage
        }
        let (made, findings) = await session.plan(stacks, purpose, options)
        console.show(findings)
        guard let plan = made, !findings.hasErrors else { return CommandStatus(endedBy: findings) }
        return await carryOut(plan, of: stacks, since: session.now(), console)
    }

    /// Carries out a plan from a file: those calls, and only as long as what they rely on holds.
    func perform(savedIn path: String, _ options: StackOptions) async -> CommandStatus {
        let console = Console(terminal, files: session.files)
        let (made, stacks, findings) = await SavedPlans(session).load(path, options)
        console.show(findings)
        guard let plan = made, !findings.hasErrors else { return CommandStatus(endedBy: findings) }
        guard running.autoApprove || terminal.canAsk else {
            console.show(Findings([.nobodyToAsk(plan.purpose)]))
            return .usage
        }
        return await carryOut(plan, of: stacks, since: nil, console)
    }

    /// - Parameter planned: when it was planned; nil: in another run.
    private func carryOut(
        _ plan: Plan, of stacks: StackOptions, since planned: Timestamp?, _ console: Console
    ) async -> CommandStatus {
        console.show(plan, calls: running.showCalls)
        if plan.isEmpty { return .done }
        if !adopts, !plan.adoptions.isEmpty {
            let refusals = Findings(plan.adoptions.map(Diagnostic.adoptionNeeded))
            console.show(refusals)
            return CommandStatus(endedBy: refusals)
        }
        guard running.autoApprove || terminal.agrees(question(plan)) else {
            terminal.err.write("Nothing was changed.\n")
            return .failed
        }
        // A while may have gone by over the question.
        let age = planned.map { Double(session.now().milliseconds - $0.milliseconds) / 1000 }
        if age.map({ $0 > Self.freshness }) ?? true {
            let moved = await session.check(plan)
            console.show(moved)
            if moved.hasErrors { return CommandStatus(endedBy: moved) }
        }
        let outcome = await run(plan, isSaved: planned == nil)
        console.show(outcome, purpose: plan.purpose)
        if outcome.succeeded { return .done }
        if running.onFailure == .rollback { await rollBack(plan, outcome, of: stacks, console) }
        return .failed
    }

    /// Takes back what a failed run has done, and says what cannot be taken back.
    private func rollBack(_ plan: Plan, _ outcome: Outcome, of stacks: StackOptions, _ console: Console) async {
        terminal.err.write("\nTaking back what was done.\n")
        let (set, loading) = session.load(stacks)
        guard let set else { return console.show(loading) }
        let (made, findings) = await session.rollback(set, RunOptions(), session.files, plan, outcome)
        console.show(findings)
        guard let back = made, !back.isEmpty else {
            if !findings.hasErrors { terminal.err.write("There is nothing to take back.\n") }
            return
        }
        console.show(back, calls: running.showCalls)
        console.show(await run(back, isSaved: false), purpose: .rollback)
    }

    /// For how many seconds what was read counts as seen just now.
    private static let freshness = 30.0

    private func question(_ plan: Plan) -> String {
        let verb = plan.purpose == .destroy ? "Destroy these resources" : "Make these changes"
        let account = plan.account.isEmpty ? "" : " in account \(plan.account)"
        return "\n\(verb)\(account)? Only \"yes\" goes on: "
    }

    private func run(_ plan: Plan, isSaved: Bool) async -> Outcome {
        let stop = StopSignal()
        let progress = LiveProgress(terminal.err, steps: plan.steps.count, showsCalls: running.showCalls)
        let interrupts = terminal.hearsSignals ? self.interrupts(stop, progress) : nil
        defer { interrupts?.end() }
        let settings = RunSettings(
            parallelism: running.parallelism, rechecksAfter: isSaved ? Self.freshness : nil,
            stopsOnFailure: running.onFailure != .continue)
        return await progress.during {
            await session.run(plan, settings, stop) { progress.note($0) }
        }
    }

    private func interrupts(_ stop: StopSignal, _ progress: LiveProgress) -> Interrupts {
        Interrupts(
            first: {
                progress.say("\nStopping: no new steps begin, running ones finish. Interrupt again to cancel them.\n")
                stop.stop()
            },
            second: {
                progress.say("\nCancelling the running steps.\n")
                stop.cancel()
            })
    }
}
