internal import Declarations
internal import Values

extension Update {
    /// Settings that ride in another call (a deletion, the next change of something else): to change one is no call of
    /// its own, and counts from then on.
    static func carried(_ properties: [String], by operation: String, _ arguments: [Argument]) -> Update {
        Update(properties, set: Call(operation, arguments, each: .constant([])))
    }
}
