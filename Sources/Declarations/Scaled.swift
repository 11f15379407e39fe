public import Values

/// A number that scaling moves: given at creation, and afterwards left alone while it lies within the bounds of scaling and
/// the template does not change its own. A tag (`OwnTag.digest(of:)`) tells whether it has.
public struct Scaled: Sendable {
    /// `DesiredCapacity`, `ProvisionedThroughput.ReadCapacityUnits`.
    public var path: String
    public var by: Scaler

    public enum Scaler: Sendable {
        /// The resource itself, wherever two of its properties leave room.
        case itself(min: String, max: String)
        /// A resource of another type, of the run or of the account, that has these properties. The function makes them of
        /// the scaled resource's properties; nil while those are not known.
        case target(ScaledBy, @Sendable (_ properties: Value) -> Value?)
    }

    /// The type whose resources say what is scaled, and how far.
    public struct ScaledBy: Sendable {
        public var type: String
        public var min: String
        public var max: String

        public init(_ type: String, min: String, max: String) {
            self.type = type
            self.min = min
            self.max = max
        }
    }

    public init(_ path: String, by: Scaler) {
        self.path = path
        self.by = by
    }
}
