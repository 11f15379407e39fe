import Testing
import Transport
import Values

@testable import AWS

/// One published case of a protocol's test suite.
struct ProtocolCase: Sendable, CustomTestStringConvertible {
    var file: String
    var id: String
    var suite: Value
    var body: Value

    var testDescription: String { "\(file) \(id)" }
    var name: String { "\(file):\(id)" }

    static func all(_ direction: String) -> [ProtocolCase] {
        Vectors.list("protocols/\(direction)").filter { $0.hasSuffix(".json") }.flatMap { file -> [ProtocolCase] in
            guard let text = Vectors.text("protocols/\(direction)/\(file)"), let json = try? Value(json: text) else {
                return []
            }
            return (json.array ?? []).flatMap { suite in
                (suite["cases"]?.array ?? []).map {
                    ProtocolCase(
                        file: String(file.dropLast(5)), id: $0["id"]?.string ?? "?",
                        suite: ["metadata": suite["metadata"] ?? [:], "shapes": suite["shapes"] ?? [:]], body: $0)
                }
            }
        }
    }

    func model() throws -> (ServiceModel, OperationModel) {
        let given = body["given"] ?? [:]
        let name = given["name"]?.string ?? "Operation"
        let service = try ServiceModel(
            name: "test", json: suite.setting("operations", to: .object([name: given])))
        return (service, try #require(service.operation(name)))
    }

    // MARK: - Requests

    /// What differs between the request made and the one expected; empty when it is right.
    func requestDifferences() throws -> [String] {
        let (service, operation) = try model()
        let expected = body["serialized"] ?? [:]
        var input = body["params"] ?? [:]
        for member in operation.input?.members ?? [] where member.isIdempotencyToken && input[member.name] == nil {
            input = input.setting(member.name, to: "00000000-0000-4000-8000-000000000000")
        }
        var wire = try service.metadata.wireProtocol.format.request(input, for: operation, of: service)
        try BodyChecksum.add(to: &wire, for: operation, input: input)
        var host = expected["host"]?.string ?? "example.com"
        var endpoint = Endpoint(scheme: "https", host: "example.com", signingRegion: "us-east-1", signingName: "test")
        if let slash = host.firstIndex(of: "/") {
            endpoint.basePath = String(host[slash...])
            host = String(host[..<slash])
        }
        let request = RequestAssembly(
            service: service, operation: operation, wire: wire, endpoint: endpoint, userAgent: "test"
        ).request(credentials: nil, time: Timestamp(seconds: 0), mayBeResent: true)

        var differences: [String] = []
        func compare(_ what: String, _ found: String, _ wanted: String) {
            if found != wanted { differences.append("\(what): \(found) instead of \(wanted)") }
        }
        compare("method", request.method, expected["method"]?.string ?? "POST")
        compare("url", sortedQuery(request.url), sortedQuery("https://\(host)\(expected["uri"]?.string ?? "/")"))
        for (name, value) in expected["headers"]?.object ?? [:] {
            let found = request.headers[name] ?? "nothing"
            // A charset may follow the form's type.
            if name == "Content-Type", found.hasPrefix(value.string ?? ""), found.contains("; charset") { continue }
            compare(name, found, value.string ?? "")
        }
        for name in expected["forbidHeaders"]?.array ?? [] {
            if let found = request.headers[name.string ?? ""] { differences.append("\(name.json): \(found)") }
        }
        if let wanted = expected["body"]?.string {
            let found = String(decoding: request.body, as: UTF8.self)
            compare("body", try canonical(found, request), try canonical(wanted, request))
        }
        return differences
    }

    private func canonical(_ text: String, _ request: HTTPRequest) throws -> String {
        let type = request.headers["Content-Type"] ?? ""
        if text.isEmpty { return "" }
        if type.contains("json"), let json = try? Value(json: text) { return json.canonicalJSON }
        if type.contains("xml"), let root = try? XMLReader.root(of: Array(text.utf8)) {
            return String(decoding: normal(root).document, as: UTF8.self)
        }
        if type.contains("form") { return text.split(separator: "&").sorted().joined(separator: "&") }
        return text
    }

    private func normal(_ element: XMLElement) -> XMLElement {
        var copy = element
        copy.attributes.sort { $0.name < $1.name }
        if !copy.children.isEmpty { copy.text = "" }
        copy.children = copy.children.map(normal).sorted {
            $0.name == $1.name ? $0.document.lexicographicallyPrecedes($1.document) : $0.name < $1.name
        }
        return copy
    }

    private func sortedQuery(_ url: String) -> String {
        let parts = url.split(separator: "?", maxSplits: 1)
        guard parts.count == 2 else { return url }
        // `hello` and `hello=` say the same.
        let items = parts[1].split(separator: "&").map { $0.hasSuffix("=") ? String($0.dropLast()) : String($0) }
        return parts[0] + "?" + items.sorted().joined(separator: "&")
    }

    // MARK: - Answers

    func outputDifferences() throws -> [String] {
        let (service, operation) = try model()
        let answer = body["response"] ?? [:]
        var response = HTTPResponse(status: answer["status_code"]?.int ?? 200)
        for (name, value) in answer["headers"]?.object ?? [:] { response.headers.add(name, value.string ?? "") }
        response.body = Array((answer["body"]?.string ?? "").utf8)
        let format = service.metadata.wireProtocol.format
        if let code = body["errorCode"]?.string {
            let fault = format.fault(of: response)
            var differences: [String] = []
            if fault.code.rawValue != code { differences.append("code \(fault.code) instead of \(code)") }
            if let message = body["errorMessage"]?.string, fault.message != message {
                differences.append("message \(fault.message) instead of \(message)")
            }
            return differences
        }
        let output = try format.output(of: response, for: operation)
        let found = operation.output.map { Self.plain(output, $0) } ?? output
        let wanted = body["result"] ?? [:]
        return found == wanted ? [] : ["\(found.json) instead of \(wanted.json)"]
    }

    /// As the cases write outputs: times in seconds since 1970, blobs as text.
    private static func plain(_ value: Value, _ shape: Shape) -> Value {
        switch (shape.kind, value) {
        case (.structure, .object(let object)):
            var copy = Value.Object()
            for (name, item) in object { copy[name] = shape.member(name).map { plain(item, $0.shape) } ?? item }
            return .object(copy)
        case (.list, .array(let items)):
            return .array(items.map { item in shape.element.map { plain(item, $0.shape) } ?? item })
        case (.map, .object(let object)):
            return .object(object.mapValues { item in shape.value.map { plain(item, $0.shape) } ?? item })
        case (.timestamp, .string(let text)):
            return Timestamp(text).map { WireScalar.epoch($0) } ?? value
        case (.blob, .bytes(let bytes)):
            return .string(String(decoding: bytes, as: UTF8.self))
        default:
            return value
        }
    }
}
