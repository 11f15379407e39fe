internal import AWS
public import Values

/// What a run is asked for beyond the stacks themselves.
public struct RunOptions: Sendable {
    /// The region of stacks whose file names none.
    public var region: String?
    /// Why there may be none, and what to do about that; nil: nobody has named one.
    public var regionProblem: (message: String, help: String?)?
    /// True where AWS itself is called: a region must be one of AWS's. Emulators may have their own.
    public var checksRegions = false
    /// Lose the data in buckets and repositories that are deleted.
    public var deleteData = false
    /// Only these (`stack/LogicalId`, or a logical id), with what they need; empty: all.
    public var targets: [String] = []
    /// All but these, and what needs them.
    public var excludes: [String] = []
    /// Read also what no template mentions where nothing has changed since the last apply. Drift always does.
    public var readsEverything = false
    /// Look for what is on and in the stacks' resources and that no stack names.
    public var tellsUnmanaged = false
    /// With that, also tell stacks that are in the account and not among those given.
    public var tellsOtherStacks = false
    /// The ids of resources whose once-only secrets a file of the user's holds. Nil: there is no such file.
    public var heldSecrets: Set<String>?
    /// What has been met of secrets; what binding the templates uncovers is added.
    public var secrets = SecretTexts()

    func takes(_ region: String) -> Bool { checksRegions ? Partition.isRegion(region) : Partition.isName(region) }

    public init(
        region: String? = nil, deleteData: Bool = false, targets: [String] = [], excludes: [String] = [],
        readsEverything: Bool = false, heldSecrets: Set<String>? = nil
    ) {
        self.region = region
        self.deleteData = deleteData
        self.targets = targets
        self.excludes = excludes
        self.readsEverything = readsEverything
        self.heldSecrets = heldSecrets
    }
}
