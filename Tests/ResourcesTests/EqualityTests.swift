import Declarations
import Resources
import Testing
import Values

/// The functions by which types bring two ways of saying the same to one form.
@Suite("Equality of declared types")
struct EqualityTests {
    /// The normalised form of a property's value.
    private func form(_ value: Value, of property: String, _ type: String) throws -> Value {
        let equality = try #require(Registry.standard.type(type)?.property(property)).equality
        guard case .normalised(let normalise) = equality else {
            Issue.record("\(property) is not normalised")
            return value
        }
        return normalise(value)
    }

    private func actions(_ value: Value) throws -> Value {
        try form(value, of: "DefaultActions", "AWS::ElasticLoadBalancingV2::Listener")
    }

    private func conditions(_ value: Value) throws -> Value {
        try form(value, of: "Conditions", "AWS::ElasticLoadBalancingV2::ListenerRule")
    }

    @Test("a forward as it is written and as AWS answers")
    func forward() throws {
        let written: Value = [["Type": "forward", "TargetGroupArn": "arn:a"]]
        let answered: Value = [
            [
                "Type": "forward", "TargetGroupArn": "arn:a", "Order": 1,
                "ForwardConfig": [
                    "TargetGroups": [["TargetGroupArn": "arn:a", "Weight": 1]],
                    "TargetGroupStickinessConfig": ["Enabled": false],
                ],
            ]
        ]
        #expect(try actions(written) == actions(answered))
        #expect(try actions(written) != actions([["Type": "forward", "TargetGroupArn": "arn:b"]]))
    }

    @Test("weights count when there are several groups, their order does not")
    func weights() throws {
        func forward(_ groups: Value) -> Value { [["Type": "forward", "ForwardConfig": ["TargetGroups": groups]]] }
        let first: Value = ["TargetGroupArn": "arn:a", "Weight": 1]
        let second: Value = ["TargetGroupArn": "arn:b", "Weight": 3]
        #expect(try actions(forward([first, second])) == actions(forward([second, ["TargetGroupArn": "arn:a"]])))
        #expect(
            try actions(forward([first, second]))
                != actions(forward([first, ["TargetGroupArn": "arn:b", "Weight": 4]])))
    }

    @Test("stickiness that is on counts")
    func stickiness() throws {
        func forward(_ enabled: Value) -> Value {
            [
                [
                    "Type": "forward",
                    "ForwardConfig": [
                        "TargetGroups": [["TargetGroupArn": "arn:a"]],
                        "TargetGroupStickinessConfig": ["Enabled": enabled, "DurationSeconds": 60],
                    ],
                ]
            ]
        }
        #expect(try actions(forward(true)) != actions(forward(false)))
    }

    @Test("a redirect keeps what it does not name")
    func redirect() throws {
        let written: Value = [
            ["Type": "redirect", "RedirectConfig": ["Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"]]
        ]
        let answered: Value = [
            [
                "Type": "redirect", "Order": 1,
                "RedirectConfig": [
                    "Protocol": "HTTPS", "Port": "443", "Host": "#{host}", "Path": "/#{path}", "Query": "#{query}",
                    "StatusCode": "HTTP_301",
                ],
            ]
        ]
        #expect(try actions(written) == actions(answered))
    }

    @Test("a group that is not known yet passes through")
    func deferred() throws {
        let later = Value.deferred(.attribute(address: "stack/TargetGroup", name: "TargetGroupArn"))
        let form = try actions([["Type": "forward", "TargetGroupArn": later]])
        #expect(form[0]?["TargetGroupArn"] == later)
    }

    @Test("conditions in the old shape and the new one")
    func conditionShapes() throws {
        let old: Value = [["Field": "host-header", "Values": ["b.example.org", "a.example.org"]]]
        let new: Value = [
            ["Field": "host-header", "HostHeaderConfig": ["Values": ["a.example.org", "b.example.org"]]]
        ]
        let answered: Value = [
            [
                "Field": "host-header", "Values": ["a.example.org", "b.example.org"],
                "HostHeaderConfig": ["Values": ["a.example.org", "b.example.org"]],
            ]
        ]
        #expect(try conditions(old) == conditions(new))
        #expect(try conditions(new) == conditions(answered))
        #expect(
            try conditions(old)
                != conditions([["Field": "path-pattern", "Values": ["a.example.org", "b.example.org"]]]))
    }

    @Test("a header condition is known by its header")
    func headers() throws {
        func header(_ name: Value) -> Value {
            [["Field": "http-header", "HttpHeaderConfig": ["HttpHeaderName": name, "Values": ["x"]]]]
        }
        #expect(try conditions(header("A")) != conditions(header("B")))
    }

    @Test(
        "a task's size in its units",
        arguments: [
            ("Cpu", "1 vCPU", "1024"), ("Cpu", ".25 vcpu", "256"), ("Cpu", "512", "512"), ("Memory", "2 GB", "2048"),
            ("Memory", "0.5GB", "512"),
        ])
    func taskSizes(_ property: String, _ written: String, _ stored: String) throws {
        #expect(try form(.string(written), of: property, "AWS::ECS::TaskDefinition") == .string(stored))
    }

    @Test("a cluster by name and by ARN")
    func clusters() throws {
        let arn: Value = "arn:aws:ecs:us-east-1:123456789012:cluster/blue"
        #expect(try form(arn, of: "Cluster", "AWS::ECS::Service") == "blue")
    }
}

