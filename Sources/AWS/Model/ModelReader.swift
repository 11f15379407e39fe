internal import Values

/// A model that does not have the form of the embedded ones.
struct ModelError: Error { var message: String }

extension ServiceModel {
    /// Reads the JSON of a model: `metadata`, `operations`, `shapes`, `errors`, `pagination`, `endpoints`.
    convenience init(name: String, json: Value) throws(ModelError) {
        let table = ShapeTable(try ShapeDefinition.all(in: json["shapes"]?.object ?? [:]))
        var errors: [String: ErrorModel] = [:]
        for (shape, error) in json["errors"]?.object ?? [:] {
            errors[shape] = ErrorModel(
                name: shape, code: ErrorCode(rawValue: error["code"]?.string ?? shape),
                status: error["httpStatusCode"]?.int)
        }
        let pagination = json["pagination"]?.object ?? [:]
        var operations: [String: OperationModel] = [:]
        for (operation, body) in json["operations"]?.object ?? [:] {
            operations[operation] = OperationModel(
                service: name, name: operation, body: body, table: table, errors: errors,
                paginator: pagination[operation].map(Paginator.init(json:)))
        }
        self.init(
            name: name, metadata: try Metadata(json: json["metadata"] ?? [:], service: name), table: table,
            operations: operations, endpoints: EndpointTable(json: json["endpoints"] ?? [:]), errors: errors)
    }
}

extension ServiceModel.Metadata {
    init(json: Value, service: String) throws(ModelError) {
        let offered = (json["protocols"]?.array ?? []).compactMap(\.string) + [json["protocol"]?.string ?? ""]
        guard let chosen = offered.compactMap(ServiceModel.WireProtocol.init(rawValue:)).first else {
            throw ModelError(message: "\(service) speaks no protocol that is known here")
        }
        wireProtocol = chosen
        apiVersion = json["apiVersion"]?.string ?? ""
        endpointPrefix = json["endpointPrefix"]?.string ?? service
        signingName = json["signingName"]?.string ?? json["endpointPrefix"]?.string ?? service
        serviceID = json["serviceId"]?.string ?? service
        jsonVersion = json["jsonVersion"]?.string
        targetPrefix = json["targetPrefix"]?.string
        xmlNamespace = json["xmlNamespace"]?.string
        isQueryCompatible = json["awsQueryCompatible"] != nil
    }
}

extension OperationModel {
    init(
        service: String, name: String, body: Value, table: ShapeTable, errors: [String: ErrorModel],
        paginator: Paginator?
    ) {
        self.service = service
        self.name = name
        method = body.at("http.method")?.string ?? "POST"
        requestURI = body.at("http.requestUri")?.string ?? "/"
        input = body.at("input.shape")?.string.flatMap { table.shape($0) }
        inputTraits = body["input"].map(Traits.init(json:)) ?? Traits()
        output = body.at("output.shape")?.string.flatMap { table.shape($0) }
        resultWrapper = body.at("output.resultWrapper")?.string
        self.errors = (body["errors"]?.array ?? []).compactMap { item in
            (item.string ?? item["shape"]?.string).flatMap { errors[$0] }
        }
        self.paginator = paginator
        isUnsigned = body["authtype"]?.string == "none"
        hasUnsignedPayload =
            body["authtype"]?.string == "v4-unsigned-body" || body["unsignedPayload"]?.bool == true
        requiresChecksum =
            body["httpChecksumRequired"]?.bool == true
            || body.at("httpChecksum.requestChecksumRequired")?.bool == true
        checksumMember = body.at("httpChecksum.requestAlgorithmMember")?.string
        hostPrefix = body.at("endpoint.hostPrefix")?.string
    }
}

extension Paginator {
    init(json: Value) {
        func list(_ name: String) -> [String] {
            json[name]?.array?.compactMap(\.string) ?? json[name]?.string.map { [$0] } ?? []
        }
        inputTokens = list("input_token")
        outputTokens = list("output_token")
        results = list("result_key")
        moreResults = json["more_results"]?.string
        limitKey = json["limit_key"]?.string
    }
}

