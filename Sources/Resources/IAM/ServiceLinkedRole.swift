internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::IAM::ServiceLinkedRole`. AWS gives it its name and rights, and an account has one for each service and
    /// suffix. Services make theirs by themselves when they need it, so one that is there is taken as the template's. It
    /// is removed by a task, which fails while the service still has resources that use it.
    static let serviceLinkedRole = ResourceType(
        "AWS::IAM::ServiceLinkedRole",
        identity: .key(["AWSServiceName", "CustomSuffix"]),
        ref: "RoleName",
        isGlobal: true,
        read: .authorization(
            items: "RoleDetailList",
            details: [
                Detail(
                    "iam:GetRole", [.live("RoleName", as: "RoleName")], takes: "Role", into: "$role",
                    fills: ["Description"], absent: ["NoSuchEntity"])
            ], shape: withService),
        create: Create(
            Call("iam:CreateServiceLinkedRole", ["AWSServiceName", "CustomSuffix", "Description"]), item: "Role",
            repeatable: false),
        updates: [Update(["Description"], set: Call("iam:UpdateRole", [.attribute("RoleName", as: "RoleName")]))],
        delete: Delete(
            "iam:DeleteServiceLinkedRole", [.attribute("RoleName", as: "RoleName")], absent: ["NoSuchEntity"],
            wait: Wait(
                "service-linked role is deleted", "iam:GetServiceLinkedRoleDeletionStatus",
                [.result("DeletionTaskId", as: "DeletionTaskId")], until: .equals("Status", "SUCCEEDED"),
                failing: .equals("Status", "FAILED"), endedBy: ["NoSuchEntity"], every: 2, atMost: 600)),
        properties: [
            Property(
                "AWSServiceName", absent: .refused("a service-linked role is made for a service"), at: "$service"),
            Property("CustomSuffix", absent: .unset, at: "$suffix"),
            Property("Description", absent: .unset) { $0.at("$role.Description") ?? $0["Description"] },
        ],
        attributes: ["RoleName": "RoleName"])

    /// Service and suffix from path and name: `/aws-service-role/SERVICE/`, `AWSServiceRoleForNAME_SUFFIX`. Some names
    /// have `_` themselves, followed by the first part of the service's host (`ApplicationAutoScaling_ECSService` of
    /// `ecs.application-autoscaling.amazonaws.com`); services of such hosts take no suffix.
    @Sendable private static func withService(_ role: Value) -> Value {
        guard let path = role["Path"]?.string, path.hasPrefix("/aws-service-role/"),
            let service = path.split(separator: "/").dropFirst().first, let name = role["RoleName"]?.string
        else { return role }
        let hasPlainHost = service.split(separator: ".").count == 3
        let suffix = hasPlainHost ? name.firstIndex(of: "_").map { String(name[name.index(after: $0)...]) } : nil
        let known = role.setting("$service", to: .string(String(service)))
        return suffix.map { known.setting("$suffix", to: .string($0)) } ?? known
    }
}
