internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::ElasticLoadBalancingV2::LoadBalancer`. After its deletion its network interfaces hold subnets and security
    /// groups for some minutes more.
    static let loadBalancer = ResourceType(
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        identity: .named("Name", GeneratedName(limit: 32)),
        ref: "LoadBalancerArn",
        arn: "arn:${Partition}:elasticloadbalancing:${Region}:${Account}:loadbalancer/${*}",
        read: Read(
            "elbv2:DescribeLoadBalancers", items: "LoadBalancers", .everything(),
            details: [
                .elbv2Tags(arn: "LoadBalancerArn"),
                Detail(
                    "elbv2:DescribeLoadBalancerAttributes", [.live("LoadBalancerArn", as: "LoadBalancerArn")],
                    takes: "Attributes", into: "$attributes", fills: ["LoadBalancerAttributes"],
                    absent: ["LoadBalancerNotFound"]),
                Detail(
                    "elbv2:DescribeCapacityReservation", [.live("LoadBalancerArn", as: "LoadBalancerArn")],
                    takes: "MinimumLoadBalancerCapacity", into: "$capacity", fills: ["MinimumLoadBalancerCapacity"],
                    absent: ["LoadBalancerNotFound"]),
            ]),
        create: Create(
            Call(
                "elbv2:CreateLoadBalancer",
                [
                    "Name", "Type", "Scheme", "Subnets", "SubnetMappings", "SecurityGroups", "IpAddressType",
                    "EnablePrefixForIpv6SourceNat", .property("Ipv4IpamPoolId", as: "IpamPools.Ipv4IpamPoolId"), .tags,
                ],
                // The internet gateway was attached a moment ago.
                retries: [ErrorMatch("InvalidSubnet", contains: "no internet gateway")],
                wait: Wait(
                    "load balancer is active", "elbv2:DescribeLoadBalancers",
                    [Argument("LoadBalancerArns", .list(.attribute("LoadBalancerArn")))],
                    until: .every("LoadBalancers", .member("State.Code", of: ["active", "active_impaired"])),
                    failing: .some("LoadBalancers", .equals("State.Code", "failed")), every: 4, atMost: 900,
                    item: "LoadBalancers.0")),
            // AWS returns the existing one when the settings are the same.
            item: "LoadBalancers.0", repeatable: true),
        updates: [
            Update(
                ["LoadBalancerAttributes"],
                set: Call(
                    "elbv2:ModifyLoadBalancerAttributes",
                    [arn, .property("LoadBalancerAttributes", as: "Attributes")])),
            Update(
                ["SecurityGroups", "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"],
                set: Call("elbv2:SetSecurityGroups", [arn]), whole: true),
            // One of the two lists, never both.
            Update(["Subnets"], set: Call("elbv2:SetSubnets", [arn])),
            Update(
                ["SubnetMappings", "EnablePrefixForIpv6SourceNat"], set: Call("elbv2:SetSubnets", [arn]), whole: true),
            Update(["IpAddressType"], set: Call("elbv2:SetIpAddressType", [arn])),
            Update(
                ["Ipv4IpamPoolId"],
                set: Call(
                    "elbv2:ModifyIpPools", [arn, .property("Ipv4IpamPoolId", as: "IpamPools.Ipv4IpamPoolId")]),
                clear: Call("elbv2:ModifyIpPools", [arn, .constant("RemoveIpamPools", ["ipv4"])])),
            Update(
                ["MinimumLoadBalancerCapacity"],
                set: Call(
                    "elbv2:ModifyCapacityReservation", [arn],
                    retries: ["CapacityReservationPending", "PriorRequestNotComplete"], patience: 600),
                clear: Call(
                    "elbv2:ModifyCapacityReservation", [arn, .constant("ResetCapacityReservation", true)],
                    retries: ["CapacityReservationPending", "PriorRequestNotComplete"], patience: 600)),
            Update(["EnableCapacityReservationProvisionStabilize"], set: reserved),
        ],
        tagging: .elbv2(arn: "LoadBalancerArn"),
        delete: Delete(
            [
                Call(
                    "elbv2:DeleteLoadBalancer", [arn], tolerates: ["LoadBalancerNotFound"],
                    wait: Wait(
                        "load balancer is gone", "elbv2:DescribeLoadBalancers",
                        [Argument("LoadBalancerArns", .list(.attribute("LoadBalancerArn")))],
                        until: .missing("LoadBalancers"), endedBy: ["LoadBalancerNotFound"], every: 3, atMost: 600)),
                // A read in its own right, for what must be seen once the balancer is gone.
                Call(
                    "ec2:DescribeNetworkInterfaces", interfaces,
                    wait: Wait(
                        "load balancer's network interfaces are gone", "ec2:DescribeNetworkInterfaces", interfaces,
                        until: .missing("NetworkInterfaces"), every: 5, atMost: 1200)),
            ],
            refusedWhileUsed: true),
        properties: [
            Property("Name", absent: .chosenByAWS, at: "LoadBalancerName"),
            Property("Type", absent: .means("application")),
            Property("Scheme", absent: .means("internet-facing")),
            // A load balancer stays in its VPC.
            Property("Subnets", absent: .chosenByAWS, equality: .unordered, within: "VpcId") {
                $0["AvailabilityZones"]?.array.map { .array($0.compactMap { $0["SubnetId"] }) }
            },
            Property("SubnetMappings", absent: .chosenByAWS, equality: .keyed("SubnetId"), within: "VpcId") {
                $0["AvailabilityZones"]?.array.map { .array($0.map(\.subnetMapping)) }
            },
            Property("SubnetMappings[].AllocationId", absent: .chosenByAWS),
            Property("SubnetMappings[].PrivateIPv4Address", absent: .chosenByAWS),
            Property("SubnetMappings[].IPv6Address", absent: .chosenByAWS),
            Property("SubnetMappings[].SourceNatIpv6Prefix", absent: .chosenByAWS),
            // An application load balancer gets the VPC's default group.
            Property("SecurityGroups", absent: .chosenByAWS, equality: .unordered),
            Property("IpAddressType", absent: .means("ipv4")),
            Property("EnablePrefixForIpv6SourceNat", absent: .chosenByAWS),
            Property("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", absent: .chosenByAWS),
            Property("Ipv4IpamPoolId", absent: .unset, at: "IpamPools.Ipv4IpamPoolId"),
            Property("MinimumLoadBalancerCapacity", absent: .unset, at: "$capacity"),
            Property("EnableCapacityReservationProvisionStabilize", absent: .means(false)),
            Property(
                "LoadBalancerAttributes", absent: .unset,
                equality: .keyed("Key", defaults: loadBalancerDefaults), at: "$attributes"),
        ],
        attributes: [
            "LoadBalancerArn": "LoadBalancerArn",
            "LoadBalancerName": Attribute("LoadBalancerName", predicted: "${Name}"),
            "LoadBalancerFullName": Attribute("LoadBalancerArn", after: ":loadbalancer/"),
            "DNSName": "DNSName",
            "CanonicalHostedZoneID": "CanonicalHostedZoneId",
        ],
        foreign: Foreign(inside: "AWS::EC2::VPC", by: ["VpcId"], .scope(.everything()), shows: ["Type", "Scheme"]))

    private static let arn: Argument = .attribute("LoadBalancerArn", as: "LoadBalancerArn")

    /// A read in its own right, made where the template asks to wait for the capacity.
    private static let reserved = Call(
        "elbv2:DescribeCapacityReservation", [arn],
        each: .mapped(.property("EnableCapacityReservationProvisionStabilize")) { $0.bool == true ? [true] : [] },
        wait: Wait(
            "reserved capacity is provisioned", "elbv2:DescribeCapacityReservation", [arn],
            until: .every("CapacityReservationState", .equals("State.Code", "provisioned")),
            failing: .some("CapacityReservationState", .equals("State.Code", "failed")), every: 10, atMost: 3600))

    /// Interfaces that AWS made for the balancer say so in their description: `ELB app/name/50dc6c495c0c9188`.
    private static let interfaces: [Argument] = [
        .constant("Filters.0.Name", "description"),
        Argument(
            "Filters.0.Values",
            .list(.mapped(.attribute("LoadBalancerFullName")) { $0.string.map { .string("ELB " + $0) } ?? $0 })),
    ]

    /// The documented defaults that hold for every kind of balancer. Cross-zone balancing and IPv6 gateway access
    /// depend on type and scheme, and are left alone where the template does not name them.
    private static let loadBalancerDefaults = [
        "deletion_protection.enabled": "false",
        "access_logs.s3.enabled": "false",
        "access_logs.s3.bucket": "",
        "access_logs.s3.prefix": "",
        "zonal_shift.config.enabled": "false",
        "idle_timeout.timeout_seconds": "60",
        "client_keep_alive.seconds": "3600",
        "connection_logs.s3.enabled": "false",
        "connection_logs.s3.bucket": "",
        "connection_logs.s3.prefix": "",
        "health_check_logs.s3.enabled": "false",
        "health_check_logs.s3.bucket": "",
        "health_check_logs.s3.prefix": "",
        "routing.http.desync_mitigation_mode": "defensive",
        "routing.http.drop_invalid_header_fields.enabled": "false",
        "routing.http.preserve_host_header.enabled": "false",
        "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": "false",
        "routing.http.xff_client_port.enabled": "false",
        "routing.http.xff_header_processing.mode": "append",
        "routing.http2.enabled": "true",
        "waf.fail_open.enabled": "false",
        "dns_record.client_routing_policy": "any_availability_zone",
        "secondary_ips.auto_assigned.per_subnet": "0",
    ]
}

extension Value {
    /// A zone of a balancer as the mapping that made it.
    fileprivate var subnetMapping: Value {
        var mapping = Object()
        mapping["SubnetId"] = self["SubnetId"]
        let address = self["LoadBalancerAddresses"]?[0]
        for name in ["AllocationId", "PrivateIPv4Address", "IPv6Address"] { mapping[name] = address?[name] }
        mapping["SourceNatIpv6Prefix"] = self["SourceNatIpv6Prefixes"]?[0]
        return .object(mapping)
    }
}

extension String {
    /// The first place of a text inside this one.
    func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
