/// The model of one service, as far as plumb calls it.
public final class ServiceModel: Sendable {
    /// The name by which calls address it (`elbv2`).
    public let name: String
    public let metadata: Metadata
    let table: ShapeTable
    let operations: [String: OperationModel]
    let endpoints: EndpointTable
    /// What `ErrorModel` says, for every error of the service, by shape name.
    let errors: [String: ErrorModel]

    init(
        name: String, metadata: Metadata, table: ShapeTable, operations: [String: OperationModel],
        endpoints: EndpointTable, errors: [String: ErrorModel]
    ) {
        self.name = name
        self.metadata = metadata
        self.table = table
        self.operations = operations
        self.endpoints = endpoints
        self.errors = errors
    }

    public struct Metadata: Sendable, Hashable {
        public let wireProtocol: WireProtocol
        public let apiVersion: String
        public let endpointPrefix: String
        public let signingName: String
        /// `CloudWatch Logs`: what `AWS_ENDPOINT_URL_CLOUDWATCH_LOGS` is made of.
        public let serviceID: String
        /// For the JSON protocols: `1.0` or `1.1`.
        public let jsonVersion: String?
        public let targetPrefix: String?
        public let xmlNamespace: String?
        /// Errors carry the code of the service's older query protocol in a header.
        public let isQueryCompatible: Bool
    }

    public enum WireProtocol: String, Sendable, Hashable {
        case query, ec2, json
        case restJSON = "rest-json"
        case restXML = "rest-xml"
    }

    /// Nil when plumb's models do not hold the operation.
    public func operation(_ name: String) -> OperationModel? { operations[name] }
    public var operationNames: [String] { operations.keys.sorted() }
    public func shape(_ name: String) -> Shape? { table.shape(name) }
}
