import AWS
import Values

@testable import Engine

/// What the tiny AWS answers, service by service.
extension Account {
    static func ec2(_ call: APICall, _ state: inout State) throws(AWSFailure) -> Value {
        let input = call.input
        func text(_ name: String) -> String { input.at(name)?.scalarText ?? "" }
        switch call.operation {
        case "CreateVpc":
            let id = state.id("vpc-")
            state.networks[id] = [
                "VpcId": .string(id), "CidrBlock": .string(text("CidrBlock")), "InstanceTenancy": "default",
                "Changes": 0,
                "Tags": input.at("TagSpecifications.0.Tags") ?? [],
            ]
            return ["Vpc": state.networks[id] ?? [:]]
        case "DescribeVpcs": return ["Vpcs": tagged(state.networks, input)]
        case "ModifyVpcTenancy":
            guard let network = state.networks[text("VpcId")] else { throw missing(call, "InvalidVpcID.NotFound") }
            let changes = (network["Changes"]?.int ?? 0) + 1
            state.networks[text("VpcId")] = network.setting("InstanceTenancy", to: input["InstanceTenancy"] ?? "")
                .setting("Changes", to: .int(changes))
            return [:]
        case "DeleteVpc":
            if state.parts.values.contains(where: { $0["VpcId"] == input["VpcId"] }) {
                throw failure(call.name, .conflict, "DependencyViolation", "The network has parts.")
            }
            guard state.networks.removeValue(forKey: text("VpcId")) != nil else {
                throw missing(call, "InvalidVpcID.NotFound")
            }
            return [:]
        case "CreateSubnet", "CreateNatGateway":
            // A gateway is a part that is made with a token, which stands for what it made whatever has become of that.
            if let first = state.tokens[text("ClientToken")] { return first }
            let isGateway = call.operation == "CreateNatGateway"
            let network = text(isGateway ? "SubnetId" : "VpcId")
            guard state.networks[network] != nil else { throw missing(call, "InvalidVpcID.NotFound") }
            let id = state.id("subnet-")
            let part: Value = [
                "SubnetId": .string(id), "VpcId": .string(network),
                "CidrBlock": .string(text(isGateway ? "PrivateIpAddress" : "CidrBlock")),
                "Tags": input.at("TagSpecifications.0.Tags") ?? [],
            ]
            state.parts[id] = part
            if isGateway { state.tokens[text("ClientToken")] = ["Subnet": part] }
            return ["Subnet": part]
        case "DescribeSubnets": return ["Subnets": tagged(state.parts, input)]
        case "DeleteSubnet":
            guard state.parts.removeValue(forKey: text("SubnetId")) != nil else {
                throw missing(call, "InvalidSubnetID.NotFound")
            }
            return [:]
        case "CreateTags", "DeleteTags":
            let added = call.operation == "CreateTags" ? input["Tags"]?.array ?? [] : []
            let keys = Set((input["Tags"]?.array ?? []).compactMap { $0["Key"]?.string })
            func changed(_ item: Value) -> Value {
                let kept = (item["Tags"]?.array ?? []).filter { !keys.contains($0["Key"]?.string ?? "") }
                return item.setting("Tags", to: .array(kept + added))
            }
            for id in input["Resources"]?.array?.compactMap(\.string) ?? [] {
                state.networks[id] = state.networks[id].map(changed)
                state.parts[id] = state.parts[id].map(changed)
            }
            return [:]
        default: throw failure(call.name, .invalid, "UnknownOperation", "\(call.name) is not part of the tiny AWS.")
        }
    }

    static func logs(_ call: APICall, _ state: inout State) throws(AWSFailure) -> Value {
        let input = call.input
        let name = input["logGroupName"]?.string ?? ""
        switch call.operation {
        case "PutSubscriptionFilter":
            guard state.groups[name] != nil else { throw missing(call, "ResourceNotFoundException") }
            state.filters["\(name)|\(input["filterName"]?.string ?? "")"] = input
            return [:]
        case "DescribeSubscriptionFilters":
            let found = state.filters.sorted { $0.key < $1.key }.map(\.value)
            return ["subscriptionFilters": .array(found.filter { $0["logGroupName"] == input["logGroupName"] })]
        case "DeleteSubscriptionFilter":
            let key = "\(name)|\(input["filterName"]?.string ?? "")"
            guard state.filters.removeValue(forKey: key) != nil else {
                throw missing(call, "ResourceNotFoundException")
            }
            return [:]
        case "CreateLogGroup":
            guard state.groups[name] == nil else {
                throw failure(call.name, .conflict, "ResourceAlreadyExistsException", "It exists.")
            }
            var group: Value = [
                "logGroupName": .string(name), "logGroupClass": input["logGroupClass"] ?? "STANDARD",
                "logGroupArn": .string("arn:aws:logs:\(region):\(number):log-group:\(name)"),
                "tags": input["tags"] ?? [:],
            ]
            if let key = input["kmsKeyId"] { group = group.setting("kmsKeyId", to: key) }
            state.groups[name] = group
            return [:]
        case "DescribeLogGroups":
            let prefix = input["logGroupNamePrefix"]?.string ?? ""
            let found = state.groups.filter { $0.key.hasPrefix(prefix) }.sorted { $0.key < $1.key }
            return ["logGroups": .array(found.map { $0.value.removing("tags") })]
        case "ListTagsForResource":
            return ["tags": state.groups.values.first { $0["logGroupArn"] == input["resourceArn"] }?["tags"] ?? [:]]
        case "TagResource", "UntagResource":
            guard let group = state.groups.values.first(where: { $0["logGroupArn"] == input["resourceArn"] }) else {
                throw missing(call, "ResourceNotFoundException")
            }
            var tags = group["tags"]?.object ?? [:]
            for (key, value) in input["tags"]?.object ?? [:] { tags[key] = value }
            for key in input["tagKeys"]?.array?.compactMap(\.string) ?? [] { tags[key] = nil }
            state.groups[group["logGroupName"]?.string ?? ""] = group.setting("tags", to: .object(tags))
            return [:]
        case "DeleteLogGroup":
            if state.filters.values.contains(where: { $0["logGroupName"]?.string == name }) {
                throw failure(call.name, .conflict, "OperationAbortedException", "The group has filters.")
            }
            guard state.groups.removeValue(forKey: name) != nil else {
                throw missing(call, "ResourceNotFoundException")
            }
            return [:]
        default:
            guard let group = state.groups[name] else { throw missing(call, "ResourceNotFoundException") }
            let member = call.operation.hasSuffix("RetentionPolicy") ? "retentionInDays" : "kmsKeyId"
            state.groups[name] = input[member].map { group.setting(member, to: $0) } ?? group.removing(member)
            return [:]
        }
    }

