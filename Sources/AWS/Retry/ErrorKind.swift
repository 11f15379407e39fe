/// An error code as AWS spells it. Open: services add codes at any time.
public struct ErrorCode: RawRepresentable, Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { rawValue = value }
    public var description: String { rawValue }
}

/// What an AWS failure means to a caller; `ErrorTable` sorts the codes.
public enum ErrorKind: String, Sendable, Hashable, CaseIterable {
    /// Too many calls; the call had no effect.
    case throttled
    /// The caller lacks a permission.
    case denied
    case notFound
    /// It exists already, is in use, or is in a state that forbids the call.
    case conflict
    /// A fault of the service or the network that may pass.
    case transient
    /// The request is wrong and stays so.
    case invalid
    /// The credentials have expired.
    case expired
    /// Credentials are missing, unknown or wrong.
    case unauthenticated
    /// The request's time and the server's differ too much.
    case skewed
    /// A quota that waiting does not lift.
    case quota
    /// The caller's task was cancelled.
    case cancelled
    case other
}
