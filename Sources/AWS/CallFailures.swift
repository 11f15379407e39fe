internal import Transport
internal import Values

/// The failures that the client makes itself, each in one place.
extension AWSFailure {
    static func invalid(_ call: APICall, _ code: ErrorCode, _ message: String) -> AWSFailure {
        AWSFailure(service: call.service, operation: call.operation, code: code, message: message, kind: .invalid)
    }

    static func noCredentials(_ call: APICall, _ error: CredentialsError) -> AWSFailure {
        AWSFailure(
            service: call.service, operation: call.operation, code: "NoCredentials",
            message: error.message, kind: .unauthenticated, help: error.help)
    }

    static func cancelled(_ call: APICall) -> AWSFailure {
        AWSFailure(
            service: call.service, operation: call.operation, code: "Cancelled", message: "cancelled",
            kind: .cancelled)
    }

    /// Without an answer. What may have reached the server may have taken effect.
    static func transport(_ call: APICall, _ error: TransportError) -> AWSFailure {
        let kind: ErrorKind =
            switch error.kind {
            case .cancelled: .cancelled
            case .invalidRequest, .tooLarge: .invalid
            // A certificate does not become valid by asking again.
            case .tls, .shutDown: .other
            default: .transient
            }
        return AWSFailure(
            service: call.service, operation: call.operation,
            code: error.kind == .cancelled ? "Cancelled" : "ConnectionFailure", message: error.message, kind: kind,
            isAmbiguous: error.mayHaveReachedServer)
    }

    /// AWS's own word.
    static func fault(_ call: APICall, _ whole: WireFault, status: Int) -> AWSFailure {
        let fault = whole.withoutSecrets
        let kind = ErrorTable.kind(of: fault.code, message: fault.message, status: status)
        return AWSFailure(
            service: call.service, operation: call.operation, code: fault.code, message: fault.message,
            status: status, requestID: fault.requestID, kind: kind,
            // A throttled call had no effect, whatever its status, nor had one that the endpoint does not know.
            isAmbiguous: status >= 500 && status != 501 && kind != .throttled, fields: fault.fields)
    }

    /// AWS's own word in an answer that says success.
    static func refused(_ call: APICall, code: String, message: String, _ response: HTTPResponse) -> AWSFailure {
        let code = ErrorCode(rawValue: code)
        return AWSFailure(
            service: call.service, operation: call.operation, code: code, message: message, status: response.status,
            requestID: StatusFault.requestID(of: response),
            kind: ErrorTable.kind(of: code, message: message, status: 400))
    }

    /// A success that cannot be read: the call has taken effect.
    static func unreadable(_ call: APICall, _ error: WireError, _ response: HTTPResponse) -> AWSFailure {
        AWSFailure(
            service: call.service, operation: call.operation, code: "MalformedResponse", message: error.message,
            status: response.status, requestID: StatusFault.requestID(of: response), kind: .transient,
            isAmbiguous: true)
    }
}

extension WireFault {
    /// Refused signatures and tokens are quoted back by some services, the session token among them.
    var withoutSecrets: WireFault {
        var copy = self
        if let quote = copy.message.firstRange(of: "The Canonical String") {
            copy.message = String(copy.message[..<quote.lowerBound]).trimmed
        }
        copy.fields = copy.fields.filter { !ExchangeMasking.quotes($0.key) }
        return copy
    }
}
