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
    /// Takes what AWS tells once; nil: nobody does.
    var secrets: SecretFile?

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
        let files = RecordingFiles(session.files)
        return await locking(console).during(set.locks(region: session.region), purpose) { held, interruption in
            let (made, planning) = await session.plan(set, purpose, options, files)
            var findings = checking
            findings.add(contentsOf: planning)
            let read = Set(files.digests.keys).union(set.stacks.flatMap(\.paths)).union(stacks.parameterFiles)
            if let taken = ReadFiles(read).overwritten(by: journals) {
                findings.add(.overwritesSource(taken.option, taken.path))
            }
            console.show(findings)
            guard let plan = made, !findings.hasErrors else { return CommandStatus(endedBy: findings) }
            return await carryOut(plan, of: stacks, since: session.now(), Turn(held, interruption), console)
        }
    }

    /// Carries out a plan from a file: those calls, and only as long as what they rely on holds.
    func perform(savedIn path: String, _ options: StackOptions) async -> CommandStatus {
        let console = Console(terminal, files: session.files)
        let (made, stacks, findings) = await SavedPlans(session).load(
            path, options, held: secrets?.ids, writing: journals)
        console.show(findings)
        guard let plan = made, !findings.hasErrors else { return CommandStatus(endedBy: findings) }
        guard running.autoApprove || terminal.canAsk else {
            console.show(Findings([.nobodyToAsk(plan.purpose)]))
            return .usage
        }
        return await locking(console).during(plan.locks, plan.purpose, account: plan.account) { held, interruption in
            await carryOut(plan, of: stacks, since: nil, Turn(held, interruption), console)
        }
    }

    private var journals: [(option: String, path: String)] { running.journal.map { [("--journal", $0)] } ?? [] }

    private func locking(_ console: Console) -> Locking {
        Locking(session: session, terminal: terminal, console: console, patience: running.lockTimeout)
    }

    /// What stands around a run.
    private struct Turn: Sendable {
        var held: HeldLocks
        /// What Ctrl-C does, where somebody listens already.
        var interruption: Interruption?
        var journal: Journal?

        init(_ held: HeldLocks, _ interruption: Interruption?) {
            self.held = held
            self.interruption = interruption
        }

        /// Why nothing may be changed any more.
        var end: Diagnostic? { held.lost ?? journal?.failure }
    }

    /// - Parameter planned: when it was planned; nil: in another run.
    private func carryOut(
        _ plan: Plan, of stacks: StackOptions, since planned: Timestamp?, _ turn: Turn, _ console: Console
    ) async -> CommandStatus {
        console.show(plan, calls: running.showCalls)
        if plan.isEmpty { return .done }
        if !plan.refusals.isEmpty {
            let refusals = Findings(plan.refusals.map(\.diagnostic))
            console.show(refusals)
            return CommandStatus(endedBy: refusals)
        }
        if !adopts, !plan.adoptions.isEmpty {
            let refusals = Findings(plan.adoptions.map(Diagnostic.adoptionNeeded))
            console.show(refusals)
            return CommandStatus(endedBy: refusals)
        }
        var turn = turn
        do throws(Diagnostic) {
            turn.journal = try journal(plan, turn.held)
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
        let age = planned.map(seconds(since:))
        let checked = session.now()
        if age.map({ $0 > Self.patience }) ?? true {
            let moved = await session.check(plan)
            console.show(moved)
            if moved.hasErrors { return CommandStatus(endedBy: moved) }
        }
        let status = await run(plan, of: stacks, checked: planned == nil ? checked : nil, turn, console)
        await keep(turn, console)
        return status
    }

    private func run(
        _ plan: Plan, of stacks: StackOptions, checked: Timestamp?, _ turn: Turn, _ console: Console
    ) async -> CommandStatus {
        let outcome = await run(plan, checked: checked, turn)
        let failed = !outcome.succeeded && turn.end == nil && running.onFailure == .rollback
        console.show(outcome, purpose: plan.purpose, isTakenBack: failed && !outcome.wasInterrupted)
        if outcome.succeeded { return .done }
        if let end = turn.end {
            console.show(Findings([end]))
            return CommandStatus(endedBy: Findings([end]))
        }
        if failed, outcome.wasInterrupted {
            terminal.err.write("Nothing is taken back: the run was interrupted.\n")
        } else if failed {
            await rollBack(plan, outcome, of: stacks, turn, console)
        }
        // A step that finds its facts moved is a refusal, as it is before the first.
        let causes = outcome.failures.compactMap { step in
            if case .failed(let diagnostic) = step.state { diagnostic } else { nil }
        }
        return CommandStatus(endedBy: Findings(causes))
    }

    /// Takes back what a failed run has done, and says what cannot be taken back.
    private func rollBack(
        _ plan: Plan, _ outcome: Outcome, of stacks: StackOptions, _ turn: Turn, _ console: Console
    ) async {
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
        console.show(await run(back, checked: nil, turn), purpose: .rollback)
        if let end = turn.end { console.show(Findings([end])) }
    }

    /// For how many seconds what a plan of this run was made from counts as seen just now.
    private static let patience = 30.0
    /// The same of what a saved plan relies on, which others may have looked at and counted upon.
    private static let freshness = 2.0

    private func question(_ plan: Plan) -> String {
        let verb = plan.purpose == .destroy ? "Destroy these resources" : "Make these changes"
        let account = plan.account.isEmpty ? "" : " in account \(plan.account)"
        return "\n\(verb)\(account)? Only \"yes\" goes on: "
    }

    /// - Parameter checked: when what the plan relies on was begun to be read again; nil: it is not read once more.
    private func run(_ plan: Plan, checked: Timestamp?, _ turn: Turn) async -> Outcome {
        let stop = StopSignal()
        let progress = LiveProgress(terminal.err, steps: plan.steps.count, showsCalls: running.showCalls)
        let interruption = turn.interruption ?? Interruption {}
        listen(interruption, stop, progress)
        let interrupts = terminal.hearsSignals && turn.interruption == nil ? Interrupts(interruption) : nil
        defer { interrupts?.end() }
        let settings = RunSettings(
            parallelism: running.parallelism, rechecksAfter: checked.map { Self.freshness - seconds(since: $0) },
            stopsOnFailure: running.onFailure != .continue,
            mayChange: {
                if turn.end == nil { return true }
                stop.stop()
                return false
            }, journal: { turn.journal?.write($0) }, keepSecret: keepSecret)
        return await progress.during {
            await session.run(plan, settings, stop) { progress.note($0) }
        }
    }

    private func seconds(since time: Timestamp) -> Double {
        Double(session.now().milliseconds - time.milliseconds) / 1000
    }

    private var keepSecret: (@Sendable (ToldSecret) -> Diagnostic?)? {
        guard let secrets else { return nil }
        return { secrets.keep($0) }
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
    private func keep(_ turn: Turn, _ console: Console) async {
        guard let journal = turn.journal else { return }
        let locks = session.locks
        for lock in turn.held.locks {
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
