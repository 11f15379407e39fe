import Diagnostics
import Reports
import Testing
import Values

@Suite struct DiagnosticTests {
    static let source: [String: [String]] = [
        "templates/net.yaml": [
            "Resources:", "  Log:", "    Type: AWS::Logs::LogGroup", "    Properties:", "      RetentionDays: 90",
            "      Näme: \"größe\" # ünïcode", "\tTab: x",
            "      Long: " + String(repeating: "0123456789", count: 12) + "HERE" + String(repeating: "abc", count: 30),
        ]
    ]

    static func span(_ line: Int, _ from: Int, _ to: Int, file: String = "templates/net.yaml") -> Span {
        Span(file: file, start: .init(line: line, column: from), end: .init(line: line, column: to))
    }

    static var findings: Findings {
        Findings([
            Diagnostic(
                "unknown-property", summary: "The type has no such property.",
                message: "AWS::Logs::LogGroup has no property RetentionDays.", span: span(5, 7, 20),
                related: [.init("the resource is declared here", span(2, 3, 6))], help: "Did you mean RetentionInDays?",
                address: "net/Log"),
            Diagnostic("odd-name", .warning, summary: "Odd.", message: "Odd name.", span: span(6, 14, 23)),
            Diagnostic(
                "tab", .note, summary: "Tab.", message: "A tab\u{1b}[2J here.\nSecond line.", span: span(7, 2, 5)),
            Diagnostic("long", summary: "Long.", message: "Far to the right.", span: span(8, 133, 137)),
            Diagnostic("past-the-end", summary: "End.", message: "Behind the last line.", span: span(99, 1, 2)),
            Diagnostic("elsewhere", summary: "Gone.", message: "No such file.", span: span(1, 1, 2, file: "gone.yaml")),
            Diagnostic(
                "denied", summary: "Denied.", message: "Reading log groups was denied.",
                cause: .init(
                    service: "logs", operation: "DescribeLogGroups", code: "AccessDeniedException", message: "no",
                    status: 400,
                    requestID: "r-1")),
        ])
    }

    @Test func text() throws {
        let text = DiagnosticText(source: { Self.source[$0] }).render(Self.findings)
        try Golden("reports/diagnostics").check(text, "text.txt")
    }

    @Test func narrow() throws {
        let text = DiagnosticText(TextStyle(width: 48), source: { Self.source[$0] }).render(Self.findings)
        try Golden("reports/diagnostics").check(text, "width-48.txt")
        for line in text.split(separator: "\n") { #expect(line.count <= 48, "\(line)") }
    }

    @Test func theMarkStandsBelowTheStretch() throws {
        let text = DiagnosticText(source: { Self.source[$0] }).render(
            Findings([Diagnostic("a", summary: "", message: "m", span: Self.span(6, 14, 23))]))
        let lines = text.split(separator: "\n").map(Array.init)
        let marked = zip(lines[3], lines[4]).filter { $0.1 == "^" }.map(\.0)
        #expect(String(marked) == "\"größe\"")
    }

    @Test func json() throws {
        let text = DiagnosticJSON.render(Self.findings)
        try Golden("reports/diagnostics").check(text, "findings.json")
        #expect(try Value(json: text)["valid"] == false)
        #expect(try Value(json: DiagnosticJSON.render(Findings()))["valid"] == true)
    }
}
