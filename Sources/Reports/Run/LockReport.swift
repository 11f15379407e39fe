public import Plans
internal import Values

/// How stacks' locks stand, as text and as JSON.
public enum LockReport {
    /// - Parameter unlocked: stacks whose files name no lock.
    public static func text(_ states: [LockState], unlocked: [String], style: TextStyle = .plain) -> String {
        var page = Page()
        for state in states {
            page.add(
                0, hanging: 2, Run(Printable.text(state.stack), .strong), Run("  " + Printable.text(state.location)))
            for line in words(state.holding) { page.add(2, hanging: 4, Run(Printable.text(line))) }
        }
        for name in unlocked { page.add(0, Run(Printable.text(name), .strong), Run("  has no lock", .faint)) }
        return page.text(style)
    }

    private static func words(_ holding: LockState.Holding) -> [String] {
        switch holding {
        case .free: return ["free"]
        case .unreadable: return ["holds something that is not a lock that this plumb can read"]
        case .held(let record, let ends):
            let end =
                ends > 0
                ? "its lease ends in \(ends) s unless renewed" : "its lease has ended; the next run takes it over"
            return [
                "held by \(record.holder), process \(record.process), for \(record.command)",
                "since \(record.taken), last renewed \(record.renewed), generation \(record.generation)", end,
            ]
        }
    }

    public static func json(_ states: [LockState], unlocked: [String]) -> String {
        let locks = states.map(entry) + unlocked.map { ["stack": .string($0), "state": "none"] }
        return Value.object(["format_version": "1.0", "locks": .array(locks)]).prettyJSON + "\n"
    }

    private static func entry(_ state: LockState) -> Value {
        var object: Value.Object = ["stack": .string(state.stack), "location": .string(state.location)]
        switch state.holding {
        case .free: object["state"] = "free"
        case .unreadable: object["state"] = "unreadable"
        case .held(let record, let ends):
            object["state"] = ends > 0 ? "held" : "expired"
            object["holder"] = .string(record.holder)
            object["process"] = .int(record.process)
            object["command"] = .string(record.command)
            object["id"] = .string(record.id)
            object["taken"] = .string(record.taken)
            object["renewed"] = .string(record.renewed)
            object["lease_seconds"] = .int(record.lease)
            object["ends_in_seconds"] = .int(ends)
            object["generation"] = .int(record.generation)
        }
        return .object(object)
    }
}
