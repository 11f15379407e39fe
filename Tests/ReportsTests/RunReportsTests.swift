import Diagnostics
import Plans
import Reports
import Testing
import Values

@Suite struct RunReportsTests {
    static let failure = Diagnostic(
        "aws-call-failed", summary: "A call of AWS failed.", message: "CreateSubnet failed.", span: Samples.span(20),
        help: "Choose a range inside the VPC's.", address: "net/SubnetA",
        cause: .init(
            service: "ec2", operation: "CreateSubnet", code: "InvalidSubnet.Range",
            message: "The CIDR '10.9.0.0/24' is invalid.", status: 400, requestID: "req-1234", attempts: 3))

    static var failed: Outcome {
        let steps = Samples.mixed.steps
        return Outcome(
            steps: [
                StepOutcome(step: steps[0], state: .done, physicalID: "vpc-1"),
                StepOutcome(step: steps[1], state: .failed(failure)),
                StepOutcome(step: steps[2], state: .skipped(behind: ["net/SubnetA!create"])),
                StepOutcome(step: steps[3], state: .skipped(behind: ["net/SubnetA!create"])),
            ], calls: 17, duration: 75.2)
    }

    @Test func outcomeOfAFailedRun() throws {
        let source: @Sendable (String) -> [String]? = { _ in Array(repeating: "      CidrBlock: 10.9.0.0/24", count: 30)
        }
        try Golden("reports/outcome").check(
            OutcomeText(source: source).render(Self.failed, purpose: .apply), "failed.txt")
        let narrow = OutcomeText(TextStyle(width: 40)).render(Self.failed, purpose: .apply)
        for line in narrow.split(separator: "\n") { #expect(line.count <= 40) }
    }

    /// The same command goes on with what it does, and never with taking it back.
    @Test func whatIsNextAfterAFailure() {
        let advice = "Running the same command again continues"
        #expect(OutcomeText().render(Self.failed, purpose: .apply).contains(advice))
        #expect(!OutcomeText().render(Self.failed, purpose: .apply, isTakenBack: true).contains("again"))
        let back = OutcomeText().render(Self.failed, purpose: .rollback)
        #expect(back.contains("Rollback failed!") && !back.contains(advice) && back.contains("it goes forward again"))
    }

    @Test func outcomeOfAGoodRun() throws {
        let outcome = Outcome(
            steps: Samples.mixed.steps.map { StepOutcome(step: $0, state: .done) }, calls: 1, duration: 3.24)
        try Golden("reports/outcome").check(OutcomeText().render(outcome, purpose: .apply), "done.txt")
    }

    @Test func outcomeOfAStoppedRun() throws {
        let steps = Samples.mixed.steps
        let outcome = Outcome(
            steps: [StepOutcome(step: steps[0], state: .done), StepOutcome(step: steps[1], state: .notStarted)],
            calls: 5,
            duration: 61, wasCancelled: true)
        try Golden("reports/outcome").check(OutcomeText().render(outcome, purpose: .destroy), "stopped.txt")
    }

    @Test func cancelledStepsAreNotFailures() {
        let cancelled = Diagnostic("cancelled", summary: "Cancelled.", message: "CreateVpc: cancelled.")
        let steps = Samples.create.steps
        let outcome = Outcome(steps: [StepOutcome(step: steps[0], state: .failed(cancelled))], calls: 1, duration: 1)
        let text = OutcomeText().render(outcome, purpose: .apply)
        #expect(text.contains("Apply stopped!"))
        #expect(text.contains("1 step cancelled while it ran:\n  net/Vpc\n"))
        #expect(!text.contains("error["))
    }

    static var events: [(Progress, Double)] {
        let vpc = Samples.createVpc, subnet = Samples.createSubnet
        return [
            (.started(vpc), 0.1), (.call(vpc, vpc.calls[0]), 0.2), (.waiting(vpc, for: "VPC is available"), 1.5),
            (.retrying(vpc, vpc.calls[0], because: "Throttling: slow\u{1b}[2J down"), 2),
            (.finished(StepOutcome(step: vpc, state: .done, physicalID: "vpc-1")), 63.4), (.started(subnet), 63.4),
            (.finished(StepOutcome(step: subnet, state: .failed(failure))), 64.9),
        ]
    }

    @Test func lines() throws {
        for showsCalls in [false, true] {
            var lines = ProgressLines(showsCalls: showsCalls)
            let text = Self.events.compactMap { lines.line(for: $0.0, at: $0.1) }.map { $0 + "\n" }.joined()
            try Golden("reports/progress").check(text, showsCalls ? "lines-calls.txt" : "lines.txt")
        }
    }

    @Test(arguments: [80, 24])
    func region(width: Int) throws {
        var region = ProgressRegion(total: 9, colour: false)
        var screen = Screen(width: width)
        var shots = ""
        for (event, time) in Self.events {
            region.note(event, at: time)
            screen.write(region.frame(at: time, width: width, height: 24))
            #expect(screen.cursorIsHidden)
            shots += "at \(time)\n" + screen.text + "\n"
        }
        screen.write(region.finish(width: width))
        #expect(!screen.cursorIsHidden, "the cursor comes back")
        shots += "at the end\n" + screen.text
        try Golden("reports/progress").check(shots, "region-\(width).txt")
    }

    @Test func nothingNewIsNotDrawn() {
        var region = ProgressRegion(total: 2, colour: false)
        region.note(.started(Samples.createVpc), at: 0)
        #expect(!region.frame(at: 1, width: 80, height: 24).isEmpty)
        #expect(region.frame(at: 1.1, width: 80, height: 24).isEmpty)
        #expect(!region.frame(at: 2, width: 80, height: 24).isEmpty, "time goes on")
    }

    @Test func aNarrowedWindowIsErasedWhole() {
        var region = ProgressRegion(total: 2, colour: false)
        region.note(.started(Samples.createVpc), at: 0)
        _ = region.frame(at: 1, width: 80, height: 24)
        // `0/2 steps done, 1 running, 0:01` and `  0:01 net/Vpc creating` take four rows and three of ten columns.
        #expect(region.frame(at: 1, width: 10, height: 24).hasPrefix("\u{1b}[7A\r\u{1b}[0J"))
    }

    @Test func theRegionStaysWithinHalfTheScreen() {
        var region = ProgressRegion(total: 50, colour: false)
        for number in 0..<50 {
            var step = Samples.createVpc
            step.id = "net/V\(number)!create"
            step.address = "net/V\(number)"
            region.note(.started(step), at: 0)
        }
        var screen = Screen(width: 80)
        screen.write(region.frame(at: 1, width: 80, height: 10))
        #expect(screen.rows.filter { !$0.isEmpty }.count <= 5)
        #expect(screen.text.contains("more"))
    }
}
