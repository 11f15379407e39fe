internal import Declarations
public import Plans
internal import Values

/// The plan as a POSIX shell script of `aws` commands: the same calls in the same order, with what one answers handed on
/// to the next, the failures that plumb tolerates or waits out, and its waits.
///
/// No secret is in it: it reads them from variables that it names at its head. Where the shell cannot make a value, it
/// ends there with an error. It knows nothing that a plan does not: what has moved since is not noticed.
public enum AWSCLIScript {
    public static func render(_ plan: Plan) -> String {
        var writer = ScriptWriter(plan.masked)
        return writer.script()
    }
}

private struct ScriptWriter {
    let plan: Plan
    let names = VariableNames()
    /// Attributes that a later call asks for, by address and name.
    var wanted: [Wanted: Set<ShellText.Part>] = [:]
    /// Those that an answer has given, with the part asked for.
    var known: [Known: String] = [:]

    struct Wanted: Hashable { var address: String, name: String }
    struct Known: Hashable { var attribute: Wanted, part: ShellText.Part }

    init(_ plan: Plan) {
        self.plan = plan
        for step in plan.steps {
            for call in step.calls { for value in [call.input, call.wait?.input ?? .null] { note(value) } }
        }
    }

    /// Which parts of which attributes the inputs draw on.
    private mutating func note(_ value: Value) {
        switch value {
        case .array(let items): for item in items { note(item) }
        case .object(let object): for item in object.values { note(item) }
        case .deferred(.attribute(let address, let name)): want(address, name, .whole)
        case .deferred(.join(let separator, .deferred(.attribute(let address, let name)))):
            want(address, name, .joined(separator))
        case .deferred(.select(let index, .deferred(.attribute(let address, let name)))):
            want(address, name, .item(index))
        case .deferred(let deferred): if let inner = deferred.inner { note(inner) }
        default: break
        }
    }

    private mutating func want(_ address: String, _ name: String, _ part: ShellText.Part) {
        wanted[Wanted(address: address, name: name), default: []].insert(part)
    }

    // MARK: - The whole

    mutating func script() -> String {
        var body = ""
        for (index, step) in plan.steps.enumerated() { body += self.step(step, number: index + 1) }
        var head = "#!/bin/sh\n# \(PlanText.summary(of: plan))\n"
        for stack in plan.stacks { head += comment("stack \(stack.name) (\(stack.path)), \(stack.region)") }
        head +=
            "# The calls of a plan, in its order. It does not look whether anything has moved since the plan was made, and\n"
        head += "# it is no apply: run again after a failure, it makes again what was made.\n"
        if !names.secrets.isEmpty {
            head += "#\n# Secrets that it needs in its environment:\n"
            for secret in names.secrets { head += comment("  \(secret.name)  \(secret.holds)") }
        }
        if !plan.refusals.isEmpty {
            head += "#\n# Checks refuse it:\n"
            for finding in plan.refusals {
                head += comment("  \(finding.rule) \(finding.address): \(finding.message)")
            }
            head += "echo 'Checks refuse this plan: see the head of the script.' >&2\nexit 3\n"
        }
        head += "set -eu\numask 077\n"
        for secret in names.secrets { head += ": \"${\(secret.name):?is not set}\"\n" }
        let account = (try? ShellText.quoted(plan.account)) ?? "''"
        let region = (try? ShellText.quoted(plan.steps.first?.region ?? "")) ?? "''"
        return head + "\n" + ScriptLibrary.text
            + (plan.steps.isEmpty ? "" : "\ncaller \(account) \(region)\n") + body
            + "\nprintf '%s\\n' 'Done: \(plan.steps.count) steps.'\n"
    }

    private func comment(_ text: String) -> String { "# \(Printable.inert(Printable.text(text)))\n" }

    private mutating func step(_ step: Step, number: Int) -> String {
        var out = "\n" + comment("\(number). \(step.action.rawValue) \(step.address) (\(step.type))")
        let title = "\(number)/\(plan.steps.count) \(step.action.rawValue) \(step.address)"
        out += "step \((try? ShellText.quoted(Printable.text(title))) ?? "''")\n"
        for call in step.calls { out += self.call(call, step) }
        return out
    }

