internal import Values

/// Some operations take many items and answer 200 whatever becomes of them: what they refused stands in the answer.
/// plumb asks for one thing at a time, so an item refused is the call refused.
enum RefusedItems {
    /// Members of an output that list what was refused: EC2's, and EventBridge's.
    private static let lists = ["Unsuccessful", "UnsuccessfulInstanceCreditSpecifications", "FailedEntries"]

    /// The first refusal in an answer: its code and message.
    static func first(in output: Value, of operation: OperationModel) -> (code: String, message: String)? {
        guard !operation.onlyReads else { return nil }
        for list in lists {
            guard let item = output[list]?.array?.first else { continue }
            let error = item["Error"] ?? item
            return (
                (error["Code"] ?? error["ErrorCode"])?.string ?? "Unsuccessful",
                (error["Message"] ?? error["ErrorMessage"])?.string ?? "AWS refused it without a word"
            )
        }
        return nil
    }
}