/// Values that say less than AWS tells.
@Suite("Wanted values that cover what AWS makes of them")
struct CoveringTests {
    @Test(
        "a family of task definitions by itself is whatever revision the service has",
        arguments: [
            ("web", true), ("web:3", true), ("arn:aws:ecs:us-east-1:123456789012:task-definition/web:3", true),
            ("arn:aws:ecs:us-east-1:123456789012:task-definition/web", true), ("web:2", false), ("we", false),
            ("webs", false),
        ])
    func revisions(_ wanted: String, _ covers: Bool) throws {
        let type = try #require(Registry.standard.type("AWS::ECS::Service"))
        guard case .covering(let isSame) = try #require(type.property("TaskDefinition")).equality else {
            Issue.record("TaskDefinition covers nothing")
            return
        }
        let live: Value = "arn:aws:ecs:us-east-1:123456789012:task-definition/web:3"
        #expect(isSame(.string(wanted), live) == covers)
    }

    @Test("an address is a network's whatever its Domain says")
    func addresses() throws {
        let type = try #require(Registry.standard.type("AWS::EC2::EIP"))
        let schema = try #require(Registry.standard.schema("AWS::EC2::EIP"))
        #expect(schema.properties["Domain"]?.allowed.isEmpty == true)
        guard case .normalised(let form) = try #require(type.property("Domain")).equality else {
            Issue.record("Domain is not normalised")
            return
        }
        #expect(form("vpc-0a1b") == form("vpc") && form("standard") == form("vpc"))
    }

    @Test("a range of one subnet is given up before another one takes it, be it of IPv4 or IPv6")
    func ranges() throws {
        let type = try #require(Registry.standard.type("AWS::EC2::Subnet"))
        #expect(type.create.exclusive == [["VpcId", "CidrBlock"], ["VpcId", "Ipv6CidrBlock"]])
    }
}

/// Values that are read out of an answer or made of other properties.
@Suite("Derived values of declared types")
struct DerivedValueTests {
    private func derived(_ property: String, _ type: String, holder: Value = [:], _ resource: Value) throws -> Value? {
        guard case .derived(_, let derive) = try #require(Registry.standard.type(type)?.property(property)).absent
        else {
            Issue.record("\(property) is not derived")
            return nil
        }
        return derive(holder, resource)
    }

