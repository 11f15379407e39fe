import ArgumentParser
import Diagnostics
import FoundationEssentials
import Plans
import Reports
import Testing
import Values

@testable import plumb

@Suite struct ReportingTests {
    private static func folder() throws -> String {
        let path = FileManager.default.temporaryDirectory.path() + "/plumb-reports-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    private static func read(_ path: String) throws -> String {
        try String(contentsOf: URL(filePath: path), encoding: .utf8)
    }

    @Test func oneRunWritesTextAndFiles() async throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data("old and longer than the new one".utf8).write(to: URL(filePath: folder + "/gitlab.json"))
        let bench = Bench(Bench.plan(.create))
        let command = try PlanCommand.parse(
            [Bench.path]
                + ReportFormat.allCases.flatMap { ["--format", "\($0.rawValue)=\(folder)/\($0.rawValue).json"] })
        #expect(await command.perform(bench.session, bench.terminal()) == .done)
        #expect(bench.out.hasSuffix("Plan: 1 to add, 0 to change, 0 to destroy.\n"))
        let options = ReportOptions(version: Plumb.version)
        for format in ReportFormat.allCases {
            let text = try Self.read("\(folder)/\(format.rawValue).json")
            #expect(text == format.render(Bench.plan(.create), options), "\(format)")
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(left.count == ReportFormat.allCases.count, "nothing else is left: \(left)")
    }

    @Test func driftTakesThemToo() async throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bench = Bench(Bench.plan(.update))
        let command = try DriftCommand.parse([Bench.path, "--format", "junit", "--format", "sarif=\(folder)/d.sarif"])
        #expect(await command.perform(bench.session, bench.terminal()) == .changes)
        #expect(bench.out.hasPrefix("<?xml"))
        #expect(try Self.read(folder + "/d.sarif").contains("\"drift-update\""))
    }

    @Test func aFileThatCannotBeWrittenIsAFailure() async throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for file in ["\(folder)/none/plan.md", folder] {
            let bench = Bench(Bench.plan(.create))
            let command = try PlanCommand.parse([Bench.path, "--format", "markdown=\(file)"])
            #expect(await command.perform(bench.session, bench.terminal()) == .failed)
            #expect(bench.err.contains("error[report-unwritable]: `\(file)`: "))
            #expect(bench.out.contains("1 to add"), "what can be told is told")
        }
    }

    @Test(arguments: [
        ["--format", "papyrus"], ["--format", "json="], ["--format", "json", "--format", "markdown"],
        ["--format", "json=a", "--format", "html=a"], ["--max-bytes", "100"],
    ])
    func refusedOnTheCommandLine(options: [String]) {
        #expect(throws: (any Error).self) { try PlanCommand.parse([Bench.path] + options) }
    }

    @Test func theStepSummaryIsAddedTo() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = folder + "/summary.md"
        let bench = Bench(nil)
        let options = try ReportingOptions.parse(["--format", "github"])
        let reporting = Reporting(terminal: bench.terminal(), stepSummary: { file })
        #expect(reporting.write(Bench.plan(.create), options).isEmpty)
        let once = try Self.read(file)
        #expect(once.contains("## plumb plan: 1 to create"))
        #expect(reporting.write(Bench.plan(.create), options).isEmpty)
        #expect(try Self.read(file) == once + once)

        // All of a summary beyond 1 MiB is lost.
        try Data(repeating: 32, count: MarkdownReport.summaryLimit - 100).write(to: URL(filePath: file))
        #expect(reporting.write(Bench.plan(.create), options).all.map(\.code.rawValue) == ["summary-full"])
        #expect(try Data(contentsOf: URL(filePath: file)).count == MarkdownReport.summaryLimit - 100)
    }
}
