import Diagnostics
import Plans
import Testing
import Values

@testable import Reports

/// Text from AWS and from files reaches terminals and build logs without power over them.
@Suite struct HarmlessTextTests {
    /// ANSI sequences, line ends, bidirectional controls, commands of GitHub Actions.
    static let hostile = [
        "\u{1b}[31mred\u{1b}[0m", "\u{1b}]0;title\u{7}", "\u{9b}2J", "a\rb", "a\nb", "a\u{85}b", "a\u{2028}b",
        "\u{8}\u{8}",
        "abc\u{202e}cba", "\u{2066}x\u{2069}", "\u{200b}zero", "\u{feff}", "\u{0}", "\n::error::x", "::error file=a::x",
        "\u{a0}::set-output name=a::b", "\r\n::add-mask::b", "##[error]x", "\n##[add-mask]y", "::stop-commands::z",
        "\u{2003}::debug::x", "x\n  ::warning::y", "\u{e0001}tag",
    ]

    /// No control or format characters, and no line that GitHub Actions takes for a command: its runner trims white
    /// space before `::`, and looks for `##[` anywhere (actions/runner, ActionCommand).
    private func expectHarmless(_ text: String, _ what: String, _ location: SourceLocation = #_sourceLocation) {
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control where scalar == "\n": break
            case .control, .format, .lineSeparator, .paragraphSeparator:
                Issue.record("\(what) holds U+\(String(scalar.value, radix: 16))", sourceLocation: location)
                return
            default: break
            }
        }
        for line in text.split(separator: "\n") {
            #expect(
                !line.drop(while: \.isWhitespace).hasPrefix("::") && !line.contains("##["), "\(what): \(line)",
                sourceLocation: location)
        }
    }

    private static func step(_ text: String) -> Step {
        Step(
            address: "net/\(text)", type: text, action: .update, reasons: [.new],
            changes: [
                PropertyChange(path: text, before: .string(text), after: .string("\(text)\n\(text)")),
                PropertyChange(path: "Tags", before: nil, after: [["Key": .string(text), "Value": .string(text)]]),
            ],
            calls: [PlannedCall(service: text, operation: text, input: ["a": .string(text)], region: "us-east-1")],
            region: "us-east-1", physicalID: text)
    }

    private static func diagnostic(_ text: String) -> Diagnostic {
        Diagnostic(
            "access-denied", summary: text, message: "\(text): \(text)\n\(text)", help: text, address: text,
            cause: .init(
                service: "ec2", operation: text, code: text, message: text, status: 403, requestID: text, attempts: 2))
    }

    @Test(arguments: hostile, [nil, 20, 80] as [Int?]) func reports(_ text: String, _ width: Int?) {
        let style = TextStyle(width: width)
        let step = Self.step(text)
        var plan = Plan(
            purpose: .apply, account: text, caller: text,
            stacks: [.init(name: text, path: text, region: text, resources: 1)], steps: [step],
            foreign: [ForeignObject(parent: text, type: text, shows: [text])],
            kept: [Kept(address: text, type: text, physicalID: text, reason: text)],
            outputs: [.init(stack: text, name: text, value: .string(text), isSecret: false)])
        plan.otherStacks = [.init(name: text, regions: [text], resources: 1)]
        expectHarmless(PlanText(style, showsCalls: true).render(plan), "plan")
        plan.purpose = .drift
        expectHarmless(DriftText(style).render(plan), "drift")
        expectHarmless(OutputsText.text(plan.outputs, style), "outputs")
        expectHarmless(DiagnosticText(style).render(Findings([Self.diagnostic(text)])), "findings")
        let outcome = Outcome(
            steps: [
                StepOutcome(step: step, state: .failed(Self.diagnostic(text))),
                StepOutcome(step: step, state: .skipped(behind: [text])),
            ], calls: 1, duration: 1)
        expectHarmless(OutcomeText(style).render(outcome, purpose: .apply), "outcome")
    }

    @Test(arguments: hostile) func progress(_ text: String) {
        let step = Self.step(text)
        let call = PlannedCall(service: text, operation: text, input: [:], region: "us-east-1")
        let events: [Progress] = [
            .started(step), .call(step, call), .waiting(step, for: text), .retrying(step, call, because: text),
            .finished(StepOutcome(step: step, state: .failed(Self.diagnostic(text)))),
        ]
        var lines = ProgressLines(showsCalls: true)
        for event in events {
            let line = lines.line(for: event, at: 1) ?? ""
            #expect(!line.isEmpty && !line.contains("\n"))
            expectHarmless(line, "progress")
        }
        let sent = ExchangeText.request(name: text, method: text, url: text, headers: [(text, text)], body: text)
        let answer = ExchangeText.answer(
            status: 200, headers: [(text, text)], body: text, requestID: text, milliseconds: 1)
        expectHarmless(sent + answer + ExchangeText.failure(text, milliseconds: 1), "exchange")
        for line in (sent + answer).split(separator: "\n") { #expect("*><".contains(line.first ?? " "), "\(line)") }
    }

    /// What is shown can be told apart from what was there.
    @Test func escapesAreVisible() {
        #expect(Printable.text("a\u{202e}\u{1b}\n") == "a\\u202e\\u001b\\n")
        #expect(Printable.inert("  ::error::x") == "  \\u003a:error::x")
        #expect(Printable.inert("a ::b:: ##[c]") == "a ::b:: #\\u0023[c]")
        #expect(Printable.inert("arn:aws:iam::1:role/x") == "arn:aws:iam::1:role/x")
    }

    @Test func longBodiesAreCut() {
        let text = ExchangeText.request(
            name: "n", method: "POST", url: "u", headers: [], body: String(repeating: "x", count: 150_000))
        #expect(text.utf8.count < 101_000 && text.hasSuffix("> … and 50000 bytes more\n"))
    }
}
