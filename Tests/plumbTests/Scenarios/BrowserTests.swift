import FoundationEssentials
import Glibc
import Plans
import Reports
import Testing
import Values

/// The HTML report in a real browser, where there is one.
@Suite(.timeLimit(.minutes(30))) struct BrowserTests {
    private static let hostile = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(2)>", "</details></body>", "&lt;b&gt;",
        "`${alert(3)}`",
        "javascript:alert(4)", "]]><svg onload=alert(5)>",
    ]

    private static var plan: Plan {
        var steps: [Step] = []
        for (index, text) in hostile.enumerated() {
            var step = Step(
                address: "net/R\(index)\(text)", type: "AWS::SNS::Topic", action: index < 3 ? .create : .update,
                reasons: [.edited],
                changes: [PropertyChange(path: "Tags.\(text)", before: .string("old"), after: .string(text))],
                needs: steps.last.map { [$0.id] } ?? [],
                calls: [
                    PlannedCall(
                        service: "sns", operation: "TagResource", input: ["K": .string(text)], region: "us-east-1")
                ], region: "us-east-1", physicalID: "topic-\(text)")
            step.id = "net/R\(index)!\(step.action.rawValue)"
            if index > 0 { step.needs = ["net/R\(index - 1)!\(index < 4 ? "create" : "update")"] }
            steps.append(step)
        }
        var plan = Plan(
            purpose: .apply, account: "123456789012", caller: hostile[0],
            stacks: [.init(name: "net", path: hostile[1], region: "us-east-1", resources: steps.count)], steps: steps)
        plan.foreign = [ForeignObject(parent: hostile[0], type: hostile[1], shows: [hostile[2]])]
        plan.otherStacks = [Plan.OtherStack(name: hostile[0], regions: [hostile[1]], resources: 1)]
        return plan
    }

    @Test func aReaderAtWork() async throws {
        var path = Array("/tmp/plumb-browser-XXXXXX".utf8).map { CChar(bitPattern: $0) } + [0]
        try #require(mkdtemp(&path) != nil)
        let folder = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let report = "\(folder)/plan.html"
        try Data(ReportFormat.html.render(Self.plan).utf8).write(to: URL(filePath: report))
        let python = ProcessInfo.processInfo.environment["PLUMB_PYTHON"] ?? "\(Emulator.packageRoot)/.venv/bin/python"
        let run = try await Child.run(
            python, ["\(Emulator.packageRoot)/Tests/Support/browser.py", report] + Self.hostile,
            environment: ["HOME": folder, "PATH": "/usr/local/bin:/usr/bin:/bin"])
        if run.status == 3 {
            print("BrowserTests: \(run.out)")
            return
        }
        #expect(run.status == 0, "\(run.out)\(run.err)")
    }
}
