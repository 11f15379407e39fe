internal import Values

/// One walk over an input beside its model.
struct InputValidation {
    private(set) var findings: [ModelFinding] = []
    private var path: [String] = []
    private let checksBounds: Bool

    init(checksBounds: Bool) { self.checksBounds = checksBounds }

    mutating func check(_ input: Value, operation: OperationModel) {
        guard let shape = operation.input else {
            if let object = input.object, !object.isEmpty {
                add(.unknownMember, "\(operation.service):\(operation.name) takes no input")
            }
            return
        }
        check(input, shape)
    }

    private mutating func check(_ value: Value, _ shape: Shape) {
        if case .deferred = value { return }
        if shape.isDocument { return }
        switch shape.kind {
        case .structure: structure(value, shape)
        case .list: list(value, shape)
        case .map: map(value, shape)
        case .string: string(value, shape)
        case .boolean: if case .bool = value {} else { wrong(value, "a boolean") }
        case .integer, .long: whole(value, shape)
        case .float, .double: number(value, shape)
        case .blob: blob(value, shape)
        case .timestamp: timestamp(value)
        }
    }

    private mutating func structure(_ value: Value, _ shape: Shape) {
        guard let object = value.object else { return wrong(value, "an object") }
        for (name, item) in object {
            guard let member = shape.member(name) else {
                at(name) { $0.add(.unknownMember, "unknown member" + Self.suggestion(name, among: shape)) }
                continue
            }
            if item.isNull { continue }
            at(name) { $0.check(item, member.shape) }
        }
        for name in shape.required where object[name] ?? .null == .null {
            // A token that the client fills in is never missing.
            if shape.member(name)?.isIdempotencyToken == true { continue }
            at(name) { $0.add(.missing, "missing, but required") }
        }
        if shape.isUnion, object.count != 1 { add(.missing, "exactly one member must be set, not \(object.count)") }
    }

    private mutating func list(_ value: Value, _ shape: Shape) {
        guard let items = value.array else { return wrong(value, "a list") }
        range(Double(items.count), shape, "items")
        guard let element = shape.element else { return }
        for (index, item) in items.enumerated() { at(String(index)) { $0.check(item, element.shape) } }
    }

    private mutating func map(_ value: Value, _ shape: Shape) {
        guard let object = value.object else { return wrong(value, "an object") }
        range(Double(object.count), shape, "entries")
        for (name, item) in object {
            at(name) {
                if let key = shape.key { $0.check(.string(name), key.shape) }
                if let element = shape.value { $0.check(item, element.shape) }
            }
        }
    }

    private mutating func string(_ value: Value, _ shape: Shape) {
        guard let text = value.string else { return wrong(value, "a string") }
        if !shape.enumeration.isEmpty, !shape.enumeration.contains(text) {
            let allowed = shape.enumeration.prefix(12).joined(separator: ", ")
            let rest = shape.enumeration.count > 12 ? ", …" : ""
            return add(.outOfBounds, "'\(text)' is none of \(allowed)\(rest)")
        }
        range(Double(text.unicodeScalars.count), shape, "characters")
        if checksBounds, let pattern = shape.pattern, ModelPattern.matches(text, pattern) == false {
            add(.outOfBounds, "'\(text)' does not match \(pattern)")
        }
    }

    private mutating func whole(_ value: Value, _ shape: Shape) {
        guard case .int(let number) = value else { return wrong(value, "a whole number") }
        bounds(Double(number), shape)
    }

    private mutating func number(_ value: Value, _ shape: Shape) {
        switch value {
        case .int(let number): bounds(Double(number), shape)
        case .double(let number): bounds(number, shape)
        case .string("NaN"), .string("Infinity"), .string("-Infinity"): break
        default: wrong(value, "a number")
        }
    }

    private mutating func blob(_ value: Value, _ shape: Shape) {
        switch value {
        case .bytes(let bytes): range(Double(bytes.count), shape, "bytes")
        case .string(let text): range(Double(text.utf8.count), shape, "bytes")
        default: wrong(value, "bytes or a string")
        }
    }

    private mutating func timestamp(_ value: Value) {
        switch value {
        case .int, .double: break
        case .string(let text) where Timestamp(text) != nil: break
        default: wrong(value, "a time (ISO 8601 or seconds since 1970)")
        }
    }

    // MARK: - Findings

    private mutating func at(_ name: String, _ body: (inout InputValidation) -> Void) {
        path.append(name)
        body(&self)
        path.removeLast()
    }

    private mutating func add(_ kind: ModelFinding.Kind, _ message: String) {
        guard checksBounds || kind != .outOfBounds else { return }
        findings.append(ModelFinding(kind, path: path.joined(separator: "."), message: message))
    }

    private mutating func wrong(_ value: Value, _ wanted: String) {
        add(.wrongType, "takes \(wanted), not \(value.kindName)")
    }

    private mutating func bounds(_ number: Double, _ shape: Shape) {
        if let least = shape.minimum, number < least {
            add(.outOfBounds, "\(number.plain) is less than \(least.plain)")
        }
        if let most = shape.maximum, number > most { add(.outOfBounds, "\(number.plain) is more than \(most.plain)") }
    }

    private mutating func range(_ count: Double, _ shape: Shape, _ unit: String) {
        if let least = shape.minimum, count < least {
            add(.outOfBounds, "\(count.plain) \(unit), but at least \(least.plain)")
        }
        if let most = shape.maximum, count > most {
            add(.outOfBounds, "\(count.plain) \(unit), but at most \(most.plain)")
        }
    }

    private static func suggestion(_ name: String, among shape: Shape) -> String {
        let same = shape.members.first { $0.name.lowercased() == name.lowercased() }
        return same.map { " (did you mean \($0.name)?)" } ?? ""
    }
}

extension Double {
    fileprivate var plain: String { Int(exactly: self).map(String.init) ?? String(self) }
}

extension Value {
    /// What a finding calls it.
    fileprivate var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .int: "a whole number"
        case .double: "a number"
        case .string: "a string"
        case .bytes: "bytes"
        case .array: "a list"
        case .object: "an object"
        case .deferred: "a deferred value"
        }
    }
}
