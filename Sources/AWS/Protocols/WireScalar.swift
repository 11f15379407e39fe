internal import Values

/// Scalars as text: in forms, query strings, headers and XML, where everything is a string.
enum WireScalar {
    /// The text of a scalar.
    /// - Parameter times: the format of a time whose model names none.
    static func text(
        _ value: Value, _ member: Member, times: Traits.TimestampFormat
    ) throws(WireError) -> String {
        switch member.shape.kind {
        case .timestamp:
            let moment = try self.moment(value, member.name)
            switch member.traits.timestampFormat ?? times {
            case .iso8601: return moment.iso8601
            case .rfc822: return moment.httpDate
            case .unixTimestamp: return epochText(moment)
            }
        case .blob:
            return Base64.encode(try bytes(value, member.name))
        case .string where member.traits.isJSONValue:
            return value.string ?? value.json
        default:
            if case .double(let number) = value { return number.digits }
            guard let text = value.scalarText else { throw WireError("\(member.name) is not a plain value") }
            return text
        }
    }

    /// The bytes of a blob: bytes as they are, a string's UTF-8.
    static func bytes(_ value: Value, _ name: String) throws(WireError) -> [UInt8] {
        switch value {
        case .bytes(let bytes): return bytes
        case .string(let text): return Array(text.utf8)
        default: throw WireError("\(name) is neither bytes nor a string")
        }
    }

    static func moment(_ value: Value, _ name: String) throws(WireError) -> Timestamp {
        let moment: Timestamp? =
            switch value {
            case .int(let seconds): Timestamp(seconds: seconds)
            case .double(let seconds): Timestamp(epoch: seconds)
            case .string(let text): Timestamp(text)
            default: nil
            }
        guard let moment else { throw WireError("\(name) is not a time") }
        return moment
    }

    /// Seconds since 1970 as JSON writes them: a whole number where it is one.
    static func epoch(_ moment: Timestamp) -> Value {
        moment.milliseconds % 1000 == 0
            ? .int(moment.milliseconds / 1000) : .double(Double(moment.milliseconds) / 1000)
    }

    private static func epochText(_ moment: Timestamp) -> String { epoch(moment).scalarText ?? "0" }

    /// A number that is whole comes as one, whatever the wire wrote (`1.0`): templates write `1`.
    static func number(_ number: Double) -> Value {
        Int(exactly: number).map { .int($0) } ?? .double(number)
    }

    /// The value of a text, by the shape that the model gives it.
    static func value(_ text: String, _ shape: Shape) throws(WireError) -> Value {
        switch shape.kind {
        case .string:
            return .string(text)
        case .boolean:
            switch text.lowercased() {
            case "true": return .bool(true)
            case "false": return .bool(false)
            default: throw WireError("'\(text)' is no boolean")
            }
        case .integer, .long:
            guard let number = Int(text) else { throw WireError("'\(text)' is no whole number") }
            return .int(number)
        case .float, .double:
            if ["NaN", "Infinity", "-Infinity"].contains(text) { return .string(text) }
            guard let number = Double(text) else { throw WireError("'\(text)' is no number") }
            return self.number(number)
        case .timestamp:
            guard let moment = Timestamp(text) else { throw WireError("'\(text)' is no time") }
            return .string(moment.iso8601)
        case .blob:
            guard let bytes = Base64.decode(text) else { throw WireError("a blob that is not base 64") }
            return .bytes(bytes)
        case .structure, .list, .map:
            throw WireError("'\(text)' where a \(shape.kind.rawValue) belongs")
        }
    }
}
