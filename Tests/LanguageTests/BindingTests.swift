import Diagnostics
import Language
import Resources
import Testing
import Values

@Suite struct BindingTests {
    static let text = """
        Parameters:
          Secret: {Type: String, NoEcho: true}
          Image: {Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: /ami}
          Make: {Type: String, Default: 'yes'}
        Conditions:
          Make: !Equals [!Ref Make, 'yes']
          Never: !Not [!Condition Make]
        Resources:
          Absent:
            Type: AWS::SNS::Topic
            Condition: Never
          Topic:
            Type: AWS::SNS::Topic
            DependsOn: [Absent, First]
            DeletionPolicy: Retain
            Properties:
              TopicName: !If [Make, !Ref First, !Ref Second]
              DisplayName: !ImportValue {'Fn::Sub': '${AWS::StackName}:x'}
              Tags:
                - !If [Never, {Key: none, Value: none}, !Ref AWS::NoValue]
                - Key: password
                  Value: !Sub 'p=${Secret}'
                - Key: other
                  Value: '{{resolve:secretsmanager:db:SecretString:pw}}'
                - Key: image
                  Value: !Ref Image
              DataProtectionPolicy:
                Deep.Key:
                  - Name: x
                - {Wrong: place}
          First: {Type: 'AWS::SNS::Topic'}
          Second: {Type: 'AWS::SNS::Topic'}
        Outputs:
          Password: {Value: !Ref Secret}
          Name: {Value: !GetAtt Topic.TopicName, Export: {Name: !Sub '${AWS::StackName}:Name'}}
          Gone: {Value: x, Condition: Never}
        """.replacing("        - {Wrong: place}\n", with: "")

    static var inputs: Inputs {
        var inputs = Fixture.inputs
        inputs.parameters = ["Secret": "hunter22"]
        inputs.ssmParameters = ["/ami": "ami-1"]
        return inputs
    }

    @Test func resourcesAndTheirDependencies() throws {
        let bound = try Fixture.bind(Self.text, Self.inputs)
        #expect(bound.resources.map(\.logicalID) == ["Topic", "First", "Second"])
        let topic = try #require(bound.resource("Topic"))
        #expect(topic.dependencies == ["First"])
        #expect(topic.imports == ["net:x"])
        #expect(topic.deletionPolicy == .retain)
        #expect(topic.updateReplacePolicy == .delete)
        #expect(bound.conditions == ["Make": true, "Never": false])
        #expect(bound.outputs.map(\.name) == ["Password", "Name"])
        #expect(bound.outputs.map(\.isSecret) == [true, false])
        #expect(bound.outputs[1].exportName == "net:Name")
        #expect(bound.outputs[1].dependencies == ["Topic"])
    }

