/// What a run is asked for beyond the stacks themselves.
public struct RunOptions: Sendable {
    /// The region of stacks whose file names none.
    public var region: String?
    /// Lose the data in buckets and repositories that are deleted.
    public var deleteData = false
    /// Only these (`stack/LogicalId`, or a logical id), with what they need; empty: all.
    public var targets: [String] = []
    /// Read also what no template mentions where nothing has changed since the last apply. Drift always does.
    public var readsEverything = false

    public init(
        region: String? = nil, deleteData: Bool = false, targets: [String] = [], readsEverything: Bool = false
    ) {
        self.region = region
        self.deleteData = deleteData
        self.targets = targets
        self.readsEverything = readsEverything
    }
}
