import AWS
import Declarations
import Diagnostics
import Engine
import Language
import Plans
import Values

/// The least policy for exactly some stacks, worked out from the plan that makes them in an account in which nothing
/// exists, and from the declarations of their types.
struct StackPermissions {
    enum Purpose: String, CaseIterable {
        case plan, apply, destroy, drift
    }

    private let registry: Registry
    private let account: String
    private let partition: String
    private(set) var policy = LeastPolicy()

    /// - Parameters:
    ///   - plan: of an empty account.
    ///   - asked: the reads that planning made.
    ///   - account: `*` where it is not known.
    init(
        _ purpose: Purpose, plan: Plan, asked: [APICall], registry: Registry, account: String, locks: [String],
        deletesData: Bool = false, tellsUnmanaged: Bool = false
    ) {
        self.registry = registry
        self.account = account
        partition = plan.partition
        for call in asked { allow(call.service, call.operation, input: call.input, region: call.region ?? "*") }
        let steps = plan.steps.filter { $0.action == .create }
        for step in steps { read(step) }
        for step in steps { useKeys(step, among: steps, \.reading) }
        if tellsUnmanaged { lookAround(steps) }
        switch purpose {
        case .plan, .drift: return
        case .apply: for step in steps { make(step, among: steps) }
        case .destroy:
            for step in steps {
                end(step, deletesData: deletesData)
                useKeys(step, among: steps, \.ending)
            }
        }
        for lock in locks { hold(lock) }
    }

    /// What a plan's own calls need, whatever they do.
    init(of plan: Plan, registry: Registry) {
        self.registry = registry
        account = plan.account
        partition = plan.partition
        for step in plan.steps { make(step, among: plan.steps) }
    }

    // MARK: - What stacks need

    private mutating func read(_ step: Step) {
        for operation in registry.type(step.type)?.readOperations ?? [] { allow(operation, of: step) }
    }

    /// What is on and in the stacks' resources.
    private mutating func lookAround(_ steps: [Step]) {
        var regions: [String: Set<String>] = [:]
        for step in steps { regions[step.type, default: []].insert(step.region) }
        func allow(_ operations: [String], in parent: String) {
            for operation in operations {
                let parts = operation.operationParts
                for region in regions[parent] ?? [] {
                    self.allow(parts.service, parts.operation, input: [:], region: region)
                }
            }
        }
        for type in registry.types {
            guard let foreign = type.foreign else { continue }
            var operations = [type.read.operation]
            if type.read.tags == nil { operations += type.read.details.filter(\.isTags).map(\.operation) }
            if case .names(let listing, _, _) = foreign.search { operations.append(listing.operation) }
            allow(operations, in: foreign.of)
        }
        for neighbour in registry.neighbours { allow([neighbour.read.operation], in: neighbour.foreign.of) }
    }

    private mutating func make(_ step: Step, among steps: [Step]) {
        guard let type = registry.type(step.type) else { return }
        for call in step.calls {
            allow(call.service, call.operation, input: call.input, region: call.region, step: step)
            if let wait = call.wait {
                allow(wait.service, wait.operation, input: wait.input, region: call.region, step: step)
            }
            pass(call, among: steps)
        }
        useKeys(step, among: steps, \.making)
        if step.action != .create { useKeys(step, among: steps, \.changing) }
        // Tags in a create call need the permission to tag too (AWS: "tagging on creation").
        guard step.action == .create else { return }
        if let tagging = type.tagging, tagging.member != nil { allow(tagging.add.operation, of: step) }
        if let roles = ServiceRole.of[step.type] {
            let arn = "arn:\(partition):iam::\(account):role/aws-service-role/\(roles)/*"
            policy.allow("iam:CreateServiceLinkedRole", on: [arn])
            policy.require("iam:CreateServiceLinkedRole", "iam:AWSServiceName", [roles])
        }
    }

    private mutating func end(_ step: Step, deletesData: Bool) {
        guard let type = registry.type(step.type) else { return }
        for call in type.delete.calls {
            func has(_ property: String) -> Bool { step.lookup[property] != nil || mentions(step, property) }
            guard call.when.map(has) != false, call.unless.map(has) != true else { continue }
            allow(call.operation, of: step)
            if let wait = call.wait { allow(wait.operation, of: step) }
        }
        for property in type.delete.empties {
            for set in type.itemSets where set.property == property && mentions(step, property) {
                allow(set.remove.operation, of: step)
            }
        }
        if let contents = type.contents {
            allow(contents.list.operation, of: step)
            if deletesData, let remove = contents.remove { allow(remove.operation, of: step) }
        }
        for rule in DeletionReads.operations(for: step.type) { allow(rule, of: step) }
    }

    private func mentions(_ step: Step, _ property: String) -> Bool {
        step.changes.contains { $0.path.isAtOrBelow(property) }
    }

    /// The lock's object and the journals beside it.
    private mutating func hold(_ place: String) {
        let path = place.replacing("s3://", with: "")
        for action in PermissionSet.locking {
            policy.allow(action, on: ["arn:\(partition):s3:::\(path)/*"])
        }
    }

