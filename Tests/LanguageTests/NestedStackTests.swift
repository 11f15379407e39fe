import Diagnostics
import Language
import Resources
import Testing
import Values

/// Nested stacks: templates inside templates, expanded in place.
@Suite struct NestedStackTests {
    /// The findings of loading and binding, as `file:line code`, and what is bound.
    static func load(
        _ files: [String: String], isPartial: Bool = false, parameters: [String: Value] = [:]
    ) -> (bound: BoundTemplate?, findings: [Diagnostic]) {
        let (set, loading) = StackSet.load(["root.yaml"], from: MemoryFiles(files))
        var findings = loading
        guard let stack = set?.stacks.first else { return (nil, findings.sorted) }
        findings.add(
            contentsOf: stack.template.checked(known: SchemaStore.standard.types) {
                SchemaStore.standard.schema(of: $0)
            })
        var inputs = Fixture.inputs
        inputs.stackName = "root"
        inputs.parameters = parameters
        inputs.isPartial = isPartial
        let (bound, found) = stack.template.bind(inputs)
        findings.add(contentsOf: found)
        if let bound { findings.add(contentsOf: bound.validate { SchemaStore.standard.schema(of: $0) }) }
        return (bound, findings.sorted)
    }

    static func codes(_ files: [String: String], isPartial: Bool = false) -> [String] {
        var codes: [String] = []
        for finding in load(files, isPartial: isPartial).findings {
            let code = "\(finding.span?.file ?? "?"):\(finding.span?.start.line ?? 0) \(finding.code.rawValue)"
            if !codes.contains(code) { codes.append(code) }
        }
        return codes
    }

    static let network = """
        Parameters:
          Block: {Type: String, Default: 10.0.0.0/16}
        Resources:
          Vpc: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: !Ref Block}}
          Topic: {Type: 'AWS::SNS::Topic', Properties: {TopicName: !Sub '${AWS::StackName}-t'}}
        Outputs:
          Id: {Value: !Ref Vpc, Export: {Name: !Sub '${AWS::StackName}:Id'}}
        """

    static let root = """
        Parameters:
          Token: {Type: String, NoEcho: true, Default: hunter22hunter22}
        Resources:
          First: {Type: 'AWS::SNS::Topic'}
          Net:
            Type: AWS::CloudFormation::Stack
            DependsOn: First
            DeletionPolicy: Retain
            Properties:
              TemplateURL: parts/network.yaml
              Tags: [{Key: Layer, Value: net}, {Key: Topic, Value: !Ref First}]
          App:
            Type: AWS::CloudFormation::Stack
            Properties:
              TemplateURL: ./parts/app.yaml
              Parameters:
                Vpcs: !Join [',', [!GetAtt Net.Outputs.Id, vpc-1]]
                Word: !Ref Token
                Net: !GetAtt Net.Outputs.Id
          Last: {Type: 'AWS::SNS::Topic', DependsOn: App}
        Outputs:
          Made: {Value: !GetAtt App.Outputs.Word}
          Vpc: {Value: !Sub '${Net.Outputs.Id}!'}
        """

    static let app = """
        Parameters:
          Vpcs: {Type: 'List<AWS::EC2::VPC::Id>'}
          Word: {Type: String}
          Net: {Type: String, Default: ''}
        Conditions:
          HasNet: !Not [!Equals [!Ref Net, '']]
        Resources:
          Topic:
            Type: AWS::SNS::Topic
            Condition: HasNet
            Properties: {DisplayName: !Select [0, !Ref Vpcs], TopicName: !Select [1, !Ref Vpcs]}
          Deep:
            Type: AWS::CloudFormation::Stack
            Properties: {TemplateURL: network.yaml, Parameters: {Block: !Ref Word}}
        Outputs:
          Word: {Value: !Ref Word}
        """

    static let files = ["root.yaml": root, "parts/network.yaml": network, "parts/app.yaml": app]

    static func bound() throws -> BoundTemplate {
        let (bound, findings) = load(files)
        return try #require(bound, "\(findings)")
    }

