import Diagnostics
import Language
import Testing
import Values

@Suite struct StackSetTests {
    static let template =
        "Parameters: {P: {Type: String, Default: x}}\nResources: {T: {Type: 'AWS::SNS::Topic'}}\n"
        + "Outputs: {O: {Value: !Ref T, Export: {Name: !Sub '${AWS::StackName}:T'}}}"
    static let files = MemoryFiles([
        "stacks/templates/cluster.yaml": template,
        "stacks/templates/service.yaml": template,
        "stacks/cluster.yaml": "template-file-path: templates/cluster.yaml\nregion: eu-west-1\naccount: 123456789012\n",
        "stacks/services/b.yaml": """
        template-file-path: ../templates/service.yaml
        stack-name: service-b
        parameters: {P: 007, L: [a, 1]}
        tags: {Team: digital, Count: 1}
        depends-on: [../cluster.yaml]
        protect: true
        lock: s3://locks/team/prod/
        """,
        "stacks/services/a.yaml": "template-file-path: ../templates/service.yaml\ndepends-on: ../cluster.yaml",
        "stacks/notes.yaml": "just: notes",
        "stacks/broken.yaml": "a: [",
        "stacks/.hidden/x.yaml": "template-file-path: none",
    ])

    @Test func aDirectoryStandsForItsStackFiles() throws {
        let (set, findings) = StackSet.load(["./stacks/"], from: Self.files)
        #expect(findings.isEmpty, "\(findings.all)")
        let stacks = try #require(set).stacks
        #expect(stacks.map(\.name) == ["cluster", "a", "service-b"])
        #expect(stacks.map(\.isSelected) == [true, true, true])
        let b = stacks[2]
        #expect(b.dependsOn == ["cluster"])
        #expect(b.file.templatePath == "stacks/templates/service.yaml")
        #expect(b.file.parameters == ["P": "007", "L": ["a", "1"]])
        #expect(b.file.tags == ["Team": "digital", "Count": "1"])
        #expect(b.file.protect)
        #expect(b.file.lock?.description == "s3://locks/team/prod")
        #expect(S3Location("s3://locks")?.prefix == "")
        #expect(b.file.spans["parameters.P"]?.description == "stacks/services/b.yaml:3:17")
        #expect(stacks[0].file.account == "123456789012")
    }

    @Test func metadataProtectsNothing() {
        let template = """
            Metadata: {"plumb:protect": true, Other: 1}
            Resources:
              T: {Type: 'AWS::SNS::Topic', Metadata: {"plumb:protect": true, "cfn-lint": {}}}
            """
        let (_, findings) = StackSet.load(["t.yaml"], from: MemoryFiles(["t.yaml": template]))
        #expect(findings.all.map(\.code) == ["unheard-metadata", "unheard-metadata"])
        #expect(findings.all.map(\.severity) == [.warning, .warning])
        #expect(findings.all.allSatisfy { $0.help?.contains("protect: true") == true })
        #expect(findings.all.compactMap { $0.span?.start.line }.sorted() == [1, 3])
    }

    @Test func dependenciesArePulledIn() throws {
        let set = try #require(StackSet.load(["stacks/services/b.yaml"], from: Self.files).0)
        #expect(set.stacks.map(\.name) == ["cluster", "service-b"])
        #expect(set.stacks.map(\.isSelected) == [false, true])
    }

