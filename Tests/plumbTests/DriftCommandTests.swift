import ArgumentParser
import Diagnostics
import Language
import Plans
import Reports
import Testing
import Values

@testable import plumb

@Suite struct DriftCommandTests {
    private static func drift() -> Plan {
        var step = Bench.step(.update)
        step.reasons = [.drifted]
        step.changes = [PropertyChange(path: "RetentionInDays", before: 30, after: 90)]
        var plan = Plan(purpose: .drift, account: "123456789012", steps: [step])
        plan.stacks = [.init(name: "net", path: Bench.path, region: "us-east-1", resources: 1)]
        return plan
    }

    private func run(
        _ plan: Plan, ignore: String? = nil, _ words: String...
    ) async throws -> (status: CommandStatus, out: String, err: String) {
        let bench = Bench(plan)
        var session = bench.session
        if let ignore {
            var files = MemoryFiles(["ignore.yaml": ignore])
            let own = try #require(session.files as? MemoryFiles)
            files.files.merge(own.files) { $1 }
            session.files = files
        }
        let named = ignore == nil ? [] : ["--ignore-file", "ignore.yaml"]
        let command = try DriftCommand.parse([Bench.path] + named + words)
        return (await command.perform(session, bench.terminal()), bench.out, bench.err)
    }

    @Test func whatIsIgnoredIsNoDriftAndIsTold() async throws {
        let ignore = "ignore: [{resource: net/Log, property: RetentionInDays, reason: set by hand until May}]\n"
        let ended = try await run(Self.drift(), ignore: ignore)
        #expect(ended.status == .done && ended.err.isEmpty)
        #expect(ended.out.contains("No drift.") && ended.out.contains("1 difference set aside"), "\(ended.out)")
        #expect(ended.out.contains("Ignored: 1") && ended.out.contains("set by hand until May"), "\(ended.out)")
        #expect(ended.out.contains("RetentionInDays: 30 in AWS, 90 wanted"), "\(ended.out)")
    }

    /// 1 800 000 000 s, which is now, is in January 2027.
    @Test func expiredEntriesCountNoMore() async throws {
        let ignore = """
            ignore: [{resource: net/Log, property: RetentionInDays, reason: r, expires: 2026-12-31}]

            """
        let ended = try await run(Self.drift(), ignore: ignore)
        #expect(ended.status == .changes)
        #expect(ended.err.contains("warning[ignore-expired]") && ended.err.contains("ignore.yaml:1"), "\(ended.err)")
        #expect(ended.err.contains("1 difference"), "\(ended.err)")
    }

    @Test func aBadFileEndsIt() async throws {
        let ended = try await run(Self.drift(), ignore: "ignore: [{resource: net/Log, property: P}]\n")
        #expect(ended.status == .failed && ended.out.isEmpty)
        #expect(ended.err.contains("error[missing-key]") && ended.err.contains("'reason'"), "\(ended.err)")
        let missing = try await run(Self.drift(), "--ignore-file", "none.yaml")
        #expect(missing.status == .failed && missing.err.contains("error[file-not-found]"), "\(missing.err)")
    }

    @Test(arguments: ReportFormat.allCases)
    func everyFormatTellsWhatIsIgnored(format: ReportFormat) async throws {
        let ignore = "ignore: [{resource: net/Log, property: RetentionInDays, reason: by hand}]\n"
        let ended = try await run(Self.drift(), ignore: ignore, "--format", format.rawValue)
        #expect(ended.status == .done)
        let isNamed = ended.out.contains("Log") && ended.out.contains("by hand")
        // A script has steps, and drift has none.
        if format == .awsCLI { return }
        // GitLab's widget takes numbers only.
        #expect(format == .gitlab ? ended.out.contains("\"set_aside\":1") : isNamed, "\(ended.out)")
    }

    @Test func sinceTheLastApply() async throws {
        var edited = Self.drift()
        edited.steps[0].reasons = [.edited]
        #expect(try await run(edited).status == .changes)
        let ended = try await run(edited, "--since-applied")
        #expect(ended.status == .done)
        #expect(ended.out.contains("No drift since the last apply."), "\(ended.out)")
        #expect(ended.out.contains("nothing tells whether AWS has moved too: 1"), "\(ended.out)")
        #expect(try await run(Self.drift(), "--since-applied").status == .changes)
    }

    @Test(arguments: ["-x", "", "--upload-pack=x"])
    func aBaseIsNoOption(name: String) {
        #expect(throws: (any Error).self) { _ = try DriftCommand.parse([Bench.path, "--base=\(name)"]) }
        #expect(throws: (any Error).self) { _ = try PlanCommand.parse([Bench.path, "--base=\(name)"]) }
    }

    @Test func stacksAreToldOneByOne() async throws {
        var plan = Self.drift()
        plan.stacks[0].reading.compared = 5
        plan.stacks[0].reading.unsupported = 2
        plan.stacks.append(.init(name: "web", path: "web.yaml", region: "us-east-1", resources: 1))
        plan.stacks[1].reading.unreadable = 3
        plan.unchanged = ["web/Queue"]
        plan.reading = plan.stacks.map(\.reading).reduce(Plan.Reading(), +)
        let out = try await run(plan).out
        #expect(
            out.contains(
                "stack net (us-east-1): 1 of 1 resource differs; 5 properties compared with AWS; 2 that plumb does not support"
            ), "\(out)")
        #expect(
            out.contains(
                "stack web (us-east-1): 0 of 1 resource differ; 0 properties compared with AWS; 3 that AWS never returns"
            ),
            "\(out)")
        #expect(out.contains("Coverage: 5 properties compared with AWS in 0 calls; 3 that AWS never returns; 2 that"))
    }
}
