internal import Declarations
internal import Values

extension Update {
    /// Settings that ride in another call (a deletion, the next change of something else): to change one is no call of
    /// its own, and counts from then on.
    /// - Parameter arguments: what the call demands, though it is never made by this update.
    static func carried(_ properties: [String], by operation: String, _ arguments: [Argument]) -> Update {
        let drawn: Argument.Source = .several(properties.map { .property($0) })
        return Update(properties, set: Call(operation, arguments, each: .mapped(drawn) { _ in [] }))
    }
}