extension Traits {
    init(json: Value) {
        guard let object = json.object, object.count > 1 || object["shape"] == nil else { return }
        location = object["location"]?.string.flatMap(Location.init(rawValue:))
        locationName = object["locationName"]?.string
        queryName = object["queryName"]?.string
        isFlattened = object["flattened"]?.bool ?? false
        isXMLAttribute = object["xmlAttribute"]?.bool ?? false
        if let namespace = object["xmlNamespace"] {
            xmlNamespace = XMLNamespace(
                uri: namespace.string ?? namespace["uri"]?.string ?? "", prefix: namespace["prefix"]?.string)
        }
        timestampFormat = object["timestampFormat"]?.string.flatMap(TimestampFormat.init(rawValue:))
        isStreaming = object["streaming"]?.bool ?? false
        isIdempotencyToken = object["idempotencyToken"]?.bool ?? false
        isSensitive = object["sensitive"]?.bool ?? false
        isJSONValue = object["jsonvalue"]?.bool ?? false
        isHostLabel = object["hostLabel"]?.bool ?? false
        isDeprecated = object["deprecated"]?.bool ?? false
    }
}

extension ShapeDefinition {
    static func all(in shapes: Value.Object) throws(ModelError) -> [String: ShapeDefinition] {
        var definitions: [String: ShapeDefinition] = [:]
        definitions.reserveCapacity(shapes.count)
        for (name, shape) in shapes { definitions[name] = try ShapeDefinition(name: name, json: shape) }
        return definitions
    }

    convenience init(name: String, json: Value) throws(ModelError) {
        let word = json["type"]?.string ?? ""
        // `character`, `byte` and `short` appear in models of other services; they travel as their wider kin.
        let kind: Shape.Kind? =
            switch word {
            case "character": .string
            case "byte", "short": .integer
            case "bigdecimal": .double
            default: Shape.Kind(rawValue: word)
            }
        guard let kind else { throw ModelError(message: "shape \(name) has the unknown type '\(word)'") }
        var members: [ShapeReference] = []
        for (member, reference) in json["members"]?.object ?? [:] {
            members.append(ShapeReference(name: member, json: reference))
        }
        self.init(
            name: name, kind: kind, traits: Traits(json: json), members: members,
            required: (json["required"]?.array ?? []).compactMap(\.string), payload: json["payload"]?.string,
            isUnion: json["union"]?.bool ?? false, isDocument: json["document"]?.bool ?? false,
            element: json["member"].map { ShapeReference(name: "", json: $0) },
            key: json["key"].map { ShapeReference(name: "", json: $0) },
            value: json["value"].map { ShapeReference(name: "", json: $0) },
            enumeration: (json["enum"]?.array ?? []).compactMap(\.string),
            minimum: Self.bound(json["min"]), maximum: Self.bound(json["max"]), pattern: json["pattern"]?.string)
    }

    private static func bound(_ value: Value?) -> Double? {
        switch value {
        case .int(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }
}

extension ShapeReference {
    init(name: String, json: Value) {
        self.init(name: name, target: json["shape"]?.string ?? "", traits: Traits(json: json))
    }
}

extension EndpointTable {
    init(json: Value) {
        for (partition, entry) in json.object ?? [:] {
            for (variant, regions) in entry["hosts"]?.object ?? [:] {
                guard let variant = EndpointVariant(rawValue: variant) else { continue }
                hosts[partition, default: [:]][variant] = Self.texts(regions)
            }
            signing[partition] = Self.texts(entry["signing"] ?? [:])
            missing[partition] = Set(
                (entry["missing"]?.array ?? []).compactMap { $0.string.flatMap(EndpointVariant.init(rawValue:)) })
        }
    }

    private static func texts(_ json: Value) -> [String: String] {
        var texts: [String: String] = [:]
        for (name, value) in json.object ?? [:] { texts[name] = value.string }
        return texts
    }
}
