/// What AWS has told once of a new resource, and no other resource of the plan takes.
public struct ToldSecret: Sendable {
    /// `stack/LogicalId`.
    public var address: String
    public var type: String
    /// What AWS calls the resource.
    public var physicalID: String
    /// By the attribute's name.
    public var secrets: [String: String]

    public init(address: String, type: String, physicalID: String, secrets: [String: String]) {
        self.address = address
        self.type = type
        self.physicalID = physicalID
        self.secrets = secrets
    }
}
