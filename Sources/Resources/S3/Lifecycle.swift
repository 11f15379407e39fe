internal import Declarations
internal import Values

/// A bucket's lifecycle rules in CloudFormation's words and in S3's. CloudFormation spells the filter as members of the
/// rule and still knows older forms for single transitions; S3 wants one criterion, or `And` around several.
enum Lifecycle {
    /// A bucket with the old forms of rules brought to the new ones; numbers as text.
    @Sendable static func canonical(_ bucket: Value) -> Value {
        guard let rules = bucket.at("LifecycleConfiguration.Rules")?.array else { return bucket }
        return bucket.setting("LifecycleConfiguration.Rules", to: .array(rules.map(normaliseRule)))
    }

    @Sendable static func encode(_ value: Value) -> Value {
        ["Rules": .array((value["Rules"]?.array ?? []).map { encodeRule(normaliseRule($0)) })]
    }

    @Sendable static func decode(_ item: Value) -> Value? {
        guard let answer = item["$lifecycle"], let rules = answer["Rules"]?.array else { return nil }
        var value = Value.Object()
        value["Rules"] = .array(rules.map(decodeRule))
        value["TransitionDefaultMinimumObjectSize"] = answer["TransitionDefaultMinimumObjectSize"]
        return .object(value)
    }

    private static func normaliseRule(_ rule: Value) -> Value {
        guard var object = rule.object else { return rule }
        if let single = object["Transition"] {
            object["Transitions"] = .array((object["Transitions"]?.array ?? []) + [single])
            object["Transition"] = nil
        }
        if let single = object["NoncurrentVersionTransition"] {
            object["NoncurrentVersionTransitions"] = .array(
                (object["NoncurrentVersionTransitions"]?.array ?? []) + [single])
            object["NoncurrentVersionTransition"] = nil
        }
        if let days = object["NoncurrentVersionExpirationInDays"] {
            object["NoncurrentVersionExpiration"] = ["NoncurrentDays": days]
            object["NoncurrentVersionExpirationInDays"] = nil
        }
        for list in ["Transitions", "NoncurrentVersionTransitions"] {
            guard let items = object[list]?.array else { continue }
            object[list] = .array(
                items.map { $0["StorageClass"] == "Glacier" ? $0.setting("StorageClass", to: "GLACIER") : $0 })
        }
        for size in ["ObjectSizeGreaterThan", "ObjectSizeLessThan"] {
            object[size] = object[size].map { $0.scalarText.map { .string($0) } ?? $0 }
        }
        if object["Prefix"] == "" { object["Prefix"] = nil }
        return .object(object)
    }

    private static func encodeRule(_ rule: Value) -> Value {
        var out = Value.Object()
        out["ID"] = rule["Id"]
        out["Status"] = rule["Status"]
        out["Filter"] = ObjectFilter.encode(rule, ObjectFilter.lifecycle) ?? ["Prefix": ""]
        var expiration = Value.Object()
        expiration["Date"] = rule["ExpirationDate"]
        expiration["Days"] = rule["ExpirationInDays"]
        expiration["ExpiredObjectDeleteMarker"] = rule["ExpiredObjectDeleteMarker"]
        if !expiration.isEmpty { out["Expiration"] = .object(expiration) }
        out["Transitions"] = renamed(rule["Transitions"], transition)
        out["NoncurrentVersionTransitions"] = renamed(rule["NoncurrentVersionTransitions"], noncurrentTransition)
        out["NoncurrentVersionExpiration"] = rule["NoncurrentVersionExpiration"]
        out["AbortIncompleteMultipartUpload"] = rule["AbortIncompleteMultipartUpload"]
        return .object(out)
    }

    private static func decodeRule(_ rule: Value) -> Value {
        var out = ObjectFilter.decode(rule["Filter"], ObjectFilter.lifecycle)
        out["Id"] = rule["ID"]
        out["Status"] = rule["Status"]
        out["Prefix"] = out["Prefix"] ?? rule["Prefix"]
        out["ExpirationDate"] = rule.at("Expiration.Date")
        out["ExpirationInDays"] = rule.at("Expiration.Days")
        // S3 answers with a false that nobody sent.
        if rule.at("Expiration.ExpiredObjectDeleteMarker")?.bool == true { out["ExpiredObjectDeleteMarker"] = true }
        out["Transitions"] = renamed(rule["Transitions"], transition.map { ($0.1, $0.0) })
        out["NoncurrentVersionTransitions"] = renamed(
            rule["NoncurrentVersionTransitions"], noncurrentTransition.map { ($0.1, $0.0) })
        out["NoncurrentVersionExpiration"] = rule["NoncurrentVersionExpiration"]
        out["AbortIncompleteMultipartUpload"] = rule["AbortIncompleteMultipartUpload"]
        return normaliseRule(.object(out))
    }

    private static let transition = [
        ("TransitionDate", "Date"), ("TransitionInDays", "Days"), ("StorageClass", "StorageClass"),
    ]
    private static let noncurrentTransition = [
        ("TransitionInDays", "NoncurrentDays"), ("StorageClass", "StorageClass"),
        ("NewerNoncurrentVersions", "NewerNoncurrentVersions"),
    ]

    private static func renamed(_ list: Value?, _ names: [(String, String)]) -> Value? {
        guard let items = list?.array, !items.isEmpty else { return nil }
        return .array(
            items.map { item in
                .object(.init(names.compactMap { name in item[name.0].map { (name.1, $0) } }))
            })
    }
}
