internal import Plans
internal import Values

/// The API calls of a step, as `--show-calls` tells them.
struct CallLines {
    var indent: Int

    func lines(for step: Step, heading: String? = nil) -> [Line] {
        guard !step.calls.isEmpty else { return [] }
        var lines = [Line(indent, [Run((heading ?? "calls") + ":", .faint)])]
        for (index, call) in step.calls.enumerated() {
            let number = "\(index + 1). "
            let hanging = indent + 2 + number.count
            let input = call.input.object?.isEmpty == true ? "" : " " + Self.text(call.input)
            lines.append(
                Line(
                    indent + 2, hanging: hanging,
                    [Run(number, .faint), Run(Printable.text(call.name), .note), Run(input)]))
            if let wait = call.wait {
                let most = "\(Int(wait.atMost.rounded(.up))) s"
                lines.append(
                    Line(
                        hanging, hanging: hanging + 2,
                        [Run("then wait until \(Printable.text(wait.says)), at most \(most)", .faint)]))
            }
        }
        return lines
    }

    /// Compact JSON in which what is awaited is named in words.
    private static func text(_ input: Value) -> String {
        // The writer escapes what is below U+0020; the rest of what a terminal obeys is escaped here.
        Printable.text(worded(input).json)
    }

    private static func worded(_ value: Value) -> Value {
        switch value {
        case .array(let items): .array(items.map(worded))
        case .object(let object): .object(object.mapValues(worded))
        case .deferred: .string(ValueText.flat(value) ?? ValueText.awaited(value))
        case .bytes(let bytes): .string("(\(bytes.count) bytes)")
        default: value
        }
    }
}
