public import Plans
internal import Values

/// The outputs of stacks for people, programs and CI. Secret values never stand in them.
public enum OutputsText {
    /// `Name = value` by stack.
    public static func text(_ outputs: [Plan.Output], _ style: TextStyle = .plain) -> String {
        var page = Page()
        for stack in stacks(of: outputs) {
            page.gap()
            page.add(0, Run(Printable.text(stack), .strong))
            for output in sorted(outputs) where output.stack == stack {
                let value = output.isSecret ? ValueText.secret : readable(output.value)
                page.add(2, hanging: 4, Run(Printable.text(output.name), .note), Run(" = " + value))
            }
        }
        return page.text(style)
    }

    /// An object of stacks, in each the outputs with `value`, `sensitive` and `known`.
    public static func json(_ outputs: [Plan.Output]) -> String {
        var all = Value.Object()
        for stack in stacks(of: outputs) {
            var inside = Value.Object()
            for output in sorted(outputs) where output.stack == stack {
                let isKnown = !output.value.hasDeferred
                inside[output.name] = [
                    "value": output.isSecret || !isKnown ? .null : output.value, "sensitive": .bool(output.isSecret),
                    "known": .bool(isKnown),
                ]
            }
            all[stack] = .object(inside)
        }
        return Value.object(all).prettyJSON + "\n"
    }

    /// `AWS_ECS_CLUSTER=apps`, to be read by a shell or a dotenv library. What cannot be shown is a comment.
    public static func dotenv(_ outputs: [Plan.Output]) -> String {
        sorted(outputs).map { output in
            let name = OutputName.environment(output.name)
            guard let value = plain(output) else { return comment(name, output) }
            return "\(name)=\(quoted(value))\n"
        }.joined()
    }

    /// For `$GITHUB_OUTPUT` and `$GITHUB_ENV`.
    public static func github(_ outputs: [Plan.Output]) -> String {
        sorted(outputs).map { output in
            let name = OutputName.environment(output.name)
            guard let value = plain(output) else { return "" }
            guard value.contains(where: \.isNewline) else { return "\(name)=\(value)\n" }
            let mark = delimiter(for: value)
            return "\(name)<<\(mark)\n\(value)\n\(mark)\n"
        }.joined()
    }

    /// Names of environment variables that two outputs would share, sorted.
    public static func collisions(_ outputs: [Plan.Output]) -> [String] {
        var counts: [String: Int] = [:]
        for output in outputs { counts[OutputName.environment(output.name), default: 0] += 1 }
        return counts.filter { $0.value > 1 }.keys.sorted()
    }

    // MARK: - Parts

    private static func stacks(of outputs: [Plan.Output]) -> [String] { Set(outputs.map(\.stack)).sorted() }

    private static func sorted(_ outputs: [Plan.Output]) -> [Plan.Output] {
        outputs.sorted { ($0.stack, $0.name) < ($1.stack, $1.name) }
    }

    private static func readable(_ value: Value) -> String {
        value.string.map(Printable.text) ?? ValueText.inline(value)
    }

    /// The value as a program takes it; nil when it is secret or not known yet.
    private static func plain(_ output: Plan.Output) -> String? {
        guard !output.isSecret, !output.value.hasDeferred else { return nil }
        return output.value.scalarText ?? output.value.json
    }

    private static func comment(_ name: String, _ output: Plan.Output) -> String {
        output.isSecret
            ? "# \(name) is secret and not shown\n"
            : "# \(name) is not known before apply has made \(output.value.awaited.map(Printable.text).joined(separator: ", "))\n"
    }

    /// As it is when nothing in it means anything to a shell; else in single quotes, within which nothing does; else in
    /// double quotes with what would mean something escaped.
    private static func quoted(_ value: String) -> String {
        let safe = value.unicodeScalars.allSatisfy {
            switch $0 {
            case "a"..."z", "A"..."Z", "0"..."9", "_", ".", "/", ":", "@", "%", "+", ",", "-": true
            default: false
            }
        }
        if safe { return value }
        if !value.contains("'") { return "'\(value)'" }
        var out = ""
        for character in value {
            if character == "\\" || character == "\"" || character == "$" || character == "`" { out.append("\\") }
            out.append(character)
        }
        return "\"\(out)\""
    }

    /// A line that the value does not hold, the same for the same value.
    private static func delimiter(for value: String) -> String {
        let lines = Set(value.split(whereSeparator: \.isNewline).map(String.init))
        var mark = "PLUMB_\(Digest.sha256(value).prefix(16))"
        while lines.contains(mark) { mark += "_" }
        return mark
    }
}
