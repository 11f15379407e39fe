internal import Declarations
internal import Values

extension ResourceType {
    /// The calls that set each aspect of a bucket. Versioning comes first: replication and locks ask for it.
    static let bucketUpdates: [Update] = [
        Update(
            ["VersioningConfiguration"],
            set: change("PutBucketVersioning", .property("VersioningConfiguration", as: "VersioningConfiguration"))),
        Update(
            ["BucketEncryption"],
            set: change("PutBucketEncryption", .property("BucketEncryption", as: "ServerSideEncryptionConfiguration")),
            clear: change("DeleteBucketEncryption")),
        Update(
            ["PublicAccessBlockConfiguration"],
            set: change(
                "PutPublicAccessBlock",
                .property("PublicAccessBlockConfiguration", as: "PublicAccessBlockConfiguration"))),
        Update(
            ["OwnershipControls"], first: [AccessControl.closing],
            set: change("PutBucketOwnershipControls", .property("OwnershipControls", as: "OwnershipControls"))),
        AccessControl.update,
        Update(
            ["LifecycleConfiguration"],
            set: change(
                "PutBucketLifecycleConfiguration",
                Argument("LifecycleConfiguration", .mapped(.property("LifecycleConfiguration"), Lifecycle.encode)),
                Argument(
                    "TransitionDefaultMinimumObjectSize",
                    .mapped(.property("LifecycleConfiguration")) {
                        $0["TransitionDefaultMinimumObjectSize"] ?? .null
                    })),
            clear: change("DeleteBucketLifecycle")),
        Update(
            ["LoggingConfiguration"],
            set: change(
                "PutBucketLogging",
                // AWS demands a prefix; none is the empty one.
                .constant("BucketLoggingStatus.LoggingEnabled.TargetPrefix", ""),
                .property("LoggingConfiguration", as: "BucketLoggingStatus.LoggingEnabled")),
            clear: change("PutBucketLogging", .constant("BucketLoggingStatus", [:]))),
        Update(
            ["CorsConfiguration"],
            set: change("PutBucketCors", .property("CorsConfiguration", as: "CORSConfiguration")),
            clear: change("DeleteBucketCors")),
        Update(
            ["WebsiteConfiguration"],
            set: change(
                "PutBucketWebsite",
                Argument("WebsiteConfiguration", .mapped(.property("WebsiteConfiguration"), Website.encode))),
            clear: change("DeleteBucketWebsite")),
        Update(
            ["NotificationConfiguration"],
            set: change(
                "PutBucketNotificationConfiguration",
                Argument(
                    "NotificationConfiguration", .mapped(.property("NotificationConfiguration"), Notification.encode)),
                // The policy that lets S3 call the destination has not spread yet.
                retrying: ErrorMatch("InvalidArgument", contains: "Unable to validate the following destination")),
            clear: change("PutBucketNotificationConfiguration", .constant("NotificationConfiguration", [:]))),
        Update(
            ["ReplicationConfiguration"],
            set: change(
                "PutBucketReplication", .property("ReplicationConfiguration", as: "ReplicationConfiguration")),
            clear: change("DeleteBucketReplication")),
        Update(
            ["AccelerateConfiguration"],
            set: change(
                "PutBucketAccelerateConfiguration", .property("AccelerateConfiguration", as: "AccelerateConfiguration"))
        ),
        Update(
            ["ObjectLockConfiguration", "ObjectLockEnabled"],
            set: change(
                "PutObjectLockConfiguration",
                Argument(
                    "ObjectLockConfiguration",
                    .mapped(.several([.property("ObjectLockConfiguration"), .property("ObjectLockEnabled")])) {
                        ($0[0] ?? .null).setting("ObjectLockEnabled", to: "Enabled")
                    })),
            whole: true),
    ]

    private static func change(_ operation: String, _ arguments: Argument..., retrying: ErrorMatch? = nil) -> Call {
        Call(
            "s3:\(operation)", [.property("BucketName", as: "Bucket")] + arguments,
            // Two changes of one bucket at the same time.
            retries: ["OperationAborted"] + (retrying.map { [$0] } ?? []))
    }
}
