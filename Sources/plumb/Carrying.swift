import AWS
import Diagnostics
import Engine
import Language
import Locks
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
        let (loaded, checking) = session.checked(stacks)
        guard let set = loaded, !checking.hasErrors else {
            console.show(checking)
            return CommandStatus(endedBy: checking)
        }
        return await locking(console).during(set.locks(region: session.region()), purpose) { held, interruption in
            let (made, planning) = await session.plan(set, purpose, options, session.files)
            var findings = checking
            findings.add(contentsOf: planning)
            console.show(findings)
            guard let plan = made, !findings.hasErrors else { return CommandStatus(endedBy: findings) }
            return await carryOut(plan, since: session.now(), held, interruption, console)
        }
    }

    /// Carries out a plan from a file: those calls, and only as long as what they rely on holds.
    func perform(savedIn path: String, _ options: StackOptions) async -> CommandStatus {
        let console = Console(terminal, files: session.files)
        let (made, findings) = await SavedPlans(session).load(path, options)
        console.show(findings)
        guard let plan = made, !findings.hasErrors else { return CommandStatus(endedBy: findings) }
        guard running.autoApprove || terminal.canAsk else {
            console.show(Findings([.nobodyToAsk(plan.purpose)]))
            return .usage
        }
        return await locking(console).during(plan.locks, plan.purpose, account: plan.account) { held, interruption in
            await carryOut(plan, since: nil, held, interruption, console)
        }
    }

    private func locking(_ console: Console) -> Locking {
        Locking(session: session, terminal: terminal, console: console, patience: running.lockTimeout)
    }

    /// - Parameters:
    ///   - planned: when it was planned; nil: in another run.
    ///   - interruption: what Ctrl-C does, where somebody listens already.
    private func carryOut(
        _ plan: Plan, since planned: Timestamp?, _ held: HeldLocks, _ interruption: Interruption?, _ console: Console
    ) async -> CommandStatus {
        console.show(plan, calls: running.showCalls)
        if plan.isEmpty { return .done }
        if !adopts, !plan.adoptions.isEmpty {
            let refusals = Findings(plan.adoptions.map(Diagnostic.adoptionNeeded))
            console.show(refusals)
            return CommandStatus(endedBy: refusals)
        }
        let journal: Journal
        do throws(Diagnostic) {
            journal = try self.journal(plan, held)
        } catch {
            console.show(Findings([error]))
            return .failed
        }
        if !running.autoApprove {
            guard await terminal.agrees(question(plan)) else {
                terminal.err.write("Nothing was changed.\n")
                return .failed
            }
        }
        // A while may have gone by over the question.
        let age = planned.map { Double(session.now().milliseconds - $0.milliseconds) / 1000 }
        if age.map({ $0 > Self.freshness }) ?? true {
            let moved = await session.check(plan)
            console.show(moved)
            if moved.hasErrors { return CommandStatus(endedBy: moved) }
        }
        let status = await run(plan, isSaved: planned == nil, held, journal, interruption, console)
        await keep(journal, beside: held, console)
        return status
    }

    /// For how many seconds what was read counts as seen just now.
    private static let freshness = 30.0

    private func question(_ plan: Plan) -> String {
        let verb = plan.purpose == .destroy ? "Destroy these resources" : "Make these changes"
        let account = plan.account.isEmpty ? "" : " in account \(plan.account)"
        return "\n\(verb)\(account)? Only \"yes\" goes on: "
    }

    private func run(
        _ plan: Plan, isSaved: Bool, _ held: HeldLocks, _ journal: Journal, _ interruption: Interruption?,
        _ console: Console
    ) async -> CommandStatus {
        let stop = StopSignal()
        let progress = LiveProgress(terminal.err, steps: plan.steps.count, showsCalls: running.showCalls)
        let own = interruption ?? Interruption {}
        listen(own, stop, progress)
        let interrupts = terminal.hearsSignals && interruption == nil ? Interrupts(own) : nil
        defer { interrupts?.end() }
        let settings = RunSettings(
            parallelism: running.parallelism, rechecksAfter: isSaved ? Self.freshness : nil,
            mayChange: {
                guard held.lost == nil, journal.failure == nil else {
                    stop.stop()
                    return false
                }
                return true
            }, journal: { journal.write($0) })
        let outcome = await progress.during {
            await session.run(plan, settings, stop) { progress.note($0) }
        }
        console.show(outcome, purpose: plan.purpose)
        if outcome.succeeded { return .done }
        let ends = Findings([held.lost, journal.failure].compactMap { $0 })
        console.show(ends)
        return ends.isEmpty ? .failed : CommandStatus(endedBy: ends)
    }

    private func listen(_ interruption: Interruption, _ stop: StopSignal, _ progress: LiveProgress) {
        interruption.set {
            progress.say("\nStopping: no new steps begin, running ones finish. Interrupt again to cancel them.\n")
            stop.stop()
        } second: {
            progress.say("\nCancelling the running steps.\n")
            stop.cancel()
        }
    }

    // MARK: - Journal

    private func journal(_ plan: Plan, _ held: HeldLocks) throws(Diagnostic) -> Journal {
        Journal(
            path: running.journal, descriptor: try running.journal.map(Journal.open) ?? -1,
            kept: held.locks.map(\.object.stack), run: String(Surroundings.system.uuid().prefix(8)),
            account: plan.account, now: session.now)
    }

    /// Puts the journal of each stack beside its lock, as well as that goes.
    private func keep(_ journal: Journal, beside held: HeldLocks, _ console: Console) async {
        let locks = session.locks
        for lock in held.locks {
            let lines = journal.lines(of: lock.object.stack)
            guard !lines.isEmpty else { continue }
            do throws(AWSFailure) {
                try await locks().keep(journal: lines, beside: lock.object, name: journal.name)
            } catch {
                console.show(Findings([.journalNotKept(lock.object.address, error)]))
            }
        }
    }
}
