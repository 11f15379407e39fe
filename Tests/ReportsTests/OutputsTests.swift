import Plans
import Reports
import Testing
import Values

@Suite struct OutputsTests {
    @Test(arguments: [
        ("AwsEcsCluster", "AWS_ECS_CLUSTER"), ("AwsS3ConfigBucket", "AWS_S3_CONFIG_BUCKET"),
        ("AwsEc2TargetGroupArn", "AWS_EC2_TARGET_GROUP_ARN"), ("AwsDefaultRegion", "AWS_DEFAULT_REGION"),
        ("VPCId", "VPC_ID"), ("ALBDnsName", "ALB_DNS_NAME"), ("TaskRoleARN", "TASK_ROLE_ARN"),
        ("SubnetIDs", "SUBNET_IDS"),
        ("SubnetIDsByZone", "SUBNET_IDS_BY_ZONE"), ("Subnet1Id", "SUBNET1_ID"), ("lower", "lower".uppercased()),
        ("UPPER", "UPPER"), ("A", "A"), ("1Password", "_1_PASSWORD"),
    ])
    func names(name: String, variable: String) { #expect(OutputName.environment(name) == variable) }

    static let outputs: [Plan.Output] = [
        .init(stack: "web", name: "AwsEcsCluster", value: "apps", isSecret: false),
        .init(stack: "web", name: "AwsS3ConfigBucket", value: "digital config $HOME `id`", isSecret: false),
        .init(stack: "web", name: "Quote", value: "it's \"$x\" \\", isSecret: false),
        .init(stack: "web", name: "Lines", value: "one\ntwo", isSecret: false),
        .init(stack: "web", name: "List", value: ["a", "b"], isSecret: false),
        .init(stack: "web", name: "Password", value: .string(Samples.password), isSecret: true),
        .init(stack: "net", name: "VpcId", value: Samples.vpc, isSecret: false),
        .init(stack: "net", name: "Count", value: 3, isSecret: false),
    ]

    @Test func formats() throws {
        let golden = Golden("reports/outputs")
        try golden.check(OutputsText.text(Self.outputs), "outputs.txt")
        try golden.check(OutputsText.json(Self.outputs), "outputs.json")
        try golden.check(OutputsText.dotenv(Self.outputs), "outputs.env")
        try golden.check(OutputsText.github(Self.outputs), "outputs.github")
    }

    @Test func secretsAreInNone() {
        for text in [
            OutputsText.text(Self.outputs), OutputsText.json(Self.outputs), OutputsText.dotenv(Self.outputs),
            OutputsText.github(Self.outputs),
        ] { #expect(!text.contains("hunter2")) }
    }

    @Test func theDelimiterIsNotInTheValue() throws {
        func render(_ value: String) -> [Substring] {
            OutputsText.github([.init(stack: "a", name: "X", value: .string(value), isSecret: false)])
                .split(separator: "\n", omittingEmptySubsequences: false)
        }
        let value = "a\nX<<EOF\nEOF\nY=1"
        let lines = render(value)
        let mark = try #require(lines.first?.split(separator: "<<").last)
        #expect(lines.dropFirst().prefix { $0 != mark }.joined(separator: "\n") == value)
        #expect(render(value) == lines, "the same value gives the same bytes")
    }

    @Test func sharedNamesAreFound() {
        let outputs = Self.outputs + [.init(stack: "b", name: "AWSEcsCluster", value: "x", isSecret: false)]
        #expect(OutputsText.collisions(outputs) == ["AWS_ECS_CLUSTER"])
        #expect(OutputsText.collisions(Self.outputs).isEmpty)
    }
}