    @Test func secretsAreKnownByPath() throws {
        let bound = try Fixture.bind(Self.text, Self.inputs)
        let topic = try #require(bound.resource("Topic"))
        #expect(bound.secretPaths(of: topic) == ["Tags[0].Value", "Tags[1].Value"])
        #expect(bound.isSecret(topic, path: "Tags[0].Value"))
        #expect(!bound.isSecret(topic, path: "Tags[0].Key"))
        #expect(bound.secretTexts == ["hunter22"])
        let values = bound.symbolicProperties(of: topic)["Tags"]
        #expect(values?[0] == ["Key": "password", "Value": "p=hunter22"])
        #expect(
            values?[1]?["Value"]
                == .deferred(
                    .attribute(address: DynamicReference.address, name: "resolve:secretsmanager:db:SecretString:pw")))
        #expect(values?[2]?["Value"] == "ami-1")
    }

    @Test func placesOfPropertyPaths() throws {
        let bound = try Fixture.bind(Self.text, Self.inputs)
        let topic = try #require(bound.resource("Topic"))
        let lines = Self.text.split(separator: "\n", omittingEmptySubsequences: false)
        func place(_ path: String) -> String {
            let start = bound.span(of: topic, propertyPath: path).start
            return String(lines[start.line - 1].utf8.dropFirst(start.column - 1)) ?? ""
        }
        #expect(place("") == "Topic:")
        #expect(place("TopicName") == "!If [Make, !Ref First, !Ref Second]")
        #expect(place("Tags") == "Tags:")
        #expect(place("Tags[0].Key") == "password")
        #expect(place("Tags[1].Value") == "'{{resolve:secretsmanager:db:SecretString:pw}}'")
        #expect(place("Tags[2].Value.Deeper") == "!Ref Image")
        #expect(place("DataProtectionPolicy.Deep.Key[0].Name") == "x")
        #expect(place("DataProtectionPolicy.Deep.None") == "DataProtectionPolicy:")
        #expect(place("Nothing") == "Topic:")
    }

    @Test func needsComeOneAfterAnother() throws {
        let text = """
            Parameters:
              Switch: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /switch}
            Conditions:
              On: !Equals [!Ref Switch, 'on']
            Resources:
              A:
                Type: AWS::SNS::Topic
                Properties:
                  TopicName: !If [On, '{{resolve:ssm:/a:3}}', !Select [0, !GetAZs '']]
                  DisplayName: !Sub '{{resolve:ssm-secure:/${AWS::StackName}}}'
            """
        let template = try #require(Template.parse(SourceFile(path: "t.yaml", text: text)).0)
        var inputs = Fixture.inputs
        inputs.availabilityZones = [:]
        let words = { (inputs: Inputs) in
            template.needs(inputs).map { need in
                switch need {
                case .availabilityZones(let region, _): "zones \(region)"
                case .ssmParameter(let name, _): "ssm \(name)"
                case .parameterAttribute(let attribute, _): "attribute of \(attribute.id)"
                case .secret(let reference, _): "secret \(reference.name)"
                }
            }
        }
        #expect(words(inputs) == ["ssm /switch", "ssm /a:3", "secret /net"])
        inputs.ssmParameters["/switch"] = "off"
        #expect(words(inputs) == ["zones eu-west-1", "secret /net"])
        inputs.availabilityZones["eu-west-1"] = ["z"]
        inputs.secrets["resolve:ssm-secure:/net"] = "s3cret"
        #expect(words(inputs) == [])
        let bound = try #require(template.bind(inputs).0)
        #expect(bound.symbolicProperties(of: bound.resources[0]) == ["TopicName": "z", "DisplayName": "s3cret"])
    }

    @Test func extraParametersAreNamedAtTheirPlace() throws {
        let template = try #require(
            Template.parse(
                SourceFile(
                    path: "t.yaml",
                    text: "Parameters: {Size: {Type: Number, Default: 1}}\nResources: {T: {Type: 'AWS::SNS::Topic'}}")
            ).0)
        var inputs = Fixture.inputs
        inputs.parameters = ["Sise": "x"]
        let place = Span(file: "s.yaml", start: .init(line: 3, column: 9), end: .init(line: 3, column: 10))
        inputs.parameterSpans = ["Sise": place]
        let (bound, findings) = template.bind(inputs)
        #expect(bound == nil)
        #expect(findings.all.map(\.code) == ["extra-parameter"])
        #expect(findings.all[0].span == place)
        #expect(findings.all[0].help == "did you mean 'Size'?")
    }

    @Test func secretValuesStayOutOfFindings() throws {
        let text =
            "Parameters: {P: {Type: String, NoEcho: true, AllowedPattern: '[0-9]+'}}\nResources: {T: {Type: 'AWS::SNS::Topic'}}"
        let template = try #require(Template.parse(SourceFile(path: "t.yaml", text: text)).0)
        var inputs = Fixture.inputs
        inputs.parameters = ["P": "hunter22"]
        let findings = template.bind(inputs).1
        #expect(findings.all.map(\.code) == ["parameter-value"])
        #expect(!"\(findings)".contains("hunter22"))
    }

    @Test func scalarsBecomeTheSchemasTypes() throws {
        let schema = try #require(SchemaStore.standard.schema(of: "AWS::ElasticLoadBalancingV2::TargetGroup"))
        let normal = schema.normalised([
            "Port": "80", "HealthCheckEnabled": "true", "Name": 12, "Tags": [["Key": 1, "Value": true]], "Odd": "1",
        ])
        #expect(
            normal == [
                "Port": 80, "HealthCheckEnabled": true, "Name": "12", "Tags": [["Key": "1", "Value": "true"]],
                "Odd": "1",
            ])
        let alarm = try #require(SchemaStore.standard.schema(of: "AWS::CloudWatch::Alarm"))
        for (given, expected) in [("1", 1), (1.0, 1), ("1.5", 1.5), ("1e2", 100), ("inf", "inf")] as [(Value, Value)] {
            #expect(alarm.normalised(["Threshold": given]) == ["Threshold": expected])
        }
        let task = try #require(SchemaStore.standard.schema(of: "AWS::ECS::TaskDefinition"))
        let options: Value = ["ContainerDefinitions": [["LogConfiguration": ["Options": ["a.b": 1, "c": false]]]]]
        #expect(
            task.normalised(options) == [
                "ContainerDefinitions": [["LogConfiguration": ["Options": ["a.b": "1", "c": "false"]]]]
            ])
        #expect(
            schema.normalised(["Port": "x", "Name": .deferred(.json("a"))]) == [
                "Port": "x", "Name": .deferred(.json("a")),
            ])
    }

    /// `validate` finds them too; elsewhere the table of all exports does.
    @Test func oneNameIsExportedOnce() throws {
        let text = """
            Resources: {T: {Type: 'AWS::SNS::Topic'}}
            Outputs:
              A: {Value: x, Export: {Name: same}}
              B: {Value: x, Export: {Name: !Sub same}}
            """
        var inputs = Fixture.inputs
        inputs.isPartial = true
        let template = try #require(Template.parse(SourceFile(path: "t.yaml", text: text)).0)
        let found = template.bind(inputs).1.all
        #expect(found.map { "\($0.code.rawValue) \($0.span?.start.line ?? 0)" } == ["duplicate-export 4"])
    }

    @Test func importsHaveTheirPlaces() throws {
        let bound = try Fixture.bind(
            """
            Parameters: {Env: {Type: String, Default: dev}}
            Resources:
              T:
                Type: AWS::SNS::Topic
                Properties:
                  TopicName: !ImportValue other
                  DisplayName: !Join ['', [x, {'Fn::ImportValue': !Sub '${Env}-name'}]]
            """)
        let topic = try #require(bound.resource("T"))
        #expect(bound.span(ofImport: "dev-name", in: topic).start.line == 7)
        #expect(bound.span(ofImport: "other", in: topic).start.line == 6)
    }
}
