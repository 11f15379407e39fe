public import Diagnostics

/// The object in S3 whose existence is the lock of one stack.
public struct LockObject: Sendable, Hashable {
    public var bucket: String
    /// `prefix/account/region/stack.lock`.
    public var key: String
    public var stack: String
    /// The stack's region; the bucket may be in another, to which S3 sends the client on.
    public var region: String
    /// The place of the key `lock` in the stack file.
    public var span: Span?

    /// - Parameter prefix: without slashes at its ends; may be empty.
    public init(bucket: String, prefix: String, account: String, region: String, stack: String, span: Span? = nil) {
        self.bucket = bucket
        key = (prefix.isEmpty ? "" : prefix + "/") + "\(account)/\(region)/\(stack).lock"
        self.stack = stack
        self.region = region
        self.span = span
    }

    public var address: String { "s3://\(bucket)/\(key)" }

    /// Where the journal of a run is kept: `prefix/account/region/stack/journal/NAME`.
    func journalKey(_ name: String) -> String { "\(key.dropLast(".lock".count))/journal/\(name)" }
}
