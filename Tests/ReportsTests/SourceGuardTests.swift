import Diagnostics
import Reports
import Testing

/// Lines of files that could not be read may hold secrets that nobody knows to be such.
@Suite struct SourceGuardTests {
    static func render(_ code: Diagnostic.Code, _ line: String, from: Int = 1, to: Int = 2) -> String {
        let span = Span(file: "f", start: .init(line: 1, column: from), end: .init(line: 1, column: to))
        let finding = Diagnostic(code, summary: "s", message: "m", span: span)
        return DiagnosticText(source: { _ in [line] }).render(Findings([finding]))
    }

    @Test(arguments: [
        ("  DbPassword: hunter2", "  DbPassword: *******"), ("- hunter2", "- *******"),
        ("  \"ParameterValue\": \"hun ter2\",", "  \"ParameterValue\": \"*** ****\","),
        ("{Password: 'hunter2', Other: [a, hunter2]}", "{Password: '*******', Other: [*, *******]}"),
        ("export TOKEN=hunter2", "****** *****=*******"), ("k: größe", "k: *******"), ("hunter2:x", "*******:*"),
        ("k: hunter2: x", "k: *******: *"),
    ])
    func valuesAreNotQuoted(_ line: String, _ shown: String) {
        let text = Self.render("yaml-syntax", line)
        #expect(text.contains("| \(shown)\n"), "\(text)")
        #expect(Self.render("wrong-type", line).contains("| \(line)\n"))
    }

    /// The message names the parameter; where the mark is, there may be its value.
    @Test func aParameterThatIsNotDeclaredShowsNoValue() {
        let line = "{\"ParameterKey\": \"DbPasword\", \"ParameterValue\": \"hunter2\"}"
        let text = Self.render("extra-parameter", line, from: 18, to: 29)
        #expect(text.contains("{\"ParameterKey\": \"*********\", \"ParameterValue\": \"*******\"}"), "\(text)")
    }

    @Test func aDefaultBesideNoEchoIsNotQuoted() {
        let text = Self.render("wrong-type", "Pw: {Type: String, NoEcho: maybe, Default: hunter2}")
        #expect(text.contains("Default: *******") && !text.contains("hunter2"), "\(text)")
    }

    @Test func whatMayHoldSecretsShowsKeysOnly() {
        let span = Span(file: "f", start: .init(line: 1, column: 1), end: .init(line: 1, column: 2))
        let findings = Findings([Diagnostic("duplicate-key", summary: "s", message: "m", span: span)])
        let text = DiagnosticText(source: { _ in ["Password: hunter2"] }).render(findings.quotingKeysOnly)
        #expect(text.contains("| Password: *******\n"), "\(text)")
    }
}
