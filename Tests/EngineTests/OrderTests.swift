import Diagnostics
import Plans
import Testing
import Values

@testable import Engine

/// Graphs: what comes after what.
@Suite struct OrderTests {
    @Test(arguments: [
        ("arn:aws:sns:us-east-1:123456789012:t", true), ("sg-0a1b2c3d4e5f60718", true), ("E2QWRUHAPOMQZL", true),
        ("658327ea-f89d-4fab-a63d-7e88639e58f6", true), ("production", false),
        ("us-east-1", false), ("PRODUCTION", false), ("my-application-2026", false),
    ]) func idsThatAWSMakesAreTold(text: String, holds: Bool) {
        #expect(LiveUses.isUnmistakable(text) == holds)
    }

    @Test func softEdgesGiveWay() {
        let ordering = Ordering(
            ["a", "b", "c"], hard: ["b": ["a"]], soft: [("a", "b"), ("a", "c"), ("c", "b"), ("x", "a")])
        #expect(ordering.before == ["a": ["c"], "b": ["a"], "c": []])
        #expect(ordering.sorted == ["c", "a", "b"])
    }

    /// The rule by the letter: an edge is taken when its end does not come after its start yet.
    private static func oneByOne(_ nodes: [String], _ soft: [(node: String, after: String)]) -> [String: Set<String>] {
        var before = Dictionary(uniqueKeysWithValues: nodes.map { ($0, Set<String>()) })
        for (node, after) in soft where node != after {
            if !Ordering.reachable(from: after, in: before).contains(node) { before[node]?.insert(after) }
        }
        return before
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>) func theFirstOfThoseThatCloseACircleStay(seed: UInt64) {
        var random = Seeded(seed: seed)
        let nodes = (0..<12).map { "n\($0)" }
        let soft = (0..<(4 + random.below(30))).map { _ in
            (node: nodes[random.below(12)], after: nodes[random.below(12)])
        }
        let ordering = Ordering(nodes, hard: [:], soft: soft)
        #expect(ordering.before == Self.oneByOne(nodes, soft), "seed \(seed)")
        for (position, node) in ordering.sorted.enumerated() {
            #expect(ordering.before[node]?.isSubset(of: ordering.sorted[..<position]) == true, "seed \(seed)")
        }
    }

    /// Ten times as many take ten times the work, and none too long a way down.
    @Test func longChainsAreOrderedInProportion() {
        func ordering(_ count: Int) -> Ordering {
            let nodes = (0..<count).map { "n\($0)" }
            let soft = nodes.indices.flatMap { index in
                (max(0, index - 5)..<index).map { (node: nodes[index], after: nodes[$0]) }
            }
            return Ordering(nodes.reversed(), hard: [:], soft: soft)
        }
        let (short, long) = (ordering(1000), ordering(10_000))
        #expect(long.sorted == (0..<10_000).map { "n\($0)" })
        #expect(long.visits < 11 * short.visits && short.visits < 10_000)
    }

    @Test func theAgendaLooksAtEachNeedOnce() throws {
        let chain = (0..<5000).map { $0 == 0 ? Self.step("0") : Self.step("\($0)", "\($0 - 1)") }
        var agenda = Agenda(chain)
        var order: [String] = []
        while let step = agenda.next() {
            order.append(step.logicalID)
            agenda.take(StepOutcome(step: step, state: .done))
            #expect(agenda.skipBehindFailures().isEmpty)
        }
        #expect(order == (0..<5000).map(String.init) && agenda.visits == 4999)
        var failing = Agenda(chain)
        let next = failing.next()
        let first = try #require(next)
        failing.take(StepOutcome(step: first, state: .failed(Diagnostic("x", summary: "", message: ""))))
        #expect(failing.skipBehindFailures().count == 4999 && failing.visits == 4999)
    }

    @Test func whatIsReadyStartsInThePlansOrder() {
        var agenda = Agenda(["d", "a", "b", "c"].map { Self.step($0) } + [Self.step("e", "c"), Self.step("f", "a")])
        let first = (0..<4).compactMap { _ in agenda.next() }
        #expect(first.map(\.logicalID) == ["d", "a", "b", "c"])
        for step in first.reversed() { agenda.take(StepOutcome(step: step, state: .done)) }
        #expect([agenda.next(), agenda.next()].map { $0?.logicalID } == ["e", "f"])
    }

    @Test func tiesAreBrokenByTheGivenOrder() {
        #expect(Ordering(["z", "a", "m"], hard: ["z": ["m"]]).sorted == ["m", "z", "a"])
    }

    @Test func nearestLooksThrough() {
        let ordering = Ordering(["a", "b", "c"], hard: ["b": ["a"], "c": ["b"]])
        #expect(ordering.nearest(before: "c") { $0 == "a" } == ["a"])
        #expect(ordering.nearest(before: "c") { _ in true } == ["b"])
        #expect(ordering.reversed == ["a": ["b"], "b": ["c"]])
    }

    private static func step(_ id: String, _ needs: String...) -> Step {
        Step(
            address: "s/\(id)", type: "T", action: .create, reasons: [.new], needs: needs.map { "s/\($0)!create" },
            region: "us-east-1")
    }

    @Test func theAgendaGivesUpBehindFailures() throws {
        var agenda = Agenda([Self.step("a"), Self.step("b", "a"), Self.step("c", "b"), Self.step("d")])
        let next = [agenda.next(), agenda.next(), agenda.next()]
        #expect(next.map { $0?.logicalID } == ["a", "d", nil])
        let a = try #require(next[0]), d = try #require(next[1])
        agenda.take(StepOutcome(step: a, state: .failed(Diagnostic("x", summary: "", message: ""))))
        #expect(agenda.skipBehindFailures().map(\.step.logicalID) == ["b", "c"])
        agenda.take(StepOutcome(step: d, state: .done))
        let states = agenda.all().map(\.state)
        #expect(states[1] == .skipped(behind: ["s/a!create"]) && states[2] == .skipped(behind: ["s/a!create"]))
        #expect(states[3] == .done)
    }

    /// A circle is opened where it rests on what was seen only, wherever that stands.
    @Test func whatIsSeenGivesWayToWhatTemplatesSay() {
        let steps = [Self.step("a", "c"), Self.step("b", "a"), Self.step("c", "a", "b")]
        let sorted = StepGraph.sorted(steps, yielding: ["s/a!create": ["s/c!create"]])
        #expect(sorted.map(\.logicalID) == ["a", "b", "c"])
        #expect(sorted.map(\.needs) == [[], ["s/a!create"], ["s/a!create", "s/b!create"]])
    }

    @Test func stepsAreSortedByNeedAndId() {
        let steps = StepGraph.sorted([Self.step("b", "a", "gone"), Self.step("a"), Self.step("c", "c")])
        #expect(steps.map(\.logicalID) == ["a", "b", "c"])
        #expect(steps[1].needs == ["s/a!create"] && steps[2].needs.isEmpty)
    }
}
