import FoundationEssentials
import Testing
import Transport
import Values

@testable import AWS

/// Where a running AWS emulator (moto) is: `PLUMB_TEST_ENDPOINT`.
enum Emulator {
    static let endpoint = ProcessInfo.processInfo.environment["PLUMB_TEST_ENDPOINT"]
    static let isThere: Bool = {
        if endpoint == nil { print("SKIPPED: the emulator tests of AWSTests; set PLUMB_TEST_ENDPOINT to run them") }
        return endpoint != nil
    }()
}

/// Each protocol against the emulator.
@Suite(.enabled(if: Emulator.isThere, "no emulator: set PLUMB_TEST_ENDPOINT"), .serialized, .timeLimit(.minutes(30)))
struct EmulatorTests {
    let client = Client(
        region: "us-east-1",
        credentials: StaticCredentials(Credentials(accessKeyID: "test", secretAccessKey: "test", source: "test")),
        transport: CurlTransport(), options: ClientOptions(endpoints: EndpointOptions(url: Emulator.endpoint)))

    static let reads: [(String, String, Value)] = [
        ("acm", "ListCertificates", [:]), ("autoscaling", "DescribeAutoScalingGroups", [:]),
        ("application-autoscaling", "DescribeScalableTargets", ["ServiceNamespace": "ecs"]),
        ("cloudformation", "DescribeStacks", [:]), ("cloudfront", "ListDistributions", [:]),
        ("cloudwatch", "DescribeAlarms", [:]), ("dynamodb", "ListTables", [:]), ("ec2", "DescribeVpcs", [:]),
        ("ecr", "DescribeRepositories", [:]), ("ecs", "ListClusters", [:]), ("efs", "DescribeFileSystems", [:]),
        ("elbv2", "DescribeLoadBalancers", [:]), ("events", "ListRules", [:]), ("iam", "ListRoles", [:]),
        ("kms", "ListKeys", [:]), ("lambda", "ListFunctions", [:]), ("logs", "DescribeLogGroups", [:]),
        ("resourcegroupstaggingapi", "GetResources", [:]), ("route53", "ListHostedZones", [:]),
        ("s3", "ListBuckets", [:]), ("secretsmanager", "ListSecrets", [:]), ("servicediscovery", "ListNamespaces", [:]),
        ("sns", "ListTopics", [:]), ("sqs", "ListQueues", [:]), ("ssm", "DescribeParameters", [:]),
        ("sts", "GetCallerIdentity", [:]),
    ]

    @Test(arguments: reads.map { "\($0.0):\($0.1)" }) func read(_ name: String) async throws {
        let row = try #require(Self.reads.first { "\($0.0):\($0.1)" == name })
        let output = try await client.collected(APICall(row.0, row.1, row.2))
        #expect(output.object != nil)
    }

