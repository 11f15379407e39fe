import Declarations
import Resources
import Testing
import Values

/// The checks see what they are there for: a good declaration with one thing broken is found out, by name.
@Suite("Broken declarations are found out")
struct DeclarationMutationTests {
    /// A declaration with one mistake, and the property that a finding must name.
    struct Mistake: Sendable, CustomTestStringConvertible {
        var says: String
        var type: String
        var property: String
        var make: @Sendable (inout ResourceType) -> Void

        var testDescription: String { says }

        init(
            _ says: String, _ type: String, _ property: String, _ make: @escaping @Sendable (inout ResourceType) -> Void
        ) {
            self.says = says
            self.type = type
            self.property = property
            self.make = make
        }
    }

    static let mistakes: [Mistake] = [
        Mistake("a property is taken out of its update", "AWS::ECS::Service", "DesiredCount") { type in
            type.updates[0].properties.removeAll { $0 == "DesiredCount" }
        },
        Mistake("an update and its property are gone", "AWS::ECR::Repository", "LifecyclePolicy") { type in
            type.updates.removeAll { $0.properties == ["LifecyclePolicy"] }
        },
        Mistake("two updates own a property", "AWS::ECS::Service", "TaskDefinition") { type in
            type.updates.append(Update(["TaskDefinition"], set: type.updates[0].set))
        },
        Mistake("an update sends what is fixed at creation", "AWS::ECS::Service", "SchedulingStrategy") { type in
            type.updates[0].properties.append("SchedulingStrategy")
        },
        Mistake("the create call forgets what is fixed", "AWS::ECS::Service", "Role") { type in
            type.create.call.arguments.removeAll { $0.source.properties == ["Role"] }
        },
        Mistake("a sent property is refused", "AWS::ECS::Service", "PropagateTags") { type in
            type.unsupported["PropagateTags"] = "it is not wanted here"
        },
        Mistake("a property does not say what its absence means", "AWS::ECS::Service", "PropagateTags") { type in
            type.properties.removeAll { $0.path == "PropagateTags" }
        },
        Mistake("a property is not in the schema", "AWS::ECS::Cluster", "Settings") { type in
            type.properties.append(Property("Settings", absent: .unset))
        },
        Mistake("a nested property is not in the schema", "AWS::ECS::Cluster", "Configuration.Logging") { type in
            type.properties.append(Property("Configuration.Logging", absent: .unset))
        },
        Mistake("a name below the top is missing", "AWS::ECS::TaskDefinition", "Volumes[].EFSVolumeConfiguration") {
            type in
            type.names["Volumes[].EFSVolumeConfiguration"] = nil
        },
        Mistake("a name is for nothing in the schema", "AWS::ECS::TaskDefinition", "Volumes[].Efs") { type in
            type.names["Volumes[].Efs"] = "efsVolumeConfiguration"
        },
        Mistake("an operation is misspelt", "AWS::ECS::Cluster", "create") { type in
            type.create.call.operation = "ecs:MakeCluster"
        },
        Mistake("a member is misspelt", "AWS::ECS::Service", "PlacementStrategies") { type in
            type.create.call.arguments = type.create.call.arguments.map {
                $0.source.properties == ["PlacementStrategies"] ? "PlacementStrategies" : $0
            }
        },
        Mistake("a demanded member is not filled", "AWS::ECS::Service", "delete") { type in
            type.delete.calls[0].arguments.removeAll { $0.member == "service" }
        },
        Mistake(
            "a demanded member is not filled in an update", "AWS::ElasticLoadBalancingV2::Listener",
            "update of ListenerAttributes"
        ) { type in
            type.updates[1].set.arguments.removeAll { $0.member == "ListenerArn" }
        },
        Mistake("a demanded member may be absent", "AWS::ECS::TaskDefinition", "ContainerDefinitions") { type in
            type.properties = type.properties.map {
                $0.path == "ContainerDefinitions" ? Property("ContainerDefinitions", absent: .unset, at: $0.at) : $0
            }
        },
        Mistake("a replacement has no reason", "AWS::ECS::Service", "LaunchType") { type in
            type.properties = type.properties.map {
                $0.path == "LaunchType" ? Property("LaunchType", absent: .chosenByAWS, replaces: "") : $0
            }
        },
        Mistake("what CloudFormation replaces refuses a change", "AWS::Logs::LogGroup", "LogGroupName") { type in
            type.properties = type.properties.map {
                $0.path == "LogGroupName"
                    ? Property("LogGroupName", absent: .chosenByAWS, fixed: "its events are lost with it") : $0
            }
        },
        Mistake("a call may send what refuses a change", "AWS::KMS::Key", "KeySpec") { type in
            type.updates.append(Update(["KeySpec"], set: type.updates[0].set))
        },
        Mistake("the items are elsewhere", "AWS::ECS::Cluster", "read") { $0.read.items = "cluster" },
        Mistake("the new item is elsewhere", "AWS::ECS::Cluster", "create") { $0.create.item = "clusters" },
        Mistake("a detail takes what is not there", "AWS::ECR::Repository", "read ecr:GetRepositoryPolicy") { type in
            type.read.details[2].takes = "policy"
        },
        Mistake("a property is read where it is not", "AWS::ECR::Repository", "RepositoryPolicyText") { type in
            type.properties = type.properties.map {
                $0.path == "RepositoryPolicyText"
                    ? Property($0.path, absent: .unset, equality: .policy, at: "$text") : $0
            }
        },
        Mistake("a condition tests what is not there", "AWS::ECS::Cluster", "read") {
            $0.read.gone = .equals("state", "x")
        },
        Mistake("a condition waits for what never is", "AWS::ECS::CapacityProvider", "read") {
            $0.read.gone = .equals("status", "GONE")
        },
        Mistake("a wait tests what is not there", "AWS::ECS::Cluster", "create") {
            $0.create.call.wait?.until = .equals("clusters.0.state", "ACTIVE")
        },
        Mistake("a wait changes something", "AWS::ECS::Cluster", "create") {
            $0.create.call.wait?.operation = "ecs:DeleteCluster"
        },
        Mistake("tags have another form", "AWS::ECS::Cluster", "tagging") {
            $0.tagging?.form = .list(key: "Key", value: "Value")
        },
        Mistake("nothing reads the tags", "AWS::ECS::Cluster", "tagging") { $0.read.tags = nil },
        Mistake("tags are not put on at creation", "AWS::ElasticLoadBalancingV2::Listener", "tagging") { type in
            type.create.call.arguments.removeAll { if case .tags = $0.source { true } else { false } }
        },
        Mistake("an attribute is not answered", "AWS::ElasticLoadBalancingV2::LoadBalancer", "DNSName") {
            $0.attributes["DNSName"] = nil
        },
        Mistake("an attribute is elsewhere", "AWS::ElasticLoadBalancingV2::LoadBalancer", "DNSName") {
            $0.attributes["DNSName"] = "DnsName"
        },
        Mistake("a template draws on what is not known", "AWS::ECS::Cluster", "arn") {
            $0.arn = "arn:${Partition}:ecs:${Region}:${Account}:cluster/${Name}"
        },
        Mistake("a failure is told by its name, not its code", "AWS::ElasticLoadBalancingV2::Listener", "delete") {
            $0.delete.calls[0].tolerates = ["ListenerNotFoundException"]
        },
        Mistake("a constant is unknown to the API", "AWS::ECS::Cluster", "read") { type in
            type.read.scope = .batch(
                member: "clusters", of: "ClusterName", most: 100, with: [.constant("include", ["EVERYTHING"])])
        },
        Mistake("a claim is on what is not there", "AWS::ECS::ClusterCapacityProviderAssociations", "Providers") {
            $0.claims[0].list = "Providers"
        },
        Mistake("contents are listed elsewhere", "AWS::ECR::Repository", "contents") {
            $0.contents?.items = ["images"]
        },
        Mistake("an item set has another batch", "AWS::ElasticLoadBalancingV2::TargetGroup", "Targets") {
            $0.itemSets[0].batch = "TargetIds"
        },
        Mistake("identity goes by tags that are put on late", "AWS::ElasticLoadBalancingV2::Listener", "identity") {
            $0.tagging?.member = nil
        },
    ]