    // MARK: - Roles that are handed over

    private mutating func pass(_ call: PlannedCall, among steps: [Step]) {
        guard let service = PassedRoles.service(call.name) else { return }
        var arns: Set<String> = []
        let roles = steps.filter { $0.type == "AWS::IAM::Role" }
        let awaited = Set(call.input.awaited)
        for role in roles where awaited.contains(role.address) { arns.formUnion(own(role)) }
        for text in call.input.allTexts where text.contains(":role/") || text.contains(":role*") { arns.insert(text) }
        let name = call.input["RoleName"]?.string
        for role in roles where name != nil && role.lookup["RoleName"]?.string == name { arns.formUnion(own(role)) }
        if arns.isEmpty, let name { arns.insert("arn:\(partition):iam::\(account):role/\(name)") }
        if arns.isEmpty, PassedRoles.hidesRoles(call) {
            // The role is in an instance profile, which the call names, or in a template that does.
            for step in steps where step.type == "AWS::IAM::InstanceProfile" {
                for inner in step.calls where inner.operation == "AddRoleToInstanceProfile" {
                    for role in roles
                    where inner.input.awaited.contains(role.address)
                        || role.lookup["RoleName"]?.string == inner.input["RoleName"]?.string
                    {
                        arns.formUnion(own(role))
                    }
                }
            }
            if arns.isEmpty { arns.insert("arn:\(partition):iam::\(account):role/*") }
        }
        guard !arns.isEmpty else { return }
        policy.allow("iam:PassRole", on: arns.map(known))
        policy.require("iam:PassRole", "iam:PassedToService", service)
    }

    // MARK: - Keys that are named

    /// What services ask KMS for in the caller's name.
    private mutating func useKeys(_ step: Step, among steps: [Step], _ part: KeyPath<KeyUse, [String]>) {
        for use in KeyUse.of[step.type] ?? [] {
            allow(use[keyPath: part], onKeys: step.settings(at: use.property), step.region, steps)
        }
        guard part == \KeyUse.making, step.type == "Plumb::S3::Object" else { return }
        let bucket = wanted(step, "Bucket")
        for other in steps where other.type == "AWS::S3::Bucket" {
            let isIts =
                bucket?.awaited.contains(other.address) == true
                || bucket?.scalarText != nil && bucket?.scalarText == wanted(other, "BucketName")?.scalarText
            if isIts { allow(KeyUse.objects, onKeys: other.settings(at: KeyUse.bucket), step.region, steps) }
        }
    }

    private mutating func allow(_ operations: [String], onKeys keys: [Value], _ region: String, _ steps: [Step]) {
        let arns = Set(keys.compactMap { key($0, region) })
        guard !arns.isEmpty else { return }
        for operation in operations { policy.allow("kms:\(operation)", on: arns.sorted()) }
    }

    /// The ARN of a key that a property names; nil for AWS's own keys, which all of an account may use. Policies cannot
    /// name a key by its alias.
    private func key(_ value: Value, _ region: String) -> String? {
        let keys = "arn:\(partition):kms:\(region):\(account):key/"
        guard let text = ARNPattern.text(value), !text.contains("*") else { return keys + "*" }
        if text.contains("alias/aws/") { return nil }
        if text.contains("alias/") { return keys + "*" }
        return text.hasPrefix("arn:") ? known(text) : keys + text
    }

    // MARK: - Resources

    /// An operation of the step's own type.
    private mutating func allow(_ operation: String, of step: Step) {
        let parts = operation.operationParts
        allow(parts.service, parts.operation, input: [:], region: step.region, step: step)
    }

    private mutating func allow(
        _ service: String, _ operation: String, input: Value, region: String, step: Step? = nil
    ) {
        let action = IAMAction.name(of: service, operation)
        // Needs no permission (STS API Reference).
        if action == "sts:GetCallerIdentity" { return }
        policy.allow(action, on: arns(action, input, region, step))
    }

    private func arns(_ action: String, _ input: Value, _ region: String, _ step: Step?) -> [String] {
        guard let known = Authorization.action(action), known.level != "List", !known.resources.isEmpty else {
            return ["*"]
        }
        let mine = step.map(own) ?? []
        var found: Set<String> = []
        var isOwn = false
        for pattern in known.resources {
            let wide = ARNPattern.filled(pattern) { placed($0, region) }
            let matching = mine.filter { ARNPattern.covers(wide, $0) }
            if !matching.isEmpty {
                isOwn = true
                found.formUnion(matching)
            } else if mine.contains(where: { ARNPattern.covers($0, wide) }) {
                isOwn = true
                found.insert(wide)
            }
        }
        // What only its own resource is asked about needs no other.
        if isOwn, known.level != "Write" { return found.sorted() }
        for pattern in known.resources {
            let wide = ARNPattern.filled(pattern) { placed($0, region) }
            guard !mine.contains(where: { ARNPattern.covers(wide, $0) }) else { continue }
            // What is told without its input and has no ARN to tell of is known by what the step looks it up by.
            let given = mine.isEmpty && input.object?.isEmpty ?? true ? step?.lookup ?? [:] : input
            found.insert(ARNPattern.filled(pattern) { placed($0, region) ?? named($0, given) })
        }
        return found.sorted()
    }