    @Test func ec2() async throws {
        let vpc = try await client.send(
            APICall(
                "ec2", "CreateVpc",
                [
                    "CidrBlock": "10.9.0.0/16",
                    "TagSpecifications": [["ResourceType": "vpc", "Tags": [["Key": "Name", "Value": "a & b"]]]],
                ]), repeatable: false)
        let id = try #require(vpc.at("Vpc.VpcId")?.string)
        let found = try await client.collected(
            APICall("ec2", "DescribeVpcs", ["Filters": [["Name": "tag:Name", "Values": ["a & b"]]]]))
        #expect(found["Vpcs"]?.array?.count == 1 && found.at("Vpcs.0.VpcId")?.string == id)
        _ = try await client.send(APICall("ec2", "DeleteVpc", ["VpcId": .string(id)]))
        let gone = await #expect(throws: AWSFailure.self) {
            try await client.send(APICall("ec2", "DeleteVpc", ["VpcId": .string(id)]))
        }
        #expect(gone?.kind == .notFound && gone?.code == "InvalidVpcID.NotFound")
    }

    @Test func s3() async throws {
        let bucket: Value = "plumb-client-test"
        _ = try await client.send(APICall("s3", "CreateBucket", ["Bucket": bucket]))
        let body = Value.bytes([0, 1, 2, 255])
        _ = try await client.send(
            APICall("s3", "PutObject", ["Bucket": bucket, "Key": "a b/ü+c", "Body": body, "Metadata": ["x": "1"]]))
        let object = try await client.send(APICall("s3", "GetObject", ["Bucket": bucket, "Key": "a b/ü+c"]))
        #expect(object["Body"] == body && object.at("Metadata.x") == "1")
        _ = try await client.send(
            APICall("s3", "PutBucketTagging", ["Bucket": bucket, "Tagging": ["TagSet": [["Key": "k", "Value": "v"]]]]))
        let tags = try await client.send(APICall("s3", "GetBucketTagging", ["Bucket": bucket]))
        #expect(tags == ["TagSet": [["Key": "k", "Value": "v"]]])
        #expect(try await client.send(APICall("s3", "GetBucketLocation", ["Bucket": bucket])) == [:])
        _ = try await client.send(
            APICall("s3", "DeleteObjects", ["Bucket": bucket, "Delete": ["Objects": [["Key": "a b/ü+c"]]]]))
        _ = try await client.send(APICall("s3", "DeleteBucket", ["Bucket": bucket]))
        let gone = await #expect(throws: AWSFailure.self) {
            try await client.send(APICall("s3", "HeadBucket", ["Bucket": bucket]))
        }
        #expect(gone?.kind == .notFound)
    }

    @Test func alarms() async throws {
        let alarm: Value = [
            "AlarmName": "plumb-client-test", "ComparisonOperator": "LessThanThreshold", "EvaluationPeriods": 2,
            "MetricName": "HealthyHostCount", "Namespace": "AWS/ApplicationELB", "Period": 60, "Statistic": "Minimum",
            "Threshold": 1, "TreatMissingData": "breaching", "Dimensions": [["Name": "LoadBalancer", "Value": "x"]],
            "Tags": [["Key": "k", "Value": "v"]],
        ]
        _ = try await client.send(APICall("cloudwatch", "PutMetricAlarm", alarm))
        let found = try await client.collected(
            APICall("cloudwatch", "DescribeAlarms", ["AlarmNames": ["plumb-client-test"]]))
        #expect(found.at("MetricAlarms.0.Threshold")?.int == 1)
        #expect(found.at("MetricAlarms.0.Dimensions") == [["Name": "LoadBalancer", "Value": "x"]])
        let arn = try #require(found.at("MetricAlarms.0.AlarmArn"))
        let tags = try await client.send(APICall("cloudwatch", "ListTagsForResource", ["ResourceARN": arn]))
        #expect(tags["Tags"] == [["Key": "k", "Value": "v"]])
        _ = try await client.send(APICall("cloudwatch", "DeleteAlarms", ["AlarmNames": ["plumb-client-test"]]))
    }

    @Test func iamAndRoute53() async throws {
        let policy =
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#
        let role = try await client.send(
            APICall(
                "iam", "CreateRole",
                [
                    "RoleName": "plumb-client-test", "AssumeRolePolicyDocument": .string(policy),
                    "Tags": [["Key": "k", "Value": ""]],
                ]))
        #expect(role.at("Role.RoleName") == "plumb-client-test")
        let again = await #expect(throws: AWSFailure.self) {
            try await client.send(
                APICall(
                    "iam", "CreateRole", ["RoleName": "plumb-client-test", "AssumeRolePolicyDocument": .string(policy)])
            )
        }
        #expect(again?.kind == .conflict && again?.code == "EntityAlreadyExists")
        _ = try await client.send(APICall("iam", "DeleteRole", ["RoleName": "plumb-client-test"]))

        let zone = try await client.send(
            APICall("route53", "CreateHostedZone", ["Name": "client.test.", "CallerReference": "plumb-client-test"]))
        let id = try #require(zone.at("HostedZone.Id")?.string)
        let change: Value = [
            "Action": "UPSERT",
            "ResourceRecordSet": [
                "Name": "a.client.test.", "Type": "A", "TTL": 60, "ResourceRecords": [["Value": "10.0.0.1"]],
            ],
        ]
        _ = try await client.send(
            APICall(
                "route53", "ChangeResourceRecordSets",
                ["HostedZoneId": .string(id), "ChangeBatch": ["Changes": [change]]]))
        let records = try await client.collected(
            APICall("route53", "ListResourceRecordSets", ["HostedZoneId": .string(id)]))
        #expect(records["ResourceRecordSets"]?.array?.contains { $0["Name"] == "a.client.test." } == true)
        let delete: Value = change.setting("Action", to: "DELETE")
        _ = try await client.send(
            APICall(
                "route53", "ChangeResourceRecordSets",
                ["HostedZoneId": .string(id), "ChangeBatch": ["Changes": [delete]]]))
        _ = try await client.send(APICall("route53", "DeleteHostedZone", ["Id": .string(id)]))
    }
}
