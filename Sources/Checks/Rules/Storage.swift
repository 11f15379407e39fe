internal import Diagnostics
internal import Values

extension Rule {
    private static let bucket = ["AWS::S3::Bucket"]
    private static let publicAccess = [
        "BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets",
    ]

    static let storage: [Rule] = [
        Rule(
            "PLB201", .warning, "A bucket does not say how it is encrypted.",
            remedy: "Set BucketEncryption. S3 encrypts with keys of its own where nothing is said; only what is said "
                + "is kept from being changed.", types: bucket
        ) { unset($0, "BucketEncryption", "no encryption is named") },
        Rule(
            "PLB202", .warning, "A bucket keeps no old versions.",
            remedy: "Set VersioningConfiguration: {Status: Enabled}, so that what is overwritten or deleted can be "
                + "had back.", types: bucket
        ) { subject in
            let path = "VersioningConfiguration"
            guard let setting = subject.properties[path] else { return [Hit(path, "versions are not kept")] }
            guard let status = setting["Status"]?.string, status != "Enabled" else { return [] }
            return [Hit(path + ".Status", "versions are not kept: \(status)")]
        },
        Rule(
            "PLB203", .warning, "A bucket does not block public access.",
            remedy: "Set all four members of PublicAccessBlockConfiguration to true.", types: bucket
        ) { subject in
            let path = "PublicAccessBlockConfiguration"
            guard let setting = subject.properties[path] else { return [Hit(path, "public access is not blocked")] }
            guard setting.object != nil else { return [] }
            let open = publicAccess.filter { name in
                setting[name].map { $0.bool == false } ?? true
            }
            return open.isEmpty ? [] : [Hit(path, "not blocked: \(open.joined(separator: ", "))")]
        },
        Rule(
            "PLB204", .warning, "A bucket can be read and written without TLS.",
            remedy: "Add a bucket policy that denies s3:* when aws:SecureTransport is false.", types: bucket
        ) { subject in
            let policies = subject.neighbours("AWS::S3::BucketPolicy", naming: "Bucket")
            let isSafe = policies.contains { policy in
                guard let document = policy.properties["PolicyDocument"] else { return false }
                return PolicyText.isOpen(document)
                    || PolicyText.statements(in: document).contains(where: deniesPlainHTTP)
            }
            return isSafe ? [] : [Hit("", "no policy of this stack denies requests without TLS")]
        },
        Rule(
            "PLB205", .warning, "S3 will refuse a public policy.",
            remedy:
                "Set PublicAccessBlockConfiguration.BlockPublicPolicy of the bucket to false, or name in the policy "
                + "who may.", types: ["AWS::S3::BucketPolicy"]
        ) { subject in
            guard let bucket = subject.neighbour("AWS::S3::Bucket", namedBy: "Bucket"),
                blocks("BlockPublicPolicy", bucket.properties),
                let document = subject.properties["PolicyDocument"],
                PolicyText.statements(in: document).contains(where: letsAnybodyIn)
            else { return [] }
            return [Hit("PolicyDocument", "bucket \(bucket.logicalID) blocks policies that let anybody in")]
        },
        Rule(
            "PLB206", .warning, "S3 will refuse a bucket's access list.",
            remedy:
                "Grant by a bucket policy in place of AccessControl, or set OwnershipControls to ObjectWriter or "
                + "BucketOwnerPreferred, and for a public list BlockPublicAcls and IgnorePublicAcls to false.",
            types: ["AWS::S3::Bucket"]
        ) { subject in
            guard let list = subject.properties["AccessControl"]?.string, grantingLists.contains(list) else {
                return []
            }
            if takesNoLists(subject.properties["OwnershipControls"]) {
                return [
                    Hit(
                        "AccessControl",
                        "the bucket's owner owns every object, and the bucket takes no list but Private")
                ]
            }
            let isPublic = list.hasPrefix("Public") || list == "AuthenticatedRead"
            guard isPublic, blocks("BlockPublicAcls", subject.properties) else { return [] }
            return [Hit("AccessControl", "the bucket blocks lists that let anybody in")]
        },
    ]

    /// A new bucket blocks what is public, until a setting leaves it out.
    private static func blocks(_ member: String, _ bucket: Value) -> Bool {
        guard let setting = bucket["PublicAccessBlockConfiguration"], !setting.isNull else { return true }
        return setting[member]?.bool == true
    }

    /// Canned lists that grant something to others than the owner: Amazon S3 User Guide, "Canned ACL".
    private static let grantingLists: Set<String> = [
        "PublicRead", "PublicReadWrite", "AuthenticatedRead", "LogDeliveryWrite", "AwsExecRead",
    ]

    /// So it is for a new bucket that says nothing else: Amazon S3 User Guide, "Controlling ownership of objects and disabling
    /// ACLs for your bucket".
    private static func takesNoLists(_ ownership: Value?) -> Bool {
        guard let ownership, !ownership.isNull else { return true }
        guard !ownership.hasDeferred else { return false }
        return ownership.at("Rules.0.ObjectOwnership")?.string == "BucketOwnerEnforced"
    }

    /// Source: Amazon S3 User Guide, "Blocking public access", "The meaning of public". Conditions narrow it; which of
    /// them narrow it enough S3 alone decides.
    private static func letsAnybodyIn(_ statement: Value) -> Bool {
        guard statement["Effect"]?.string == "Allow", statement["Condition"] == nil,
            let principal = statement["Principal"]
        else { return false }
        return principal.string == "*" || PolicyText.texts(principal["AWS"]).contains("*")
    }

    /// Source: Amazon S3 User Guide, "Security best practices", "Enforce encryption of data in transit".
    private static func deniesPlainHTTP(_ statement: Value) -> Bool {
        guard statement["Effect"]?.string == "Deny", statement["NotPrincipal"] == nil,
            PolicyText.texts(statement["Action"]).contains(where: { $0 == "s3:*" || $0 == "*" })
        else { return false }
        let conditions = statement["Condition"]?.object ?? [:]
        return conditions.contains { operation, keys in
            operation == "Bool"
                && (keys.object ?? [:]).contains {
                    $0.lowercased() == "aws:securetransport" && PolicyText.texts($1) == ["false"]
                }
        }
    }

    /// A hit when a property is not mentioned.
    static func unset(_ subject: Subject, _ path: String, _ message: String) -> [Hit] {
        subject.properties[path].map { $0.isNull } ?? true ? [Hit(path, message)] : []
    }
}