    @Test func aTemplateIsAStackOfItsOwn() throws {
        let overrides = StackSet.Overrides(stackName: "mine", parameters: ["P": "y"])
        let (set, findings) = StackSet.load(["stacks/templates/cluster.yaml"], overrides: overrides, from: Self.files)
        #expect(findings.isEmpty)
        let stack = try #require(set?.stacks.first)
        #expect(stack.name == "mine")
        #expect(stack.file.parameters == ["P": "y"])
        #expect(
            StackSet.load(["stacks"], overrides: overrides, from: Self.files).1.all.map(\.code) == [
                "override-needs-one-stack"
            ])
    }

    struct Bad: Sendable {
        var text: String
        var findings: [String]
    }

    @Test(arguments: [
        Bad(text: "template-file-path: none.yaml", findings: ["1:21 file-not-found"]),
        Bad(text: "template-file-path: t.yaml\nparameter: {}", findings: ["2:1 unknown-key"]),
        Bad(text: "parameters: {}", findings: ["1:1 missing-key"]),
        Bad(text: "other: {}", findings: ["1:1 not-a-stack-file"]),
        Bad(text: "[a]", findings: ["1:1 not-a-stack-file"]),
        Bad(
            text: "template-file-path: t.yaml\nstack-name: 1x\nregion: europe\naccount: '12'\nprotect: perhaps",
            findings: ["2:13 invalid-name", "3:9 invalid-value", "4:10 invalid-value", "5:10 invalid-value"]),
        Bad(
            text: "template-file-path: t.yaml\ntags: {'aws:x': y, z: [a]}\nparameters: {a: {b: c}}",
            findings: ["2:8 invalid-name", "2:23 wrong-shape", "3:17 wrong-shape"]),
        Bad(
            text: "template-file-path: t.yaml\ndepends-on: [none.yaml, t.yaml]",
            findings: ["2:14 file-not-found", "2:25 not-a-stack-file"]),
        Bad(text: "template-file-path: d", findings: ["1:21 file-is-directory"]),
        Bad(text: "template-file-path: t.yaml\nlock: bucket/prefix", findings: ["2:7 invalid-value"]),
        Bad(text: "template-file-path: t.yaml\nlock: s3://Bucket/prefix", findings: ["2:7 invalid-value"]),
        Bad(text: "template-file-path: t.yaml\nlock: s3://bucket//prefix", findings: ["2:7 invalid-value"]),
        Bad(text: "template-file-path: t.yaml\nlock: s3://bucket/a b", findings: ["2:7 invalid-value"]),
        Bad(text: "template-file-path: t.yaml\nlock: [s3://bucket]", findings: ["2:7 wrong-shape"]),
    ])
    func badStackFiles(_ bad: Bad) {
        let files = MemoryFiles(["s.yaml": bad.text, "t.yaml": Self.template, "d/x": ""])
        let findings = StackSet.load(["s.yaml"], from: files).1
        #expect(
            findings.sorted.map { "\($0.span!.start.line):\($0.span!.start.column) \($0.code.rawValue)" }
                == bad.findings)
    }

    @Test func circlesAreShownWhole() {
        let files = MemoryFiles([
            "t.yaml": Self.template,
            "a.yaml": "template-file-path: t.yaml\ndepends-on: [b.yaml]",
            "b.yaml": "template-file-path: t.yaml\ndepends-on: [c.yaml]",
            "c.yaml": "template-file-path: t.yaml\ndepends-on: [a.yaml]",
        ])
        let findings = StackSet.load(["."], from: files).1
        #expect(findings.all.map(\.code) == ["stack-cycle"])
        #expect(findings.all[0].message == "a -> b -> c -> a")
        #expect(findings.all[0].related.count == 3)
    }

    @Test func namesAreUnique() {
        let files = MemoryFiles([
            "t.yaml": Self.template, "a/x.yaml": "template-file-path: ../t.yaml",
            "b/x.yaml": "template-file-path: ../t.yaml",
        ])
        #expect(StackSet.load(["a", "b"], from: files).1.all.map(\.code) == ["duplicate-stack"])
        #expect(StackSet.load(["c"], from: files).1.all.map(\.code) == ["file-not-found"])
    }

    @Test func exportsAreFoundByRegion() throws {
        let one = try Fixture.bind(Self.template)
        let (table, findings) = ExportTable.of([one])
        #expect(findings.isEmpty)
        #expect(table.export(named: "net:T", region: "eu-west-1", account: "123456789012")?.output == "O")
        #expect(table.export(named: "net:T", region: "eu-west-2", account: "123456789012") == nil)
        #expect(ExportTable.of([one, one]).1.all.map(\.code) == ["duplicate-export"])
    }
}