    @Test func resourcesStandInThePlaceOfTheirStack() throws {
        let bound = try Self.bound()
        #expect(
            bound.resources.map(\.logicalID) == [
                "First", "Net/Vpc", "Net/Topic", "App/Topic", "App/Deep/Vpc", "App/Deep/Topic", "Last",
            ])
        let deep = try #require(bound.resource("App/Deep/Vpc"))
        #expect(deep.span.file == "parts/network.yaml")
        #expect(bound.address(of: deep) == "root/App/Deep/Vpc")
        #expect(bound.path(of: deep) == "parts/network.yaml")
        #expect(bound.span(of: deep, propertyPath: "CidrBlock").start == .init(line: 4, column: 56))
    }

    /// As in CloudFormation, where a nested stack is one resource: all of it waits, and all of it is waited for.
    @Test func aNestedStackIsWaitedForAsAWhole() throws {
        let bound = try Self.bound()
        let dependencies = bound.resources.reduce(into: [:]) { $0[$1.logicalID] = $1.dependencies }
        let net: Set = ["Net/Vpc", "Net/Topic"]
        #expect(dependencies["Net/Vpc"] == ["First"])
        #expect(dependencies["App/Topic"] == net)
        #expect(dependencies["App/Deep/Topic"] == net)
        #expect(dependencies["Last"] == ["App/Topic", "App/Deep/Vpc", "App/Deep/Topic"])
        #expect(bound.outputs.map(\.dependencies) == [["App/Topic", "App/Deep/Vpc", "App/Deep/Topic"], net])
    }

    @Test func valuesGoInAndComeOut() throws {
        let bound = try Self.bound()
        let topic = try #require(bound.resource("App/Topic"))
        #expect(
            bound.symbolicProperties(of: topic) == [
                "DisplayName": .deferred(.attribute(address: "root/Net/Vpc", name: "Ref")), "TopicName": "vpc-1",
            ])
        let (known, _) = bound.properties(of: topic, reference: { .string("\($0).\($1)") }, imported: { _ in nil })
        #expect(known["DisplayName"] == "Net/Vpc.Ref")
        let (value, _) = bound.value(of: bound.outputs[1], reference: { id, _ in .string(id) }, imported: { _ in nil })
        #expect(value == "Net/Vpc!")
        let name = bound.symbolicProperties(of: try #require(bound.resource("Net/Topic")))["TopicName"]
        #expect(name == .string(NestedStack.name(of: "Net", in: "root") + "-t"))
        #expect(bound.exporting.map(\.qualifiedName).sorted() == ["App/Deep/Id", "Net/Id"])
        #expect(Set(bound.exporting.compactMap(\.exportName)).count == 2, "two of one template share no name")
    }

    @Test func tagsAndPoliciesGoDown() throws {
        let bound = try Self.bound()
        let vpc = try #require(bound.resource("Net/Vpc"))
        #expect(
            bound.symbolicInheritedTags(of: vpc) == [
                "Layer": "net", "Topic": .deferred(.attribute(address: "root/First", name: "Ref")),
            ])
        #expect(bound.inheritedTags(of: vpc, reference: { _, _ in "arn" }, imported: { _ in nil })["Topic"] == "arn")
        #expect(vpc.deletionPolicy == .retain)
        #expect(try #require(bound.resource("App/Topic")).deletionPolicy == .delete)
    }

    @Test func secretsStaySecretInsideAndOutside() throws {
        let bound = try Self.bound()
        #expect(bound.isSecret(try #require(bound.resource("App/Deep/Vpc")), path: "CidrBlock"))
        #expect(!bound.isSecret(try #require(bound.resource("Net/Vpc")), path: "CidrBlock"))
        #expect(bound.outputs.map(\.isSecret) == [true, false])
        #expect(bound.secretTexts.contains("hunter22hunter22"))
        var strict = Self.files
        strict["parts/network.yaml"] = Self.network.replacing("Type: String,", with: "Type: String, AllowedPattern: x,")
        let messages = Self.load(strict).findings.map(\.message).joined()
        #expect(messages.contains("does not match") && !messages.contains("hunter22"), "\(messages)")
    }

    @Test func namesLeadBack() {
        let name = NestedStack.name(of: "B", in: NestedStack.name(of: "A", in: "my-stack")) + "-Child"
        #expect(NestedStack.logicalID(of: String(name.dropFirst("my-stack-".count)), in: "my-stack") == "A/B/Child")
        #expect(NestedStack.logicalID(of: "Child", in: "my-stack") == "Child")
        #expect(NestedStack.logicalID(of: "A-000000000000-Child", in: "my-stack") == nil)
        #expect(NestedStack.resolve("A/B/Child", in: "my-stack").stack + "-Child" == name)
    }

    /// One resource `Net` with these properties, and what else is in the file.
    static func one(_ properties: String, rest: String = "") -> [String: String] {
        [
            "root.yaml": """
            Resources:
              Net:
                Type: AWS::CloudFormation::Stack
                Properties:
                  \(properties)
            \(rest)
            """, "parts/network.yaml": network,
            "wrong.yaml":
                "Resources:\n  A: {Type: 'AWS::SNS::Topc'}\n  B: {Type: 'AWS::SNS::Topic', Properties: {X: 1}}\n",
            "loop.yaml":
                "Resources:\n  A:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: root.yaml}\n",
            "list.yaml": """
            Parameters: {P: {Type: Number, MinValue: 3}}
            Conditions: {Made: !Equals [!Ref P, 5]}
            Resources: {T: {Type: 'AWS::SNS::Topic', Condition: Made}}
            Outputs: {O: {Condition: Made, Value: x}}
            """,
        ]
    }

    @Test(arguments: [
        ("TemplateURL: parts/network.yaml", [String]()),
        ("TemplateURL: missing.yaml", ["root.yaml:5 file-not-found"]),
        ("TemplateURL: https://s3.amazonaws.com/b/t.yaml", ["root.yaml:5 unsupported"]),
        ("TemplateURL: !Sub 'https://${AWS::Region}'", ["root.yaml:5 unsupported"]),
        ("TemplateURL: ../up.yaml", ["root.yaml:5 file-outside"]),
        ("TemplateURL: /etc/passwd", ["root.yaml:5 file-outside"]),
        ("TemplateURL: loop.yaml", ["loop.yaml:4 template-cycle"]),
        ("TemplateURL: root.yaml", ["root.yaml:5 template-cycle"]),
        ("TemplateURL: wrong.yaml", ["wrong.yaml:2 unknown-type", "wrong.yaml:3 unknown-property"]),
        ("Parameters: {}", ["root.yaml:2 missing-key"]),
        ("{TemplateURL: parts/network.yaml, Capabilities: []}", ["root.yaml:5 unknown-key"]),
        ("{TemplateURL: parts/network.yaml, TimeoutInMinutes: 3}", ["root.yaml:5 not-acted-on"]),
        ("{TemplateURL: parts/network.yaml, Parameters: {Blok: x}}", ["root.yaml:5 extra-parameter"]),
        ("{TemplateURL: parts/network.yaml, Parameters: {Block: [a]}}", ["root.yaml:5 parameter-value"]),
        ("{TemplateURL: parts/network.yaml, Parameters: [a]}", ["root.yaml:5 wrong-shape"]),
        ("TemplateURL: list.yaml", ["root.yaml:2 missing-parameter"]),
        ("{TemplateURL: list.yaml, Parameters: {P: 2}}", ["root.yaml:5 parameter-value"]),
        ("{TemplateURL: list.yaml, Parameters: {P: !Ref Other}}", ["list.yaml:2 not-known-yet"]),
    ])
    func whatIsWrongIsToldWhereItStands(_ properties: String, _ expected: [String]) {
        let files = Self.one(properties, rest: "  Other: {Type: 'AWS::SNS::Topic'}")
        #expect(Self.codes(files).filter { !$0.hasPrefix("root.yaml:1 ") } == expected)
    }

    @Test(arguments: [
        ("Net.Outputs.Id", [String]()), ("Net.Outputs.Di", ["root.yaml:6 unknown-attribute"]),
        ("Net.Arn", ["root.yaml:6 unknown-attribute"]),
    ])
    func outputsThatDoNotExist(_ attribute: String, _ expected: [String]) {
        let rest = "  T: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: !GetAtt \(attribute)}}"
        #expect(Self.codes(Self.one("TemplateURL: parts/network.yaml", rest: rest)) == expected)
    }

    @Test func anOutputWhoseConditionIsFalse() {
        let rest = "  T: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: !GetAtt Net.Outputs.O}}"
        let files = Self.one("{TemplateURL: list.yaml, Parameters: {P: 4}}", rest: rest)
        #expect(Self.codes(files) == ["root.yaml:6 unknown-attribute"])
        let made = Self.one("{TemplateURL: list.yaml, Parameters: {P: 5}}", rest: rest)
        #expect(Self.codes(made) == [])
    }

    @Test func circlesThroughNestedStacks() {
        let files = Self.one(
            "{TemplateURL: parts/network.yaml, Parameters: {Block: !GetAtt Two.Outputs.Id}}",
            rest: """
                  Two:
                    Type: AWS::CloudFormation::Stack
                    Properties: {TemplateURL: parts/network.yaml, Parameters: {Block: !GetAtt Net.Outputs.Id}}
                """)
        for isPartial in [true, false] {
            #expect(Self.codes(files, isPartial: isPartial).contains("root.yaml:2 circular-dependency"))
        }
    }

    @Test func stacksInLoops() throws {
        let files = [
            "root.yaml": """
            Transform: AWS::LanguageExtensions
            Parameters: {Names: {Type: CommaDelimitedList}}
            Resources:
              Fn::ForEach::Nets:
                - Name
                - !Ref Names
                - Net${Name}:
                    Type: AWS::CloudFormation::Stack
                    Properties: {TemplateURL: parts/network.yaml}
            """, "parts/network.yaml": Self.network,
        ]
        let (bound, findings) = Self.load(files, parameters: ["Names": "A,B"])
        #expect(findings.isEmpty, "\(findings)")
        #expect(bound?.resources.map(\.logicalID) == ["NetA/Vpc", "NetA/Topic", "NetB/Vpc", "NetB/Topic"])
    }

    @Test func stacksWithoutNumberAreRefused() {
        // Each nests the next four hundred times.
        func level(_ next: String) -> String {
            "Resources:\n"
                + (0..<400).map {
                    "  S\($0): {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: \(next)}}\n"
                }
                .joined()
        }
        let files = [
            "root.yaml": level("two.yaml"), "two.yaml": level("three.yaml"),
            "three.yaml": "Resources: {T: {Type: 'AWS::SNS::Topic'}}",
        ]
        #expect(Self.codes(files).contains { $0.hasSuffix(" too-many") })
    }

    /// The parameters of a nested stack may be chosen as a whole.
    @Test(arguments: [
        ("!If [Big, {Size: large}, {Size: small}]", "small"), ("!If [Big, {Size: large}, !Ref AWS::NoValue]", "none"),
        ("{'Fn::If': [Big, {Size: large}, {'Fn::If': [Big, {Size: x}, {Size: y}]}]}", "y"),
        ("!Ref AWS::NoValue", "none"),
    ])
    func parametersAreChosen(_ given: String, _ size: String) throws {
        let root = """
            Conditions: {Big: !Equals [a, b]}
            Resources:
              N: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: i.yaml, Parameters: \(given)}}
            """
        let inner = """
            Parameters: {Size: {Type: String, Default: none}}
            Resources: {T: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: !Ref Size}}}
            """
        let (bound, findings) = Self.load(["root.yaml": root, "i.yaml": inner])
        #expect(findings.isEmpty)
        let topic = try #require(bound?.resource("N/T"))
        #expect(bound?.symbolicProperties(of: topic)["DisplayName"] == .string(size))
    }

    @Test(arguments: ["!If [Big, [a], {Size: x}]", "[a]", "!Ref Big", "{'Fn::If': [Big, {Size: x}]}"])
    func parametersAreAMapping(_ given: String) {
        let root = """
            Conditions: {Big: !Equals [a, b]}
            Resources:
              N: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: i.yaml, Parameters: \(given)}}
            """
        #expect(
            Self.codes(["root.yaml": root, "i.yaml": "Resources: {T: {Type: 'AWS::SNS::Topic'}}"])
                .contains("root.yaml:3 wrong-shape"))
    }
}
