internal import AWS
internal import Declarations
internal import Plans
internal import Values

/// Tells of each call which awaited attributes its output answers, and where.
///
/// An attribute is read off a resource's item by paths, templates and, for few types, functions. Here the same reading
/// is done to an output in which every text is a mark of its place, so that what comes out tells where it came from.
/// What does not come out as marks cannot be told, and is left to plumb's own executor.
struct PlannedAnswers {
    let frames: Frames
    let places: [String: Place]
    /// By operation; many steps ask for the same.
    private var marked: [String: MarkedOutputs] = [:]

    init(frames: Frames, places: [String: Place]) {
        self.frames = frames
        self.places = places
    }

    mutating func filled(_ steps: [Step]) -> [Step] {
        var steps = steps
        var wanted: [String: Set<String>] = [:]
        for step in steps {
            for call in step.calls {
                for (address, name) in call.input.awaitedAttributes + (call.wait?.input.awaitedAttributes ?? []) {
                    wanted[address, default: []].insert(name)
                }
            }
        }
        for index in steps.indices {
            let names = (wanted[steps[index].address] ?? []).sorted()
            if !names.isEmpty { fill(&steps[index], names) }
        }
        return steps
    }

    private mutating func fill(_ step: inout Step, _ names: [String]) {
        for name in names where name.hasPrefix("result:") {
            let path = String(name.dropFirst("result:".count))
            // The newest answer before the call that draws on it.
            guard let user = step.calls.firstIndex(where: { $0.draws(on: step.address, name) }) else { continue }
            let last = step.calls[user].input.draws(on: step.address, name) ? user : user + 1
            for index in step.calls[..<last].indices.reversed() {
                let output = InputBuilder.model(step.calls[index].name)?.output
                guard Encoding.shape(at: path, in: output) != nil else { continue }
                step.calls[index].answers.append(
                    PlannedAnswer(name: name, pieces: [.output(path, after: nil)]))
                break
            }
        }
        guard let index = step.calls.firstIndex(where: { $0.yields != nil }), let frame = frames.frame(step.type),
            let place = places[step.stack]
        else { return }
        for name in names where !name.hasPrefix("result:") {
            let call = step.calls[index]
            if let pieces = pieces(name, of: call.name, at: call.yields ?? "", step, frame, place) {
                step.calls[index].answers.append(PlannedAnswer(name: name, pieces: pieces))
                continue
            }
            for other in step.calls.indices {
                guard let wait = step.calls[other].wait, let path = wait.item,
                    let pieces = pieces(name, of: "\(wait.service):\(wait.operation)", at: path, step, frame, place)
                else { continue }
                step.calls[other].wait?.answers.append(PlannedAnswer(name: name, pieces: pieces))
                break
            }
        }
    }

    /// An output marked in three ways, by which texts that come from it are told from others.
    private struct MarkedOutputs {
        let plain, pathed, longer: OutputMarks

        init(_ output: Shape) {
            plain = OutputMarks(output, prefix: "")
            pathed = OutputMarks(output, prefix: "/x/")
            longer = OutputMarks(output, prefix: "", items: 2)
        }
    }

    private mutating func marks(_ operation: String, _ output: Shape) -> MarkedOutputs {
        let marks = marked[operation] ?? MarkedOutputs(output)
        marked[operation] = marks
        return marks
    }

    /// Nil when it cannot be told.
    private mutating func pieces(
        _ name: String, of operation: String, at path: String, _ step: Step, _ frame: Frame, _ place: Place
    ) -> [PlannedAnswer.Piece]? {
        guard let output = InputBuilder.model(operation)?.output else { return nil }
        if let declared = frame.type.attributes[name], let mark = declared.after {
            let full = Frame.join(path, declared.path)
            return Encoding.shape(at: full, in: output) == nil ? nil : [.output(full, after: mark)]
        }
        let marks = marks(operation, output)
        let plain = marks.plain, pathed = marks.pathed, longer = marks.longer
        guard let one = attribute(name, of: plain.output, at: path, step, frame, place),
            let two = attribute(name, of: pathed.output, at: path, step, frame, place),
            let three = attribute(name, of: longer.output, at: path, step, frame, place)
        else { return nil }
        if let items = one.array {
            guard let text = items.first?.string, items.count == 1, let place = plain.marks[text],
                two.array?.first?.string == "/x/" + text, place.hasSuffix(".0")
            else { return nil }
            let list = String(place.dropLast(2))
            let places = (three.array ?? []).map { $0.string.flatMap { longer.marks[$0] } }
            return places == [list + ".0", list + ".1"] ? [.list(list)] : nil
        }
        guard let text = one.scalarText, let other = two.scalarText, let long = three.scalarText else { return nil }
        let first = plain.pieces(of: text), longest = longer.pieces(of: long)
        if longest != first {
            guard pathed.pieces(of: other) == first else { return nil }
            return Self.repeated(first, in: longest).map { [$0] }
        }
        guard first.contains(where: { if case .text = $0 { false } else { true } }) else { return nil }
        if pathed.pieces(of: other) == first { return first }
        // AWS spells some ids with a path before them, which reading takes off.
        return other == text ? plain.pieces(of: text, after: "/") : nil
    }

