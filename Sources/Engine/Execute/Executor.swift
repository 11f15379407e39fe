public import AWS
public import Declarations
internal import Diagnostics
public import Plans
internal import Values

/// Carries out a plan: every step as soon as its own needs are met, and nothing but the plan's calls.
///
/// What is read besides: waits, and a look-up where an answer was lost.
public struct Executor: Sendable {
    let plan: Plan
    let registry: Registry
    let caller: any Caller
    let settings: RunSettings
    let surroundings: Surroundings
    /// The resources of whose once-only attributes some call makes use.
    private let received: Set<String>
    /// What calls and outputs wait for, by address.
    private let awaited: [String: Set<String>]

    public init(
        plan: Plan, registry: Registry, caller: any Caller, settings: RunSettings = RunSettings(),
        surroundings: Surroundings = .system
    ) {
        self.plan = plan
        self.registry = registry
        self.caller = caller
        self.settings = settings
        self.surroundings = surroundings
        received = plan.received(registry)
        awaited = plan.awaited
    }

    public func run(
        stop: StopSignal = StopSignal(), progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) async -> Outcome {
        let began = surroundings.now()
        let callsBefore = caller.callCount
        let state = RunState(run: surroundings.uuid())
        let work = Task { await schedule(stop: stop, state: state, progress: progress) }
        stop.onCancel { work.cancel() }
        var outcome = Outcome(steps: await work.value)
        outcome.calls = caller.callCount - callsBefore
        outcome.throttled = caller.throttled
        outcome.duration = surroundings.seconds(since: began)
        outcome.wasCancelled = stop.isStopped && outcome.steps.contains { $0.state == .notStarted }
        outcome.wasInterrupted = stop.isStopped
        outcome.outputs = plan.outputs.map { output in
            var output = output
            if let settled = try? output.value.settled(by: { state.attribute($0, $1) }) { output.value = settled }
            return output
        }
        return outcome
    }

    // MARK: - Scheduling

    private func schedule(
        stop: StopSignal, state: RunState, progress: @escaping @Sendable (Progress) -> Void
    ) async -> [StepOutcome] {
        var agenda = Agenda(plan.steps)
        let frames = Frames(registry)
        let began = surroundings.now()
        let check = FactCheck(plan, registry: registry, caller: caller)
        await withTaskGroup(of: StepOutcome.self) { group in
            var running = 0
            var hasFailed = false
            while true {
                while running < settings.parallelism, !stop.isStopped, !hasFailed, let step = agenda.next() {
                    running += 1
                    progress(.started(step))
                    let runner = runner(
                        step, frames.frame(step.type), isDue(since: began) ? check : nil, state, progress)
                    group.addTask { await runner.run() }
                }
                guard running > 0, let outcome = await group.next() else { break }
                running -= 1
                agenda.take(outcome)
                if case .failed = outcome.state, settings.stopsOnFailure { hasFailed = true }
                progress(.finished(outcome))
                for skipped in agenda.skipBehindFailures() { progress(.finished(skipped)) }
            }
        }
        return agenda.all()
    }

    /// - Parameter check: nil where what the step takes for granted was read a moment ago.
    private func runner(
        _ step: Step, _ frame: Frame?, _ check: FactCheck?, _ state: RunState,
        _ progress: @escaping @Sendable (Progress) -> Void
    ) -> StepRunner {
        StepRunner(
            step: step, place: place(of: step), frame: frame, caller: caller, surroundings: surroundings, state: state,
            check: check, settings: settings, isReceived: received.contains(step.address),
            awaited: awaited[step.address] ?? [], progress: progress)
    }

    /// True when what the plan takes for granted was read too long ago.
    private func isDue(since began: Timestamp) -> Bool {
        settings.rechecksAfter.map { surroundings.seconds(since: began) > $0 } ?? false
    }

    private func place(of step: Step) -> Place {
        Place(partition: plan.partition, account: plan.account, region: step.region)
    }
}

extension Plan {
    /// The attributes that its calls and outputs wait for, by address.
    fileprivate var awaited: [String: Set<String>] {
        let calls = steps.flatMap(\.calls)
        let values = calls.map(\.input) + calls.compactMap(\.wait?.input) + outputs.map(\.value)
        var found: [String: Set<String>] = [:]
        for (address, name) in values.flatMap(\.awaitedAttributes) { found[address, default: []].insert(name) }
        return found
    }
}

extension Surroundings {
    func seconds(since began: Timestamp) -> Double { Double(now().milliseconds - began.milliseconds) / 1000 }
}
