import Checks

/// What is read to tell what a deletion will meet.
enum DeletionReads {
    /// `service:Operation`, for what is deleted of a type.
    static func operations(for type: String) -> [String] {
        Rule.all.flatMap { rule -> [String] in
            guard case .deletion(let forecast) = rule.basis, forecast.types.contains(type) else { return [] }
            return forecast.reads.map(\.operation)
        }
    }
}
