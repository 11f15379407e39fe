public import Diagnostics

/// A difference that a drift report found and does not count as drift: told, with its cause, and never silently.
public struct SetAside: Sendable, Codable, Hashable {
    /// `stack/LogicalId`.
    public var address: String
    public var type: String
    public var physicalID: String?
    /// What apply would do to the resource.
    public var action: Action
    /// Nil: the resource as a whole.
    public var change: PropertyChange?
    public var cause: Cause

    public enum Cause: Sendable, Codable, Hashable {
        /// An entry of an ignore file takes it out.
        /// - Parameters:
        ///   - expires: the last day on which the entry counts; nil: for good.
        ///   - rule: the place of the entry.
        case ignored(reason: String, expires: String?, rule: Span)
        /// The files have changed, and not AWS.
        case edited
        /// The files have changed since the last apply; nothing tells whether AWS has, too.
        case unclear
    }

    public init(
        address: String, type: String, physicalID: String? = nil, action: Action, change: PropertyChange? = nil,
        cause: Cause
    ) {
        self.address = address
        self.type = type
        self.physicalID = physicalID
        self.action = action
        self.change = change
        self.cause = cause
    }

    public init(_ step: Step, _ change: PropertyChange? = nil, cause: Cause) {
        self.init(
            address: step.address, type: step.type, physicalID: step.physicalID, action: step.action, change: change,
            cause: cause)
    }

    public var stack: String { Address.stack(of: address) }
    public var isIgnored: Bool { if case .ignored = cause { true } else { false } }
}

/// Which side a difference comes from, as the templates of another revision tell.
public enum Origin: String, Sendable, Codable, Hashable, CaseIterable {
    /// AWS is as the base wants it.
    case branch = "this branch changes it"
    /// The base wants what this branch wants, and AWS is not so.
    case moved = "AWS moved"
    case both = "this branch changes it, and AWS moved"
}
