internal import Declarations
internal import Values

/// A bucket's canned access list. S3 takes its name and answers with the grants that it stands for.
enum AccessControl {
    static let property = Property(
        "AccessControl", absent: .means("Private"), equality: .normalised { meaningless.contains($0) ? "Private" : $0 },
        decode: decode)

    static let detail = Detail(
        "s3:GetBucketAcl", [.live("Name", as: "Bucket")], into: "$acl", fills: ["AccessControl"])

    /// Lists are opened after ownership allows them, and closed before it forbids them (`closing`).
    static let update = Update(["AccessControl"], set: put(.item(nil), each: .mapped(state, opened)))

    /// S3 refuses `BucketOwnerEnforced` while the list grants anything to others
    /// (`InvalidBucketAclWithObjectOwnership`), and afterwards refuses every list (`AccessControlListNotSupported`).
    static let closing = put(.constant("private"), each: .mapped(state, closed))

    private static let state: Argument.Source = .several([
        .property("AccessControl"), .property("OwnershipControls"), .live("$acl"),
    ])

    /// By CloudFormation's names. `BucketOwnerRead` and `BucketOwnerFullControl` say nothing of a bucket: S3 user guide,
    /// "Canned ACL": "If you specify this canned ACL when creating a bucket, Amazon S3 ignores it".
    private static let names = [
        "Private": "private", "PublicRead": "public-read", "PublicReadWrite": "public-read-write",
        "AuthenticatedRead": "authenticated-read", "LogDeliveryWrite": "log-delivery-write",
        "AwsExecRead": "aws-exec-read", "BucketOwnerRead": "private", "BucketOwnerFullControl": "private",
    ]
    private static let meaningless: Set<Value> = ["BucketOwnerRead", "BucketOwnerFullControl"]

    /// What each grants to others than the owner: S3 user guide, "Canned ACL".
    private static let grants: [(name: String, grants: Set<String>)] = [
        ("Private", []),
        ("PublicRead", ["AllUsers READ"]),
        ("PublicReadWrite", ["AllUsers READ", "AllUsers WRITE"]),
        ("AuthenticatedRead", ["AuthenticatedUsers READ"]),
        ("LogDeliveryWrite", ["LogDelivery WRITE", "LogDelivery READ_ACP"]),
        ("AwsExecRead", [awsExec + " READ"]),
    ]
    /// EC2, which reads bundles of images (za-team).
    private static let awsExec = "6aa5a366c34c1cbe25dc49211496e913e0351eb0e8c37aa3477e40942ec6b97c"
    /// CloudFront's log delivery, which adds itself to the list of a bucket that receives its logs: CloudFront developer
    /// guide, "Configure standard logging (legacy)".
    private static let cloudFrontLogs = "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0"

    @Sendable private static func decode(_ item: Value) -> Value? {
        guard let list = item["$acl"] else { return nil }
        let found = others(in: list)
        // Grants that no canned list makes are told as they are.
        let name = grants.first { $0.grants == found }?.name ?? found.sorted().joined(separator: ", ")
        return .string(name)
    }

    private static func others(in list: Value) -> Set<String> {
        let owner = list.at("Owner.ID")?.string
        let grants = (list["Grants"]?.array ?? []).compactMap { grant -> String? in
            let grantee = grant["Grantee"] ?? [:]
            let group = grantee["URI"]?.string.flatMap { $0.split(separator: "/").last }.map { String($0) }
            guard let name = group ?? grantee["ID"]?.string ?? grantee["EmailAddress"]?.string,
                name != owner, name != cloudFrontLogs
            else { return nil }
            return "\(name) \(grant["Permission"]?.string ?? "")"
        }
        return Set(grants)
    }

    private static func put(_ acl: Argument.Source, each: Argument.Source) -> Call {
        Call(
            "s3:PutBucketAcl", [.property("BucketName", as: "Bucket"), Argument("ACL", acl)], each: each,
            retries: ["OperationAborted"])
    }

    private static func isEnforced(_ ownership: Value?) -> Bool {
        ownership?.at("Rules.0.ObjectOwnership") == "BucketOwnerEnforced"
    }

    /// One item: the list that is to be put. None when closing has done it.
    @Sendable private static func opened(_ state: Value) -> Value {
        let name = names[state[0]?.string ?? ""] ?? "private"
        return name == "private" && isEnforced(state[1]) ? [] : [.string(name)]
    }

    @Sendable private static func closed(_ state: Value) -> Value {
        guard isEnforced(state[1]), let list = state[2], !list.isNull else { return [] }
        return others(in: list).isEmpty ? [] : [true]
    }
}
