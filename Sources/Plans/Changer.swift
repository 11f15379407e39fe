/// Who last changed a resource, as CloudTrail has it.
public struct Changer: Sendable, Codable, Hashable {
    /// RFC 3339.
    public var time: String
    /// The ARN of who called, or the name that CloudTrail gives.
    public var user: String
    /// `logs:PutRetentionPolicy`.
    public var event: String
    /// An address, or the AWS service that called; nil when it is not told.
    public var sourceIP: String?
    public var eventID: String

    public init(time: String, user: String, event: String, sourceIP: String?, eventID: String) {
        self.time = time
        self.user = user
        self.event = event
        self.sourceIP = sourceIP
        self.eventID = eventID
    }

    public var words: String {
        "last changed by \(user) with \(event) at \(time)" + (sourceIP.map { " from \($0)" } ?? "")
    }
}
