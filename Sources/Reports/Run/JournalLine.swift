internal import Diagnostics
public import Plans
internal import Values

/// A line of a run's journal: one JSON object for what was sent, and one for what became of it.
public enum JournalLine {
    /// - Parameters:
    ///   - time: RFC 3339.
    ///   - run: tells the lines of one run from those of others in the same file.
    /// - Returns: the line with its end; no secret is in it.
    public static func render(_ record: CallRecord, time: String, run: String, account: String) -> String {
        var shown = record.planned
        shown.input = record.input
        shown.secrets = record.secrets
        var object: Value.Object = [
            "time": .string(time), "run": .string(run), "account": .string(account), "step": .string(record.step.id),
            "call": .int(record.number), "attempt": .int(record.attempt), "service": .string(shown.service),
            "operation": .string(shown.operation), "region": .string(shown.region),
            "outcome": .string(record.state.word),
        ]
        if let id = record.state.requestID { object["request_id"] = .string(id) }
        // Without AWS's message, which may quote what it was sent.
        if let cause = record.state.cause { object["error"] = .string(cause.code) }
        object["input"] = digested(shown.masked.input)
        return Value.object(object).json + "\n"
    }

    /// Contents of files are named by their length and digest.
    static func digested(_ value: Value) -> Value {
        switch value {
        case .bytes(let bytes): ["bytes": .int(bytes.count), "sha256": .string(Digest.sha256(bytes))]
        case .array(let items): .array(items.map(digested))
        case .object(let object): .object(object.mapValues(digested))
        default: value
        }
    }
}
