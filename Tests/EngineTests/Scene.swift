import AWS
import Diagnostics
import Language
import Plans
import Synchronization
import Testing
import Values

@testable import Engine

/// Time that passes only when somebody sleeps.
final class FakeClock: Sendable {
    private let milliseconds = Mutex(1_000_000)

    /// Since the clock was made.
    var seconds: Double { milliseconds.withLock { Double($0 - 1_000_000) / 1000 } }

    var surroundings: Surroundings {
        Surroundings(
            now: { Timestamp(milliseconds: self.milliseconds.withLock { $0 }) },
            sleep: { duration in
                try Task.checkCancellation()
                let (seconds, attoseconds) = duration.components
                self.milliseconds.withLock { $0 += Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000) }
                await Task.yield()
            }, random: { 0.5 }, uuid: { "00000000-0000-4000-8000-000000000000" })
    }
}

/// Stack files in memory over a tiny AWS: plans and applies them.
struct Scene {
    let account = Account()
    let clock = FakeClock()
    var files: [String: String]
    var paths = ["net.yaml"]
    var registry = Invented.registry

    /// One stack `net` with a template; `keys` are further keys of its stack file.
    init(_ template: String, keys: String = "") {
        files = [
            "net.yaml": "template-file-path: net.template\nstack-name: net\nregion: us-east-1\n\(keys)",
            "net.template": template,
        ]
    }

    mutating func edit(_ template: String) { files["net.template"] = template }

    func planned(
        _ purpose: Plan.Purpose = .apply, options: RunOptions = RunOptions()
    ) async -> (plan: Plan?, findings: [Diagnostic]) {
        let (set, loading) = StackSet.load(paths, from: MemoryFiles(files))
        guard let set else { return (nil, loading.all) }
        let bench = Workbench(
            stacks: set, registry: registry, caller: account, options: options, files: MemoryFiles(files))
        let (plan, findings) = await bench.plan(purpose)
        return (plan, loading.all + findings.all)
    }

    func plan(
        _ purpose: Plan.Purpose = .apply, options: RunOptions = RunOptions(),
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Plan {
        let (plan, findings) = await planned(purpose, options: options)
        return try #require(
            plan, "\(findings.map { "\($0.code.rawValue): \($0.message)" })", sourceLocation: sourceLocation)
    }

    func run(
        _ plan: Plan, stop: StopSignal = StopSignal(), parallelism: Int = 1,
        keepSecret: (@Sendable (ToldSecret) -> Diagnostic?)? = nil
    ) async -> Outcome {
        await Executor(
            plan: plan, registry: registry, caller: account,
            settings: RunSettings(parallelism: parallelism, keepSecret: keepSecret),
            surroundings: clock.surroundings
        ).run(stop: stop)
    }

    /// Plans and applies, and expects success.
    @discardableResult func apply(
        _ purpose: Plan.Purpose = .apply, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Plan {
        let plan = try await plan(purpose, sourceLocation: sourceLocation)
        let outcome = await run(plan)
        #expect(outcome.succeeded, "\(outcome.failures.map(\.state))", sourceLocation: sourceLocation)
        _ = account.changes()
        return plan
    }

    func expectNoChanges(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        _ = account.changes()
        let plan = try await plan(sourceLocation: sourceLocation)
        #expect(plan.shape.isEmpty, sourceLocation: sourceLocation)
        #expect(account.changes().isEmpty, sourceLocation: sourceLocation)
    }
}

extension Plan {
    /// The steps' ids with what they need, in the plan's order: `net/B!create < net/A!create`.
    var shape: [String] { steps.map { $0.needs.isEmpty ? $0.id : "\($0.id) < \($0.needs.joined(separator: ", "))" } }

    func step(_ id: String) -> Step? { steps.first { $0.id == id } }
}
