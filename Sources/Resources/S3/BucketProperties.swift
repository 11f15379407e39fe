internal import Declarations
internal import Values

extension ResourceType {
    /// What is known of a bucket's properties. Since April 2023 a new bucket blocks public access, and its owner owns
    /// all objects; since January 2023 it encrypts with keys of S3. An answer of "not set" still means the weaker
    /// setting, so that a removed block shows as drift.
    static let bucketProperties: [Property] = [
        Property("BucketName", absent: .chosenByAWS, at: "Name"),
        // AWS tells it by the name alone.
        Property(
            "BucketNamespace", absent: .chosenByAWS,
            equality: .normalised { $0 == "global" ? "" : $0 }
        ) { item in
            .string(item["Name"]?.string?.hasSuffix("-an") == true ? "account-regional" : "global")
        },
        AccessControl.property,
        // Once enabled, versioning can only be suspended; never enabled, AWS returns no status.
        Property("VersioningConfiguration", absent: .means(["Status": "Suspended"])) {
            $0["$versioning"].map { ["Status": $0["Status"] ?? "Suspended"] }
        },
        Property(
            "BucketEncryption",
            absent: .means([
                "ServerSideEncryptionConfiguration": [
                    ["ServerSideEncryptionByDefault": ["SSEAlgorithm": "AES256"], "BucketKeyEnabled": false]
                ]
            ]), at: "$encryption.ServerSideEncryptionConfiguration"),
        Property("BucketEncryption.ServerSideEncryptionConfiguration[].BucketKeyEnabled", absent: .means(false)),
        Property("BucketEncryption.ServerSideEncryptionConfiguration[].BlockedEncryptionTypes", absent: .chosenByAWS),
        Property("PublicAccessBlockConfiguration", absent: .means(publicAccess(true))) {
            $0.at("$publicAccess.PublicAccessBlockConfiguration") ?? publicAccess(false)
        },
        Property("PublicAccessBlockConfiguration.BlockPublicAcls", absent: .means(false)),
        Property("PublicAccessBlockConfiguration.BlockPublicPolicy", absent: .means(false)),
        Property("PublicAccessBlockConfiguration.IgnorePublicAcls", absent: .means(false)),
        Property("PublicAccessBlockConfiguration.RestrictPublicBuckets", absent: .means(false)),
        Property("OwnershipControls", absent: .means(ownership("BucketOwnerEnforced"))) {
            $0.at("$ownership.OwnershipControls") ?? ownership("ObjectWriter")
        },
        Property("LifecycleConfiguration", absent: .unset, decode: Lifecycle.decode),
        Property("LifecycleConfiguration.Rules[].Id", absent: .chosenByAWS),
        Property(
            "LifecycleConfiguration.TransitionDefaultMinimumObjectSize", absent: .means("all_storage_classes_128K")),
        Property("LoggingConfiguration", absent: .unset, at: "$logging.LoggingEnabled"),
        Property("LoggingConfiguration.LogFilePrefix", absent: .means("")),
        Property("LoggingConfiguration.TargetObjectKeyFormat", absent: .chosenByAWS),
        Property("CorsConfiguration", absent: .unset, at: "$cors"),
        Property("WebsiteConfiguration", absent: .unset, decode: Website.decode),
        Property(
            "NotificationConfiguration", absent: .unset, equality: .normalised(Notification.normalise),
            decode: Notification.decode),
        Property("ReplicationConfiguration", absent: .unset, at: "$replication.ReplicationConfiguration"),
        Property("ReplicationConfiguration.Rules[].Id", absent: .chosenByAWS),
        Property("ReplicationConfiguration.Rules[].Priority", absent: .chosenByAWS),
        Property("ReplicationConfiguration.Rules[].DeleteMarkerReplication", absent: .chosenByAWS),
        // Never switched on, AWS returns no status.
        Property("AccelerateConfiguration", absent: .means(["AccelerationStatus": "Suspended"])) {
            $0["$accelerate"].map { ["Status": $0["Status"] ?? "Suspended"] }
        },
        Property(
            "ObjectLockConfiguration", absent: .unset, equality: .normalised(retention),
            at: "$objectLock.ObjectLockConfiguration"),
        Property("ObjectLockEnabled", absent: .means(false)) {
            .bool($0.at("$objectLock.ObjectLockConfiguration.ObjectLockEnabled") == "Enabled")
        },
    ]

    @Sendable private static func publicAccess(_ blocked: Bool) -> Value {
        [
            "BlockPublicAcls": .bool(blocked), "BlockPublicPolicy": .bool(blocked),
            "IgnorePublicAcls": .bool(blocked), "RestrictPublicBuckets": .bool(blocked),
        ]
    }

    @Sendable private static func ownership(_ owner: String) -> Value {
        ["Rules": [["ObjectOwnership": .string(owner)]]]
    }

    /// A lock without a rule says no more than ObjectLockEnabled does, and a period of 0 is none: days or years are given.
    @Sendable private static func retention(_ lock: Value) -> Value {
        guard let rule = lock["Rule"] else { return [:] }
        guard let retention = rule["DefaultRetention"] else { return lock }
        let given = ["Days", "Years"].reduce(retention) { $0[$1] == 0 ? $0.without($1) : $0 }
        return lock.setting("Rule", to: rule.setting("DefaultRetention", to: given))
    }
}
