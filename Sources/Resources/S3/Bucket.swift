internal import Declarations
internal import Values

extension ResourceType {
    /// `AWS::S3::Bucket`. One call lists the buckets; every aspect has a read and a call of its own, which a plan
    /// leaves out for aspects that the template does not mention. In us-east-1 a repeated creation resets the
    /// bucket's access lists, so it is never sent blindly.
    static let bucket = ResourceType(
        "AWS::S3::Bucket",
        identity: .named("BucketName", GeneratedName(limit: 63, lowercase: true)),
        arn: "arn:${Partition}:s3:::${BucketName}",
        read: Read(
            "s3:ListBuckets", items: "Buckets",
            // Only a call with a parameter is answered with the regions of the buckets.
            .everything([.constant("MaxBuckets", 1000)]),
            details: [.tags("s3:GetBucketTagging", [bucketName], takes: "TagSet", absent: ["NoSuchTagSet"])]
                + bucketAspects),
        create: Create(
            Call(
                "s3:CreateBucket",
                [
                    .property("BucketName", as: "Bucket"),
                    // us-east-1 must not be named.
                    Argument(
                        "CreateBucketConfiguration.LocationConstraint",
                        .mapped(.attribute("Region")) { $0 == "us-east-1" ? .null : $0 }),
                    .property("ObjectLockEnabled", as: "ObjectLockEnabledForBucket"),
                    Argument(
                        "ObjectOwnership",
                        .mapped(.property("OwnershipControls")) { $0.at("Rules.0.ObjectOwnership") ?? .null }),
                    "BucketNamespace", .tags,
                ],
                // The name of a bucket that was deleted a moment ago.
                retries: ["OperationAborted"]),
            repeatable: false, taken: Call("s3:HeadBucket", [.property("BucketName", as: "Bucket")])),
        updates: bucketUpdates + MetadataTables.updates, itemSets: Configurations.itemSets,
        tagging: .bucket,
        delete: Delete(
            "s3:DeleteBucket", [.property("BucketName", as: "Bucket")], absent: ["NoSuchBucket"],
            retries: ["OperationAborted"]),
        properties: bucketProperties + Configurations.properties + MetadataTables.properties,
        names: [
            "BucketEncryption.ServerSideEncryptionConfiguration": "Rules",
            "BucketEncryption.ServerSideEncryptionConfiguration[].ServerSideEncryptionByDefault":
                "ApplyServerSideEncryptionByDefault",
            "CorsConfiguration.CorsRules": "CORSRules",
            "CorsConfiguration.CorsRules[].ExposedHeaders": "ExposeHeaders",
            "CorsConfiguration.CorsRules[].Id": "ID",
            "CorsConfiguration.CorsRules[].MaxAge": "MaxAgeSeconds",
            "AccelerateConfiguration.AccelerationStatus": "Status",
            "LoggingConfiguration.DestinationBucketName": "TargetBucket",
            "LoggingConfiguration.LogFilePrefix": "TargetPrefix",
            "ReplicationConfiguration.Rules[].Id": "ID",
            "ReplicationConfiguration.Rules[].Filter.TagFilter": "Tag",
            "ReplicationConfiguration.Rules[].Filter.And.TagFilters": "Tags",
        ],
        attributes: [
            "Arn": Attribute("BucketArn", predicted: "arn:${Partition}:s3:::${BucketName}"),
            "DomainName": Attribute("", predicted: "${BucketName}.s3.${URLSuffix}"),
            "RegionalDomainName": Attribute("", predicted: "${BucketName}.s3.${Region}.${URLSuffix}"),
            "DualStackDomainName": Attribute("", predicted: "${BucketName}.s3.dualstack.${Region}.${URLSuffix}"),
            "Region": Attribute("BucketRegion", predicted: "${Region}"),
            "WebsiteURL": Attribute("", decode: Website.address),
        ].merging(MetadataTables.attributes) { first, _ in first },
        contents: Contents(
            "objects", list: Call("s3:ListObjectVersions", [.property("BucketName", as: "Bucket")]),
            items: ["Versions", "DeleteMarkers"],
            remove: Call(
                "s3:DeleteObjects",
                [.property("BucketName", as: "Bucket"), .constant("Delete.Quiet", true)], tolerates: ["NoSuchBucket"]),
            batch: "Delete.Objects", members: ["Key", "VersionId"]),
        unsupported: [
            "AbacStatus":
                "where it is enabled S3 refuses the call that puts tags on buckets, and plumb's marks are tags",
            "BucketNamePrefix":
                "AWS appends account and region; give the whole name, `prefix-${AWS::AccountId}-${AWS::Region}-an`",
        ], canonical: Lifecycle.canonical)

    private static let bucketName: Argument = .live("Name", as: "Bucket")

    /// The reads of the aspects, each with the error that says "not set".
    private static let bucketAspects: [Detail] =
        [
            aspect("GetBucketVersioning", "$versioning", ["VersioningConfiguration"]),
            aspect(
                "GetBucketEncryption", "$encryption", ["BucketEncryption"],
                "ServerSideEncryptionConfigurationNotFoundError"),
            aspect(
                "GetPublicAccessBlock", "$publicAccess", ["PublicAccessBlockConfiguration"],
                "NoSuchPublicAccessBlockConfiguration"),
            aspect(
                "GetBucketOwnershipControls", "$ownership", ["OwnershipControls"], "OwnershipControlsNotFoundError"),
            aspect(
                "GetBucketLifecycleConfiguration", "$lifecycle", ["LifecycleConfiguration"],
                "NoSuchLifecycleConfiguration"),
            aspect("GetBucketLogging", "$logging", ["LoggingConfiguration"]),
            aspect("GetBucketCors", "$cors", ["CorsConfiguration"], "NoSuchCORSConfiguration"),
            aspect("GetBucketWebsite", "$website", ["WebsiteConfiguration"], "NoSuchWebsiteConfiguration"),
            aspect("GetBucketNotificationConfiguration", "$notification", ["NotificationConfiguration"]),
            aspect(
                "GetBucketReplication", "$replication", ["ReplicationConfiguration"],
                "ReplicationConfigurationNotFoundError"),
            aspect("GetBucketAccelerateConfiguration", "$accelerate", ["AccelerateConfiguration"]),
            aspect(
                "GetObjectLockConfiguration", "$objectLock", ["ObjectLockConfiguration", "ObjectLockEnabled"],
                "ObjectLockConfigurationNotFoundError"),
            AccessControl.detail, MetadataTables.detail,
        ] + Configurations.details

    private static func aspect(
        _ operation: String, _ into: String, _ fills: [String], _ absent: ErrorMatch? = nil
    ) -> Detail {
        Detail("s3:\(operation)", [bucketName], into: into, fills: fills, absent: absent.map { [$0] } ?? [])
    }
}
