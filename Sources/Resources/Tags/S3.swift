internal import Declarations

extension Tagging {
    /// Buckets: put on with the creation; afterwards the whole set is replaced.
    static let bucket = Tagging(
        .list(key: "Key", value: "Value"), member: "CreateBucketConfiguration.Tags",
        add: Call("s3:PutBucketTagging", [.property("BucketName", as: "Bucket")], retries: ["OperationAborted"]),
        adds: "Tagging.TagSet", remove: nil, removes: "")
}

extension Tagging {
    /// Objects carry plumb's own marks in their metadata; where nothing else changes, a copy with other marks takes the
    /// object's place.
    static func objectMetadata(_ copy: Call) -> Tagging {
        Tagging(.metadata, member: "Metadata", add: copy, adds: "Metadata", remove: nil, removes: "", property: "")
    }
}
