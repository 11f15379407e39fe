import Testing
import Transport
import Values

@testable import AWS

/// The Signature Version 4 test suite that AWS publishes.
@Suite(.enabled(if: Vectors.isThere, "no vectors: set PLUMB_VECTORS"))
struct SignatureVectorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var path: String
        var name: String
        var testDescription: String { name }
        func text(_ ending: String) -> String? {
            Vectors.text("\(path)/\(name).\(ending)")?.replacing("\r\n", with: "\n")
        }
    }

    static let cases: [Case] = {
        var found: [Case] = []
        func search(_ path: String) {
            let name = String(path.split(separator: "/").last ?? "")
            let entries = Vectors.list(path)
            if entries.contains("\(name).req") { return found.append(Case(path: path, name: name)) }
            for entry in entries where !entry.contains(".") { search("\(path)/\(entry)") }
        }
        search("sigv4")
        return found
    }()

    @Test func thereAreCases() { #expect(Self.cases.count >= 30) }

    @Test(arguments: cases) func vector(_ test: Case) throws {
        let request = try #require(test.text("req"))
        var message = try message(request)
        // One case leaves the token to its context; the signed request shows it.
        if test.name == "get-vanilla-with-session-token" {
            let signed = try self.message(try #require(test.text("sreq")))
            let token: String = try #require(signed.headers["X-Amz-Security-Token"])
            message.headers["X-Amz-Security-Token"] = token
        }
        let signature = SignatureV4(
            credentials: Credentials(
                accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                source: "vector"),
            region: "us-east-1", service: "service")
        let time = try #require(Timestamp("2015-08-30T12:36:00Z"))
        let canonical = signature.canonicalRequest(for: message).text
        #expect(canonical == test.text("creq"))
        #expect(signature.stringToSign(canonical, at: time) == test.text("sts"))
        #expect(signature.authorization(for: message, at: time) == test.text("authz"))
    }

    private func message(_ text: String) throws -> SignatureV4.Message {
        let halves = text.split(separator: "\n\n", maxSplits: 1, omittingEmptySubsequences: false)
        var lines = halves[0].split(separator: "\n").map(String.init)
        let first = lines.removeFirst().split(separator: " ")
        let target = first[1..<(first.count - 1)].joined(separator: " ")
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var headers = HTTPHeaders()
        for line in lines {
            if line.first == " ", let last = headers.fields.last {
                // A folded line continues the header before.
                var fields = headers.fields
                fields[fields.count - 1].value = last.value + "\n" + line
                headers = HTTPHeaders(fields.map { ($0.name, $0.value) })
            } else {
                let pair = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                headers.add(String(pair[0]), String(pair[1]))
            }
        }
        let query = (parts.count < 2 ? "" : parts[1]).split(separator: "&").map { item -> WireRequest.QueryItem in
            let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return WireRequest.QueryItem(
                name: PercentEncoding.decode(String(pair[0])),
                value: pair.count > 1 ? PercentEncoding.decode(String(pair[1])) : nil)
        }
        let body = halves.count > 1 ? String(halves[1]) : ""
        return .init(
            method: String(first[0]), path: String(parts[0]), query: query, headers: headers,
            payloadHash: Digest.sha256(body))
    }
}
