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
        return await carryOut(plan, console)
    }

    private func question(_ plan: Plan) -> String {
        let verb = plan.purpose == .destroy ? "Destroy these resources" : "Make these changes"
        let account = plan.account.isEmpty ? "" : " in account \(plan.account)"
        return "\n\(verb)\(account)? Only \"yes\" goes on: "
    }

    private func carryOut(_ plan: Plan, _ console: Console) async -> CommandStatus {
        let stop = StopSignal()
        let progress = LiveProgress(terminal.err, steps: plan.steps.count, showsCalls: running.showCalls)
        let interrupts = terminal.hearsSignals ? self.interrupts(stop, progress) : nil
        defer { interrupts?.end() }
        let outcome = await progress.during {
            await session.run(plan, running.parallelism, stop) { progress.note($0) }
        }
        console.show(outcome, purpose: plan.purpose)
        return outcome.succeeded ? .done : .failed
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
