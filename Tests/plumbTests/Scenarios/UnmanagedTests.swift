import FoundationEssentials
import Testing
import Values

@testable import plumb

/// What lives in the stacks' resources and no stack names: `--unmanaged` tells exactly that.
@Suite(.timeLimit(.minutes(15))) struct UnmanagedTests {
    /// Two networks, so that a call for each would show.
    private static let template = """
        Resources:
          Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
          OtherVpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.1.0.0/16}}
          SubnetA: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}}
          SubnetB: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: us-east-1b}}
          OtherSubnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref OtherVpc, CidrBlock: 10.1.0.0/24}}
          Routes: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
          Group:
            Type: AWS::EC2::SecurityGroup
            Properties:
              GroupDescription: web
              VpcId: !Ref Vpc
              SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8}]
          Balancer:
            Type: AWS::ElasticLoadBalancingV2::LoadBalancer
            Properties: {Name: web, Scheme: internal, Subnets: [!Ref SubnetA, !Ref SubnetB], SecurityGroups: [!Ref Group]}
          Listener:
            Type: AWS::ElasticLoadBalancingV2::Listener
            Properties:
              LoadBalancerArn: !Ref Balancer
              Protocol: HTTP
              Port: 80
              DefaultActions: [{Type: fixed-response, FixedResponseConfig: {StatusCode: "404"}}]
          Template:
            Type: AWS::EC2::LaunchTemplate
            Properties: {LaunchTemplateName: web, LaunchTemplateData: {ImageId: ami-12c6146b, InstanceType: t3.micro}}
          Instances:
            Type: AWS::AutoScaling::AutoScalingGroup
            Properties:
              AutoScalingGroupName: web
              MinSize: "1"
              MaxSize: "2"
              VPCZoneIdentifier: [!Ref SubnetA]
              LaunchTemplate: {LaunchTemplateId: !Ref Template, Version: !GetAtt Template.LatestVersionNumber}
          Nat: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref OtherSubnet, ConnectivityType: private}}
          Endpoint:
            Type: AWS::EC2::VPCEndpoint
            Properties:
              VpcId: !Ref OtherVpc
              ServiceName: !Sub com.amazonaws.${AWS::Region}.ec2
              VpcEndpointType: Interface
              SubnetIds: [!Ref OtherSubnet]
          Own: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-12c6146b, InstanceType: t3.micro, SubnetId: !Ref OtherSubnet}}
          Cluster: {Type: AWS::ECS::Cluster, Properties: {ClusterName: web}}
          Task:
            Type: AWS::ECS::TaskDefinition
            Properties: {Family: web, ContainerDefinitions: [{Name: web, Image: "nginx:1", Memory: 64}]}
          Role:
            Type: AWS::IAM::Role
            Properties:
              RoleName: web
              AssumeRolePolicyDocument:
                Statement: [{Effect: Allow, Action: "sts:AssumeRole", Principal: {Service: ec2.amazonaws.com}}]
        Outputs:
          VpcId: {Value: !Ref Vpc, Export: {Name: web-vpc}}
          Routes: {Value: !Ref Routes, Export: {Name: web-routes}}
          Cluster: {Value: !Ref Cluster, Export: {Name: web-cluster}}
          Listener: {Value: !Ref Listener, Export: {Name: web-listener}}

        """

    /// Another stack, whose resources live in the first one's.
    private static let lodger = """
        Resources:
          Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !ImportValue web-vpc, CidrBlock: 10.0.7.0/24}}
          Group: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: lodger, VpcId: !ImportValue web-vpc}}
          Gateway: {Type: AWS::EC2::VPNGateway, Properties: {Type: ipsec.1}}
          Attachment: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: !ImportValue web-vpc, VpnGatewayId: !Ref Gateway}}
          Route:
            Type: AWS::EC2::Route
            DependsOn: Attachment
            Properties: {RouteTableId: !ImportValue web-routes, DestinationCidrBlock: 192.168.7.0/24, GatewayId: !Ref Gateway}
          Rule:
            Type: AWS::ElasticLoadBalancingV2::ListenerRule
            Properties:
              ListenerArn: !ImportValue web-listener
              Priority: 7
              Conditions: [{Field: path-pattern, PathPatternConfig: {Values: [/lodger]}}]
              Actions: [{Type: fixed-response, FixedResponseConfig: {StatusCode: "200"}}]
          Task:
            Type: AWS::ECS::TaskDefinition
            Properties: {Family: lodger, ContainerDefinitions: [{Name: web, Image: "nginx:1", Memory: 64}]}
          Service:
            Type: AWS::ECS::Service
            Properties: {ServiceName: lodger, Cluster: !ImportValue web-cluster, TaskDefinition: !Ref Task, DesiredCount: 0}

        """

    private static func json(_ run: Child) throws -> Value {
        try #require(run.status == 0 || run.status == 2, "\(run.out)\(run.err)")
        return try Value(json: run.out)
    }

    private static func rows(_ value: Value) -> [String] {
        (value["foreign"]?.array ?? []).map {
            "\($0["parent"]?.string ?? "") \($0["type"]?.string?.replacing("AWS::", with: "") ?? "")"
        }
    }

    /// The lodger beside the stack, applied.
    private static func play(_ story: @Sendable (Scenario) async throws -> Void) async throws {
        try await Scenario.play(template: template) { scenario in
            try scenario.write("stacks/lodger.tpl", lodger)
            try scenario.write(
                "stacks/lodger.yaml", "template-file-path: lodger.tpl\ndepends-on: [web.yaml]\n")
            try await scenario.apply()
            try await story(scenario)
        }
    }

    @Test func neighboursAreTold() async throws {
        try await Self.play { scenario in
            let calm = try Self.json(try await scenario.plumb("drift", "stacks", "--unmanaged", "--format", "json"))
            #expect(Self.rows(calm) == [], "AWS's own, the group's instances and the stacks' own are not told")
            #expect(calm["other_stacks"] == [])

            let made = try await Self.neighbours(scenario)
            let plain = try Self.json(try await scenario.plumb("drift", "stacks", "--format", "json"))
            #expect(
                Self.rows(plain) == [
                    "web/Balancer ElasticLoadBalancingV2::Listener",
                    "web/Listener ElasticLoadBalancingV2::ListenerRule", "web/Routes EC2::Route",
                ])
            #expect(plain["other_stacks"] == .null)

            let run = try await scenario.plumb("drift", "stacks", "--unmanaged", "--format", "json")
            #expect(run.status == 0, "neighbours are no drift")
            let told = try Self.json(run)
            #expect(
                Self.rows(told).sorted() == [
                    "web/Balancer ElasticLoadBalancingV2::Listener",
                    "web/Cluster ECS::Service",
                    "web/Listener ElasticLoadBalancingV2::ListenerRule",
                    "web/OtherVpc EC2::SecurityGroup",
                    "web/Routes EC2::Route",
                    "web/Routes EC2::SubnetRouteTableAssociation",
                    "web/SubnetA AutoScaling::AutoScalingGroup",
                    "web/Vpc EC2::FlowLog", "web/Vpc EC2::Instance", "web/Vpc EC2::InternetGateway",
                    "web/Vpc EC2::NatGateway", "web/Vpc EC2::NetworkAcl", "web/Vpc EC2::NetworkInterface",
                    "web/Vpc EC2::RouteTable", "web/Vpc EC2::SecurityGroup", "web/Vpc EC2::Subnet",
                    "web/Vpc EC2::VPCEndpoint", "web/Vpc EC2::VPCPeeringConnection",
                    "web/Vpc ElasticLoadBalancingV2::LoadBalancer", "web/Vpc ElasticLoadBalancingV2::TargetGroup",
                ])
            let shown = (told["foreign"]?.array ?? []).flatMap { $0["shows"]?.array ?? [] }.compactMap(\.string)
            for id in made { #expect(shown.contains { $0.contains(id) }, "\(id) is among \(shown)") }
            #expect(shown.contains("Name: stranger"), "\(shown)")
            // A plan tells the same, and is not kept from being empty.
            let plan = try await scenario.plumb(
                "plan", "stacks", "--unmanaged", "--detailed-exitcode", "--format", "json")
            let planned = Self.rows(try Self.json(plan))
            #expect(plan.status == 0 && planned == Self.rows(told), "\(plan.err)")
            let text = try await scenario.plumb("drift", "stacks", "--unmanaged")
            #expect(text.out.hasPrefix("No drift.") && text.out.contains("web/Vpc  AWS::EC2::Instance  InstanceId: i-"))
            for format in ["markdown", "html", "sarif", "junit", "github", "gitlab-quality"] {
                let report = try await scenario.plumb("drift", "stacks", "--unmanaged", "--format", format)
                #expect(report.status == 0 && report.out.contains(made[0]), "\(format): \(report.out.suffix(2000))")
            }
        }
    }

    /// A rule in a group and a policy of a role are drift, for the stack owns their lists.
    @Test func whatListsOwnIsDrift() async throws {
        try await Scenario.play(template: Self.template) { scenario in
            try await scenario.apply()
            let group = try await scenario.aws(
                "ec2 describe-security-groups --filters Name=tag:plumb:resource,Values=Group --query SecurityGroups[].GroupId --output text"
            )
            try await scenario.aws(
                "ec2 authorize-security-group-ingress --group-id \(group) --protocol tcp --port 22 --cidr 0.0.0.0/0")
            try await scenario.aws(
                "iam attach-role-policy --role-name web --policy-arn arn:aws:iam::aws:policy/AdministratorAccess")
            let run = try await scenario.plumb("drift", "stacks", "--unmanaged", "--format", "json")
            #expect(run.status == 2)
            let value = try Self.json(run)
            #expect(
                (value["steps"]?.array ?? []).compactMap { $0["address"]?.string }.sorted() == [
                    "web/Group", "web/Role",
                ])
            #expect(Self.rows(value) == [])
        }
    }

    /// One call for each kind, however many networks there are; the tag search is the one that is made anyway.
    @Test func readsAreBatched() async throws {
        try await Self.play { scenario in
            func counts(_ words: String...) async throws -> [String: Int] {
                try await scenario.emulator.clearCalls()
                let run = try await scenario.started(["drift", "stacks"] + words, variables: [:]).end()
                #expect(run.status == 0, "\(run.out)\(run.err)")
                let log = try await scenario.emulator.control("GET", "counts")
                return (log["counts"]?.object ?? [:]).reduce(into: [:]) { $0[$1.name] = $1.value.int }
            }
            let plain = try await counts()
            let whole = try await counts("--unmanaged")
            var more: [String: Int] = [:]
            for (name, count) in whole where count != plain[name] ?? 0 { more[name] = count - (plain[name] ?? 0) }
            #expect(
                more == [
                    "ec2:DescribeInstances": 1, "ec2:DescribeSubnets": 1, "ec2:DescribeSecurityGroups": 1,
                    "ec2:DescribeRouteTables": 2, "ec2:DescribeNetworkAcls": 1, "ec2:DescribeInternetGateways": 1,
                    "ec2:DescribeEgressOnlyInternetGateways": 1, "ec2:DescribeNatGateways": 1,
                    "ec2:DescribeVpcEndpoints": 1, "ec2:DescribeVpcPeeringConnections": 1, "ec2:DescribeFlowLogs": 1,
                    "ec2:DescribeNetworkInterfaces": 1, "elbv2:DescribeTargetGroups": 1,
                    "autoscaling:DescribeAutoScalingGroups": 1, "autoscaling:DescribeScheduledActions": 1,
                    "ecs:ListServices": 1, "ec2:DescribeVpcs": 1,
                ])
        }
    }

    /// Where a read is denied, the rest is told, and what is missing is named.
    @Test func whatMayNotBeReadIsNamed() async throws {
        try await Scenario.play(template: Self.template) { scenario in
            try await scenario.apply()
            _ = try await scenario.emulator.control(
                "POST", "faults",
                [["match": ["action": "DescribeFlowLogs"], "when": "before", "do": "deny", "times": 0]])
            let run = try await scenario.plumb("drift", "stacks", "--unmanaged")
            #expect(run.status == 0 && run.err.contains("warning[unmanaged-unread]"), "\(run.out)\(run.err)")
            #expect(run.err.contains("DescribeFlowLogs"))
        }
    }

    /// With the policy for it nothing is left unread.
    @Test func aPolicyForIt() async throws {
        try await Self.play { scenario in
            let printed = try await scenario.plumb(
                "permissions", "stacks", "--for", "drift", "--unmanaged", "--format", "json", "--account",
                "123456789012")
            try await scenario.boto("iam", "create_user", ["UserName": "looker"])
            try await scenario.boto(
                "iam", "put_user_policy",
                ["UserName": "looker", "PolicyName": "p", "PolicyDocument": .string(try Value(json: printed.out).json)])
            let key = try await scenario.boto("iam", "create_access_key", ["UserName": "looker"])["AccessKey"]
            _ = try await scenario.emulator.control("POST", "auth", ["on": true, "root": ["test", "test"]])
            let run = try await scenario.plumb(
                "drift", "stacks", "--unmanaged",
                variables: [
                    "AWS_ACCESS_KEY_ID": try #require(key?["AccessKeyId"]?.string),
                    "AWS_SECRET_ACCESS_KEY": try #require(key?["SecretAccessKey"]?.string),
                ])
            // The user itself is of no stack.
            #expect(run.status == 0 && !run.err.contains("unmanaged-unread"), "\(run.out)\(run.err)")
        }
    }

    // MARK: - Other stacks

    @Test func aStackWithoutFileIsTold() async throws {
        try await Self.play { scenario in
            try FileManager.default.removeItem(atPath: "\(scenario.directory)/stacks/lodger.yaml")
            let whole = try await scenario.plumb("drift", "stacks", "--unmanaged", "--format", "json")
            let value = try Self.json(whole)
            #expect(whole.status == 0)
            #expect(value["other_stacks"]?.array?.compactMap { $0["name"]?.string } == ["lodger"])
            #expect(value.at("other_stacks.0.regions") == ["us-east-1"])
            #expect(value.at("other_stacks.0.resources")?.int == 6, "what bears tags: \(whole.out)")
            // What is the stack's is still its own: even the route, whose mark is on the gateway.
            #expect(Self.rows(value) == [])
            let text = try await scenario.plumb("drift", "stacks", "--unmanaged")
            #expect(
                text.out.contains("Stacks in the account that no stack file names\n  lodger  us-east-1: 6 resources"))
            // A single file is a part of the stacks: that there are others says nothing.
            let part = try Self.json(
                try await scenario.plumb("drift", "stacks/web.yaml", "--unmanaged", "--format", "json"))
            #expect(part["other_stacks"] == .null && Self.rows(part) == [])
        }
    }
}

