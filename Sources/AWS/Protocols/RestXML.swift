internal import Transport
internal import Values

/// rest-xml: methods and paths of their own, XML bodies.
struct RestXML: WireFormat {
    func request(
        _ input: Value, for operation: OperationModel, of service: ServiceModel
    ) throws(WireError) -> WireRequest {
        var request = try RESTBinding.request(input, for: operation)
        guard let shape = operation.input else { return request }
        if let payload = shape.payload {
            if try RESTPayload.write(input, payload, to: &request) { return request }
            guard let value = input[payload.name], !value.isNull else { return request }
            let name = payload.traits.locationName ?? payload.shape.traits.locationName ?? payload.shape.name
            var root = try XMLInput.structure(value, payload.shape, name: name)
            XMLInput.addNamespace(payload.traits.xmlNamespace, to: &root)
            setBody(root, &request)
        } else if shape.members.contains(where: { $0.location == nil && !(input[$0.name] ?? .null).isNull }) {
            let traits = operation.inputTraits
            let name = traits.locationName ?? shape.traits.locationName ?? shape.name
            var root = try XMLInput.structure(input, shape, name: name)
            XMLInput.addNamespace(traits.xmlNamespace ?? shape.traits.xmlNamespace, to: &root)
            setBody(root, &request)
        }
        return request
    }

    private func setBody(_ root: XMLElement, _ request: inout WireRequest) {
        request.body = root.document
        if request.headers["Content-Type"] == nil { request.headers["Content-Type"] = "application/xml" }
    }

    func output(of response: HTTPResponse, for operation: OperationModel) throws(WireError) -> Value {
        guard let shape = operation.output else { return [:] }
        var object = try RESTBinding.output(of: response, shape)
        if let payload = shape.payload {
            guard !RESTPayload.isAbsent(response, payload) else { return .object(object) }
            if let value = RESTPayload.read(response, payload) {
                object[payload.name] = value
            } else {
                object[payload.name] = try XMLOutput.value(XMLOutput.root(of: response), payload)
            }
            return .object(object)
        }
        let members = shape.members.filter(\.isInBodyOfAnswer)
        guard !response.body.isEmpty, !members.isEmpty else { return .object(object) }
        let root = try XMLOutput.root(of: response)
        // S3's GetBucketLocation answers its only member without an element around it.
        if members.count == 1, root.localName == members[0].wireName, root.child(members[0].wireName) == nil,
            !members[0].traits.isFlattened
        {
            if !root.text.isEmpty { object[members[0].name] = try XMLOutput.value(root, members[0]) }
            return .object(object)
        }
        for (name, value) in try XMLOutput.structure(root, shape).object ?? [:] { object[name] = value }
        return .object(object)
    }

    func fault(of response: HTTPResponse) -> WireFault { XMLFault.read(response) }
}
