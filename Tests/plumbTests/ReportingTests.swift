import ArgumentParser
import Diagnostics
import FoundationEssentials
import Glibc
import Language
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

    /// A folder with a stack of a log group, and a session that reads it.
    private static func stack() throws -> (Folder, Session, Bench) {
        let folder = try Folder([
            "s.yaml": "template-file-path: t.yaml\nstack-name: net\nregion: us-east-1\n", "t.yaml": Bench.template,
        ])
        let bench = Bench(Bench.plan(.create))
        var session = bench.session
        session.files = DiskFiles()
        return (folder, session, bench)
    }

    @Test func whatIsReadIsNotWrittenOver() async throws {
        let (folder, session, bench) = try Self.stack()
        defer { folder.remove() }
        try #require(symlink("t.yaml", "\(folder.path)/link") == 0)
        let before = try Self.read("\(folder.path)/t.yaml")
        for words in [
            ["--out", "t.yaml"], ["--out", "s.yaml"], ["--out", "link"], ["--format", "html=t.yaml"],
            ["--format", "json=./s.yaml"],
        ] {
            let option = words[1].split(separator: "=").map(String.init)
            let path = (option.count > 1 ? option[0] + "=" : "") + "\(folder.path)/\(option[option.count - 1])"
            let command = try PlanCommand.parse(["\(folder.path)/s.yaml", words[0], path])
            #expect(await command.perform(session, bench.terminal()) == .usage, "\(words)")
            if words[0] == "--format" {
                let drift = try DriftCommand.parse(["\(folder.path)/s.yaml", words[0], path])
                #expect(await drift.perform(session, bench.terminal()) == .usage, "\(words)")
            }
        }
        let apply = try ApplyCommand.parse([
            "\(folder.path)/s.yaml", "--auto-approve", "--journal", "\(folder.path)/t.yaml",
        ])
        #expect(await apply.perform(session, bench.terminal()) == .usage)
        #expect(bench.ran.next() == 1, "nothing was carried out")
        #expect(bench.err.contains("error[overwrites-source]") && bench.out.isEmpty)
        #expect(try Self.read("\(folder.path)/t.yaml") == before)
        // What an earlier run has left in a directory of stacks may go.
        for _ in 1...2 {
            let command = try PlanCommand.parse([
                folder.path, "--out", "\(folder.path)/plan.json", "--format", "json=\(folder.path)/report.json",
            ])
            #expect(await command.perform(session, bench.terminal()) == .done, "\(bench.err)")
        }
        #expect(try Self.read("\(folder.path)/plan.json").contains("t.yaml"))
        #expect(!(try Self.read("\(folder.path)/plan.json")).contains("report.json"))
    }

    @Test func aPipeThatNobodyReads() async throws {
        let (folder, session, bench) = try Self.stack()
        defer { folder.remove() }
        let pipe = "\(folder.path)/pipe"
        try #require(mkfifo(pipe, 0o600) == 0)
        for words in [["--out", pipe], ["--format", "html=\(pipe)"]] {
            let command = try PlanCommand.parse(["\(folder.path)/s.yaml"] + words)
            #expect(await command.perform(session, bench.terminal()) == .failed, "\(words)")
        }
        let apply = try ApplyCommand.parse(["\(folder.path)/s.yaml", "--auto-approve", "--journal", pipe])
        #expect(await apply.perform(session, bench.terminal()) == .failed)
        #expect(bench.err.components(separatedBy: "it is a pipe that nobody reads").count == 4, "\(bench.err)")
        #expect(bench.ran.next() == 1, "nothing was carried out")
        // With a reader it is written to as it is.
        let reader = open(pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        defer { close(reader) }
        let command = try PlanCommand.parse(["\(folder.path)/s.yaml", "--format", "dot=\(pipe)"])
        #expect(await command.perform(session, bench.terminal()) == .done, "\(bench.err)")
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
