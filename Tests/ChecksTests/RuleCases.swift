import Testing

/// A template of one resource or a few, and what a rule says of it.
struct RuleCase: Sendable, CustomTestStringConvertible {
    var rule: String
    var note: String
    /// The section Resources, or a stretch of it: YAML of two spaces' indent.
    var resources: String
    /// `LogicalId path`, sorted; empty: the rule finds nothing.
    var found: [String]
    /// Lines of the stack file.
    var settings = ""

    var testDescription: String { "\(rule) \(note)" }
}

extension RuleCase {
    private static func group(_ rule: String) -> String {
        "  Web:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      GroupDescription: web\n"
            + "      SecurityGroupIngress:\n        - \(rule)\n"
    }

    private static func ingress(_ rule: String) -> String {
        "  Open:\n    Type: AWS::EC2::SecurityGroupIngress\n    Properties: {GroupId: sg-1, \(rule)}\n"
    }

    private static func bucket(_ properties: String) -> String {
        "  Data:\n    Type: AWS::S3::Bucket\n    Properties: {BucketName: data, \(properties)}\n"
    }

    private static func policy(_ statement: String) -> String {
        "  Policy:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument:\n"
            + "        Version: \"2012-10-17\"\n        Statement: [\(statement)]\n"
    }

    private static func anybody(_ bucket: String, _ principal: String) -> String {
        """

          Policy:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: \(bucket)
              PolicyDocument:
                Statement: [{Effect: Allow, Principal: \(principal), Action: "s3:GetObject", Resource: "*"}]
        """
    }

    private static func tlsOnly(_ bucket: String, _ condition: String, effect: String = "Deny") -> String {
        """
          Rule:
            Type: AWS::S3::BucketPolicy
            Properties:
              Bucket: \(bucket)
              PolicyDocument:
                Statement:
                  - {Effect: \(effect), Principal: "*", Action: "s3:*", Resource: "*", Condition: \(condition)}

        """
    }

    static let all: [RuleCase] = network + storage + others

    static let network: [RuleCase] = [
        RuleCase(
            rule: "PLB101", note: "SSH by IPv4",
            resources: group("{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}"),
            found: ["Web SecurityGroupIngress[0].CidrIp"]),
        RuleCase(
            rule: "PLB101", note: "SSH by IPv6, in a range, protocol by number",
            resources: ingress("IpProtocol: 6, FromPort: 20, ToPort: 30, CidrIpv6: \"::/0\""),
            found: ["Open CidrIpv6"]),
        RuleCase(
            rule: "PLB101", note: "remote desktop",
            resources: ingress("IpProtocol: tcp, FromPort: 3389, ToPort: 3389, CidrIp: 0.0.0.0/0"),
            found: ["Open CidrIp"]),
        RuleCase(
            rule: "PLB101", note: "from one network",
            resources: group("{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 10.0.0.0/8}"), found: []),
        RuleCase(
            rule: "PLB101", note: "the web is for everyone",
            resources: group("{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}"), found: []),
        RuleCase(
            rule: "PLB101", note: "SSH speaks TCP",
            resources: ingress("IpProtocol: udp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0"), found: []),
        RuleCase(
            rule: "PLB101", note: "a port that is open is not accused",
            resources: "  P:\n    Type: AWS::SSM::Parameter\n    Properties: {Type: String, Value: \"22\"}\n"
                + ingress("IpProtocol: tcp, FromPort: !GetAtt P.Value, ToPort: !GetAtt P.Value, CidrIp: 0.0.0.0/0"),
            found: []),
        RuleCase(
            rule: "PLB102", note: "all protocols", resources: group("{IpProtocol: -1, CidrIp: 0.0.0.0/0}"),
            found: ["Web SecurityGroupIngress[0].CidrIp"]),
        RuleCase(
            rule: "PLB102", note: "all ports, IPv6",
            resources: ingress("IpProtocol: tcp, FromPort: 0, ToPort: 65535, CidrIpv6: \"::/0\""),
            found: ["Open CidrIpv6"]),
        RuleCase(
            rule: "PLB102", note: "all ports of a network",
            resources: group("{IpProtocol: -1, CidrIp: 10.0.0.0/8}"), found: []),
        RuleCase(
            rule: "PLB102", note: "all of ICMP is no port",
            resources: ingress("IpProtocol: icmp, FromPort: -1, ToPort: -1, CidrIp: 0.0.0.0/0"), found: []),
    ]

