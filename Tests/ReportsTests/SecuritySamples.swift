import Plans
import Values

/// Plans that change who may do what.
extension Samples {
    static func statement(_ effect: Value, _ action: Value, _ resource: Value?, _ more: Value.Object = [:]) -> Value {
        var object = more
        object["Effect"] = effect
        object["Action"] = action
        if let resource { object["Resource"] = resource }
        return .object(object)
    }

    static func document(_ statements: Value...) -> Value {
        ["Version": "2012-10-17", "Statement": .array(statements)]
    }

    static func rule(_ port: Int, _ cidr: String) -> Value {
        ["IpProtocol": "tcp", "FromPort": .int(port), "ToPort": .int(port), "CidrIp": .string(cidr)]
    }

    static var security: Plan {
        let uploads = "arn:aws:s3:::uploads/*" as Value
        let role = Step(
            address: "net/TaskRole", type: "AWS::IAM::Role", action: .update, reasons: [.edited],
            changes: [
                PropertyChange(
                    path: "ManagedPolicyArns", before: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
                    after: ["arn:aws:iam::aws:policy/AdministratorAccess"], span: span(12)),
                PropertyChange(
                    path: "Policies[0].PolicyDocument",
                    before: document(statement("Allow", ["s3:GetObject"], uploads)),
                    after: document(statement("Allow", ["s3:DeleteObject", "s3:GetObject"], uploads)), span: span(14)),
                PropertyChange(
                    path: "AssumeRolePolicyDocument",
                    before: document(
                        statement("Allow", "sts:AssumeRole", nil, ["Principal": ["Service": "ecs-tasks.amazonaws.com"]])
                    ),
                    after: document(
                        statement(
                            "Allow", "sts:AssumeRole", nil,
                            ["Principal": ["Service": "ecs-tasks.amazonaws.com", "AWS": "210987654321"]])),
                    span: span(11)),
            ], region: "us-east-1", physicalID: "taskRole", span: span(10))
        let policy = Step(
            address: "net/BucketPolicy", type: "AWS::S3::BucketPolicy", action: .create, reasons: [.new],
            changes: [
                PropertyChange(path: "Bucket", before: nil, after: "uploads"),
                PropertyChange(
                    path: "PolicyDocument", before: nil,
                    after: document(
                        statement("Allow", "s3:GetObject", uploads, ["Principal": "*"]),
                        statement(
                            "Deny", "s3:*", uploads,
                            ["Principal": "*", "Condition": ["Bool": ["aws:SecureTransport": "false"]]]))),
            ], region: "us-east-1", span: span(20))
        let bucket = Step(
            address: "net/Uploads", type: "AWS::S3::Bucket", action: .update, reasons: [.drifted],
            changes: [
                PropertyChange(
                    path: "PublicAccessBlockConfiguration.BlockPublicPolicy", before: true, after: false,
                    span: span(31))
            ], region: "us-east-1", physicalID: "uploads", span: span(30))
        var group = updateGroup
        group.changes = [
            PropertyChange(
                path: "SecurityGroupIngress", before: [rule(443, "0.0.0.0/0"), rule(22, "10.0.0.0/8")],
                after: [rule(443, "0.0.0.0/0"), rule(22, "0.0.0.0/0")], span: span(31))
        ]
        // Only the port changes; what else the rule says is among the facts.
        let single = Step(
            address: "net/Database", type: "AWS::EC2::SecurityGroupIngress", action: .update, reasons: [.edited],
            changes: [
                PropertyChange(path: "FromPort", before: 5432, after: 0, span: span(41)),
                PropertyChange(path: "ToPort", before: 5432, after: 65535, span: span(42)),
            ], region: "us-east-1", physicalID: "sgr-1", span: span(40))
        let gone = Step(
            address: "net/OldUser", type: "AWS::IAM::User", action: .delete, reasons: [.leftTemplate],
            region: "us-east-1", physicalID: "oldUser")
        var plan = plan([bucket, group, single, role, policy, gone])
        plan.facts = [
            Fact(
                address: "net/Database", type: "AWS::EC2::SecurityGroupIngress", region: "us-east-1", lookup: [:],
                lives: [
                    .init(
                        physicalID: "sgr-1",
                        properties: [
                            "GroupId": "sg-9", "IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432,
                            "CidrIp": "192.168.0.0/16",
                        ])
                ])
        ]
        return plan
    }

    /// Names that try to end whatever they stand in.
    static var markup: Plan {
        let evil =
            "</details><script>alert(1)</script>```\n| a | b |\n--> @team #1 [x](javascript:1) ${{ x }} %0A::error::"
        let step = Step(
            address: "net/\(evil)", type: "AWS::IAM::Role", action: .update, reasons: [.edited],
            changes: [
                PropertyChange(
                    path: "Tags.\(evil)", before: "````", after: .string(evil), span: span(3, "a,b:c/\(evil).yaml")),
                PropertyChange(path: "ManagedPolicyArns", before: [], after: [.string(evil)]),
                PropertyChange(path: "Text", before: .string("a\n```\nb"), after: .string("a\n`````\n</pre>\n]]>")),
            ],
            calls: [
                PlannedCall(
                    service: "iam", operation: "TagRole", input: ["RoleName": .string(evil)], region: "us-east-1")
            ], region: "us-east-1", physicalID: evil, span: span(2, "../x/./\(evil).yaml"))
        var plan = plan([step], unchanged: ["net/\(evil)2"])
        plan.stacks[0].name = "net"
        plan.stacks.append(.init(name: "--><b>", path: evil, region: evil, resources: 0))
        plan.foreign = [ForeignObject(parent: evil, type: evil, shows: [evil])]
        plan.otherStacks = [Plan.OtherStack(name: evil, regions: [evil], resources: 1)]
        plan.outputs = [.init(stack: "net", name: evil, value: vpc, isSecret: false)]
        return plan
    }

    /// As many new, changed and replaced resources as are asked for.
    static func many(_ count: Int) -> Plan {
        let steps = (0..<count).flatMap { number -> [Step] in
            let address = "net/Thing\(String(10000 + number).dropFirst())"
            switch number % 10 {
            case 0:
                return pair(
                    address, "AWS::SQS::Queue", .createFirst,
                    PropertyChange(path: "FifoQueue", before: false, after: true, forcesReplacement: true))
            case 1...4:
                return [
                    Step(
                        address: address, type: "AWS::SNS::Topic", action: .update, reasons: [.edited],
                        changes: [
                            PropertyChange(
                                path: "DisplayName", before: "a", after: .string("b\(number)"), span: span(number + 1))
                        ], region: "us-east-1", physicalID: "thing-\(number)", span: span(number + 1))
                ]
            default:
                return [
                    Step(
                        address: address, type: "AWS::Logs::LogGroup", action: .create, reasons: [.new],
                        changes: [PropertyChange(path: "RetentionInDays", before: nil, after: 90)],
                        needs: number > 10
                            ? ["net/Thing\(String(10000 + number - number % 10).dropFirst())!create"] : [],
                        region: "us-east-1", span: span(number + 1))
                ]
            }
        }
        return plan(steps)
    }
}
