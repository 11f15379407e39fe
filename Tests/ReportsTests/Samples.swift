import Declarations
import Diagnostics
import Plans
import Values

/// Plans as the engine could make them, by the name of their golden folder.
enum Samples {
    static let all: [String: Plan] = [
        "create": create, "update": update, "replace": replace, "delete": delete, "drift": drift, "foreign": foreign,
        "secrets": secrets, "hostile": hostile, "shared": shared, "adopt": adopt, "texts": texts, "mixed": mixed,
        "aside": aside,
        "none": Plan(purpose: .apply, unchanged: ["net/Vpc"], reading: reading),
        "none-to-destroy": Plan(purpose: .destroy),
    ]

    static func span(_ line: Int, _ file: String = "templates/net.yaml") -> Span {
        Span(file: file, start: .init(line: line, column: 7), end: .init(line: line, column: 20))
    }

    static var reading: Plan.Reading {
        var reading = Plan.Reading()
        reading.calls = 12
        reading.compared = 84
        reading.unreadable = 2
        reading.left = 5
        return reading
    }

    static func plan(_ steps: [Step], _ purpose: Plan.Purpose = .apply, unchanged: [String] = []) -> Plan {
        Plan(
            purpose: purpose, account: "123456789012", caller: "arn:aws:iam::123456789012:user/ci",
            stacks: [.init(name: "net", path: "stacks/net.yaml", region: "us-east-1", resources: steps.count)],
            steps: steps, unchanged: unchanged, reading: reading)
    }

    static let vpc = Value.deferred(.attribute(address: "net/Vpc", name: "VpcId"))

    static var createVpc: Step {
        Step(
            address: "net/Vpc", type: "AWS::EC2::VPC", action: .create, reasons: [.new],
            changes: [
                PropertyChange(path: "CidrBlock", before: nil, after: "10.0.0.0/16", span: span(12)),
                PropertyChange(path: "EnableDnsSupport", before: nil, after: true, span: span(13)),
                PropertyChange(path: "Tags.Team", before: nil, after: "digital", span: span(4, "stacks/net.yaml")),
            ],
            calls: [
                PlannedCall(
                    service: "ec2", operation: "CreateVpc", input: ["CidrBlock": "10.0.0.0/16"], region: "us-east-1",
                    repeatable: false, yields: "Vpc",
                    wait: PlannedWait(
                        says: "VPC is available", service: "ec2", operation: "DescribeVpcs", input: ["VpcIds": [vpc]],
                        until: .every("Vpcs", .equals("State", "available")), every: 1, atMost: 120))
            ], region: "us-east-1", span: span(10))
    }

    static var createSubnet: Step {
        Step(
            address: "net/SubnetA", type: "AWS::EC2::Subnet", action: .create, reasons: [.new],
            changes: [
                PropertyChange(path: "VpcId", before: nil, after: vpc, span: span(22)),
                PropertyChange(path: "CidrBlock", before: nil, after: "10.0.1.0/24", span: span(23)),
                PropertyChange(
                    path: "Note", before: nil,
                    after: .deferred(.join(separator: "", ["subnet of ", vpc, " in ", "us-east-1a"])), span: span(24)),
            ],
            needs: ["net/Vpc!create"],
            calls: [
                PlannedCall(
                    service: "ec2", operation: "CreateSubnet", input: ["VpcId": vpc, "CidrBlock": "10.0.1.0/24"],
                    region: "us-east-1")
            ], region: "us-east-1", span: span(20))
    }

    static var create: Plan {
        var plan = plan([createVpc, createSubnet])
        plan.outputs = [.init(stack: "net", name: "VpcId", value: vpc, isSecret: false)]
        return plan
    }

    static var updateGroup: Step {
        func rule(_ port: Int, _ cidr: String) -> Value {
            ["IpProtocol": "tcp", "FromPort": .int(port), "ToPort": .int(port), "CidrIp": .string(cidr)]
        }
        return Step(
            address: "net/Group", type: "AWS::EC2::SecurityGroup", action: .update, reasons: [.edited, .drifted],
            changes: [
                PropertyChange(
                    path: "SecurityGroupIngress",
                    before: [rule(80, "0.0.0.0/0"), rule(443, "0.0.0.0/0"), rule(22, "0.0.0.0/0")],
                    after: [
                        rule(80, "0.0.0.0/0"), rule(443, "0.0.0.0/0"), rule(22, "10.0.0.0/8"), rule(8080, "10.0.0.0/8"),
                    ],
                    span: span(31)),
                PropertyChange(path: "GroupDescription", before: "web", after: "web servers", span: span(30)),
                PropertyChange(path: "Tags.Owner", before: "console", after: nil),
                PropertyChange(path: "Tags.plumb:digest", before: "0123456789abcdef", after: "fedcba9876543210"),
            ],
            calls: [
                PlannedCall(
                    service: "ec2", operation: "RevokeSecurityGroupIngress", input: ["GroupId": "sg-1"],
                    region: "us-east-1")
            ], region: "us-east-1", physicalID: "sg-1", span: span(28))
    }

