/// A plan in a file: what `plan --out` writes and `apply FILE` carries out.
///
/// No secret is in it: where an input holds one, the fixed words stand that reports show, and `apply` takes the value
/// from the stack files, planned again.
public struct SavedPlan: Sendable, Codable, Hashable {
    /// Grows with anything that another version could not carry out as it was meant.
    public static let formatVersion = "1.2"
    public static let formatName = "plumb-plan"

    public var format = SavedPlan.formatName
    public var formatVersion = SavedPlan.formatVersion
    /// The plumb that made it.
    public var plumbVersion: String
    /// RFC 3339.
    public var created: String
    /// RFC 3339; after that it is not carried out any more.
    public var expires: String
    /// As they were given on the command line.
    public var paths: [String]
    /// The region of stacks that name none.
    public var region: String?
    public var stackName: String?
    /// Parameters given on the command line, without those that are secret.
    public var parameters: [String: String]
    /// The names of those that are secret and have to be given again.
    public var secretParameters: [String]
    /// Files of parameters, as they were given on the command line; they are read again.
    public var parameterFiles: [String]
    public var targets: [String]
    public var excludes: [String]
    public var deletesData: Bool
    /// True when it was made with a file for what AWS tells once.
    public var keepsSecrets: Bool
    /// The files that it was made from: path → SHA-256.
    public var sources: [String: String]
    public var plan: Plan

    public init(
        plumbVersion: String, created: String, expires: String, paths: [String], region: String?, stackName: String?,
        parameters: [String: String], secretParameters: [String], parameterFiles: [String] = [], targets: [String],
        excludes: [String], deletesData: Bool, keepsSecrets: Bool = false, sources: [String: String], plan: Plan
    ) {
        self.plumbVersion = plumbVersion
        self.created = created
        self.expires = expires
        self.paths = paths
        self.region = region
        self.stackName = stackName
        self.parameters = parameters
        self.secretParameters = secretParameters
        self.parameterFiles = parameterFiles
        self.targets = targets
        self.excludes = excludes
        self.deletesData = deletesData
        self.keepsSecrets = keepsSecrets
        self.sources = sources
        self.plan = plan
    }

    /// True when an input's secret has to be fetched from the stack files.
    public var lacksSecrets: Bool { plan.steps.contains { $0.calls.contains { !$0.secrets.isEmpty } } }
}