    // MARK: - One call

    private mutating func call(_ call: PlannedCall, _ step: Step) -> String {
        do throws(ShellText.Inexpressible) {
            var out = ""
            var input = call.input
            var words: [String] = []
            // Uploads are files to the CLI, not part of the input.
            if call.service == "s3", let body = input["Body"] {
                out += try file("body", body, step)
                words = ["--body", "\"$dir/body\""]
                let rest = (input.object ?? [:]).filter { $0.name != "Body" }
                input = .object(Value.Object(rest.map { ($0.name, $0.value) }))
            }
            // The CLI encodes these itself. Source: botocore, `base64_encode_user_data`.
            if ["ec2:RunInstances", "autoscaling:CreateLaunchConfiguration"].contains(call.name),
                let data = input["UserData"]
            {
                input = input.setting("UserData", to: try Self.plain(data))
            }
            var text = shell(step)
            out += "printf '%s' \(try text.json(input, at: "")) > \"$dir/input\"\n"
            let answers = answers(call.answers, step)
            let patience = ([call.patience] + call.retries.compactMap(\.patience)).max() ?? call.patience
            let command = [
                "call", try ShellText.quoted(call.region), CommandName.service(call.service),
                CommandName.operation(call.operation), try ShellText.quoted(answers.query), "\(patience)",
                try ShellText.quoted(Self.matches(call.tolerates)), try ShellText.quoted(Self.matches(call.retries)),
                call.input.hasDeferred ? "60" : "0",
            ]
            out += (command + words).joined(separator: " ") + "\n" + answers.lines
            if let wait = call.wait {
                text = shell(step)
                out += "printf '%s' \(try text.json(wait.input, at: "")) > \"$dir/input\"\n"
                let later = self.answers(wait.answers, step)
                let tests = [JMESPath.test(wait.until), wait.failing.map(JMESPath.test) ?? "`false`"]
                let query = "[\((tests + later.paths).joined(separator: ", "))]"
                let command = [
                    "await", try ShellText.quoted(call.region), CommandName.service(wait.service),
                    CommandName.operation(wait.operation), try ShellText.quoted(query),
                    "\(max(1, Int(wait.every.rounded())))", "\(Int(wait.atMost.rounded(.up)))",
                    try ShellText.quoted(Self.matches(wait.endedBy)),
                    try ShellText.quoted(Printable.text(wait.says)),
                ]
                out += command.joined(separator: " ") + "\n" + self.lines(later.fields, offset: 2)
            }
            return out
        } catch {
            let why = "\(call.name) of \(step.address) needs \(error.what); the shell cannot make it. Use plumb apply."
            return "stop \((try? ShellText.quoted(Printable.text(why))) ?? "''")\n"
        }
    }

    /// What a text in base 64 stands for.
    private static func plain(_ value: Value) throws(ShellText.Inexpressible) -> Value {
        if case .deferred(.base64(let inner)) = value { return inner }
        guard let bytes = value.string.flatMap({ Base64.decode($0) }),
            let text = String(validating: bytes, as: UTF8.self)
        else { throw ShellText.Inexpressible(what: "user data that the CLI cannot be given") }
        return .string(text)
    }

    private func file(_ name: String, _ body: Value, _ step: Step) throws(ShellText.Inexpressible) -> String {
        guard case .bytes(let bytes) = body, String(validating: bytes, as: UTF8.self)?.contains("\0") ?? true else {
            return "printf '%s' \(try shell(step).word(body, at: "Body")) > \"$dir/\(name)\"\n"
        }
        return "printf '%s' '\(Base64.encode(bytes))' | base64 -d > \"$dir/\(name)\"\n"
    }

    /// Codes with what the message holds, a line each, as the library's `matched` reads them.
    private static func matches(_ matches: [ErrorMatch]) -> String {
        matches.filter { $0.afterLoss != true }.map { "\($0.code)|\($0.contains ?? "")" }.joined(separator: "\n")
    }

