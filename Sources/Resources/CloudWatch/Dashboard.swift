internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::CloudWatch::Dashboard`. Dashboards are global in the console and kept in the stack's region.
    static let dashboard = ResourceType(
        "AWS::CloudWatch::Dashboard",
        identity: .named("DashboardName", GeneratedName(limit: 255)),
        arn: "arn:${Partition}:cloudwatch::${Account}:dashboard/${DashboardName}",
        read: Read(
            "cloudwatch:GetDashboard", items: "", .each(["DashboardName"]),
            details: [
                .tags(
                    "cloudwatch:ListTagsForResource", [.live("DashboardArn", as: "ResourceARN")], takes: "Tags",
                    absent: ["ResourceNotFoundException", "ResourceNotFound"])
            ],
            absent: ["ResourceNotFound"]),
        create: Create(
            Call("cloudwatch:PutDashboard", ["DashboardName", .json("DashboardBody", as: "DashboardBody"), .tags]),
            repeatable: true),
        updates: [
            Update(
                ["DashboardBody"],
                set: Call(
                    "cloudwatch:PutDashboard", ["DashboardName", .json("DashboardBody", as: "DashboardBody")]))
        ],
        tagging: .dashboard,
        delete: Delete(
            "cloudwatch:DeleteDashboards", [Argument("DashboardNames", .list(.property("DashboardName")))],
            absent: ["ResourceNotFound"]),
        properties: [
            Property("DashboardName", absent: .chosenByAWS),
            Property("DashboardBody", equality: .json),
        ],
        attributes: [
            "Arn": Attribute(
                "DashboardArn", predicted: "arn:${Partition}:cloudwatch::${Account}:dashboard/${DashboardName}")
        ])
}