extension UnmanagedTests {
    /// Puts strangers into the stack's resources.
    /// - Returns: ids that are to be told.
    private static func neighbours(_ scenario: Scenario) async throws -> [String] {
        func id(_ kind: String, _ resource: String, _ path: String) async throws -> Value {
            .string(
                try await scenario.aws(
                    "ec2 describe-\(kind) --filters Name=tag:plumb:resource,Values=\(resource) Name=tag:plumb:stack,Values=web --query \(path) --output text"
                ))
        }
        let vpc = try await id("vpcs", "Vpc", "Vpcs[].VpcId")
        let other = try await id("vpcs", "OtherVpc", "Vpcs[].VpcId")
        let one = try await id("subnets", "SubnetA", "Subnets[].SubnetId")
        let two = try await id("subnets", "SubnetB", "Subnets[].SubnetId")
        let routes = try await id("route-tables", "Routes", "RouteTables[].RouteTableId")
        func tagged(_ kind: String, _ tags: Value) -> Value { [["ResourceType": .string(kind), "Tags": tags]] }

        let subnet = try await scenario.boto("ec2", "create_subnet", ["VpcId": vpc, "CidrBlock": "10.0.9.0/24"])
        let own = subnet.at("Subnet.SubnetId") ?? .null
        try await scenario.boto("ec2", "associate_route_table", ["RouteTableId": routes, "SubnetId": own])
        let table = try await scenario.boto("ec2", "create_route_table", ["VpcId": vpc])
        let group = try await scenario.boto(
            "ec2", "create_security_group", ["VpcId": vpc, "GroupName": "stranger", "Description": "x"])
        try await scenario.boto(
            "ec2", "create_security_group", ["VpcId": other, "GroupName": "stranger", "Description": "x"])
        let acl = try await scenario.boto("ec2", "create_network_acl", ["VpcId": vpc])
        let gateway = try await scenario.boto("ec2", "create_internet_gateway", [:])
        let gatewayID = gateway.at("InternetGateway.InternetGatewayId") ?? .null
        try await scenario.boto("ec2", "attach_internet_gateway", ["VpcId": vpc, "InternetGatewayId": gatewayID])
        try await scenario.boto(
            "ec2", "create_route",
            ["RouteTableId": routes, "DestinationCidrBlock": "192.0.2.0/24", "GatewayId": gatewayID])
        let address = try await scenario.boto("ec2", "allocate_address", ["Domain": "vpc"])
        let nat = try await scenario.boto(
            "ec2", "create_nat_gateway", ["SubnetId": one, "AllocationId": address["AllocationId"] ?? .null])
        let endpoint = try await scenario.boto(
            "ec2", "create_vpc_endpoint", ["VpcId": vpc, "ServiceName": "com.amazonaws.us-east-1.s3"])
        let instance = try await scenario.boto(
            "ec2", "run_instances",
            [
                "ImageId": "ami-12c6146b", "InstanceType": "t3.micro", "MinCount": 1, "MaxCount": 1, "SubnetId": two,
                "TagSpecifications": tagged("instance", [["Key": "Name", "Value": "stranger"]]),
            ])
        let interface = try await scenario.boto("ec2", "create_network_interface", ["SubnetId": two])
        let peer = try await scenario.boto("ec2", "create_vpc", ["CidrBlock": "10.9.0.0/16"])
        let peering = try await scenario.boto(
            "ec2", "create_vpc_peering_connection", ["VpcId": peer.at("Vpc.VpcId") ?? .null, "PeerVpcId": vpc])
        try await scenario.boto("logs", "create_log_group", ["logGroupName": "stranger"])
        let log = try await scenario.boto(
            "ec2", "create_flow_logs",
            [
                "ResourceIds": [vpc], "ResourceType": "VPC", "TrafficType": "ALL", "LogGroupName": "stranger",
                "DeliverLogsPermissionArn": "arn:aws:iam::123456789012:role/web",
            ])
        try await scenario.boto(
            "autoscaling", "create_auto_scaling_group",
            [
                "AutoScalingGroupName": "stranger", "MinSize": 1, "MaxSize": 1, "VPCZoneIdentifier": one,
                "LaunchTemplate": ["LaunchTemplateName": "web"],
            ])
        let balancer = try await scenario.boto(
            "elbv2", "create_load_balancer",
            [
                "Name": "stranger", "Subnets": [one, two], "Scheme": "internal",
                "Tags": [["Key": "Team", "Value": "x"]],
            ])
        try await scenario.boto(
            "elbv2", "create_target_group", ["Name": "stranger", "Protocol": "HTTP", "Port": 80, "VpcId": vpc])
        let listeners = try await scenario.boto("elbv2", "describe_load_balancers", ["Names": ["web"]])
        let mine = listeners.at("LoadBalancers.0.LoadBalancerArn") ?? .null
        let fixed: Value = [["Type": "fixed-response", "FixedResponseConfig": ["StatusCode": "200"]]]
        let listener = try await scenario.boto("elbv2", "describe_listeners", ["LoadBalancerArn": mine])
        try await scenario.boto(
            "elbv2", "create_rule",
            [
                "ListenerArn": listener.at("Listeners.0.ListenerArn") ?? .null, "Priority": 50, "Actions": fixed,
                "Conditions": [["Field": "path-pattern", "PathPatternConfig": ["Values": ["/x"]]]],
            ])
        try await scenario.boto(
            "elbv2", "create_listener",
            ["LoadBalancerArn": mine, "Protocol": "HTTP", "Port": 8080, "DefaultActions": fixed])
        try await scenario.boto(
            "ecs", "create_service",
            ["cluster": "web", "serviceName": "stranger", "taskDefinition": "web", "desiredCount": 0])
        return [
            instance.at("Instances.0.InstanceId"), own, table.at("RouteTable.RouteTableId"), group["GroupId"],
            acl.at("NetworkAcl.NetworkAclId"), gatewayID, nat.at("NatGateway.NatGatewayId"),
            endpoint.at("VpcEndpoint.VpcEndpointId"), interface.at("NetworkInterface.NetworkInterfaceId"),
            peering.at("VpcPeeringConnection.VpcPeeringConnectionId"), log.at("FlowLogIds.0"),
            balancer.at("LoadBalancers.0.LoadBalancerArn"), "service/web/stranger", "AutoScalingGroupName: stranger",
        ].compactMap { $0?.string }
    }
}