    private func shell(_ step: Step) -> ShellText {
        let known = known, names = names
        return ShellText(
            variable: { address, name, part in
                known[Known(attribute: Wanted(address: address, name: name), part: part)]
            }, secret: { names.secret($0, of: step.address) })
    }

    // MARK: - Answers

    /// A part of a variable: a word of the shell, or a field of the last answer, from 1.
    private enum Field {
        case word(String)
        case field(Int, after: String?)
    }

    private struct Answers {
        /// JMESPath of each field.
        var paths: [String] = []
        /// Variables, and what each is put together from.
        var fields: [(variable: String, pieces: [Field])] = []
        var query: String { paths.isEmpty ? "`null`" : "[\(paths.joined(separator: ", "))]" }
        var lines = ""
    }

    private mutating func answers(_ planned: [PlannedAnswer], _ step: Step) -> Answers {
        var answers = Answers()
        for answer in planned {
            let attribute = Wanted(address: step.address, name: answer.name)
            for part in (wanted[attribute] ?? []).sorted(by: { "\($0)" < "\($1)" }) {
                guard let pieces = Self.pieces(answer.pieces, part) else { continue }
                let isList = part == .whole && answer.pieces.contains { if case .list = $0 { true } else { false } }
                let variable = names.variable("\(step.address)_\(answer.name)") + (isList ? ShellText.listMark : "")
                var words: [Field] = []
                for piece in pieces {
                    switch piece {
                    case .text(let text): words.append(.word((try? ShellText.quoted(text)) ?? "''"))
                    case .field(let path, let after):
                        answers.paths.append(path)
                        words.append(.field(answers.paths.count, after: after))
                    }
                }
                answers.fields.append((variable, words))
                known[Known(attribute: attribute, part: part)] = variable
            }
        }
        answers.lines = lines(answers.fields, offset: 0)
        return answers
    }

    private func lines(_ fields: [(variable: String, pieces: [Field])], offset: Int) -> String {
        fields.map { variable, pieces in
            let words = pieces.map { piece in
                switch piece {
                case .word(let word): word
                case .field(let number, nil): "\"$(field \(number + offset))\""
                case .field(let number, let mark?):
                    "\"$(after \((try? ShellText.quoted(mark)) ?? "''") \(number + offset))\""
                }
            }
            return "\(variable)=\(words.joined())\nknown \"$\(variable)\" \(variable)\n"
        }.joined()
    }

    private enum Piece {
        case text(String)
        case field(String, after: String?)
    }

    /// Nil for a part that the answer does not have.
    private static func pieces(_ pieces: [PlannedAnswer.Piece], _ part: ShellText.Part) -> [Piece]? {
        if case .list(let path)? = pieces.first {
            let list = JMESPath.path(path)
            switch part {
            case .whole: return [.field("to_string(\(list))", after: nil)]
            case .item(let index): return [.field("\(list)[\(index)]", after: nil)]
            case .joined(let separator):
                let mark = JMESPath.literal(.string(separator))
                return [.field("join(\(mark), not_null(\(list), `[]`))", after: nil)]
            }
        }
        guard part == .whole else { return nil }
        return pieces.map { piece in
            switch piece {
            case .text(let text): .text(text)
            case .output(let path, let mark): .field(JMESPath.path(path), after: mark)
            case .list(let path): .field(JMESPath.path(path), after: nil)
            case .each(let path, let inner): .field(each(path, inner), after: nil)
            }
        }
    }

    /// What stands in each item of a list, put together by JMESPath.
    private static func each(_ path: String, _ pieces: [PlannedAnswer.Piece]) -> String {
        let words = pieces.map { piece in
            switch piece {
            case .text(let text): JMESPath.literal(.string(text))
            case .output(let path, _), .list(let path), .each(let path, _): "not_null(\(JMESPath.path(path)), `\"\"`)"
            }
        }
        return "join('', not_null(\(JMESPath.path(path)), `[]`)[].join('', [\(words.joined(separator: ", "))]))"
    }
}
