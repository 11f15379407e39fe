internal import Declarations
internal import Values

extension Wait {
    /// Cloud Map works behind the answer: what is being done has an id of its own.
    /// - Parameter item: Where the operation tells what it made.
    static func serviceDiscovery(_ says: String, item: String? = nil) -> Wait {
        Wait(
            says, "servicediscovery:GetOperation", [.result("OperationId", as: "OperationId")],
            until: .equals("Operation.Status", "SUCCESS"), failing: .equals("Operation.Status", "FAIL"), every: 2,
            atMost: 600, item: item)
    }
}
