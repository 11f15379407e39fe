import Language
import Resources
import Testing
import Values

@testable import Checks

/// Rules about deletion, given what AWS would answer.
@Suite struct ForecastTests {
    private func deletion(
        _ id: String, _ type: String, physicalID: String, item: Value = [:], properties: Value = [:]
    ) -> Deletion {
        Deletion(
            address: "net/\(id)", type: type, physicalID: physicalID, item: item, properties: properties,
            region: "us-east-1", span: nil)
    }

    private func said(
        _ rule: String, of deletion: Deletion, among others: [Deletion] = [], changed: Set<String> = [],
        _ items: [Value] = []
    ) throws -> [String] {
        let forecast = try #require(Rule.named(rule)).basis
        guard case .deletion(let forecast) = forecast else { return [] }
        return forecast.judge(
            deletion, Forecast.Doings(deletions: [deletion] + others, changed: changed), items
        ).map(\.message)
    }

    private var group: Deletion { deletion("Web", "AWS::EC2::SecurityGroup", physicalID: "sg-1") }

    @Test func interfaces() throws {
        let interface: Value = [
            "NetworkInterfaceId": "eni-1", "Groups": [["GroupId": "sg-1"]], "SubnetId": "subnet-1",
            "Attachment": ["InstanceId": "i-1"],
        ]
        #expect(try said("PLB801", of: group, [interface]) == ["in use by eni-1 (i-1)"])
        let subnet = deletion("A", "AWS::EC2::Subnet", physicalID: "subnet-1")
        #expect(try said("PLB801", of: subnet, [interface]) == ["in use by eni-1 (i-1)"])
        let other = deletion("B", "AWS::EC2::Subnet", physicalID: "subnet-2")
        #expect(try said("PLB801", of: other, [interface]).isEmpty)
        let instance = deletion("I", "AWS::EC2::Instance", physicalID: "i-1")
        #expect(try said("PLB801", of: group, among: [instance], [interface]).isEmpty)
        let scaling = deletion(
            "G", "AWS::AutoScaling::AutoScalingGroup", physicalID: "g", item: ["Instances": [["InstanceId": "i-1"]]])
        #expect(try said("PLB801", of: group, among: [scaling], [interface]).isEmpty)
        let served: Value = [
            "NetworkInterfaceId": "eni-2", "Groups": [["GroupId": "sg-1"]],
            "Description": "ELB app/web/50dc6c495c0c9188",
        ]
        let arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/50dc6c495c0c9188"
        let balancer = deletion("L", "AWS::ElasticLoadBalancingV2::LoadBalancer", physicalID: arn)
        #expect(try said("PLB801", of: group, [served]) == ["in use by eni-2 (ELB app/web/50dc6c495c0c9188)"])
        #expect(try said("PLB801", of: group, among: [balancer], [served]).isEmpty)
    }

    @Test func clusters() throws {
        let cluster = deletion(
            "C", "AWS::ECS::Cluster", physicalID: "apps",
            item: ["registeredContainerInstancesCount": 2, "activeServicesCount": 1])
        #expect(
            try said("PLB802", of: cluster) == [
                "2 container instances are registered", "1 service is active that this plan does not delete",
            ])
        let going = [
            deletion("S", "AWS::ECS::Service", physicalID: "s", properties: ["Cluster": "apps"]),
            deletion("G", "AWS::AutoScaling::AutoScalingGroup", physicalID: "g"),
        ]
        #expect(try said("PLB802", of: cluster, among: going).isEmpty)
        let elsewhere = [deletion("S", "AWS::ECS::Service", physicalID: "s", properties: ["Cluster": "other"])]
        #expect(try said("PLB802", of: cluster, among: elsewhere).count == 2)
    }

    @Test func references() throws {
        let other: Value = [
            "GroupId": "sg-2", "IpPermissions": [["UserIdGroupPairs": [["GroupId": "sg-1"], ["GroupId": "sg-9"]]]],
        ]
        #expect(try said("PLB803", of: group, [other]) == ["named by rules of sg-2"])
        #expect(try said("PLB803", of: group, changed: ["sg-2"], [other]).isEmpty, "an update may take the rule away")
        let both = deletion("Db", "AWS::EC2::SecurityGroup", physicalID: "sg-2")
        #expect(try said("PLB803", of: group, among: [both], [other]).isEmpty)
        let rule = deletion(
            "R", "AWS::EC2::SecurityGroupIngress", physicalID: "sgr-1",
            properties: ["GroupId": "sg-2", "SourceSecurityGroupId": "sg-1"])
        #expect(try said("PLB803", of: group, among: [rule], [other]).isEmpty)
    }

    @Test func inhabitants() throws {
        let network = deletion("Net", "AWS::EC2::VPC", physicalID: "vpc-1")
        let items: [Value] = [
            ["VpcId": "vpc-1", "GroupId": "sg-0", "GroupName": "default"],
            ["VpcId": "vpc-1", "GroupId": "sg-1", "GroupName": "web"],
            ["VpcId": "vpc-1", "SubnetId": "subnet-1"], ["VpcId": "vpc-2", "SubnetId": "subnet-2"],
        ]
        #expect(try said("PLB805", of: network, items) == ["in it is sg-1, subnet-1"])
        let subnet = deletion("A", "AWS::EC2::Subnet", physicalID: "subnet-1")
        #expect(try said("PLB805", of: network, among: [group, subnet], items).isEmpty)
    }

    @Test func readsAreBatched() throws {
        for rule in Rule.all {
            guard case .deletion(let forecast) = rule.basis else { continue }
            for read in forecast.reads {
                #expect(read.input([]) == nil, "\(rule.id) reads though nothing is deleted")
                let many = (1...150).flatMap { number in
                    forecast.types.map { deletion("R\(number)", $0, physicalID: "id-\(number)") }
                }
                let values = try #require(read.input(many))["Filters"]?[0]?["Values"]?.array
                #expect(values?.count == 150)
            }
        }
    }
}
