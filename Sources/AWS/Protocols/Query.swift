internal import Transport
internal import Values

/// The query protocol: a form goes out, XML comes back inside `<OperationResponse><OperationResult>`.
struct Query: WireFormat {
    func request(
        _ input: Value, for operation: OperationModel, of service: ServiceModel
    ) throws(WireError) -> WireRequest {
        try FormRequest.make(input, operation, service, dialect: .query)
    }

    func output(of response: HTTPResponse, for operation: OperationModel) throws(WireError) -> Value {
        guard let shape = operation.output, !response.body.isEmpty else { return [:] }
        let root = try XMLOutput.root(of: response)
        let result = operation.resultWrapper.map { root.child($0) } ?? root.child("\(operation.name)Result") ?? root
        guard let result else { return [:] }
        return try XMLOutput.structure(result, shape)
    }

    func fault(of response: HTTPResponse) -> WireFault { XMLFault.read(response) }
}

/// The ec2 protocol: a form with names of its own, XML back inside `<OperationResponse>`.
struct EC2: WireFormat {
    func request(
        _ input: Value, for operation: OperationModel, of service: ServiceModel
    ) throws(WireError) -> WireRequest {
        try FormRequest.make(input, operation, service, dialect: .ec2)
    }

    func output(of response: HTTPResponse, for operation: OperationModel) throws(WireError) -> Value {
        guard let shape = operation.output, !response.body.isEmpty else { return [:] }
        return try XMLOutput.structure(XMLOutput.root(of: response), shape)
    }

    func fault(of response: HTTPResponse) -> WireFault { XMLFault.read(response) }
}

private enum FormRequest {
    static func make(
        _ input: Value, _ operation: OperationModel, _ service: ServiceModel, dialect: FormWriter.Dialect
    ) throws(WireError) -> WireRequest {
        var request = WireRequest()
        request.headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
        request.body = Array(
            try FormWriter.form(input, for: operation, version: service.metadata.apiVersion, dialect: dialect).utf8)
        request.hostPrefix = try HostPrefix.make(operation, input)
        return request
    }
}
