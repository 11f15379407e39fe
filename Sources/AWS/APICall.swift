public import Values

/// One call of an AWS API as data: what to ask, of whom, with what.
public struct APICall: Sendable, Hashable {
    /// The service's name in the API models (`ec2`, `elbv2`, `logs`).
    public var service: String
    public var operation: String
    /// An object with the API's member names. No part may be deferred when it is sent.
    public var input: Value
    /// Nil for the client's region.
    public var region: String?

    public init(_ service: String, _ operation: String, _ input: Value = [:], region: String? = nil) {
        self.service = service
        self.operation = operation
        self.input = input
        self.region = region
    }

    /// `logs:CreateLogGroup`.
    public var name: String { "\(service):\(operation)" }
}
