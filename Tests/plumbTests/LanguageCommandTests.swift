import ArgumentParser
import Declarations
import Language
import Reports
import Resources
import Testing
import Values

@testable import plumb

/// What users meet of the template language before AWS is called.
@Suite struct LanguageCommandTests {
    @Test func aTypeThatNothingCanMakeIsRefused() throws {
        let bench = Bench(nil)
        var session = bench.session
        session.registry = {
            Registry(Registry.standard.types.filter { $0.name != "AWS::Logs::LogGroup" }) {
                Registry.standard.schema($0)
            }
        }
        let command = try ValidateCommand.parse([Bench.path])
        #expect(command.perform(session, bench.terminal()) == .failed)
        #expect(bench.err.contains("error[unsupported-type]: AWS::Logs::LogGroup"), "\(bench.err)")
        #expect(bench.err.contains("template.yaml:3:11"))
    }

    /// What a condition leaves out is not made, whatever its type.
    @Test func aTypeThatAConditionLeavesOutIsNoError() throws {
        let folder = try Folder([
            "t.yaml": """
            Parameters: {Guarded: {Type: String, Default: "no"}}
            Conditions: {IsGuarded: !Equals [!Ref Guarded, "yes"]}
            Resources:
              L: {Type: 'AWS::Logs::LogGroup', Properties: {KmsKeyId: !If [IsGuarded, !GetAtt Wall.Arn, !Ref AWS::NoValue]}}
              Wall: {Type: 'AWS::WAFv2::WebACL', Condition: IsGuarded, Properties: {Scope: CLOUDFRONT}}
            """
        ])
        defer { folder.remove() }
        let left = try Program.run(["validate", "\(folder.path)/t.yaml"])
        #expect(left.status == 0 && left.err.contains("warning[type-left-out]: 'AWS::WAFv2::WebACL'"), "\(left.err)")
        let wanted = try Program.run(["validate", "\(folder.path)/t.yaml", "--parameter", "Guarded=yes"])
        #expect(wanted.status == 1 && wanted.err.contains("error[unknown-type]: 'AWS::WAFv2::WebACL'"), "\(wanted.err)")
    }

    @Test func nestedTypesAreCounted() throws {
        let folder = try Folder([
            "root.yaml": """
            Resources:
              Net: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: net.yaml}}
            """,
            "net.yaml": "Resources:\n  L: {Type: 'AWS::Logs::LogGroup'}\n",
        ])
        defer { folder.remove() }
        let permissions = try Program.run(["permissions", "\(folder.path)/root.yaml"])
        #expect(permissions.out.contains("logs:CreateLogGroup"), "\(permissions.out)\(permissions.err)")
        let graph = try Program.run(["graph", "\(folder.path)/root.yaml"])
        #expect(graph.out.contains("Net/L"), "\(graph.out)\(graph.err)")
    }

    /// A secret in a file that is not valid YAML is known to nobody as such.
    @Test func secretsOfBrokenFilesAreNotQuoted() throws {
        let folder = try Folder([
            "t.yaml":
                "Parameters:\n  Password: {Type: String, NoEcho: true}\nResources: {T: {Type: 'AWS::SNS::Topic'}}\n",
            "s.yaml": "template-file-path: t.yaml\nparameters:\n  Password: hunter22hunter22: x\n",
            "alias.yaml": "template-file-path: t.yaml\nparameters:\n  Password: *hunter22hunter22\n",
            "p.json": #"[{"ParameterKey": "Pasword", "ParameterValue": "hunter22hunter22"}]"#,
            "broken.json": #"[{"ParameterKey": "Password", "ParameterValue": "hunter22hunter22"]"#,
        ])
        defer { folder.remove() }
        for words in [
            ["s.yaml"], ["alias.yaml"], ["t.yaml", "--parameters-file", "\(folder.path)/p.json"],
            ["t.yaml", "--parameters-file", "\(folder.path)/broken.json"],
        ] {
            for format in ["text", "json"] {
                let run = try Program.run(
                    ["validate", "\(folder.path)/\(words[0])", "--format", format] + words.dropFirst())
                #expect(run.status == 1, "\(words)")
                #expect(!run.out.contains("hunter22") && !run.err.contains("hunter22"), "\(run.out)\(run.err)")
            }
        }
    }

    @Test func parametersOfAFile() throws {
        let folder = try Folder([
            "t.yaml": """
            Parameters: {Env: {Type: String, AllowedValues: [dev, prod]}}
            Resources: {T: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: !Ref Env}}}
            """,
            "p.yaml": "Env: dve\n",
        ])
        defer { folder.remove() }
        let file = "\(folder.path)/p.yaml"
        let wrong = try Program.run(["validate", "\(folder.path)/t.yaml", "--parameters-file", file])
        #expect(wrong.status == 1 && wrong.err.contains("p.yaml:1:1"), "\(wrong.err)")
        let right = try Program.run(
            ["validate", "\(folder.path)/t.yaml", "--parameters-file", file, "--parameter", "Env=dev"])
        #expect(right.status == 0, "\(right.err)")
        let command = try ApplyCommand.parse(["t.yaml", "--parameters-file", "a.json", "--parameters-file", "b.json"])
        #expect(command.stacks.overrides.parameterFiles == ["a.json", "b.json"])
    }

    @Test func theEditorSchemaKnowsEveryKeyOfStackFiles() throws {
        let schema = try Value(json: EditorSchema.render(Registry.standard))
        let known = schema.at("definitions.StackFile.properties")?.object?.keys
        #expect(Set(known.map(Array.init) ?? []) == Set(StackFile.keys))
        #expect(schema.at("definitions")?["AWS..CloudFormation..Stack"]?["required"] == ["TemplateURL"])
    }

    @Test(arguments: [
        (["plumb", "explain", "AWS::SNS::To"], 2, "AWS::SNS::To", ["AWS::SNS::Topic"]),
        (["plumb", "explain", "AWS::SNS::Topic.Disp"], 2, "AWS::SNS::Topic.Disp", ["AWS::SNS::Topic.DisplayName"]),
        // bash ends words at colons.
        (["plumb", "explain", "AWS", "::", "SNS", "::", "To"], 6, "To", ["Topic"]),
        (["plumb", "explain", "AWS", "::", "SNS", "::", "Topic.Disp"], 6, "Topic.Disp", ["Topic.DisplayName"]),
        (["plumb", "explain", "Nothing"], 2, "Nothing", []),
    ])
    func typesAreCompleted(_ words: [String], _ index: Int, _ prefix: String, _ expected: [String]) {
        let found = TypeCompletion(words: words, index: index, prefix: prefix).candidates(Registry.standard)
        #expect(Array(found.filter { !$0.contains("Subscription") && !$0.contains("Policy") }.prefix(1)) == expected)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func completionScripts(_ shell: String) throws {
        let run = try Program.run(["--generate-completion-script", shell])
        #expect(run.status == 0 && run.out.contains("markdown") && run.out.contains("explain"), "\(run.err)")
        #expect(run.out.contains("---completion"), "types are asked of the program")
    }
}
