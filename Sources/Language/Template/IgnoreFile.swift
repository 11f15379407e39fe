public import Diagnostics
internal import Values

/// What a drift report is to leave aside: the file of `drift --ignore-file`.
///
///     ignore:
///       - resource: net/Group               # stack/LogicalId, or a type; * stands for any characters
///         property: Tags.CostCentre         # as reports write it, with all below it; * for the resource as a whole
///         reason: the billing job sets it
///         expires: 2027-01-31               # optional: the last day on which it counts
public struct IgnoreFile: Sendable, Hashable {
    public var path: String
    public var rules: [Rule]

    public struct Rule: Sendable, Hashable {
        /// `stack/LogicalId` or a type.
        public var resource: Glob
        /// Indexes are left out: `[]` stands for any.
        public var property: Glob
        public var reason: String
        /// `2027-01-31`: the last day, in UTC.
        public var expires: String?
        /// The place of the entry.
        public var span: Span

        public init(resource: Glob, property: Glob, reason: String, expires: String? = nil, span: Span) {
            self.resource = resource
            self.property = property
            self.reason = reason
            self.expires = expires
            self.span = span
        }

        /// True when it speaks of the resource as a whole: that it is missing, too, or that no template names it.
        public var isWhole: Bool { property.text == "*" }

        public func matches(address: String, type: String) -> Bool {
            resource.text.contains("::") ? resource.matches(type) : resource.matches(address)
        }

        /// True for the property and all below it.
        public func matches(path: String) -> Bool {
            let path = path.withoutIndexes
            var ends = path.indices.filter { path[$0] == "." || path[$0] == "[" }
            ends.append(path.endIndex)
            return ends.contains { property.matches(String(path[..<$0])) }
        }
    }

    public init(path: String, rules: [Rule]) {
        self.path = path
        self.rules = rules
    }

    static let keys = ["ignore"]
    static let ruleKeys = ["resource", "property", "reason", "expires"]
}
