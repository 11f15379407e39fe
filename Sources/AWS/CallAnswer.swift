public import Values

/// What a call that succeeded was answered, with what stands beside the output.
public struct CallAnswer: Sendable {
    /// See `Client.send`.
    public var output: Value
    /// AWS's id of the request; nil where the service gives none.
    public var requestID: String?
    /// The service's own time (its header `Date`, whole seconds); nil where it tells none.
    public var date: Timestamp?

    public init(output: Value, requestID: String? = nil, date: Timestamp? = nil) {
        self.output = output
        self.requestID = requestID
        self.date = date
    }
}