    /// What is said of each item of a list, when the longer text says of the second item what the first says of the
    /// first, and no more; else nil.
    private static func repeated(
        _ first: [PlannedAnswer.Piece], in longer: [PlannedAnswer.Piece]
    ) -> PlannedAnswer.Piece? {
        let mark = ".0."
        let paths = first.compactMap { piece -> String? in
            if case .output(let path, nil) = piece { path } else { nil }
        }
        guard let path = paths.first, let cut = path.before(mark), !cut.isEmpty,
            paths.allSatisfy({ $0.hasPrefix(cut + mark) })
        else { return nil }
        func moved(to start: String) -> [PlannedAnswer.Piece] {
            first.map { piece in
                guard case .output(let path, let after) = piece else { return piece }
                return .output(start + path.dropFirst(cut.count + mark.count), after: after)
            }
        }
        return longer == first + moved(to: cut + ".1.") ? .each(cut, moved(to: "")) : nil
    }

    /// As the executor would take it from the output.
    private func attribute(
        _ name: String, of output: Value, at path: String, _ step: Step, _ frame: Frame, _ place: Place
    ) -> Value? {
        if let created = frame.type.attributes[name]?.created, let value = output.at(created) { return value }
        let item = path.isEmpty ? output : output.at(path) ?? output
        var merged = step.lookup
        for (name, value) in (frame.type.read.shape?(item) ?? item).object ?? [:] {
            merged = merged.setting(name, to: value)
        }
        return Live(frame: frame, place: place, item: merged).attribute(name)
    }
}

/// An output of an operation in which each text is a mark that tells its place.
struct OutputMarks {
    private(set) var output: Value = [:]
    /// Mark → path.
    private(set) var marks: [String: String] = [:]
    private let prefix: String
    private let items: Int

    /// - Parameters:
    ///   - prefix: stands before every mark.
    ///   - items: how many every list has.
    init(_ shape: Shape, prefix: String, items: Int = 1) {
        self.prefix = prefix
        self.items = items
        output = value(shape, at: "", depth: 0)
    }

    private mutating func value(_ shape: Shape, at path: String, depth: Int) -> Value {
        // Deep enough for any attribute; shapes may hold themselves.
        guard depth < 7 else { return .null }
        switch shape.kind {
        case .structure:
            var object = Value.Object()
            for member in shape.members {
                object[member.name] = value(member.shape, at: Frame.join(path, member.name), depth: depth + 1)
            }
            return .object(object)
        case .list:
            guard let element = shape.element?.shape else { return [] }
            var list: [Value] = []
            for index in 0..<items { list.append(value(element, at: "\(path).\(index)", depth: depth + 1)) }
            return .array(list)
        case .map:
            // Only a map whose keys are known ahead can be pointed into.
            guard let inner = shape.value?.shape else { return .null }
            var object = Value.Object()
            for key in shape.key?.shape.enumeration ?? [] {
                object[key] = value(inner, at: Frame.join(path, key), depth: depth + 1)
            }
            return object.isEmpty ? .null : .object(object)
        case .string, .timestamp: return .string(prefix + mark(path))
        case .integer, .long: return .int(Int(mark(path).filter(\.isNumber)) ?? 0)
        default: return .null
        }
    }

    /// The same for the same place, whatever the prefix; its digits alone tell it too.
    private mutating func mark(_ path: String) -> String {
        let number = String(7_310_000_000 + marks.count)
        let mark = "m\(number)m"
        marks[mark] = path
        return mark
    }

    /// A text taken apart at the marks in it.
    func pieces(of text: String, after: String? = nil) -> [PlannedAnswer.Piece] {
        if let path = marks["m\(text)m"] { return [.output(path, after: after)] }
        var pieces: [PlannedAnswer.Piece] = []
        var literal = "", rest = text[...]
        while !rest.isEmpty {
            let candidate = rest.dropFirst(prefix.count).prefix(12)
            if rest.hasPrefix(prefix), let path = marks[String(candidate)] {
                if !literal.isEmpty { pieces.append(.text(literal)) }
                literal = ""
                pieces.append(.output(path, after: after))
                rest = rest.dropFirst(prefix.count + candidate.count)
            } else {
                literal.append(rest.removeFirst())
            }
        }
        if !literal.isEmpty { pieces.append(.text(literal)) }
        return pieces
    }
}

extension PlannedCall {
    fileprivate func draws(on address: String, _ name: String) -> Bool {
        input.draws(on: address, name) || wait?.input.draws(on: address, name) == true
    }
}

extension Value {
    fileprivate func draws(on address: String, _ name: String) -> Bool {
        awaitedAttributes.contains { $0.address == address && $0.name == name }
    }
}

extension String {
    /// What stands before the first occurrence of a mark; nil where there is none.
    fileprivate func before(_ mark: String) -> String? {
        firstRange(of: mark).map { String(self[..<$0.lowerBound]) }
    }
}
