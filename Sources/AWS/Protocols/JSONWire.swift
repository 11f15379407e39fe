internal import Values

/// Values to and from the JSON of the wire, by their shapes.
enum JSONWire {
    static func parse(_ body: [UInt8]) throws(WireError) -> Value {
        do {
            return try Value(json: body)
        } catch {
            throw WireError("the answer is not JSON: line \(error.line): \(error.message)")
        }
    }

    // MARK: - Out

    static func write(
        _ value: Value, _ shape: Shape, where included: (Member) -> Bool = { _ in true }
    ) throws(WireError) -> Value {
        guard shape.kind == .structure, !shape.isDocument else { return value }
        guard let object = value.object else { throw WireError("\(shape.name) is not an object") }
        var out = Value.Object()
        for member in shape.members where included(member) {
            guard let item = object[member.name], !item.isNull else { continue }
            out[member.wireName] = try write(item, member)
        }
        return .object(out)
    }

    static func write(_ value: Value, _ member: Member) throws(WireError) -> Value {
        if value.isNull || member.shape.isDocument { return value }
        switch member.shape.kind {
        case .structure:
            return try write(value, member.shape)
        case .list:
            guard let items = value.array, let element = member.shape.element else {
                throw WireError("\(member.name) is not a list")
            }
            var out: [Value] = []
            for item in items { out.append(try write(item, element)) }
            return .array(out)
        case .map:
            guard let object = value.object, let element = member.shape.value else {
                throw WireError("\(member.name) is not an object")
            }
            var out = Value.Object()
            for (name, item) in object { out[name] = try write(item, element) }
            return .object(out)
        case .timestamp:
            let moment = try WireScalar.moment(value, member.name)
            switch member.traits.timestampFormat ?? .unixTimestamp {
            case .iso8601: return .string(moment.iso8601)
            case .rfc822: return .string(moment.httpDate)
            case .unixTimestamp: return WireScalar.epoch(moment)
            }
        case .blob:
            return .string(Base64.encode(try WireScalar.bytes(value, member.name)))
        case .string where member.traits.isJSONValue:
            return .string(value.string ?? value.json)
        default:
            guard value.scalarText != nil else { throw WireError("\(member.name) is not a plain value") }
            return value
        }
    }

    // MARK: - In

    static func read(
        _ json: Value, _ shape: Shape, where included: (Member) -> Bool
    ) throws(WireError) -> Value {
        if shape.isDocument { return json }
        guard let object = json.object else { throw WireError("\(shape.name): an object was expected") }
        var out = Value.Object()
        for member in shape.members where included(member) {
            guard let item = object[member.wireName], !item.isNull else { continue }
            out[member.name] = try read(item, member)
        }
        return .object(out)
    }

    static func read(_ json: Value, _ member: Member) throws(WireError) -> Value {
        if json.isNull || member.shape.isDocument { return json }
        switch member.shape.kind {
        case .structure:
            return try read(json, member.shape, where: { _ in true })
        case .list:
            guard let items = json.array, let element = member.shape.element else {
                throw WireError("\(member.name): a list was expected")
            }
            var out: [Value] = []
            out.reserveCapacity(items.count)
            for item in items { out.append(try read(item, element)) }
            return .array(out)
        case .map:
            guard let object = json.object, let element = member.shape.value else {
                throw WireError("\(member.name): an object was expected")
            }
            var out = Value.Object()
            for (name, item) in object { out[name] = try read(item, element) }
            return .object(out)
        case .timestamp, .blob:
            guard let text = json.scalarText else { throw WireError("\(member.name): unexpected value") }
            return try WireScalar.value(text, member.shape)
        case .float, .double:
            switch json {
            case .string(let text): return try WireScalar.value(text, member.shape)
            case .double(let number): return WireScalar.number(number)
            default: return json
            }
        default:
            return json
        }
    }
}
