internal import Transport
internal import Values

/// What rest-json and rest-xml share: the parts of an input that travel in the path, the query and the headers.
enum RESTBinding {
    /// A request without its body.
    static func request(_ input: Value, for operation: OperationModel) throws(WireError) -> WireRequest {
        var request = WireRequest(method: operation.method)
        let template = operation.requestURI.split(separator: "?", maxSplits: 1)
        request.path = try path(String(template.first ?? "/"), input, operation)
        if template.count > 1 {
            for part in template[1].split(separator: "&") {
                let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                request.query.append(.init(name: String(pair[0]), value: pair.count > 1 ? String(pair[1]) : nil))
            }
        }
        request.hostPrefix = try HostPrefix.make(operation, input)
        var maps: [(Member, Value)] = []
        for member in operation.input?.members ?? [] {
            guard let value = input[member.name], !value.isNull else { continue }
            switch member.location {
            case .querystring where member.shape.kind == .map: maps.append((member, value))
            case .querystring: try addQuery(member.wireName, value, member, to: &request)
            case .header: try addHeader(value, member, to: &request)
            case .headers:
                for (name, item) in value.object ?? [:] {
                    request.headers[member.wireName + name] = item.scalarText
                }
            case .uri, .statusCode, nil: break
            }
        }
        // A name that the model knows wins over the same name in a map.
        let taken = Set(request.query.map(\.name))
        for (member, value) in maps {
            for (name, item) in value.object ?? [:] where !taken.contains(name) {
                guard let element = member.shape.value else { continue }
                try addQuery(name, item, element, to: &request)
            }
        }
        return request
    }

    private static func path(
        _ template: String, _ input: Value, _ operation: OperationModel
    ) throws(WireError) -> String {
        var path = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{") {
            path += rest[..<open]
            guard let close = rest[open...].firstIndex(of: "}") else {
                throw WireError("\(operation.name) has a broken address in its model")
            }
            var label = String(rest[rest.index(after: open)..<close])
            let isGreedy = label.hasSuffix("+")
            if isGreedy { label.removeLast() }
            guard let member = operation.input?.members.first(where: { $0.location == .uri && $0.wireName == label }),
                let value = input[member.name], !value.isNull
            else { throw WireError("\(label) is missing, but part of the address") }
            let text = try WireScalar.text(value, member, times: .iso8601)
            guard !text.isEmpty else { throw WireError("\(member.name) is empty, but part of the address") }
            path += PercentEncoding.encode(text, keepingSlashes: isGreedy)
            rest = rest[rest.index(after: close)...]
        }
        return path + rest
    }

    private static func addQuery(
        _ name: String, _ value: Value, _ member: Member, to request: inout WireRequest
    ) throws(WireError) {
        guard member.shape.kind == .list, let element = member.shape.element else {
            let text = try WireScalar.text(value, member, times: .iso8601)
            request.query.append(.init(name: name, value: text))
            return
        }
        for item in value.array ?? [] where !item.isNull {
            request.query.append(.init(name: name, value: try WireScalar.text(item, element, times: .iso8601)))
        }
    }

    private static func addHeader(
        _ value: Value, _ member: Member, to request: inout WireRequest
    ) throws(WireError) {
        var text: String
        if member.shape.kind == .list, let element = member.shape.element {
            var parts: [String] = []
            for item in value.array ?? [] where !item.isNull {
                let part = try WireScalar.text(item, element, times: .rfc822)
                parts.append(element.shape.kind == .timestamp ? part : quoted(part))
            }
            text = parts.joined(separator: ", ")
        } else {
            text = try WireScalar.text(value, member, times: .rfc822)
            if member.traits.isJSONValue { text = Base64.encode(Array(text.utf8)) }
        }
        // A line break would start a header of the caller's choosing.
        guard !text.utf8.contains(where: { $0 == 10 || $0 == 13 || $0 == 0 }) else {
            throw WireError("\(member.name) travels as a header and cannot hold a line break")
        }
        request.headers[member.wireName] = text
    }

    /// RFC 9110 quoting of a list's item that holds a comma or a quote.
    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }) else { return text }
        return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    // MARK: - Answers

    /// The members of an output that travel in the status and the headers.
    static func output(of response: HTTPResponse, _ shape: Shape) throws(WireError) -> Value.Object {
        var object = Value.Object()
        for member in shape.members {
            switch member.location {
            case .statusCode:
                object[member.name] = .int(response.status)
            case .header:
                let values = response.headers.all(member.wireName)
                guard !values.isEmpty else { continue }
                object[member.name] = try header(values.joined(separator: ", "), member)
            case .headers:
                let prefix = member.wireName.lowercased()
                var map = Value.Object()
                for field in response.headers.fields where field.name.lowercased().hasPrefix(prefix) {
                    map[String(field.name.dropFirst(prefix.count))] = .string(field.value)
                }
                object[member.name] = .object(map)
            case .uri, .querystring, nil: break
            }
        }
        return object
    }

    private static func header(_ text: String, _ member: Member) throws(WireError) -> Value {
        if member.shape.kind == .list, let element = member.shape.element {
            var items: [Value] = []
            for part in parts(of: text, areDates: isDate(element)) {
                items.append(try WireScalar.value(part, element.shape))
            }
            return .array(items)
        }
        if member.traits.isJSONValue {
            guard let bytes = Base64.decode(text) else { throw WireError("\(member.name) is not base 64") }
            return .string(String(decoding: bytes, as: UTF8.self))
        }
        return try WireScalar.value(text.trimmed, member.shape)
    }

    private static func isDate(_ element: Member) -> Bool {
        element.shape.kind == .timestamp && (element.traits.timestampFormat ?? .rfc822) == .rfc822
    }

    /// The items of a comma-separated header. HTTP dates hold one comma each.
    private static func parts(of text: String, areDates: Bool) -> [String] {
        var parts: [String] = []
        var part = ""
        var isQuoted = false, isEscaped = false
        for character in text {
            if isEscaped {
                part.append(character)
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == ",", !isQuoted, !areDates || part.contains(",") {
                parts.append(part.trimmed)
                part = ""
            } else {
                part.append(character)
            }
        }
        parts.append(part.trimmed)
        return parts
    }
}
