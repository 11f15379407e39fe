internal import AWS
internal import Plans

/// Tells a run's journal of one call of a step.
struct CallJournal: Sendable {
    let step: Step
    let number: Int
    let planned: PlannedCall
    let secrets: [String]
    let write: @Sendable (CallRecord) -> Void

    /// Writes that the call is about to be sent.
    /// - Returns: writes what became of it.
    func begin(_ call: APICall, attempt: Int) -> (CallRecord.State) -> Void {
        var record = CallRecord(
            step: step, number: number, attempt: attempt, planned: planned, input: call.input, secrets: secrets,
            state: .sent)
        write(record)
        return { state in
            record.state = state
            write(record)
        }
    }
}
