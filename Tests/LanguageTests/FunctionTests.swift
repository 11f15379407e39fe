import Diagnostics
import Language
import Testing
import Values

@Suite struct FunctionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var yaml: String
        var value: Value
        init(_ yaml: String, _ value: Value) {
            self.yaml = yaml
            self.value = value
        }
        var testDescription: String { yaml }
    }

    static let other = Value.deferred(.attribute(address: "net/Other", name: "Ref"))

    static let rest = """
        Parameters:
          Name: {Type: String, Default: app}
          Count: {Type: Number, Default: '3'}
          Zones: {Type: CommaDelimitedList, Default: 'a, b ,c'}
          Ports: {Type: 'List<Number>', Default: '80,443'}
          Nothing: {Type: CommaDelimitedList, Default: ''}
          NoPorts: {Type: 'List<Number>', Default: ''}
        Mappings:
          Map: {eu-west-1: {Text: t, List: [x, y], Number: 7}}
        Conditions:
          Yes: !Equals [!Ref Count, 3]
          No: !Not [!Condition Yes]
          Both: !And [!Condition Yes, !Or [!Condition No, !Equals [a, a]]]
        """

    @Test(arguments: [
        Case("!Ref Name", "app"), Case("!Ref Count", "3"), Case("!Ref Zones", ["a", "b", "c"]),
        Case("!Ref Ports", ["80", "443"]),
        // One empty text, as in CloudFormation.
        Case("!Ref Nothing", [""]), Case("!Select [0, !Ref Nothing]", ""), Case("!Join ['', !Ref Nothing]", ""),
        Case("{Fn::Length: !Ref Nothing}", 1), Case("!Ref NoPorts", []),
        Case("!Ref AWS::Region", "eu-west-1"), Case("!Ref AWS::AccountId", "123456789012"),
        Case("!Ref AWS::Partition", "aws"),
        Case("!Ref AWS::URLSuffix", "amazonaws.com"), Case("!Ref AWS::StackName", "net"),
        Case("!Ref AWS::NotificationARNs", []),
        Case("{Ref: Other}", other),
        Case("!GetAtt Other.TopicArn", .deferred(.attribute(address: "net/Other", name: "TopicArn"))),
        Case("!GetAtt [Other, A.B]", .deferred(.attribute(address: "net/Other", name: "A.B"))),
        Case("!GetAtt [Other, !Sub 'X${Name}']", .deferred(.attribute(address: "net/Other", name: "Xapp"))),
        Case("!Sub '${Name}-${AWS::Region}-${!Kept}-$x-{y}'", "app-eu-west-1-${Kept}-$x-{y}"),
        Case("!Sub ['${A}/${Name}', {A: !Ref Count}]", "3/app"),
        Case("'a {{resolve:ssm:/ami}}'", "a ami-1"), Case("!Sub '{{resolve:ssm:/ami}}'", "ami-1"),
        Case("!Sub '{{resolve:ssm:/${Name}}} {{resolve:ssm:/ami}}'", "deep ami-1"),
        Case("!Sub '${Other}'", .deferred(.join(separator: "", [other]))),
        Case(
            "!Sub 'x-${Other.TopicArn}'",
            .deferred(.join(separator: "", ["x-", .deferred(.attribute(address: "net/Other", name: "TopicArn"))]))),
        Case("!Join [',', [a, !Ref Name, 3, true]]", "a,app,3,true"), Case("!Join ['-', !Ref Zones]", "a-b-c"),
        Case("!Join ['', [a, !Ref 'AWS::NoValue', b]]", "ab"), Case("!Join [':', !Split ['-', a-b-c]]", "a:b:c"),
        Case("!Select [1, !Ref Zones]", "b"), Case("!Select ['0', [a, b]]", "a"),
        Case("!Select [1, [!Ref Other, b]]", "b"),
        Case(
            "!Select [0, !Split [':', !Ref Other]]",
            .deferred(.select(index: 0, .deferred(.split(separator: ":", other))))),
        Case("!Split [',', 'a,,b']", ["a", "", "b"]),
        Case("!If [Yes, a, b]", "a"), Case("!If [No, a, b]", "b"), Case("!If [Both, [a], b]", ["a"]),
        Case("[a, !If [No, x, !Ref 'AWS::NoValue'], b]", ["a", "b"]), Case("{A: !Ref 'AWS::NoValue', B: 1}", ["B": 1]),
        Case("!FindInMap [Map, !Ref AWS::Region, Text]", "t"), Case("!FindInMap [Map, eu-west-1, List]", ["x", "y"]),
        Case("!FindInMap [Map, eu-west-1, Number]", 7), Case("!FindInMap [Map, nowhere, Text, {DefaultValue: d}]", "d"),
        Case("!GetAZs ''", ["eu-west-1a", "eu-west-1b", "eu-west-1c"]),
        Case("!GetAZs", ["eu-west-1a", "eu-west-1b", "eu-west-1c"]),
        Case("!Select [0, !GetAZs ]", "eu-west-1a"),
        Case("!Select [1, {'Fn::GetAZs': {Ref: 'AWS::Region'}}]", "eu-west-1b"),
        Case("!Cidr [10.0.0.0/16, 3, 8]", ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"]),
        Case("!Cidr [10.0.0.0/24, 2, 4]", ["10.0.0.0/28", "10.0.0.16/28"]),
        Case("!Cidr ['2001:db8::/56', 2, 64]", ["2001:db8::/64", "2001:db8:0:1::/64"]),
        Case(
            "!Select [1, !Cidr [!Ref Other, 2, 8]]",
            .deferred(.select(index: 1, .deferred(.cidr(count: 2, bits: 8, other))))),
        Case("!Sub '${ Name }-${Name  }-${! Name }'", "app-app-${ Name }"),
        Case("!Sub ['${ Own }', {Own: x}]", "x"),
        Case("!Base64 hé", "aMOp"), Case("!Base64 {'Fn::Sub': '${Name}'}", "YXBw"),
        Case("!Base64 {Ref: Other}", .deferred(.base64(other))),
        Case("{'Fn::ToJsonString': {A: [1, !Ref Name]}}", #"{"A":[1,"app"]}"#), Case("!Length [a, b]", 2),
        Case("!Length {Ref: Zones}", 3),
        Case("true", true), Case("True", true), Case("yes", true), Case("on", true), Case("2012-10-17", "2012-10-17"),
        Case("012345678901", "012345678901"), Case("80", 80), Case("-1", -1), Case("1.5", 1.5), Case("'80'", "80"),
        Case("12e3", "12e3"),
        Case("1.2.3", "1.2.3"), Case("!!str 80", "80"), Case("0", 0), Case("0x10", "0x10"), Case("''", ""),
        Case("{Condition: {StringEquals: {a: b}}}", ["Condition": ["StringEquals": ["a": "b"]]]),
    ])
    func evaluates(_ test: Case) throws {
        #expect(try Fixture.evaluate(test.yaml, rest: Self.rest) == test.value)
    }

    @Test func importsAreAskedFor() throws {
        let value = try Fixture.evaluate(
            "!ImportValue {'Fn::Sub': '${AWS::StackName}:Vpc'}", imported: { "<\($0)>" == "<net:Vpc>" ? "vpc-1" : nil })
        #expect(value == "vpc-1")
        #expect(throws: Findings.self) { try Fixture.evaluate("!ImportValue nobody") }
        let bound = try Fixture.bind(
            "Resources: {T: {Type: 'AWS::SNS::Topic', Properties: {TopicName: !ImportValue a}}}")
        #expect(bound.imports == ["a"])
        #expect(
            bound.symbolicProperties(of: bound.resources[0])["TopicName"]
                == .deferred(.attribute(address: "import", name: "a")))
    }

    @Test func referencesAreAskedFor() throws {
        let value = try Fixture.evaluate(
            "!Sub '${Other}/${Other.TopicArn}'", reference: { "\($0).\($1)" == "Other.Ref" ? "id" : "arn" })
        #expect(value == "id/arn")
    }

    @Test func theStackIDNeverChanges() {
        let id = Fixture.inputs.stackID
        #expect(id == "arn:aws:cloudformation:eu-west-1:123456789012:stack/net/\(id.suffix(36))")
        #expect(id.suffix(36).split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
        var other = Fixture.inputs
        other.region = "eu-west-2"
        #expect(other.stackID.suffix(36) != id.suffix(36))
    }

    @Test func surrogatePairsOfJSON() throws {
        let text = #"{"Resources": {"T": {"Type": "AWS::SNS::Topic", "Properties": {"A": "x\ud83d\ude00\\ud83d\/"}}}}"#
        let bound = try Fixture.bind(text)
        #expect(bound.symbolicProperties(of: bound.resources[0]) == ["A": #"x😀\ud83d/"#])
    }

    @Test func loops() throws {
        let text = """
            Transform: AWS::LanguageExtensions
            Parameters:
              Names: {Type: CommaDelimitedList}
            Resources:
              Fn::ForEach::Topics:
                - Name
                - !Ref Names
                - Topic&{Name}:
                    Type: AWS::SNS::Topic
                    Properties:
                      TopicName: !Ref Name
                      DisplayName: !Sub '${Name} of ${AWS::Region} ${!Name}'
            Outputs:
              Fn::ForEach::Arns:
                - Name
                - !Ref Names
                - Arn&{Name}: {Value: !GetAtt 'Topic&{Name}.TopicArn'}
            """
        var inputs = Fixture.inputs
        inputs.parameters = ["Names": "a-1,b.2"]
        let bound = try Fixture.bind(text, inputs)
        #expect(bound.resources.map(\.logicalID) == ["Topica1", "Topicb2"])
        #expect(bound.outputs.map(\.name) == ["Arna1", "Arnb2"])
        #expect(
            bound.symbolicProperties(of: bound.resources[0]) == [
                "TopicName": "a-1", "DisplayName": "a-1 of eu-west-1 ${Name}",
            ])
        #expect(bound.outputs[1].dependencies == ["Topicb2"])
    }

    @Test(arguments: [
        "!FindInMap [Buckets, Properties, Ids]", "{'Fn::FindInMap': [Buckets, !Ref Section, Ids]}",
        "!FindInMap [Buckets, !Ref 'AWS::Region', Ids]", "!FindInMap [Buckets, Nothing, Ids, DefaultValue: [aa, bb]]",
        "!FindInMap [Buckets, !Sub '${Section}', Ids]", "!Split [',', 'aa,bb']", "!Split ['-', !Ref Both]",
        "[aa, !Ref Last]", "[aa, !Sub 'b${None}b']", "!Ref List", "[!Ref List, !Ref Empty]",
    ])
    func loopsOverFunctions(collection: String) throws {
        let text = """
            Transform: AWS::LanguageExtensions
            Parameters:
              Section: {Type: String, Default: Properties}
              Both: {Type: String, Default: aa-bb}
              Last: {Type: String, Default: bb}
              None: {Type: String, Default: ''}
              List: {Type: CommaDelimitedList, Default: 'aa,bb'}
              Empty: {Type: 'List<Number>', Default: ''}
            Mappings:
              Buckets: {Properties: {Ids: [aa, bb]}, eu-west-1: {Ids: [aa, bb]}}
            Resources:
              Fn::ForEach::Topics: [Id, \(collection), {'Topic${Id}': {Type: 'AWS::SNS::Topic'}}]
            """
        #expect(try Fixture.bind(text).resources.map(\.logicalID) == ["Topicaa", "Topicbb"])
    }

    @Test(arguments: [
        "!FindInMap [Buckets, Properties, None]", "!FindInMap [Buckets, Properties, Text]", "!FindInMap [Buckets, Ids]",
        "!GetAZs ''", "!Ref One", "!Ref Nobody", "[!Ref Nobody]", "a", "[{a: b}]",
    ])
    func whatLoopsDoNotTake(collection: String) throws {
        let text = """
            Transform: AWS::LanguageExtensions
            Parameters: {One: {Type: String, Default: aa}}
            Mappings:
              Buckets: {Properties: {Ids: [aa], Text: aa}}
            Resources:
              Fn::ForEach::Topics: [Id, \(collection), {'Topic${Id}': {Type: 'AWS::SNS::Topic'}}]
            """
        #expect(Fixture.findings(SourceFile(path: "t.yaml", text: text)).contains { $0.severity == .error })
    }
}
