/// An attribute of a resource that a parameter names: what `Fn::ValueOf` and `Fn::ValueOfAll` give.
public struct ParameterAttribute: Sendable, Hashable {
    public var kind: Kind
    /// The id that the parameter has.
    public var id: String
    public var name: Name

    /// Those of whose resources rules can ask.
    ///
    /// Source: CloudFormation's template reference, rule functions, supported attributes.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case vpc = "AWS::EC2::VPC::Id"
        case subnet = "AWS::EC2::Subnet::Id"
        case securityGroup = "AWS::EC2::SecurityGroup::Id"

        fileprivate var names: [String] {
            switch self {
            case .vpc: ["DefaultNetworkAcl", "DefaultSecurityGroup"]
            case .subnet: ["AvailabilityZone", "VpcId"]
            case .securityGroup: []
            }
        }

        /// For help: `VpcId, Tags.KEY`.
        var allNames: String { (names + [ParameterAttribute.tagPrefix + "KEY"]).joined(separator: ", ") }
    }

    public enum Name: Sendable, Hashable {
        case plain(String)
        /// `Tags.KEY`
        case tag(String)
    }

    fileprivate static let tagPrefix = "Tags."

    /// Nil for a type that rules cannot ask about, or an attribute that it does not have.
    init?(_ kind: Kind, id: String, name: String) {
        self.kind = kind
        self.id = id
        if name.hasPrefix(Self.tagPrefix), name.count > Self.tagPrefix.count {
            self.name = .tag(String(name.dropFirst(Self.tagPrefix.count)))
        } else if kind.names.contains(name) {
            self.name = .plain(name)
        } else {
            return nil
        }
    }
}
