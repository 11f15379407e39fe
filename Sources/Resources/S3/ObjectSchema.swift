internal import Declarations
internal import Values

extension ResourceSchema {
    /// The schema of `Plumb::S3::Object`, which is in no registry.
    static let s3Object: ResourceSchema = {
        var properties: [String: Property] = [:]
        for name in [
            "Bucket", "Key", "SourceFile", "Body", "ContentType", "ServerSideEncryption", "StorageClass", "ETag",
            "VersionId",
        ] {
            var property = Property()
            property.kinds = [.string]
            properties[name] = property
        }
        properties["Key"]?.minLength = 1
        properties["Key"]?.maxLength = 1024
        properties["ServerSideEncryption"]?.allowed = ["AES256", "aws:kms", "aws:kms:dsse"]
        properties["StorageClass"]?.allowed = [
            "STANDARD", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "GLACIER_IR", "DEEP_ARCHIVE",
        ]
        properties["Metadata"] = Property()
        properties["Metadata"]?.kinds = [.object]
        properties["Metadata{}"] = Property()
        properties["Metadata{}"]?.kinds = [.string]
        var rules = Rules()
        rules.required = ["Bucket", "Key"]
        rules.exactlyOne = [["SourceFile", "Body"]]
        return ResourceSchema(
            type: "Plumb::S3::Object", properties: properties, rules: ["": rules], createOnly: ["Bucket", "Key"],
            readOnly: ["ETag", "VersionId"], primaryIdentifier: ["Bucket", "Key"])
    }()
}