    @Test("and named", arguments: mistakes)
    func foundOut(_ mistake: Mistake) throws {
        var type = try #require(Registry.standard.type(mistake.type))
        let schema = Registry.standard.schema(mistake.type)
        let before = DeclarationCheck.findings(in: type, schema: schema)
        mistake.make(&type)
        let after = DeclarationCheck.findings(in: type, schema: schema).filter { !before.contains($0) }
        #expect(
            after.contains { $0.property == mistake.property && $0.type == mistake.type },
            "found \(after.map(\.description)) instead")
    }

    @Test("a property that any type's update forgets is named", arguments: Registry.standard.types.map(\.name))
    func forgotten(_ name: String) throws {
        let type = try #require(Registry.standard.type(name))
        let schema = Registry.standard.schema(name)
        for index in type.updates.indices {
            for property in type.updates[index].properties {
                var broken = type
                broken.updates[index].properties.removeAll { $0 == property }
                let findings = DeclarationCheck.findings(in: broken, schema: schema)
                #expect(findings.contains { $0.property == property }, "\(name) \(property)")
            }
        }
    }

    @Test("a type without a schema is reported")
    func noSchema() throws {
        let type = try #require(Registry.standard.type("AWS::ECS::Cluster"))
        #expect(DeclarationCheck.findings(in: type, schema: nil).count == 1)
    }
}
