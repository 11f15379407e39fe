import AWS
import Declarations
import Diagnostics
import Engine
import Language
import Locks
import Plans
import Resources
import Synchronization
import Values

@testable import plumb

/// A session without AWS and a terminal that remembers, to try commands with.
final class Bench: Sendable {
    let ran = Counter()
    private let written = Mutex<(out: String, err: String)>(("", ""))
    private let plan: Plan?
    private let findings: Findings
    private let outcome: Outcome?
    private let template: String
    private let keys: String

    /// - Parameters:
    ///   - outcome: how running ends; nil: every step succeeds.
    ///   - keys: further keys of the stack file.
    init(
        _ plan: Plan?, _ findings: [Diagnostic] = [], outcome: Outcome? = nil, template: String = Bench.template,
        keys: String = ""
    ) {
        self.keys = keys
        self.template = template
        self.plan = plan
        self.findings = Findings(findings)
        self.outcome = outcome
    }

    static let path = "stack.yaml"
    static let template = "Resources:\n  Log:\n    Type: AWS::Logs::LogGroup\n"

    var out: String { written.withLock { $0.out } }
    var err: String { written.withLock { $0.err } }

    var session: Session {
        Session(
            registry: { Registry.standard },
            files: MemoryFiles([
                Bench.path: "template-file-path: template.yaml\nstack-name: net\nregion: us-east-1\n\(keys)",
                "template.yaml": template,
                "user.yaml": "template-file-path: user-template.yaml\nregion: us-east-1\ndepends-on: [stack.yaml]\n",
                "user-template.yaml": """
                Resources:
                  Topic:
                    Type: AWS::SNS::Topic
                    Properties: {DisplayName: !ImportValue LogName}

                """,
            ]),
            plan: { _, purpose, _, _ in
                var plan = self.plan
                plan?.purpose = purpose
                return (plan, self.findings)
            },
            check: { _ in Findings() },
            rollback: { _, _, _, _, _ in (nil, Findings()) },
            run: { plan, _, _, progress in
                _ = self.ran.next()
                let steps = plan.steps.map { StepOutcome(step: $0, state: .done) }
                for step in steps { progress(.finished(step)) }
                return self.outcome ?? Outcome(steps: steps, calls: steps.count, duration: 1)
            }, locks: { S3Locks { call, _ throws(AWSFailure) in throw Bench.unreachable(call) } },
            region: { "us-east-1" }, now: { Timestamp(seconds: 1_800_000_000) })
    }

    private static func unreachable(_ call: APICall) -> AWSFailure {
        AWSFailure(
            service: call.service, operation: call.operation, code: "ConnectionFailure", message: "no AWS here",
            kind: .transient)
    }

    /// - Parameter answer: what is typed; nil: nobody is there.
    func terminal(answer: String? = nil) -> Terminal {
        func sink(_ write: @escaping @Sendable (String) -> Void) -> Terminal.Sink {
            Terminal.Sink(isTerminal: false, colour: false, redraws: false, size: { (80, 24) }, write: write)
        }
        return Terminal(
            out: sink { text in self.written.withLock { $0.out += text } },
            err: sink { text in self.written.withLock { $0.err += text } }, canAsk: answer != nil, answer: { answer },
            hearsSignals: false)
    }

    static func step(_ action: Action) -> Step {
        Step(
            address: "net/Log", type: "AWS::Logs::LogGroup", action: action, reasons: [.new], region: "us-east-1",
            physicalID: "logs")
    }

    static func plan(_ actions: Action...) -> Plan {
        Plan(purpose: .apply, account: "123456789012", steps: actions.map(step))
    }
}
