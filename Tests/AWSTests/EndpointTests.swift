import Testing
import Values

@testable import AWS

@Suite struct EndpointTests {
    struct Row: Sendable {
        var service: String, region: String, host: String, signing: String
        var options: EndpointOptions
        init(
            _ service: String, _ region: String, _ host: String, _ signing: String? = nil,
            _ options: EndpointOptions = .init()
        ) {
            (self.service, self.region, self.host, self.options) = (service, region, host, options)
            self.signing = signing ?? region
        }
    }

    static let fips = EndpointOptions(useFIPS: true)
    static let dual = EndpointOptions(useDualstack: true)
    static let both = EndpointOptions(useFIPS: true, useDualstack: true)

    @Test(arguments: [
        Row("ec2", "us-east-1", "ec2.us-east-1.amazonaws.com"),
        Row("logs", "eu-central-1", "logs.eu-central-1.amazonaws.com"),
        Row("ecr", "eu-west-1", "api.ecr.eu-west-1.amazonaws.com"),
        Row("cloudwatch", "us-east-2", "monitoring.us-east-2.amazonaws.com"),
        Row("sts", "us-west-2", "sts.us-west-2.amazonaws.com"),
        Row("sts", "us-east-1", "sts.us-east-1.amazonaws.com"),
        // Global services.
        Row("iam", "eu-west-1", "iam.amazonaws.com", "us-east-1"),
        Row("iam", "us-east-1", "iam.amazonaws.com", "us-east-1"),
        Row("route53", "ap-south-1", "route53.amazonaws.com", "us-east-1"),
        Row("cloudfront", "eu-west-1", "cloudfront.amazonaws.com", "us-east-1"),
        // Other partitions.
        Row("ec2", "cn-north-1", "ec2.cn-north-1.amazonaws.com.cn"),
        Row("iam", "cn-northwest-1", "iam.cn-north-1.amazonaws.com.cn", "cn-north-1"),
        Row("iam", "us-gov-east-1", "iam.us-gov.amazonaws.com", "us-gov-west-1"),
        Row("s3", "us-gov-west-1", "s3.us-gov-west-1.amazonaws.com"),
        Row("ec2", "eusc-de-east-1", "ec2.eusc-de-east-1.amazonaws.eu"),
        Row("ec2", "us-iso-east-1", "ec2.us-iso-east-1.c2s.ic.gov"),
        // Regions that are newer than the data.
        Row("ec2", "eu-nowhere-9", "ec2.eu-nowhere-9.amazonaws.com"),
        Row("iam", "eu-nowhere-9", "iam.amazonaws.com", "us-east-1"),
        Row("ec2", "us-gov-north-1", "ec2.us-gov-north-1.amazonaws.com"),
        // Variants.
        Row("ec2", "us-east-1", "ec2-fips.us-east-1.amazonaws.com", nil, fips),
        Row("s3", "us-east-1", "s3.dualstack.us-east-1.amazonaws.com", nil, dual),
        Row("s3", "us-east-1", "s3-fips.dualstack.us-east-1.amazonaws.com", nil, both),
        Row("iam", "us-east-1", "iam-fips.amazonaws.com", nil, fips),
        Row("ec2", "eu-west-1", "ec2.eu-west-1.api.aws", nil, dual),
        // The user's own.
        Row("ec2", "us-west-2", "127.0.0.1:5000", nil, EndpointOptions(url: "http://127.0.0.1:5000/")),
        Row("iam", "us-west-2", "127.0.0.1:5000", "us-east-1", EndpointOptions(url: "http://127.0.0.1:5000")),
        Row("s3", "us-west-2", "s3.local", nil, EndpointOptions(url: "http://x", urls: ["s3": "https://s3.local"])),
    ])
    func table(_ row: Row) throws {
        let service = try #require(APIModel.service(row.service))
        let endpoint = try Endpoint.resolve(service, region: row.region, options: row.options)
        #expect(endpoint.host == row.host)
        #expect(endpoint.signingRegion == row.signing)
    }

    @Test(arguments: ["", "us-east-1.evil.example", "a/b", "US", "x@y"]) func regionsThatAreNone(_ region: String)
        throws
    {
        let service = try #require(APIModel.service("ec2"))
        #expect(throws: WireError.self) { try Endpoint.resolve(service, region: region, options: .init()) }
    }

    @Test(arguments: ["localhost:5000", "ftp://x", "http://", "http://me:PLANTED@x", "http://x?y", "http:///x"])
    func urlsThatAreNone(_ url: String) throws {
        let service = try #require(APIModel.service("ec2"))
        #expect {
            try Endpoint.resolve(service, region: "us-east-1", options: .init(url: url))
        } throws: { error in
            error is WireError && !"\(error)".contains("PLANTED")
        }
    }

    @Test func pathsAndPortsOfOwnEndpoints() throws {
        let service = try #require(APIModel.service("s3"))
        var endpoint = try Endpoint.resolve(service, region: "us-east-1", options: .init(url: "https://x:443/base/"))
        #expect(endpoint.basePath == "/base" && endpoint.hostHeader == "x" && endpoint.host == "x:443")
        var wire = WireRequest(method: "GET", path: "/bucket/key")
        try S3Addressing.apply(to: &wire, &endpoint, bucket: "bucket")
        #expect(wire.path == "/bucket/key" && endpoint.host == "x:443")
    }

    @Test func aVariantThatIsMissingIsToldSo() throws {
        let service = try #require(APIModel.service("s3"))
        #expect(throws: WireError("s3 has no fips endpoint in aws-cn")) {
            try Endpoint.resolve(service, region: "cn-north-1", options: Self.fips)
        }
    }

    @Test func partitions() {
        #expect(Partition.all.count == 8)
        #expect(Partition.containing(region: "cn-north-1").id == "aws-cn")
        #expect(Partition.containing(region: "us-isof-south-1").id == "aws-iso-f")
        #expect(Partition.containing(region: "anything").dnsSuffix == "amazonaws.com")
    }
}
