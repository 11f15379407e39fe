internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::S3::BucketPolicy`. What uses the bucket should find it already guarded.
    static let bucketPolicy = ResourceType(
        "AWS::S3::BucketPolicy",
        identity: .key(["Bucket"]),
        read: Read(
            "s3:GetBucketPolicy", items: "", .each(["Bucket"]), absent: ["NoSuchBucketPolicy", "NoSuchBucket"]),
        create: Create(putBucketPolicy, repeatable: true),
        updates: [Update(["PolicyDocument"], set: putBucketPolicy)],
        delete: Delete(
            "s3:DeleteBucketPolicy", ["Bucket"], absent: ["NoSuchBucketPolicy", "NoSuchBucket"],
            retries: ["OperationAborted"]),
        properties: [
            Property("Bucket", at: "$input.Bucket"),
            Property("PolicyDocument", equality: .policy, at: "Policy"),
        ],
        completes: ["Bucket"])

    private static let putBucketPolicy = Call(
        "s3:PutBucketPolicy", ["Bucket", .json("PolicyDocument", as: "Policy")],
        retries: .unknownPrincipal + ["OperationAborted"])
}
