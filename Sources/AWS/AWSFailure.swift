public import Diagnostics

/// A call that did not succeed, whole: AWS's own words and what they mean to the caller.
public struct AWSFailure: Error, Sendable, Hashable {
    public var service: String
    public var operation: String
    /// AWS's code, or the client's own: `ConnectionFailure`, `MalformedResponse`, `InvalidInput`, `NoCredentials`,
    /// `UnknownOperation`, `Cancelled`.
    public var code: ErrorCode
    public var message: String
    /// The HTTP status; nil without an answer.
    public var status: Int?
    public var requestID: String?
    /// How often the call was sent; 0 when it never left.
    public var attempts: Int
    public var kind: ErrorKind
    /// True when the call may have taken effect although it failed: look before doing it again.
    public var isAmbiguous: Bool
    /// What AWS named besides code and message (`BucketName`, `Endpoint`, …), as far as it is text.
    public var fields: [String: String]
    /// What to do about it, where the client knows better than the kind of failure tells.
    public var help: String?

    public init(
        service: String, operation: String, code: ErrorCode, message: String, status: Int? = nil,
        requestID: String? = nil, attempts: Int = 0, kind: ErrorKind, isAmbiguous: Bool = false,
        fields: [String: String] = [:], help: String? = nil
    ) {
        self.service = service
        self.operation = operation
        self.code = code
        self.message = message
        self.status = status
        self.requestID = requestID
        self.attempts = attempts
        self.kind = kind
        self.isAmbiguous = isAmbiguous
        self.fields = fields
        self.help = help
    }

    /// The same failure could pass when the call is made again later.
    public var isRetryable: Bool { kind == .throttled || kind == .transient || kind == .skewed }

    /// True when the endpoint says that it does not know the operation, as what stands in for AWS may.
    public var isUnsupported: Bool { status == 501 }

    /// As the cause of a diagnostic.
    public var cause: Diagnostic.Cause {
        Diagnostic.Cause(
            service: service, operation: operation, code: code.rawValue, message: message, status: status,
            requestID: requestID, attempts: attempts)
    }
}

extension AWSFailure: CustomStringConvertible {
    public var description: String {
        var text = "\(service):\(operation): \(code): \(message)"
        if let status { text += " (HTTP \(status)" + (requestID.map { ", request \($0)" } ?? "") + ")" }
        return text
    }
}
