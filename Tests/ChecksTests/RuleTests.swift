import Diagnostics
import Language
import Plans
import Resources
import Testing
import Values

@testable import Checks

/// Stacks from memory, and what the checks say of them.
struct Checked {
    var findings: [CheckFinding] = []
    var settings = Findings()

    init(_ resources: String, settings: String = "", overrides: StackSet.Overrides = StackSet.Overrides()) throws {
        let files = MemoryFiles([
            "stack.yaml": "template-file-path: template.yaml\nstack-name: net\nregion: us-east-1\n\(settings)\n",
            "template.yaml": "Resources:\n\(resources)",
        ])
        let (set, loading) = StackSet.load(["stack.yaml"], overrides: overrides, from: files)
        self.settings = loading
        let stack = try #require(set?.stacks.first)
        let checks = StackChecks(stack, registry: .standard)
        self.settings.add(contentsOf: checks.settingFindings(in: stack.template))
        let inputs = Inputs(stackName: "net", region: "us-east-1", accountID: "123456789012", parameters: [:])
        let (bound, binding) = stack.template.bind(inputs)
        #expect(!binding.hasErrors, "\(binding.all.map(\.message))")
        findings = checks.findings(in: try #require(bound))
    }

    func of(_ rule: String) -> [CheckFinding] { findings.filter { $0.rule == rule } }
}

@Suite struct RuleTests {
    @Test(arguments: RuleCase.all) func finds(_ one: RuleCase) throws {
        let checked = try Checked(one.resources, settings: one.settings)
        let found = checked.of(one.rule).map { "\($0.address.dropFirst("net/".count)) \($0.path)" }
        #expect(found.sorted() == one.found)
        #expect(checked.settings.isEmpty)
        for finding in checked.of(one.rule) {
            #expect(finding.span?.file == "template.yaml")
            #expect(!finding.message.isEmpty && !finding.remedy.isEmpty)
        }
    }

    /// Every rule about templates has a case that it finds and one that it does not.
    @Test func everyRuleIsTried() {
        for rule in Rule.all {
            guard case .template = rule.basis else { continue }
            let cases = RuleCase.all.filter { $0.rule == rule.id }
            #expect(cases.contains { !$0.found.isEmpty }, "nothing that \(rule.id) finds")
            #expect(cases.contains { $0.found.isEmpty }, "nothing that \(rule.id) leaves alone")
        }
    }

    @Test func idsAreStable() {
        #expect(Set(Rule.all.map(\.id)).count == Rule.all.count)
        // What stands here is in other people's stack files.
        let known = [
            "PLB101", "PLB102", "PLB201", "PLB202", "PLB203", "PLB204", "PLB205", "PLB206", "PLB301", "PLB302",
            "PLB303",
            "PLB401",
            "PLB501",
            "PLB502", "PLB601", "PLB602", "PLB701", "PLB801", "PLB802", "PLB803",
            "PLB804", "PLB805",
        ]
        for id in known { #expect(Rule.named(id) != nil, "\(id) is gone") }
    }

    @Test func placeOfAProperty() throws {
        let checked = try Checked(
            """
              Web:
                Type: AWS::EC2::SecurityGroup
                Properties:
                  GroupDescription: web
                  SecurityGroupIngress:
                    - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 10.0.0.0/8}
                    - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}

            """)
        #expect(checked.of("PLB101").map(\.span?.start.line) == [8])
        #expect(checked.of("PLB101").map(\.severity) == [.error])
    }
}

@Suite struct CheckSettingsTests {
    static let log = "  Log:\n    Type: AWS::Logs::LogGroup\n  Trail:\n    Type: AWS::Logs::LogGroup\n"

    @Test func levels() throws {
        #expect(try Checked(Self.log).of("PLB501").map(\.severity) == [.warning, .warning])
        let raised = try Checked(Self.log, settings: "checks: {PLB501: error}")
        #expect(raised.of("PLB501").map(\.severity) == [.error, .error])
        let off = try Checked(Self.log, settings: "checks: {PLB501: {level: off, reason: a test}}")
        #expect(off.of("PLB501").isEmpty && off.settings.isEmpty)
        let overridden = try Checked(
            Self.log, settings: "checks: {PLB501: error}", overrides: StackSet.Overrides(checks: ["PLB501": .warning]))
        #expect(overridden.of("PLB501").map(\.severity) == [.warning, .warning])
    }

    @Test func exceptions() throws {
        let checked = try Checked(
            Self.log, settings: "checks:\n  PLB501: {level: error, except: {Trail: the law wants it}}")
        #expect(checked.of("PLB501").map(\.address) == ["net/Log"])
        #expect(checked.settings.isEmpty)
    }

    @Test(arguments: [
        ("checks: {PLB999: off}", ["reason-missing", "unknown-check"]),
        ("checks: {PLB501: off}", ["reason-missing"]),
        ("checks: {PLB501: {level: off}}", ["reason-missing"]),
        ("checks: {PLB501: {level: off, reason: \"\"}}", ["reason-missing", "wrong-shape"]),
        ("checks: {PLB501: loud}", ["invalid-value"]),
        ("checks: {PLB501: {levle: error}}", ["unknown-key"]),
        ("checks: {PLB501: {except: {Nobody: why}}}", ["unknown-exception"]),
        ("checks: [PLB501]", ["wrong-shape"]),
        ("naming: {\"AWS::S3::Bukcet\": a}", ["unknown-type"]),
        ("naming: {\"AWS::S3::Bucket\": \"(\"}", ["invalid-value"]),
        ("naming: {\"AWS::EC2::Route\": a}", ["naming-nameless"]),
    ]) func refused(_ settings: String, _ codes: [String]) throws {
        let checked = try Checked(Self.log, settings: settings)
        #expect(checked.settings.all.map(\.code.rawValue).sorted() == codes)
        #expect(checked.settings.all.allSatisfy { $0.span?.file == "stack.yaml" && $0.span?.start.line ?? 0 >= 4 })
    }
}