    static func identity(_ call: APICall, _ state: inout State) throws(AWSFailure) -> Value {
        let input = call.input
        func text(_ name: String) -> String { input.at(name)?.scalarText ?? "" }
        switch call.operation {
        case "CreateAccessKey":
            let id = state.id("AKIA")
            state.keys[id] = ["AccessKeyId": .string(id), "UserName": .string(text("UserName"))]
            return ["AccessKey": (state.keys[id] ?? [:]).setting("SecretAccessKey", to: .string("hush-\(id)"))]
        case "ListAccessKeys":
            let mine = state.keys.sorted { $0.key < $1.key }.map(\.value).filter { $0["UserName"] == input["UserName"] }
            return ["AccessKeyMetadata": .array(mine)]
        case "DeleteAccessKey":
            guard state.keys.removeValue(forKey: text("AccessKeyId")) != nil else {
                throw missing(call, "NoSuchEntity")
            }
            return [:]
        case "CreateSecret":
            let arn = "arn:aws:secretsmanager:\(region):\(number):secret:\(text("Name"))"
            guard state.secrets[arn] == nil else {
                throw failure(call.name, .conflict, "ResourceExistsException", "It exists.")
            }
            state.secrets[arn] = [
                "ARN": .string(arn), "Name": input["Name"] ?? "", "Tags": input["Tags"] ?? [],
                "text": input["SecretString"] ?? "",
            ]
            return ["ARN": .string(arn), "Name": input["Name"] ?? ""]
        case "ListSecrets":
            return ["SecretList": .array(state.secrets.sorted { $0.key < $1.key }.map { $0.value.removing("text") })]
        default: break
        }
        let id = text("SecretId")
        guard let secret = state.secrets[id] else { throw missing(call, "ResourceNotFoundException") }
        switch call.operation {
        case "PutSecretValue": state.secrets[id] = secret.setting("text", to: input["SecretString"] ?? "")
        case "TagResource":
            let added = input["Tags"]?.array ?? []
            let kept = (secret["Tags"]?.array ?? []).filter { old in !added.contains { $0["Key"] == old["Key"] } }
            state.secrets[id] = secret.setting("Tags", to: .array(kept + added))
        case "UntagResource":
            let keys = input["TagKeys"]?.array ?? []
            let kept = (secret["Tags"]?.array ?? []).filter { tag in !keys.contains { $0 == tag["Key"] } }
            state.secrets[id] = secret.setting("Tags", to: .array(kept))
        case "DeleteSecret": state.secrets[id] = nil
        default: throw failure(call.name, .invalid, "UnknownOperation", "\(call.name) is not part of the tiny AWS.")
        }
        return [:]
    }

    private static func tagged(_ items: [String: Value], _ input: Value) -> Value {
        let stacks = input.at("Filters.0.Values")?.array ?? []
        return .array(
            items.sorted { $0.key < $1.key }.map(\.value).filter { item in
                (item["Tags"]?.array ?? []).contains { tag in
                    tag["Key"] == "plumb:stack" && stacks.contains(tag["Value"] ?? .null)
                }
            })
    }

    /// The tag search, which finds everything but keys.
    static func search(_ input: Value, _ state: State) -> Value {
        let stacks = input.at("TagFilters.0.Values")?.array?.compactMap(\.string) ?? []
        let arn = "arn:aws:ec2:\(region):\(number):"
        let networks = state.networks.map { (arn + "vpc/" + $0.key, $0.value["Tags"]) }
        let parts = state.parts.map { (arn + "subnet/" + $0.key, $0.value["Tags"]) }
        let groups = state.groups.values.map { ($0["logGroupArn"]?.string ?? "", $0["tags"]) }
        let secrets = state.secrets.map { ($0.key, $0.value["Tags"]) }
        let found = (networks + parts + groups + secrets).sorted { $0.0 < $1.0 }.compactMap { arn, tags -> Value? in
            let tags = TagForms.desired(tags)
            guard let stack = tags["plumb:stack"]?.string, stacks.contains(stack) else { return nil }
            let list = tags.sorted { $0.key < $1.key }.map { ["Key": .string($0.key), "Value": $0.value] as Value }
            return ["ResourceARN": .string(arn), "Tags": .array(list)]
        }
        return ["ResourceTagMappingList": .array(found)]
    }
}
