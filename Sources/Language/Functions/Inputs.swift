public import Diagnostics
public import Values

/// All that the evaluation of a template needs from outside, as values.
public struct Inputs: Sendable {
    public var stackName: String
    public var region: String
    public var partition: String
    public var accountID: String
    public var urlSuffix: String
    /// By name. A string, a number, a boolean or a list of them; lists may be given as comma-delimited text too.
    public var parameters: [String: Value]
    /// Where the parameters' values are given (the stack file), for diagnostics.
    public var parameterSpans: [String: Span]
    /// The names of the zones of a region, in order.
    public var availabilityZones: [String: [String]]
    /// Values of SSM parameters by the name as the template writes it (with `:version` when given).
    public var ssmParameters: [String: Value]
    /// What rules ask about the resources that parameters name; a tag that is not there is an empty text.
    public var parameterAttributes: [ParameterAttribute: String]
    /// Values of dynamic references by their text without the braces (`resolve:secretsmanager:…`).
    public var secrets: [String: Value]
    /// The paths of properties that hold secrets wherever those come from, by resource type (`Registry.secretProperties`).
    public var secretProperties: [String: [String]]
    /// True when what is missing above may stay open (`plumb validate` without AWS): missing parameters, zones and
    /// references are deferred values, and a condition that hangs on one counts as true.
    public var isPartial: Bool
    /// Where a nested stack stands; nil in a template of its own.
    var nesting: Nesting?

    struct Nesting: Sendable {
        /// The stack of the outermost template, whose resources all are.
        var root: String
        /// `A/B/`: what logical ids begin with.
        var prefix: String
        /// Parameters that are given something secret, whether or not the nested template says `NoEcho`.
        var secretParameters: Set<String>
        /// The place of the nested stack's resource.
        var span: Span
    }

    /// The stack that addresses begin with.
    var root: String { nesting?.root ?? stackName }
    /// What logical ids begin with, as others see them.
    var prefix: String { nesting?.prefix ?? "" }
    /// The same as a path.
    var scope: [String] { prefix.split(separator: "/").map(String.init) }

    public init(
        stackName: String, region: String, partition: String = "aws", accountID: String,
        urlSuffix: String = "amazonaws.com", parameters: [String: Value] = [:],
        parameterSpans: [String: Span] = [:], availabilityZones: [String: [String]] = [:],
        ssmParameters: [String: Value] = [:], parameterAttributes: [ParameterAttribute: String] = [:],
        secrets: [String: Value] = [:], secretProperties: [String: [String]] = [:], isPartial: Bool = false
    ) {
        self.stackName = stackName
        self.region = region
        self.partition = partition
        self.accountID = accountID
        self.urlSuffix = urlSuffix
        self.parameters = parameters
        self.parameterSpans = parameterSpans
        self.availabilityZones = availabilityZones
        self.ssmParameters = ssmParameters
        self.parameterAttributes = parameterAttributes
        self.secrets = secrets
        self.secretProperties = secretProperties
        self.isPartial = isPartial
    }

    /// `AWS::StackId`. No CloudFormation stack stands behind it, so it is made up: an ARN of CloudFormation's form whose
    /// last part is a UUID-shaped digest of partition, region, account and stack name. The same stack always has the
    /// same.
    public var stackID: String {
        let digest = Array(Digest.sha256("\(partition)\n\(region)\n\(accountID)\n\(stackName)"))
        let uuid = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digest[$0]) }.joined(separator: "-")
        return "arn:\(partition):cloudformation:\(region):\(accountID):stack/\(stackName)/\(uuid)"
    }
}

extension Inputs {
    /// The inputs that a stack file gives; the rest is the caller's to add.
    /// - Parameters:
    ///   - region: used when the file names none.
    ///   - accountID: of the caller; whether it is the file's `account` is for the caller to check.
    public init(stack: StackFile, region: String, accountID: String, isPartial: Bool = false) {
        self.init(
            stackName: stack.stackName, region: stack.region ?? region, accountID: accountID,
            parameters: stack.parameters,
            isPartial: isPartial)
        parameterSpans = stack.parameterSpans
    }
}
