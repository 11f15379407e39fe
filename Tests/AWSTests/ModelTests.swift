import Testing
import Values

@testable import AWS

@Suite struct ModelTests {
    @Test func everyModelReads() throws {
        #expect(APIModel.services.count == 29)
        for name in APIModel.services {
            let service = try #require(APIModel.service(name), "\(name)")
            #expect(!service.operationNames.isEmpty)
            for operation in service.operationNames.compactMap({ service.operation($0) }) {
                // Every member of inputs and outputs leads to a shape.
                for shape in [operation.input, operation.output].compactMap({ $0 }) {
                    #expect(shape.members.count == shape.definition.members.count, "\(name):\(operation.name)")
                }
                if let paginator = operation.paginator {
                    #expect(paginator.inputTokens.count == paginator.outputTokens.count)
                    for token in paginator.inputTokens { #expect(operation.input?.member(token) != nil) }
                }
            }
        }
        #expect(APIModel.service("nope") == nil && APIModel.service("partitions") == nil)
    }

    @Test func shapes() throws {
        let service = try #require(APIModel.service("logs"))
        #expect(service.metadata.wireProtocol == .json && service.metadata.serviceID == "CloudWatch Logs")
        let operation = try #require(service.operation("CreateLogGroup"))
        let input = try #require(operation.input)
        #expect(input.required == ["logGroupName"])
        let name = try #require(input.member("logGroupName"))
        #expect(name.isRequired && name.shape.kind == .string && name.shape.maximum == 512)
        #expect(input.member("tags")?.shape.value?.shape.kind == .string)
        #expect(operation.errors.contains { $0.code == "ResourceAlreadyExistsException" })
        #expect(APIModel.service("ec2")?.operation("DescribeVpcs")?.paginator?.results == ["Vpcs"])
    }

    private func findings(_ service: String, _ operation: String, _ input: Value) throws -> [String] {
        let model = try #require(APIModel.service(service))
        return model.validate(input: input, for: try #require(model.operation(operation))).map(\.description)
    }

    @Test func goodInputs() throws {
        #expect(try findings("logs", "CreateLogGroup", ["logGroupName": "a/b", "tags": ["k": "v"]]).isEmpty)
        let deferred = Value.deferred(.attribute(address: "s/V", name: "Ref"))
        #expect(
            try findings(
                "ec2", "CreateSubnet",
                ["VpcId": deferred, "CidrBlock": "10.0.0.0/24", "TagSpecifications": deferred]
            ).isEmpty)
        #expect(try findings("ec2", "RunInstances", ["MinCount": 1, "MaxCount": deferred]).isEmpty)
    }

    @Test(
        arguments: [
            ("logs", "CreateLogGroup", [:] as Value, "logGroupName: missing, but required"),
            (
                "logs", "CreateLogGroup", ["logGroupName": "a", "LogGroupName": "b"],
                "LogGroupName: unknown member (did you mean logGroupName?)"
            ),
            ("logs", "CreateLogGroup", ["logGroupName": 1], "logGroupName: takes a string, not a whole number"),
            ("logs", "CreateLogGroup", ["logGroupName": ""], "logGroupName: 0 characters, but at least 1"),
            (
                "logs", "CreateLogGroup", ["logGroupName": "a b"],
                #"logGroupName: 'a b' does not match [\.\-_/#A-Za-z0-9]+"#
            ),
            (
                "logs", "CreateLogGroup", ["logGroupName": "a", "logGroupClass": "FAST"],
                "logGroupClass: 'FAST' is none of STANDARD, INFREQUENT_ACCESS, DELIVERY"
            ),
            (
                "ec2", "CreateVpc", ["CidrBlock": "x", "TagSpecifications": [["Tags": [["Key": "a", "Valu": "b"]]]]],
                "TagSpecifications.0.Tags.0.Valu: unknown member"
            ),
            ("ec2", "CreateNatGateway", ["SubnetId": []], "SubnetId: takes a string, not a list"),
            ("ec2", "CreateVpc", ["DryRun": "true"], "DryRun: takes a boolean, not a string"),
            ("sts", "GetCallerIdentity", ["x": 1], "x: unknown member"),
        ] as [(String, String, Value, String)])
    func badInputs(_ service: String, _ operation: String, _ input: Value, _ expected: String) throws {
        #expect(try findings(service, operation, input).first?.hasPrefix(expected) == true)
    }

    @Test func timestamps() {
        for (text, iso) in [
            ("2020-02-29T23:59:60Z", "2020-02-29T23:59:59Z"), ("2019-12-17T00:48:18+01:00", "2019-12-16T23:48:18Z"),
            ("1576540098", "2019-12-16T23:48:18Z"), ("1.5765400981234E9", "2019-12-16T23:48:18.123Z"),
            ("Mon, 16 Dec 2019 23:48:18 GMT", "2019-12-16T23:48:18Z"),
            ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.500Z"),
            ("2000-01-01", "2000-01-01T00:00:00Z"),
        ] { #expect(Timestamp(text)?.iso8601 == iso) }
        for text in ["", "x", "2020-13-01T00:00:00Z", "2020-01-01T00:00:00ZZ", "nan", "1e300"] {
            #expect(Timestamp(text) == nil, "\(text)")
        }
        // Every day of four centuries there and back, and the weekday with it.
        for day in stride(from: -100_000, to: 60_000, by: 37) {
            let moment = Timestamp(seconds: day * 86400 + 12345)
            #expect(Timestamp(moment.iso8601) == moment && Timestamp(moment.httpDate) == moment)
        }
        #expect(Timestamp(seconds: 0).httpDate == "Thu, 01 Jan 1970 00:00:00 GMT")
    }
}
