internal import Values

/// What AWS's service authorization reference says of IAM actions: by which resources a permission can be narrowed.
public enum Authorization {
    public struct Action: Sendable {
        /// `List`, `Read`, `Write`, `Tagging` or `Permissions management`.
        public var level: String
        /// ARN patterns of the resource types that may narrow it, such as
        /// `arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}`; empty: it applies to everything.
        public var resources: [String]
    }

    /// - Parameter name: `logs:CreateLogGroup`.
    /// - Returns: nil for an action that the data does not hold.
    public static func action(_ name: String) -> Action? {
        let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, let service = data[parts[0]], let action = service["actions"]?[parts[1]] else {
            return nil
        }
        let patterns = (action["on"]?.array ?? []).compactMap { kind in
            kind.string.flatMap { service["resources"]?[$0]?.string }
        }
        return Action(level: action["level"]?.string ?? "", resources: patterns)
    }

    private static let data: Value = {
        guard let bytes = EmbeddedData.bytes("authorization") else { return [:] }
        return (try? Value(json: bytes)) ?? [:]
    }()
}
