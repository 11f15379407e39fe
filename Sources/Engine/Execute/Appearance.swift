internal import AWS
internal import Plans
internal import Values

extension PlannedCall {
    /// True when what AWS has not found may be something that this run has made a moment ago. What the message names, and the
    /// template gave as it is (an image, a type of instance), will not come by waiting.
    /// - Parameter sent: the input with everything in it that has become known.
    func mayAppear(_ message: String, in sent: Value) -> Bool {
        guard input.hasDeferred else { return false }
        let given = Set(input.texts)
        let arrived = Set(sent.texts).subtracting(given)
        // Short texts and such as AWS's sentences hold anyway name nothing.
        func names(_ text: String) -> Bool { text.count > 4 && message.contains(text) }
        return arrived.contains(where: names) || !given.contains(where: names)
    }
}
