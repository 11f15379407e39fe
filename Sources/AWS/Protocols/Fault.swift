internal import Transport
internal import Values

/// Faults in XML: `<ErrorResponse><Error>`, ec2's `<Response><Errors><Error>`, S3's bare `<Error>`.
enum XMLFault {
    static func read(_ response: HTTPResponse) -> WireFault {
        guard let root = try? XMLReader.root(of: response.body) else { return StatusFault.read(response) }
        let error =
            root.child("Errors")?.child("Error") ?? root.child("Error")
            ?? (root.localName == "Error" || root.child("Code") != nil ? root : nil)
        guard let error, let code = error.child("Code")?.text.trimmed, !code.isEmpty else {
            return StatusFault.read(response)
        }
        var fault = WireFault(
            code: ErrorCode(rawValue: code), message: error.text(of: ["Message", "message"]) ?? "",
            requestID: requestID(root, error, response))
        for child in error.children where child.children.isEmpty {
            guard !["Code", "Message", "message", "RequestId", "HostId"].contains(child.localName) else { continue }
            fault.fields[child.localName] = child.text
        }
        return fault
    }

    private static func requestID(_ root: XMLElement, _ error: XMLElement, _ response: HTTPResponse) -> String? {
        root.text(of: ["RequestId", "RequestID", "requestId"]) ?? error.text(of: ["RequestId", "RequestID"])
            ?? StatusFault.requestID(of: response)
    }
}

extension XMLElement {
    fileprivate func text(of names: [String]) -> String? {
        names.lazy.compactMap { child($0)?.text.trimmed }.first { !$0.isEmpty }
    }
}

/// Faults of the JSON protocols: the code in a header or in the body, with or without a namespace.
enum JSONFault {
    static func read(_ response: HTTPResponse) -> WireFault {
        let body = (try? Value(json: response.body)) ?? .null
        let named =
            response.headers["x-amzn-errortype"] ?? body["__type"]?.string ?? body["code"]?.string
            ?? body["Code"]?.string
        // A service that once spoke the query protocol keeps its old code here: `Code;Sender`.
        let query = response.headers["x-amzn-query-error"].flatMap { $0.split(separator: ";").first.map(String.init) }
        guard let code = query ?? named.map(bare), !code.isEmpty else { return StatusFault.read(response) }
        let message = ["message", "Message", "errorMessage"].lazy.compactMap { body[$0]?.string }.first
        var fault = WireFault(
            code: ErrorCode(rawValue: code), message: message ?? "", requestID: StatusFault.requestID(of: response))
        for (name, value) in body.object ?? [:] {
            guard !["__type", "code", "Code", "message", "Message", "errorMessage"].contains(name) else { continue }
            fault.fields[name] = value.scalarText
        }
        return fault
    }

    /// `aws.service#FooError:http://…` is `FooError`.
    private static func bare(_ text: String) -> String {
        let head = text.split(separator: ":", omittingEmptySubsequences: false).first ?? ""
        return String(head.split(separator: "#").last ?? "").trimmed
    }
}

/// Answers without a readable fault: to HEAD, from proxies, from servers that fail altogether.
enum StatusFault {
    static func read(_ response: HTTPResponse) -> WireFault {
        let (code, words): (ErrorCode, String) =
            switch response.status {
            case 301, 302, 307, 308: ("PermanentRedirect", "the resource is at another endpoint")
            case 304: ("NotModified", "not modified")
            case 400: ("BadRequest", "the request was refused without a reason")
            case 401, 403: ("Forbidden", "access was refused without a reason")
            case 404: ("NotFound", "not found")
            case 409: ("Conflict", "conflict")
            case 412: ("PreconditionFailed", "a condition of the request does not hold")
            case 429: ("TooManyRequests", "too many requests")
            case 503: ("ServiceUnavailable", "the service is unavailable")
            case 500...: ("InternalFailure", "the server failed")
            default: ("UnknownError", "unexpected answer")
            }
        var message = words
        if !response.body.isEmpty {
            let kind = response.headers["Content-Type"].map { " of type \($0)" } ?? ""
            message += "; its body\(kind) is not an AWS error"
        }
        return WireFault(code: code, message: message, requestID: requestID(of: response))
    }

    static func requestID(of response: HTTPResponse) -> String? {
        response.headers["x-amzn-requestid"] ?? response.headers["x-amz-request-id"]
            ?? response.headers["x-amz-cf-id"]
    }
}
