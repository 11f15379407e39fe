import Diagnostics
import Plans
import Testing
import Values

@testable import Engine

/// Graphs: what comes after what.
@Suite struct OrderTests {
    @Test func softEdgesGiveWay() {
        let ordering = Ordering(
            ["a", "b", "c"], hard: ["b": ["a"]], soft: [("a", "b"), ("a", "c"), ("c", "b"), ("x", "a")])
        #expect(ordering.before == ["a": ["c"], "b": ["a"], "c": []])
        #expect(ordering.sorted == ["c", "a", "b"])
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

    @Test func stepsAreSortedByNeedAndId() {
        let steps = StepGraph.sorted([Self.step("b", "a", "gone"), Self.step("a"), Self.step("c", "c")])
        #expect(steps.map(\.logicalID) == ["a", "b", "c"])
        #expect(steps[1].needs == ["s/a!create"] && steps[2].needs.isEmpty)
    }
}