    static let storage: [RuleCase] = [
        RuleCase(rule: "PLB201", note: "none", resources: bucket("Tags: []"), found: ["Data BucketEncryption"]),
        RuleCase(
            rule: "PLB201", note: "AES256",
            resources: bucket(
                "BucketEncryption: {ServerSideEncryptionConfiguration: "
                    + "[{ServerSideEncryptionByDefault: {SSEAlgorithm: AES256}}]}"), found: []),
        RuleCase(
            rule: "PLB202", note: "none", resources: bucket("Tags: []"), found: ["Data VersioningConfiguration"]),
        RuleCase(
            rule: "PLB202", note: "suspended", resources: bucket("VersioningConfiguration: {Status: Suspended}"),
            found: ["Data VersioningConfiguration.Status"]),
        RuleCase(
            rule: "PLB202", note: "enabled", resources: bucket("VersioningConfiguration: {Status: Enabled}"), found: []),
        RuleCase(
            rule: "PLB203", note: "three of four",
            resources: bucket(
                "PublicAccessBlockConfiguration: "
                    + "{BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true}"),
            found: ["Data PublicAccessBlockConfiguration"]),
        RuleCase(
            rule: "PLB203", note: "all four",
            resources: bucket(
                "PublicAccessBlockConfiguration: {BlockPublicAcls: true, BlockPublicPolicy: true, "
                    + "IgnorePublicAcls: true, RestrictPublicBuckets: true}"), found: []),
        RuleCase(rule: "PLB204", note: "no policy", resources: bucket("Tags: []"), found: ["Data "]),
        RuleCase(
            rule: "PLB204", note: "by reference",
            resources: bucket("Tags: []") + tlsOnly("!Ref Data", "{Bool: {\"aws:SecureTransport\": false}}"),
            found: []),
        RuleCase(
            rule: "PLB204", note: "by name",
            resources: bucket("Tags: []") + tlsOnly("data", "{Bool: {\"aws:SecureTransport\": \"false\"}}"), found: []),
        RuleCase(
            rule: "PLB204", note: "another bucket's",
            resources: bucket("Tags: []") + tlsOnly("other", "{Bool: {\"aws:SecureTransport\": false}}"),
            found: ["Data "]),
        RuleCase(
            rule: "PLB204", note: "the wrong way round",
            resources: bucket("Tags: []") + tlsOnly("!Ref Data", "{Bool: {\"aws:SecureTransport\": true}}"),
            found: ["Data "]),
        RuleCase(
            rule: "PLB204", note: "allowing is not denying",
            resources: bucket("Tags: []")
                + tlsOnly("!Ref Data", "{Bool: {\"aws:SecureTransport\": false}}", effect: "Allow"), found: ["Data "]),
        RuleCase(
            rule: "PLB205", note: "a new bucket blocks",
            resources: bucket("Tags: []") + anybody("!Ref Data", "\"*\""), found: ["Policy PolicyDocument"]),
        RuleCase(
            rule: "PLB205", note: "by name, any account, and the setting says so",
            resources: bucket("PublicAccessBlockConfiguration: {BlockPublicPolicy: true}")
                + anybody("data", "{AWS: [\"*\"]}"), found: ["Policy PolicyDocument"]),
        RuleCase(
            rule: "PLB205", note: "not blocked",
            resources: bucket("PublicAccessBlockConfiguration: {BlockPublicAcls: true, BlockPublicPolicy: false}")
                + anybody("!Ref Data", "\"*\""), found: []),
        RuleCase(
            rule: "PLB205", note: "left out of the setting",
            resources: bucket("PublicAccessBlockConfiguration: {BlockPublicAcls: true}")
                + anybody("!Ref Data", "\"*\""), found: []),
        RuleCase(
            rule: "PLB205", note: "somebody",
            resources: bucket("Tags: []") + anybody("!Ref Data", "{Service: delivery.logs.amazonaws.com}"), found: []),
        RuleCase(
            rule: "PLB206", note: "a new bucket takes none", resources: bucket("AccessControl: LogDeliveryWrite"),
            found: ["Data AccessControl"]),
        RuleCase(
            rule: "PLB206", note: "one that grants nothing", resources: bucket("AccessControl: BucketOwnerFullControl"),
            found: []),
        RuleCase(
            rule: "PLB206", note: "lists are let in",
            resources: bucket(
                "AccessControl: LogDeliveryWrite, OwnershipControls: {Rules: [{ObjectOwnership: ObjectWriter}]}"),
            found: []),
        RuleCase(
            rule: "PLB206", note: "lists are let in, public ones are not",
            resources: bucket(
                "AccessControl: PublicRead, OwnershipControls: {Rules: [{ObjectOwnership: ObjectWriter}]}"),
            found: ["Data AccessControl"]),
        RuleCase(
            rule: "PLB206", note: "public ones too",
            resources: bucket(
                "AccessControl: PublicRead, OwnershipControls: {Rules: [{ObjectOwnership: ObjectWriter}]}, "
                    + "PublicAccessBlockConfiguration: {BlockPublicAcls: false}"),
            found: []),
        RuleCase(
            rule: "PLB205", note: "narrowed by a condition",
            resources: bucket("Tags: []")
                + tlsOnly("!Ref Data", "{Bool: {\"aws:SecureTransport\": true}}", effect: "Allow"),
            found: []),
    ]

