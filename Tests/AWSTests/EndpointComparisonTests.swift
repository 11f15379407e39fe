import Testing
import Values

@testable import AWS

/// Every service that plumb calls, in every region of the commercial partitions, in every variant: the endpoint that
/// botocore's client would use.
@Suite(.timeLimit(.minutes(30))) struct EndpointComparisonTests {
    static let partitions = ["aws", "aws-cn", "aws-us-gov", "aws-eusc"]

    @Test func sameAsBotocore() async throws {
        // And regions that are newer than the data of both.
        let regions =
            Partition.all.filter { Self.partitions.contains($0.id) }.flatMap(\.regions)
            + ["eu-nowhere-9", "cn-nowhere-9", "us-gov-nowhere-9", "eusc-de-nowhere-9", "nowhere-9"]
        let question: Value = [
            "services": .array(APIModel.services.map { .string($0) }), "regions": .array(regions.map { .string($0) }),
        ]
        let rows = try #require(try await Python.botocore("endpoints", question).array)
        #expect(rows.count == APIModel.services.count * regions.count * EndpointVariant.allCases.count)
        var differences: [String] = []
        var missing = 0
        for row in rows {
            let expected = try Row(row)
            if expected.url == nil { missing += 1 }
            let found = Row(of: expected)
            if found != expected, !Self.isKnown(expected) {
                differences.append("\(expected.id): botocore \(expected), plumb \(found)")
            }
        }
        #expect(differences.isEmpty, "\((differences.prefix(20) + differences.suffix(40)).joined(separator: "\n"))")
        #expect(missing > 0)
    }

    /// botocore's client calls S3 in us-east-1 by its oldest name, unless told otherwise; every other SDK, and the rule
    /// set itself, by the region's.
    private static func isKnown(_ row: Row) -> Bool {
        row.service == "s3" && row.region == "us-east-1" && row.url == "https://s3.amazonaws.com"
    }

    private struct Row: Equatable, CustomStringConvertible {
        var service: String
        var region: String
        var variant: EndpointVariant
        var url: String?
        var signingRegion: String?
        var signingName: String?

        init(_ json: Value) throws {
            let cells = try #require(json.array)
            service = try #require(cells[0].string)
            region = try #require(cells[1].string)
            variant = try #require(cells[2].string.flatMap(EndpointVariant.init(rawValue:)))
            (url, signingRegion, signingName) = (cells[3].string, cells[4].string, cells[5].string)
        }

        /// What plumb makes of the same question.
        init(of other: Row) {
            (service, region, variant) = (other.service, other.region, other.variant)
            let options = EndpointOptions(
                useFIPS: [.fips, .fipsDualstack].contains(variant),
                useDualstack: [.dualstack, .fipsDualstack].contains(variant))
            guard let model = APIModel.service(service),
                let endpoint = try? Endpoint.resolve(model, region: region, options: options)
            else { return }
            url = "\(endpoint.scheme)://\(endpoint.host)\(endpoint.basePath)"
            (signingRegion, signingName) = (endpoint.signingRegion, endpoint.signingName)
        }

        var id: String { "\(service) \(region) \(variant.rawValue)" }
        var description: String { url.map { "\($0) \(signingRegion ?? "") \(signingName ?? "")" } ?? "none" }
    }
}
