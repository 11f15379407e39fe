internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::CloudFront::CloudFrontOriginAccessIdentity`. CloudFront cannot tag it, and the listing leaves out the caller
    /// reference that tells whose it is; changes need the ETag. Access controls have taken its place.
    static let originAccessIdentity = ResourceType(
        "AWS::CloudFront::CloudFrontOriginAccessIdentity",
        identity: .reference(member: "\(config).CallerReference", path: "\(told).CallerReference"),
        ref: "Id",
        isGlobal: true,
        read: Read(
            "cloudfront:ListCloudFrontOriginAccessIdentities", items: "CloudFrontOriginAccessIdentityList.Items",
            .everything(),
            details: [
                Detail(
                    "cloudfront:GetCloudFrontOriginAccessIdentity", [.live("Id", as: "Id")], into: "$identity",
                    absent: ["NoSuchCloudFrontOriginAccessIdentity"])
            ]),
        // The documentation does not say whether a reference may be used again once its identity is gone.
        create: Create(
            Call("cloudfront:CreateCloudFrontOriginAccessIdentity", [comment]), item: "CloudFrontOriginAccessIdentity",
            repeatable: true, spendsReference: true),
        updates: [
            Update(
                [config],
                set: Call(
                    "cloudfront:UpdateCloudFrontOriginAccessIdentity",
                    [
                        .attribute("Id", as: "Id"), .live("$identity.ETag", as: "IfMatch"), comment,
                        .live("\(told).CallerReference", as: "\(config).CallerReference"),
                    ], revision: ["$identity.ETag"]))
        ],
        delete: Delete(
            "cloudfront:DeleteCloudFrontOriginAccessIdentity",
            [.attribute("Id", as: "Id"), .live("$identity.ETag", as: "IfMatch")],
            absent: ["NoSuchCloudFrontOriginAccessIdentity"], refusedWhileUsed: true),
        properties: [
            Property(config) { item in (item["Comment"] ?? item.at("\(config).Comment")).map { ["Comment": $0] } }
        ],
        attributes: [
            "Id": "Id",
            // Source: CloudFront developer guide, "Restrict access with an origin access identity", the identity in policies.
            "S3CanonicalUserId": Attribute(
                "S3CanonicalUserId",
                principal: "arn:${Partition}:iam::cloudfront:user/CloudFront Origin Access Identity ${Id}"),
        ])

    private static let config = "CloudFrontOriginAccessIdentityConfig"
    private static let told = "$identity.CloudFrontOriginAccessIdentity.\(config)"
    private static let comment: Argument = .property("\(config).Comment", as: "\(config).Comment")
}