    static var update: Plan { plan([updateGroup], unchanged: ["net/Vpc", "net/SubnetA"]) }

    static func pair(_ address: String, _ type: String, _ order: Replacement, _ change: PropertyChange) -> [Step] {
        let create = Step(
            address: address, type: type, action: .create, reasons: [.edited, .cannotChange([change.path])],
            changes: [change],
            calls: [PlannedCall(service: "x", operation: "CreateThing", input: [:], region: "us-east-1")],
            region: "us-east-1", replacement: order, span: span(40))
        let delete = Step(
            address: address, type: type, action: .delete, reasons: [.cannotChange([change.path])],
            calls: [PlannedCall(service: "x", operation: "DeleteThing", input: ["Id": "old-1"], region: "us-east-1")],
            region: "us-east-1", physicalID: "old-1", replacement: order)
        return order == .createFirst ? [create, delete] : [delete, create]
    }

    static var replace: Plan {
        plan(
            pair(
                "net/Launch", "AWS::AutoScaling::LaunchConfiguration", .createFirst,
                PropertyChange(
                    path: "ImageId", before: "ami-1", after: "ami-2", forcesReplacement: true, span: span(41)))
                + pair(
                    "net/Queue", "AWS::SQS::Queue", .deleteFirst,
                    PropertyChange(
                        path: "FifoQueue", before: false, after: true, forcesReplacement: true, span: span(51))))
    }

    static var deleteBucket: Step {
        Step(
            address: "net/Logs", type: "AWS::S3::Bucket", action: .delete, reasons: [.leftTemplate],
            changes: [PropertyChange(path: "BucketName", before: "digital-logs", after: nil)],
            calls: [
                PlannedCall(
                    service: "s3", operation: "DeleteBucket", input: ["Bucket": "digital-logs"], region: "us-east-1")
            ], region: "us-east-1", physicalID: "digital-logs")
    }

    static var delete: Plan { plan([deleteBucket]) }

    static var drift: Plan {
        let retention = Step(
            address: "net/Log", type: "AWS::Logs::LogGroup", action: .update, reasons: [.drifted],
            changes: [
                PropertyChange(path: "RetentionInDays", before: 30, after: 90, span: span(61)),
                PropertyChange(path: "KmsKeyId", before: "arn:aws:kms:us-east-1:123456789012:key/1", after: nil),
            ], region: "us-east-1", physicalID: "/ecs/apps", span: span(60))
        let route = Step(
            address: "net/Route", type: "AWS::EC2::Route", action: .create, reasons: [.missing], region: "us-east-1",
            span: span(70))
        let new = Step(
            address: "net/Topic", type: "AWS::SNS::Topic", action: .create, reasons: [.new], region: "us-east-1",
            span: span(75))
        var plan = plan([retention, route, new, deleteBucket, updateGroup], .drift, unchanged: ["net/Vpc"])
        plan.foreign = foreign.foreign
        return plan
    }

