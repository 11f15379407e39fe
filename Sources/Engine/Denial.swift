internal import AWS

/// Why AWS has denied a call, as far as its message tells, and what helps.
///
/// Source: IAM User Guide, "Troubleshoot access denied error messages"; Amazon S3 User Guide, "Blocking public access to
/// your Amazon S3 storage".
struct Denial {
    let failure: AWSFailure

    /// The action that AWS's message names, else the one that the operation stands for.
    var action: String {
        let mark = "not authorized to perform: "
        if let start = failure.message.firstRange(of: mark)?.upperBound {
            let action = failure.message[start...].prefix { $0.isLetter || $0.isNumber || $0 == ":" || $0 == "-" }
            if action.contains(":") { return String(action) }
        }
        return IAMAction.name(of: failure.service, failure.operation)
    }

    /// What lets the call pass.
    var remedy: String {
        if failure.message.contains("BlockPublicPolicy") {
            return "Set PublicAccessBlockConfiguration.BlockPublicPolicy of the bucket to false, or name in the policy "
                + "who may. The account can block public policies for all of its buckets too."
        }
        if failure.message.contains("BlockPublicAcls") {
            return "Set PublicAccessBlockConfiguration.BlockPublicAcls of the bucket to false, or grant by a policy. "
                + "The account can block public lists for all of its buckets too."
        }
        if let policy = text(after: "with an explicit deny in ", upTo: [":", ";", ","]) {
            return "A statement of \(policy) denies `\(action)`: no other permission outweighs it."
        }
        guard let policy = text(after: "because no ", upTo: [" allows"]), policy != "identity-based policy" else {
            return "Allow the caller `\(action)`."
        }
        return "Allow `\(action)` in the \(policy); the caller's own policies are not enough."
    }

    private func text(after mark: String, upTo ends: [String]) -> String? {
        guard let start = failure.message.firstRange(of: mark)?.upperBound else { return nil }
        let rest = failure.message[start...]
        let end = ends.compactMap { rest.firstRange(of: $0)?.lowerBound }.min() ?? rest.endIndex
        let text = rest[..<end].reversed().drop { $0 == "." || $0 == " " }.reversed()
        return text.isEmpty ? nil : String(text)
    }
}