    @Test("a container's host port depends on the network mode")
    func hostPort() throws {
        let path = "ContainerDefinitions[].PortMappings[].HostPort"
        let mapping: Value = ["ContainerPort": 3000]
        #expect(try derived(path, "AWS::ECS::TaskDefinition", holder: mapping, ["NetworkMode": "bridge"]) == 0)
        #expect(try derived(path, "AWS::ECS::TaskDefinition", holder: mapping, ["NetworkMode": "awsvpc"]) == 3000)
        #expect(
            try derived(path, "AWS::ECS::TaskDefinition", holder: ["ContainerPortRange": "1-2"], [:]) == nil)
    }

    @Test("a health check depends on protocol and target type")
    func healthCheck() throws {
        let type = "AWS::ElasticLoadBalancingV2::TargetGroup"
        #expect(try derived("HealthCheckPath", type, ["Protocol": "HTTP"]) == "/")
        #expect(try derived("HealthCheckPath", type, ["Protocol": "TCP"]) == nil)
        #expect(try derived("HealthCheckPath", type, ["Protocol": "TCP", "HealthCheckProtocol": "HTTP"]) == "/")
        #expect(
            try derived("HealthCheckPath", type, ["Protocol": "HTTP", "ProtocolVersion": "GRPC"])
                == "/AWS.ALB/healthcheck")
        #expect(try derived("HealthCheckTimeoutSeconds", type, ["Protocol": "HTTP"]) == 5)
        #expect(try derived("HealthCheckTimeoutSeconds", type, ["Protocol": "TCP"]) == 10)
        #expect(try derived("HealthCheckEnabled", type, ["TargetType": "lambda"]) == false)
        #expect(
            try derived("Matcher", type, ["Protocol": "TCP", "HealthCheckProtocol": "HTTPS"]) == ["HttpCode": "200-399"]
        )
    }

    @Test("a service that rolls out elsewhere has no bounds of ours")
    func bounds() throws {
        let path = "DeploymentConfiguration.MaximumPercent"
        #expect(try derived(path, "AWS::ECS::Service", [:]) == 200)
        #expect(try derived(path, "AWS::ECS::Service", ["SchedulingStrategy": "DAEMON"]) == 100)
        #expect(
            try derived(path, "AWS::ECS::Service", ["DeploymentController": ["Type": "CODE_DEPLOY"]]) == nil)
    }

    @Test("a policy finds what it scales in the target's id")
    func scaled() throws {
        let policy: Value = ["ScalingTargetId": "service/blue/web|ecs:service:DesiredCount|ecs"]
        let type = "AWS::ApplicationAutoScaling::ScalingPolicy"
        #expect(try derived("ResourceId", type, policy) == "service/blue/web")
        #expect(try derived("ScalableDimension", type, policy) == "ecs:service:DesiredCount")
        #expect(try derived("ServiceNamespace", type, policy) == "ecs")
        #expect(try derived("ServiceNamespace", type, [:]) == nil)
    }

    @Test("a rule knows its listener, a balancer its full name")
    func names() throws {
        let rule = try #require(Registry.standard.type("AWS::ElasticLoadBalancingV2::ListenerRule"))
        let prefix = "arn:aws:elasticloadbalancing:us-east-1:123456789012:"
        let item: Value = ["RuleArn": .string(prefix + "listener-rule/app/blue/1/2/3")]
        let listener = try #require(rule.property("ListenerArn")?.decode)
        #expect(listener(item) == .string(prefix + "listener/app/blue/1/2"))
        let balancer = try #require(Registry.standard.type("AWS::ElasticLoadBalancingV2::LoadBalancer"))
        let full = try #require(balancer.attributes["LoadBalancerFullName"]).value(in:)
        #expect(full(["LoadBalancerArn": .string(prefix + "loadbalancer/app/blue/1")]) == "app/blue/1")
    }

    @Test("a service's role that left its template is missed, ECS's own is not")
    func roleOfAService() throws {
        let service = try #require(Registry.standard.type("AWS::ECS::Service"))
        let role = try #require(service.property("Role"))
        guard case .unset? = role.absent, case .normalised(let form) = role.equality else {
            Issue.record("its absence says something else")
            return
        }
        let own: Value = "arn:aws:iam::1:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS"
        #expect(role.orAbsent == form(own) && role.orAbsent != form("arn:aws:iam::1:role/custom"))
    }

    @Test("a service is stable when one deployment is complete and all run")
    func stable() throws {
        let wait = try #require(Registry.standard.type("AWS::ECS::Service")?.create.call.wait)
        func answer(_ running: Value, _ deployments: Value) -> Value {
            ["services": [["runningCount": running, "desiredCount": 2, "deployments": deployments]]]
        }
        #expect(wait.until.holds(for: answer(2, [["rolloutState": "COMPLETED"]])))
        #expect(wait.until.holds(for: answer(2, [["status": "PRIMARY"]])))
        #expect(!wait.until.holds(for: answer(1, [["rolloutState": "COMPLETED"]])))
        #expect(!wait.until.holds(for: answer(2, [["rolloutState": "IN_PROGRESS"]])))
        #expect(!wait.until.holds(for: answer(2, [["rolloutState": "COMPLETED"], ["rolloutState": "COMPLETED"]])))
        #expect(wait.failing?.holds(for: answer(1, [["rolloutState": "FAILED"]])) == true)
    }
}
