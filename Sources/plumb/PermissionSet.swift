import Declarations
import Engine

/// The IAM actions behind the calls that resource types declare.
struct PermissionSet {
    /// What planning needs.
    private(set) var reading: Set<String> = []
    /// What carrying out needs besides.
    private(set) var changing: Set<String> = []

    /// Asked in every run: who calls, where the stacks' tagged resources are, what CloudFormation exports.
    private static let always = [
        "sts:GetCallerIdentity", "tag:GetResources", "cloudformation:ListExports", "ec2:DescribeAvailabilityZones",
        "ec2:DescribeSubnets", "ssm:GetParameters",
    ]

    /// What rules ask of the resources that parameters name.
    private static let ofParameters = [
        "ec2:DescribeNetworkAcls", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs",
    ]

    /// What locks need, and the journals beside them.
    static let locking = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]

    /// - Parameters:
    ///   - locks: true when a stack has a lock.
    ///   - asksAboutParameters: true when a template's rules do.
    init(_ types: [ResourceType], registry: Registry, locks: Bool = false, asksAboutParameters: Bool = false) {
        reading = Set(Self.always)
        if asksAboutParameters { reading.formUnion(Self.ofParameters) }
        if locks { changing.formUnion(Self.locking) }
        for type in types {
            add(type)
            for lookup in type.lookups { registry.type(lookup.type).map { read($0.read.operation) } }
            for scaled in type.scaled {
                guard case .target(let other, _) = scaled.by else { continue }
                registry.type(other.type).map { read($0.read.operation) }
            }
        }
    }

    private mutating func add(_ type: ResourceType) {
        for operation in type.readOperations { read(operation) }
        if let taken = type.create.taken { read(taken.operation) }
        for call in [type.create.call] + type.create.then { change(call) }
        for update in type.updates {
            for call in update.first + [update.set] + update.then { change(call) }
            if let clear = update.clear { change(clear) }
        }
        if let rollout = type.policies?.rollout { change(rollout.start) }
        for set in type.itemSets {
            change(set.add)
            change(set.remove)
            if let call = set.change { change(call) }
        }
        if let tagging = type.tagging {
            change(tagging.add)
            if let remove = tagging.remove { change(remove) }
        }
        for call in type.delete.calls { change(call) }
        for use in KeyUse.of[type.name] ?? [] {
            reading.formUnion(use.reading.map { "kms:" + $0 })
            changing.formUnion(use.actions)
        }
        for operation in DeletionReads.operations(for: type.name) { read(operation) }
        if let contents = type.contents {
            read(contents.list.operation)
            if let remove = contents.remove { change(remove) }
        }
    }

    private mutating func read(_ operation: String) { reading.insert(Self.action(operation)) }

    private mutating func change(_ call: Call) {
        changing.insert(Self.action(call.operation))
        if PassedRoles.service(call.operation) != nil { changing.insert("iam:PassRole") }
        if let wait = call.wait { changing.insert(Self.action(wait.operation)) }
    }

    private static func action(_ operation: String) -> String {
        let parts = operation.operationParts
        return IAMAction.name(of: parts.service, parts.operation)
    }
}
