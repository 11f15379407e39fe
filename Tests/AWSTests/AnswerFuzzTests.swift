import Testing
import Transport
import Values

@testable import AWS

/// Answers that no service would send are refused or read, never a crash.
@Suite struct AnswerFuzzTests {
    static let answers: [(service: String, operation: String, body: String)] = [
        ("ec2", "DescribeVpcs", "<R><vpcSet><item><vpcId>v</vpcId><isDefault>true</isDefault></item></vpcSet></R>"),
        (
            "iam", "GetRole",
            "<R><GetRoleResult><Role><CreateDate>2020-01-01T00:00:00Z</CreateDate></Role></GetRoleResult></R>"
        ),
        ("s3", "ListObjectsV2", "<L><KeyCount>1</KeyCount><Contents><Key>k</Key><Size>1</Size></Contents></L>"),
        ("logs", "DescribeLogGroups", #"{"logGroups":[{"logGroupName":"a","creationTime":1,"storedBytes":2}]}"#),
        ("lambda", "GetPolicy", #"{"Policy":"{}","RevisionId":"r"}"#),
        ("ecs", "DescribeClusters", #"{"clusters":[{"tags":[{"key":"a","value":null}],"settings":[]}],"failures":[]}"#),
    ]

    @Test(arguments: [11, 12, 13] as [UInt64]) func mutated(_ seed: UInt64) throws {
        var random = SeededRandom(seed)
        for (serviceName, operationName, text) in Self.answers {
            let service = try #require(APIModel.service(serviceName))
            let operation = try #require(service.operation(operationName))
            let format = service.metadata.wireProtocol.format
            let good = HTTPResponse(status: 200, body: Array(text.utf8))
            #expect(throws: Never.self) { try format.output(of: good, for: operation) }
            for _ in 0..<500 {
                var bytes = Array(text.utf8)
                for _ in 0..<Int.random(in: 1...5, using: &random) {
                    let index = Int.random(in: 0..<bytes.count, using: &random)
                    bytes[index] = Array("<>/{}[]\",:0a ".utf8).randomElement(using: &random) ?? 0
                }
                let response = HTTPResponse(status: 400, body: bytes)
                _ = try? format.output(of: response, for: operation)
                let fault = format.fault(of: response)
                #expect(!fault.code.rawValue.isEmpty, "seed \(seed)")
            }
        }
    }
}
