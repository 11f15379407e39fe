public import AWS
public import Declarations
internal import Synchronization
public import Values

/// An account in which nothing exists, without AWS: a plan made with it makes everything, and the calls that it was asked
/// are those that planning makes.
///
/// What templates need from outside is answered with what looks like it.
public final class EmptyAccount: Caller {
    private let account: String
    private let partition: String
    /// By operation: how AWS says that there is nothing.
    private let absent: [String: ErrorMatch]
    private let made = Mutex<[APICall]>([])

    /// - Parameter registry: whose types tell in which words their reads find nothing.
    public init(account: String, partition: String = "aws", registry: Registry) {
        self.account = account
        self.partition = partition
        var absent: [String: ErrorMatch] = [:]
        for type in registry.types {
            for read in [type.read] + type.read.also {
                if let match = read.absent.first, absent[read.operation] == nil { absent[read.operation] = match }
                for detail in read.details where absent[detail.operation] == nil {
                    absent[detail.operation] = detail.absent.first
                }
            }
        }
        self.absent = absent
    }

    /// In the order of their making.
    public var calls: [APICall] { made.withLock { $0 } }
    public var callCount: Int { calls.count }

    public func pages(_ call: APICall) async throws(AWSFailure) -> [Value] { [try await send(call, repeatable: true)] }

    public func send(_ call: APICall, repeatable: Bool) async throws(AWSFailure) -> Value {
        made.withLock { $0.append(call) }
        switch "\(call.service):\(call.operation)" {
        case "sts:GetCallerIdentity":
            return [
                "Account": .string(account), "Arn": .string("arn:\(partition):iam::\(account):user/nobody"),
            ]
        case "ec2:DescribeAvailabilityZones":
            let region = call.region ?? "us-east-1"
            return [
                "AvailabilityZones": .array(
                    ["a", "b", "c", "d"].map { ["ZoneName": .string(region + $0), "RegionName": .string(region)] })
            ]
        case "ssm:GetParameters":
            let names = call.input["Names"]?.array ?? []
            // Told by its selector alone: who looks a value up takes that, and who looks for a parameter of the stack's
            // own finds none of its name.
            return [
                "Parameters": .array(
                    names.map { ["Name": "", "Selector": $0, "Value": "ami-00000000000000000"] })
            ]
        default: break
        }
        if call.operation.hasPrefix("Describe") || call.operation.hasPrefix("List")
            || call.operation.hasPrefix("Search") || call.operation == "GetResources"
            || call.operation == "GetAccountAuthorizationDetails"
        {
            return [:]
        }
        let match = absent["\(call.service):\(call.operation)"]
        throw AWSFailure(
            service: call.service, operation: call.operation,
            code: ErrorCode(rawValue: match?.code ?? "NotFoundException"),
            message: match?.contains ?? "there is nothing",
            status: 404, requestID: nil, attempts: 1, kind: .notFound)
    }
}
