public import Diagnostics

/// Something that must be fetched before a template can be bound.
public enum Need: Sendable, Hashable {
    /// The zones of a region, for `Fn::GetAZs`; goes to `Inputs.availabilityZones`.
    case availabilityZones(region: String, Span)
    /// The value of an SSM parameter: an `AWS::SSM::Parameter::Value<…>` parameter or `{{resolve:ssm:…}}`; goes to
    /// `Inputs.ssmParameters` under the same name.
    case ssmParameter(name: String, Span)
    /// What a rule asks about a parameter's resource; goes to `Inputs.parameterAttributes`.
    case parameterAttribute(ParameterAttribute, Span)
    /// A dynamic reference to a secret; goes to `Inputs.secrets` under `DynamicReference.text`. When it is not given,
    /// the value stays deferred as the attribute `text` of the address `DynamicReference.address`.
    case secret(DynamicReference, Span)
}

/// `{{resolve:service:…}}`.
public struct DynamicReference: Sendable, Hashable {
    /// The address of the deferred attribute that stands for a secret that has not been fetched.
    public static let address = "aws/resolve"

    public var service: Service
    /// The SSM parameter's name, or the secret's name or ARN.
    public var name: String
    /// The SSM parameter's version, when given.
    public var version: String?
    /// The key inside the secret's JSON, when given.
    public var jsonKey: String?
    public var versionStage: String?
    public var versionID: String?
    /// The reference without the braces, as written.
    public var text: String

    public enum Service: String, Sendable, Hashable {
        case ssm
        case ssmSecure = "ssm-secure"
        case secretsManager = "secretsmanager"
    }

    public var isSecret: Bool { service != .ssm }
}
