internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::EC2::FlowLog`. Nothing but its tags changes once it is there. Where it writes to CloudWatch Logs, AWS
    /// answers the group's name, however the template names the group.
    static let flowLog = ResourceType(
        "AWS::EC2::FlowLog",
        identity: .tagged,
        arn: "arn:${Partition}:ec2:${Region}:${Account}:vpc-flow-log/${*}",
        read: Read("ec2:DescribeFlowLogs", items: "FlowLogs", .stackTags(filters: "Filter"), tags: "Tags"),
        create: Create(
            Call(
                "ec2:CreateFlowLogs",
                [
                    Argument("ResourceIds", .list("ResourceId")), "ResourceType", "TrafficType", "LogDestinationType",
                    "LogDestination", "LogGroupName", "LogFormat", "MaxAggregationInterval", "DeliverLogsPermissionArn",
                    "DeliverCrossAccountRole", "DestinationOptions", "TagFieldSpecifications", .clientToken,
                    .tags,
                ],
                retries: .unseenNetwork + [ErrorMatch("InvalidParameter", contains: "Unable to assume given IAM role")],
                patience: 60),
            repeatable: true, exclusive: [["ResourceId"]]),
        tagging: .ec2("vpc-flow-log", id: "Id"),
        delete: Delete(
            "ec2:DeleteFlowLogs", [Argument("FlowLogIds", .list(.attribute("Id")))],
            absent: ["InvalidFlowLogId.NotFound"]),
        properties: [
            Property("ResourceId"),
            Property("ResourceType") { item in
                let id = item["ResourceId"]?.string ?? ""
                return kinds.first { id.hasPrefix($0.prefix) }.map { .string($0.kind) }
            },
            Property("TrafficType", absent: .chosenByAWS),
            Property("LogDestinationType", absent: .means("cloud-watch-logs")),
            Property("LogDestination", absent: .unset),
            Property("LogGroupName", absent: .unset),
            // What is usual differs by the kind of resource.
            Property("LogFormat", absent: .chosenByAWS),
            Property("MaxAggregationInterval", absent: .means(600)),
            Property("DeliverLogsPermissionArn", absent: .unset),
            Property("DeliverCrossAccountRole", absent: .unset),
            Property("DestinationOptions", absent: .unset),
            Property("DestinationOptions.FileFormat", absent: .means("plain-text")),
            Property("DestinationOptions.HiveCompatiblePartitions", absent: .means(false)),
            Property("DestinationOptions.PerHourPartition", absent: .means(false)),
            Property("TagFieldSpecifications", absent: .unset, equality: .unordered),
        ],
        attributes: ["Id": Attribute("FlowLogId", created: "FlowLogIds.0")],
        foreign: Foreign(
            inside: "AWS::EC2::VPC", by: ["ResourceId"], .scope(.filter("resource-id", of: "VpcId", member: "Filter")),
            shows: ["LogDestination", "LogGroupName"]),
        canonical: meant)

    /// The longer of two beginnings first.
    private static let kinds: [(prefix: String, kind: String)] = [
        ("vpc-", "VPC"), ("subnet-", "Subnet"), ("eni-", "NetworkInterface"),
        ("tgw-attach-", "TransitGatewayAttachment"), ("tgw-", "TransitGateway"), ("nat-", "RegionalNatGateway"),
    ]

    /// A log group by its name, a folder without the slash that may end it, and no options where they are the usual ones.
    @Sendable private static func meant(by properties: Value) -> Value {
        guard var members = properties.object else { return properties }
        if let destination = members["LogDestination"]?.string,
            let group = destination.firstRange(of: ":log-group:").map({ destination[$0.upperBound...] })
        {
            let name = group.hasSuffix(":*") ? group.dropLast(2) : group
            members["LogGroupName"] = .string(String(name))
            members["LogDestination"] = nil
        } else if let destination = members["LogDestination"]?.string, destination.hasSuffix("/") {
            members["LogDestination"] = .string(String(destination.dropLast()))
        }
        let usual: Value = ["FileFormat": "plain-text", "HiveCompatiblePartitions": false, "PerHourPartition": false]
        if members["DestinationOptions"] == usual { members["DestinationOptions"] = nil }
        return .object(members)
    }
}