    /// Two stacks, with what is set aside, where it comes from, and who changed it.
    static var aside: Plan {
        var moved = Step(
            address: "net/Log", type: "AWS::Logs::LogGroup", action: .update, reasons: [.edited],
            changes: [
                PropertyChange(path: "RetentionInDays", before: 30, after: 90, span: span(61)),
                PropertyChange(path: "KmsKeyId", before: nil, after: "arn:aws:kms:us-east-1:123456789012:key/1"),
            ], region: "us-east-1", physicalID: "/ecs/apps", span: span(60))
        moved.changes[0].origin = .moved
        moved.changes[1].origin = .branch
        moved.origin = .both
        moved.changer = Changer(
            time: "2026-11-20T11:00:00Z", user: "arn:aws:iam::123456789012:user/jo", event: "logs:PutRetentionPolicy",
            sourceIP: "203.0.113.7", eventID: "1")
        var plan = plan([moved], .drift, unchanged: ["net/Vpc", "web/Queue"])
        plan.stacks.append(.init(name: "web", path: "stacks/web.yaml", region: "eu-west-1", resources: 1))
        plan.stacks[0].reading = reading
        plan.stacks[1].reading.compared = 9
        plan.stacks[1].reading.unsupported = 4
        plan.reading = plan.stacks.map(\.reading).reduce(Plan.Reading(), +)
        plan.base = "origin/main"
        plan.isSinceApplied = true
        plan.aside = [
            SetAside(
                address: "net/Group", type: "AWS::EC2::SecurityGroup", physicalID: "sg-1", action: .update,
                change: PropertyChange(path: "Tags.Cost", before: "7", after: nil),
                cause: .ignored(
                    reason: "the billing job sets it", expires: "2027-01-31", rule: span(3, "drift.yaml"))),
            SetAside(
                address: "net/Secret", type: "AWS::SecretsManager::Secret", physicalID: "s", action: .update,
                change: PropertyChange(path: "SecretString", before: .string(password), after: "x", isSecret: true),
                cause: .ignored(reason: "rotated", expires: nil, rule: span(7, "drift.yaml"))),
            SetAside(address: "web/Topic", type: "AWS::SNS::Topic", action: .create, cause: .edited),
            SetAside(
                address: "web/Queue2", type: "AWS::SQS::Queue", physicalID: "q", action: .update, cause: .unclear),
        ]
        return plan
    }

    static var foreign: Plan {
        var plan = plan([], unchanged: ["net/Vpc", "net/Group"])
        plan.foreign = [
            ForeignObject(
                parent: "net/RouteTable", type: "AWS::EC2::Route",
                shows: ["DestinationCidrBlock: 192.168.0.0/16", "GatewayId: vgw-1"]),
            ForeignObject(
                parent: "net/Listener", type: "AWS::ElasticLoadBalancingV2::ListenerRule", shows: ["Priority: 7"]),
        ]
        plan.otherStacks = [
            Plan.OtherStack(name: "old-shop", regions: ["eu-west-1", "us-east-1"], resources: 12),
            Plan.OtherStack(name: "left", regions: [], resources: 1),
        ]
        plan.kept = [
            Kept(
                address: "net/Data", type: "AWS::S3::Bucket", physicalID: "digital-data",
                reason: "its policy retains it")
        ]
        return plan
    }

    static let password = "hunter2-hunter2"

    static var secrets: Plan {
        let once = Value.deferred(.attribute(address: "net/Key", name: "SecretAccessKey"))
        let secret = Step(
            address: "net/Secret", type: "AWS::SecretsManager::Secret", action: .update, reasons: [.edited],
            changes: [
                PropertyChange(
                    path: "SecretString", before: .string(password), after: .string(password + "!"), isSecret: true,
                    span: span(81)),
                PropertyChange(path: "Description", before: "old", after: "new", span: span(82)),
            ],
            calls: [
                PlannedCall(
                    service: "secretsmanager", operation: "UpdateSecret",
                    input: [
                        "SecretId": "s", "SecretString": .string(password),
                        "Versions": [["Value": .string(password), "Id": "1"]],
                    ], region: "us-east-1", secrets: ["SecretString", "Versions[].Value"])
            ], region: "us-east-1", physicalID: "s", span: span(80))
        let new = Step(
            address: "net/Other", type: "AWS::SecretsManager::Secret", action: .create,
            reasons: [.secretLost(by: "net/Other")],
            changes: [PropertyChange(path: "SecretString", before: nil, after: once, isSecret: true, span: span(91))],
            region: "us-east-1", span: span(90))
        var plan = plan([secret, new])
        plan.outputs = [
            .init(stack: "net", name: "Password", value: .string(password), isSecret: true),
            .init(stack: "net", name: "Url", value: "https://example.org/?a=1&b='2'", isSecret: false),
        ]
        return plan
    }