    private func placed(_ hole: String, _ region: String) -> String? {
        switch hole {
        case "Partition": partition
        case "Region": region
        case "Account": account
        default: nil
        }
    }

    /// What the input says for a hole such as `BucketName`: its member of that name, or of `Bucket`; for `Alias` that of
    /// `AliasName`, without the `alias/` before it, which the pattern has.
    private func named(_ hole: String, _ input: Value) -> String? {
        let hole = hole.lowercased()
        let wanted = [hole, hole.replacing("name", with: ""), hole == "objectname" ? "key" : hole + "name"]
        for (name, value) in input.object ?? [:] where wanted.contains(name.lowercased()) {
            guard let text = ARNPattern.text(value) else { continue }
            if text.hasPrefix(hole + "/") { return String(text.dropFirst(hole.count + 1)) }
            return text.hasPrefix("arn:") ? text.split(separator: "/").last.map(String.init) : text
        }
        return nil
    }

    /// The resource's own ARN, with `*` for what AWS makes.
    private func own(_ step: Step) -> [String] {
        guard let template = registry.type(step.type)?.arn else { return [] }
        let arn = ARNPattern.filled(template) { hole in
            if let placed = placed(hole, step.region) { return placed }
            if hole == "Path" { return wanted(step, "Path").flatMap(ARNPattern.text) ?? "/" }
            guard let value = wanted(step, hole), let text = ARNPattern.text(value) else { return nil }
            return text.hasPrefix("arn:") ? text.split(separator: "/").last.map(String.init) : text
        }
        // CloudWatch Logs asks for some with its streams (Service Authorization Reference).
        return step.type == "AWS::Logs::LogGroup" ? [arn, arn + ":*"] : [arn]
    }

    /// A property of a resource that is made.
    private func wanted(_ step: Step, _ property: String) -> Value? {
        step.lookup[property] ?? step.changes.first { $0.path == property }?.after
    }

    /// The account that stands for an unknown one, taken out again.
    private func known(_ arn: String) -> String {
        arn.replacing(":\(Self.placeholder):", with: ":\(account):")
    }

    /// The account of plans for which nobody names one.
    static let placeholder = "123456789012"
}

/// Calls that hand a role to a service, for which AWS asks the caller for `iam:PassRole`.
enum PassedRoles {
    /// The services to which a call hands roles; nil: it hands none.
    static func service(_ call: String) -> [String]? { services[call] }

    /// True for calls in which roles are not named themselves.
    static func hidesRoles(_ call: PlannedCall) -> Bool {
        call.service == "autoscaling" || call.name == "ec2:RunInstances"
    }

    static let services: [String: [String]] = [
        "iam:AddRoleToInstanceProfile": ["ec2.amazonaws.com"], "ec2:RunInstances": ["ec2.amazonaws.com"],
        "ecs:RegisterTaskDefinition": ["ecs-tasks.amazonaws.com"], "ecs:CreateService": ["ecs.amazonaws.com"],
        "ecs:UpdateService": ["ecs.amazonaws.com"], "autoscaling:CreateLaunchConfiguration": ["ec2.amazonaws.com"],
        "autoscaling:CreateAutoScalingGroup": ["ec2.amazonaws.com"],
        "autoscaling:UpdateAutoScalingGroup": ["ec2.amazonaws.com"], "events:PutTargets": ["events.amazonaws.com"],
        "lambda:CreateFunction": ["lambda.amazonaws.com"],
        "lambda:UpdateFunctionConfiguration": ["lambda.amazonaws.com"],
        "ec2:CreateFlowLogs": ["vpc-flow-logs.amazonaws.com"],
    ]
}

/// Services that make a role of their own when they are first used. Source: IAM User Guide, "AWS services that work with
/// IAM", service-linked roles.
enum ServiceRole {
    static let of: [String: String] = [
        "AWS::ElasticLoadBalancingV2::LoadBalancer": "elasticloadbalancing.amazonaws.com",
        "AWS::AutoScaling::AutoScalingGroup": "autoscaling.amazonaws.com",
        "AWS::ECS::Cluster": "ecs.amazonaws.com",
        "AWS::ApplicationAutoScaling::ScalableTarget": "ecs.application-autoscaling.amazonaws.com",
        "AWS::EFS::FileSystem": "elasticfilesystem.amazonaws.com",
    ]
}

extension Value {
    /// Every text in the value, those in functions that wait for others with `*` for what is not known.
    fileprivate var allTexts: [String] {
        switch self {
        case .array(let items): items.flatMap(\.allTexts)
        case .object(let object): object.values.flatMap(\.allTexts)
        default: ARNPattern.text(self).map { [$0] } ?? []
        }
    }
}
