internal import Plans

/// Which steps may start, which are done, which wait in vain. Each step and each need is looked at once.
struct Agenda {
    private let steps: [Step]
    private let positions: [String: Int]
    /// The steps that need a step, by its position.
    private let dependents: [[Int]]
    /// How many needs of each step are not met; those that no step meets are never.
    private var unmet: [Int]
    /// Those that may start, the last first.
    private var ready: [Int]
    private var outcomes: [String: StepOutcome] = [:]
    /// Failed steps whose dependents have not been given up yet.
    private var failed: [Int] = []
    /// How many steps and needs were looked at.
    private(set) var visits = 0

    init(_ steps: [Step]) {
        self.steps = steps
        let positions = Dictionary(
            steps.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
        var dependents = [[Int]](repeating: [], count: steps.count)
        for (position, step) in steps.enumerated() {
            for need in Set(step.needs) { if let needed = positions[need] { dependents[needed].append(position) } }
        }
        self.positions = positions
        self.dependents = dependents
        unmet = steps.map { Set($0.needs).count }
        ready = steps.indices.reversed().filter { steps[$0].needs.isEmpty }
    }

    /// The next step whose needs are met, in the plan's order.
    mutating func next() -> Step? { ready.popLast().map { steps[$0] } }

    mutating func take(_ outcome: StepOutcome) {
        outcomes[outcome.step.id] = outcome
        guard let position = positions[outcome.step.id] else { return }
        switch outcome.state {
        case .done:
            for dependent in dependents[position] {
                visits += 1
                unmet[dependent] -= 1
                if unmet[dependent] == 0 { makeReady(dependent) }
            }
        case .failed: failed.append(position)
        default: break
        }
    }

    private mutating func makeReady(_ position: Int) {
        var (low, high) = (0, ready.count)
        while low < high {
            let middle = (low + high) / 2
            if ready[middle] > position { low = middle + 1 } else { high = middle }
        }
        ready.insert(position, at: low)
    }

    /// Gives up the steps that wait for a failed one, directly or not.
    mutating func skipBehindFailures() -> [StepOutcome] {
        var behind: Set<Int> = []
        var stack = failed.flatMap { dependents[$0] }
        failed = []
        while let position = stack.popLast() {
            visits += 1
            guard outcomes[steps[position].id] == nil, behind.insert(position).inserted else { continue }
            stack += dependents[position]
        }
        var skipped: [StepOutcome] = []
        // In the plan's order, so that what a step needs is known before it.
        for position in behind.sorted() {
            let step = steps[position]
            var causes: Set<String> = []
            for need in step.needs {
                switch outcomes[need]?.state {
                case .failed: causes.insert(need)
                case .skipped(let others): causes.formUnion(others)
                default: break
                }
            }
            let outcome = StepOutcome(step: step, state: .skipped(behind: causes.sorted()))
            outcomes[step.id] = outcome
            skipped.append(outcome)
        }
        return skipped.sorted { $0.step.id < $1.step.id }
    }

    /// In the plan's order.
    func all() -> [StepOutcome] {
        steps.map { outcomes[$0.id] ?? StepOutcome(step: $0, state: .notStarted) }
    }
}