    static let others: [RuleCase] = [
        RuleCase(
            rule: "PLB301", note: "administrator", resources: policy("{Effect: Allow, Action: \"*\", Resource: \"*\"}"),
            found: ["Policy PolicyDocument.Statement[0]"]),
        RuleCase(
            rule: "PLB301", note: "a denial", resources: policy("{Effect: Deny, Action: \"*\", Resource: \"*\"}"),
            found: []),
        RuleCase(
            rule: "PLB301", note: "inline in a role",
            resources: """
                  Web:
                    Type: AWS::IAM::Role
                    Properties:
                      AssumeRolePolicyDocument: {Statement: []}
                      Policies:
                        - PolicyName: all
                          PolicyDocument: {Statement: {Effect: Allow, Action: ["*"], Resource: "*"}}

                """, found: ["Web Policies[0].PolicyDocument.Statement"]),
        RuleCase(
            rule: "PLB302", note: "a service",
            resources: policy("{Effect: Allow, Action: \"s3:*\", Resource: \"arn:a\"}"),
            found: ["Policy PolicyDocument.Statement[0].Action"]),
        RuleCase(
            rule: "PLB302", note: "a prefix is a choice",
            resources: policy("{Effect: Allow, Action: \"s3:Get*\", Resource: \"arn:a\"}"), found: []),
        RuleCase(
            rule: "PLB303", note: "changes",
            resources: policy("{Effect: Allow, Action: \"s3:PutObject\", Resource: \"*\"}"),
            found: ["Policy PolicyDocument.Statement[0].Resource"]),
        RuleCase(
            rule: "PLB303", note: "reads",
            resources: policy("{Effect: Allow, Action: [\"ec2:DescribeVpcs\", \"s3:GetObject\"], Resource: \"*\"}"),
            found: []),
        RuleCase(
            rule: "PLB303", note: "narrowed by a condition",
            resources: policy(
                "{Effect: Allow, Action: \"iam:PassRole\", Resource: \"*\", "
                    + "Condition: {StringEquals: {\"iam:PassedToService\": ecs.amazonaws.com}}}"), found: []),
        RuleCase(
            rule: "PLB401", note: "HTTP that forwards",
            resources: listener("HTTP", "{Type: forward, TargetGroupArn: arn}"), found: ["L Protocol"]),
        RuleCase(
            rule: "PLB401", note: "HTTP that redirects",
            resources: listener("HTTP", "{Type: redirect, RedirectConfig: {Protocol: HTTPS, StatusCode: HTTP_301}}"),
            found: []),
        RuleCase(
            rule: "PLB401", note: "HTTP that redirects to HTTP",
            resources: listener("HTTP", "{Type: redirect, RedirectConfig: {Protocol: HTTP, StatusCode: HTTP_301}}"),
            found: ["L Protocol"]),
        RuleCase(
            rule: "PLB401", note: "HTTPS", resources: listener("HTTPS", "{Type: forward, TargetGroupArn: arn}"),
            found: []),
        RuleCase(
            rule: "PLB501", note: "for ever", resources: "  Log:\n    Type: AWS::Logs::LogGroup\n",
            found: ["Log RetentionInDays"]),
        RuleCase(
            rule: "PLB501", note: "for a month",
            resources: "  Log:\n    Type: AWS::Logs::LogGroup\n    Properties: {RetentionInDays: 30}\n", found: []),
        RuleCase(rule: "PLB502", note: "silent", resources: alarm("Threshold: 1"), found: ["Alarm AlarmActions"]),
        RuleCase(
            rule: "PLB502", note: "switched off", resources: alarm("ActionsEnabled: false, AlarmActions: [\"arn:a\"]"),
            found: ["Alarm ActionsEnabled"]),
        RuleCase(rule: "PLB502", note: "heard", resources: alarm("AlarmActions: [\"arn:a\"]"), found: []),
        RuleCase(
            rule: "PLB601", note: "unscanned", resources: repository("ImageTagMutability: IMMUTABLE"),
            found: ["Images ImageScanningConfiguration"]),
        RuleCase(
            rule: "PLB601", note: "scanned", resources: repository("ImageScanningConfiguration: {ScanOnPush: true}"),
            found: []),
        RuleCase(
            rule: "PLB602", note: "mutable", resources: repository("ImageTagMutability: MUTABLE"),
            found: ["Images ImageTagMutability"]),
        RuleCase(
            rule: "PLB602", note: "immutable", resources: repository("ImageTagMutability: IMMUTABLE"), found: []),
        RuleCase(
            rule: "PLB701", note: "another prefix", resources: bucket("Tags: []"), found: ["Data BucketName"],
            settings: "naming: {\"AWS::S3::Bucket\": cob-.*}"),
        RuleCase(
            rule: "PLB701", note: "the prefix", resources: bucket("Tags: []"), found: [],
            settings: "naming: {\"AWS::S3::Bucket\": da.*}"),
        RuleCase(
            rule: "PLB701", note: "all of the name counts", resources: bucket("Tags: []"), found: ["Data BucketName"],
            settings: "naming: {\"AWS::S3::Bucket\": da}"),
        RuleCase(
            rule: "PLB701", note: "the name that plumb makes",
            resources: "  Cluster:\n    Type: AWS::ECS::Cluster\n", found: ["Cluster ClusterName"],
            settings: "naming: {\"AWS::ECS::Cluster\": digitalApps.*}"),
        RuleCase(
            rule: "PLB701", note: "the tag Name",
            resources: "  Net:\n    Type: AWS::EC2::VPC\n    Properties: {CidrBlock: 10.0.0.0/16, "
                + "Tags: [{Key: Name, Value: net}]}\n", found: ["Net Tags"],
            settings: "naming: {\"AWS::EC2::VPC\": digital.*}"),
        RuleCase(
            rule: "PLB701", note: "a name that is open is not accused",
            resources: "  Topic:\n    Type: AWS::SNS::Topic\n" + "  Data:\n    Type: AWS::S3::Bucket\n"
                + "    Properties: {BucketName: !GetAtt Topic.TopicName}\n", found: [],
            settings: "naming: {\"AWS::S3::Bucket\": cob-.*}"),
    ]

    private static func listener(_ name: String, _ action: String) -> String {
        "  L:\n    Type: AWS::ElasticLoadBalancingV2::Listener\n    Properties: {LoadBalancerArn: arn, Port: 80, "
            + "Protocol: \(name), DefaultActions: [\(action)]}\n"
    }

    private static func alarm(_ properties: String) -> String {
        "  Alarm:\n    Type: AWS::CloudWatch::Alarm\n    Properties: {ComparisonOperator: GreaterThanThreshold, "
            + "EvaluationPeriods: 1, \(properties)}\n"
    }

    private static func repository(_ properties: String) -> String {
        "  Images:\n    Type: AWS::ECR::Repository\n    Properties: {\(properties)}\n"
    }
}
