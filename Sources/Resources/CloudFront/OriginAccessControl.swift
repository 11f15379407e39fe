internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::CloudFront::OriginAccessControl`. CloudFront cannot tag it; its name is unique in the account and tells
    /// whose it is. The listing has the configuration's members beside the id; changes need the ETag.
    static let originAccessControl = ResourceType(
        "AWS::CloudFront::OriginAccessControl",
        identity: .key(["OriginAccessControlConfig.Name"]),
        ref: "Id",
        isGlobal: true,
        read: Read(
            "cloudfront:ListOriginAccessControls", items: "OriginAccessControlList.Items", .everything(),
            details: [
                Detail(
                    "cloudfront:GetOriginAccessControl", [.live("Id", as: "Id")], into: "$control",
                    fills: ["OriginAccessControlConfig"], absent: ["NoSuchOriginAccessControl"])
            ],
            shape: { $0["OriginAccessControlConfig"] == nil ? $0.setting("OriginAccessControlConfig", to: $0) : $0 }),
        create: Create(
            Call("cloudfront:CreateOriginAccessControl", ["OriginAccessControlConfig"]), item: "OriginAccessControl",
            repeatable: true),
        updates: [
            Update(
                ["OriginAccessControlConfig"],
                set: Call(
                    "cloudfront:UpdateOriginAccessControl",
                    [.attribute("Id", as: "Id"), .live("$control.ETag", as: "IfMatch")], revision: ["$control.ETag"]))
        ],
        delete: Delete(
            "cloudfront:DeleteOriginAccessControl",
            [.attribute("Id", as: "Id"), .live("$control.ETag", as: "IfMatch")], absent: ["NoSuchOriginAccessControl"],
            refusedWhileUsed: true),
        attributes: ["Id": "Id"])
}
