/// Who takes a lock, and for what.
public struct LockClaim: Sendable {
    /// `user@host`.
    public var holder: String
    public var process: Int
    /// `apply` or `destroy`.
    public var command: String

    public init(holder: String, process: Int, command: String) {
        self.holder = holder
        self.process = process
        self.command = command
    }
}
