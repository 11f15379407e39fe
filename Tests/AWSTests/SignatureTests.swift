import Testing
import Transport
import Values

@testable import AWS

/// Signatures that botocore 1.44.5 made of the same requests: they run where the published vectors are not.
@Suite struct SignatureTests {
    static let credentials = Credentials(
        accessKeyID: "AKIDEXAMPLE", secretAccessKey: "secret/+key", sessionToken: "to/ken==", source: "test")

    private func authorization(
        _ service: String, _ message: SignatureV4.Message, asIs: Bool = false
    ) throws -> String {
        let time = try #require(Timestamp("2026-11-21T06:30:00Z"))
        let signature = SignatureV4(
            credentials: Self.credentials, region: "eu-west-1", service: service, signsPathAsIs: asIs)
        return signature.authorization(for: message, at: time)
    }

    @Test func pathsAreEncodedOnceMore() throws {
        let message = SignatureV4.Message(
            method: "GET", path: "/2015-03-31/functions/arn%3Aaws%3Alambda/policy",
            query: [.init(name: "b", value: "2"), .init(name: "a", value: "/ x"), .init(name: "a", value: "")],
            headers: [
                "Host": "lambda.eu-west-1.amazonaws.com", "X-Amz-Date": "20261121T063000Z",
                "X-Amz-Security-Token": "to/ken==", "User-Agent": "not signed",
            ], payloadHash: Digest.sha256(""))
        #expect(
            try authorization("lambda", message)
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/eu-west-1/lambda/aws4_request, "
                + "SignedHeaders=host;x-amz-date;x-amz-security-token, "
                + "Signature=851a8ea25aafa60b2c0a070022831c5180821d3dc1b61a57edeaaae7020fa458")
    }

    @Test func pathsOfS3AreSignedAsTheyAre() throws {
        let hash = Digest.sha256("<x/>")
        let message = SignatureV4.Message(
            method: "PUT", path: "/a%20b//c/../%C3%BC", query: [.init(name: "tagging", value: nil)],
            headers: [
                "Host": "bucket.s3.eu-west-1.amazonaws.com", "Content-Type": "application/xml",
                "X-Amz-Date": "20261121T063000Z", "X-Amz-Security-Token": "to/ken==", "X-Amz-Content-SHA256": hash,
            ], payloadHash: hash)
        #expect(
            try authorization("s3", message, asIs: true)
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/eu-west-1/s3/aws4_request, "
                + "SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token, "
                + "Signature=e0d3d9df73380a76611896c671f344a5a5bf940fef53c23f537e0340c9ea72f9")
    }
}
