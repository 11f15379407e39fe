internal import Declarations

extension Tagging {
    /// Buckets: put on with the creation; afterwards the whole set is replaced.
    static let bucket = Tagging(
        .list(key: "Key", value: "Value"), member: "CreateBucketConfiguration.Tags",
        add: Call("s3:PutBucketTagging", [.property("BucketName", as: "Bucket")], retries: ["OperationAborted"]),
        adds: "Tagging.TagSet", remove: nil, removes: "")
}

extension Tagging {
    /// Objects carry plumb's own marks in their metadata; a change of marks is a new upload.
    static func objectMetadata(_ put: Call) -> Tagging {
        Tagging(.metadata, member: "Metadata", add: put, adds: "Metadata", remove: nil, removes: "", property: "")
    }
}
