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

    public init(
        plan: Plan, registry: Registry, caller: any Caller, settings: RunSettings = RunSettings(),
        surroundings: Surroundings = .system
    ) {
        self.plan = plan
        self.registry = registry
        self.caller = caller
        self.settings = settings
        self.surroundings = surroundings
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
            check: check, settings: settings, progress: progress)
    }

    /// True when what the plan takes for granted was read too long ago.
    private func isDue(since began: Timestamp) -> Bool {
        settings.rechecksAfter.map { surroundings.seconds(since: began) > $0 } ?? false
    }

    private func place(of step: Step) -> Place {
        Place(partition: plan.partition, account: plan.account, region: step.region)
    }
}

/// Which steps may start, which are done, which wait in vain.
struct Agenda {
    private let steps: [Step]
    private var open: [Int]
    private var outcomes: [String: StepOutcome] = [:]

    init(_ steps: [Step]) {
        self.steps = steps
        open = Array(steps.indices)
    }

    /// The next step whose needs are met, in the plan's order.
    mutating func next() -> Step? {
        guard let position = open.firstIndex(where: { isReady(steps[$0]) }) else { return nil }
        return steps[open.remove(at: position)]
    }

    private func isReady(_ step: Step) -> Bool { step.needs.allSatisfy { outcomes[$0]?.state == .done } }

    mutating func take(_ outcome: StepOutcome) { outcomes[outcome.step.id] = outcome }

    /// Gives up the steps that wait for a failed one, directly or not.
    mutating func skipBehindFailures() -> [StepOutcome] {
        var skipped: [StepOutcome] = []
        var changed = true
        while changed {
            changed = false
            for position in open.indices.reversed() {
                let step = steps[open[position]]
                var behind: Set<String> = []
                for need in step.needs {
                    switch outcomes[need]?.state {
                    case .failed: behind.insert(need)
                    case .skipped(let others): behind.formUnion(others)
                    default: break
                    }
                }
                guard !behind.isEmpty else { continue }
                let outcome = StepOutcome(step: step, state: .skipped(behind: behind.sorted()))
                outcomes[step.id] = outcome
                skipped.append(outcome)
                open.remove(at: position)
                changed = true
            }
        }
        return skipped.sorted { $0.step.id < $1.step.id }
    }

    /// In the plan's order.
    func all() -> [StepOutcome] {
        steps.map { outcomes[$0.id] ?? StepOutcome(step: $0, state: .notStarted) }
    }
}

extension Surroundings {
    func seconds(since began: Timestamp) -> Double { Double(now().milliseconds - began.milliseconds) / 1000 }
}
