/// A number that is left as it is because scaling moves it, although the template says another one.
public struct ScaledNumber: Sendable, Codable, Hashable {
    public var address: String
    public var type: String
    /// `DesiredCount`.
    public var path: String
    public var live: Int
    public var template: Int
    /// The bounds of scaling; nil: not known yet.
    public var min: Int?
    public var max: Int?

    public init(address: String, type: String, path: String, live: Int, template: Int, min: Int?, max: Int?) {
        self.address = address
        self.type = type
        self.path = path
        self.live = live
        self.template = template
        self.min = min
        self.max = max
    }
}