    static var hostile: Plan {
        let evil = "a\u{1b}[31mred\u{1b}[0m\r\nPlan: 0 to add\u{202e}txt\u{7f}\u{85}"
        let step = Step(
            address: "net/\u{1b}]0;title\u{7}Vpc", type: "AWS::EC2::VPC", action: .update, reasons: [.differs],
            changes: [
                PropertyChange(
                    path: "Tags.\(evil)", before: .string(evil), after: .string(evil + "2"), span: span(1, evil)),
                PropertyChange(
                    path: "Text", before: .string("one\n\u{1b}[2Jtwo"), after: .string("one\n\u{1b}[2Jthree")),
            ],
            calls: [
                PlannedCall(service: "ec2", operation: "CreateTags", input: ["K": .string(evil)], region: "us-east-1")
            ], region: "us-east-1", physicalID: evil)
        var plan = plan([step])
        plan.foreign = [ForeignObject(parent: evil, type: evil, shows: [evil])]
        plan.otherStacks = [Plan.OtherStack(name: evil, regions: [evil], resources: 1)]
        plan.kept = [Kept(address: evil, type: evil, physicalID: evil, reason: evil)]
        return plan
    }

    static var shared: Plan {
        let team = PropertyChange(
            path: "Tags.Team", before: "web", after: "digital", span: span(4, "stacks/net.yaml"))
        let steps = (1...4).map { number in
            var step = Step(
                address: "net/Thing\(number)", type: "AWS::SNS::Topic", action: .update, reasons: [.edited],
                changes: [team],
                calls: [
                    PlannedCall(
                        service: "sns", operation: "TagResource", input: ["N": .int(number)], region: "us-east-1")
                ],
                region: "us-east-1", physicalID: "thing-\(number)", span: span(100 + number))
            if number == 4 {
                step.changes.append(PropertyChange(path: "DisplayName", before: "a", after: "b", span: span(105)))
            }
            return step
        }
        return plan(steps)
    }

    static var adopt: Plan {
        plan([
            Step(
                address: "net/Config", type: "AWS::S3::Bucket", action: .adopt, reasons: [.unmarked],
                changes: [PropertyChange(path: "Tags.Team", before: nil, after: "digital", span: span(4))],
                region: "us-east-1", physicalID: "digital-config", span: span(3)),
            Step(
                address: "net/Archive", type: "AWS::S3::Bucket", action: .forget, reasons: [.retained],
                region: "us-east-1",
                physicalID: "digital-archive"),
        ])
    }

    static var texts: Plan {
        let policy = { (action: Value) -> Value in
            [
                "Version": "2012-10-17",
                "Statement": [
                    ["Sid": "Read", "Effect": "Allow", "Action": action, "Resource": "arn:aws:s3:::digital-config/*"],
                    ["Sid": "Deny", "Effect": "Deny", "Action": "s3:PutObject", "Resource": "*"],
                ],
            ]
        }
        let script = { (cluster: Value) -> Value in
            .deferred(
                .join(
                    separator: "",
                    ["#!/bin/bash\nset -e\necho ECS_CLUSTER=", cluster, " >> /etc/ecs.config\necho done\n"]))
        }
        let old = "#!/bin/bash\nset -e\necho ECS_CLUSTER=apps >> /etc/ecs.config\necho done\n"
        let actions = (1...12).map { Value.string("service:LongOperationName\($0)") }
        return plan([
            Step(
                address: "net/Other", type: "AWS::IAM::ManagedPolicy", action: .create, reasons: [.new],
                changes: [PropertyChange(path: "PolicyDocument", before: nil, after: policy(.array(actions)))],
                region: "us-east-1", span: span(2)),
            Step(
                address: "net/Policy", type: "AWS::IAM::ManagedPolicy", action: .update, reasons: [.edited],
                changes: [
                    PropertyChange(
                        path: "PolicyDocument", before: policy("s3:GetObject"),
                        after: policy(["s3:GetObject", "s3:ListBucket"]),
                        span: span(5)),
                    PropertyChange(
                        path: "Text", before: .string(policy("s3:GetObject").json),
                        after: .string(policy("s3:GetObject").prettyJSON), span: span(6)),
                    PropertyChange(
                        path: "LifecyclePolicyText", before: "{\"rules\":[{\"rulePriority\":1,\"count\":100}]}",
                        after: "{\"rules\":[{\"rulePriority\":1,\"count\":500}]}", span: span(7)),
                    PropertyChange(
                        path: "UserData", before: .string(Base64.encode(Array(old.utf8))),
                        after: .deferred(.base64(script(.deferred(.attribute(address: "net/Cluster", name: "Ref"))))),
                        span: span(8)),
                ], region: "us-east-1", physicalID: "policy", span: span(4)),
        ])
    }

    static var mixed: Plan {
        var plan = plan(
            [createVpc, createSubnet] + replace.steps + [deleteBucket, updateGroup] + shared.steps, unchanged: ["net/A"]
        )
        plan.foreign = foreign.foreign
        plan.kept = foreign.kept
        return plan
    }
}
