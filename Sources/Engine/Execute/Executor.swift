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
    let parallelism: Int
    let surroundings: Surroundings

    /// - Parameter parallelism: Steps under way at one time.
    public init(
        plan: Plan, registry: Registry, caller: any Caller, parallelism: Int = 16, surroundings: Surroundings = .system
    ) {
        self.plan = plan
        self.registry = registry
        self.caller = caller
        self.parallelism = max(1, parallelism)
        self.surroundings = surroundings
    }

    public func run(
        stop: StopSignal = StopSignal(), progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) async -> Outcome {
        let began = surroundings.now()
        let callsBefore = caller.callCount
        let state = RunState()
        let work = Task { await schedule(stop: stop, state: state, progress: progress) }
        stop.onCancel { work.cancel() }
        var outcome = Outcome(steps: await work.value)
        outcome.calls = caller.callCount - callsBefore
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
        await withTaskGroup(of: StepOutcome.self) { group in
            var running = 0
            while true {
                while running < parallelism, !stop.isStopped, let step = agenda.next() {
                    running += 1
                    progress(.started(step))
                    let runner = StepRunner(
                        step: step, place: place(of: step), frame: frames.frame(step.type), caller: caller,
                        surroundings: surroundings, state: state, progress: progress)
                    group.addTask { await runner.run() }
                }
                guard running > 0, let outcome = await group.next() else { break }
                running -= 1
                agenda.take(outcome)
                progress(.finished(outcome))
                for skipped in agenda.skipBehindFailures() { progress(.finished(skipped)) }
            }
        }
        return agenda.all()
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
