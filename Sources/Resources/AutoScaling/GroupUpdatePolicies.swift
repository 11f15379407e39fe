internal import Declarations
internal import Values

/// What the `UpdatePolicy` of an auto scaling group comes to with instance refreshes.
///
/// Source: CloudFormation's reference, "UpdatePolicy attribute"; Amazon EC2 Auto Scaling User Guide, "How an instance
/// refresh works in an Auto Scaling group", and its API reference, RefreshPreferences.
extension UpdatePolicies {
    static let autoScalingGroup = UpdatePolicies(
        rollout: Rollout(
            of: ["LaunchConfigurationName", "LaunchTemplate", "MixedInstancesPolicy", "VPCZoneIdentifier"],
            start: Call(
                "autoscaling:StartInstanceRefresh",
                [
                    "AutoScalingGroupName",
                    .item("MinHealthyPercentage", as: "Preferences.MinHealthyPercentage"),
                    .item("MaxHealthyPercentage", as: "Preferences.MaxHealthyPercentage"),
                    .item("InstanceWarmup", as: "Preferences.InstanceWarmup"),
                    .item("SkipMatching", as: "Preferences.SkipMatching"),
                ],
                retries: ["ScalingActivityInProgress", "ResourceContention"], patience: 14_400,
                wait: Wait(
                    "instance refresh is over", "autoscaling:DescribeInstanceRefreshes",
                    // The newest comes first.
                    ["AutoScalingGroupName", .constant("MaxRecords", 1)],
                    until: .equals("InstanceRefreshes.0.Status", "Successful"),
                    failing: .member(
                        "InstanceRefreshes.0.Status",
                        of: ["Failed", "Cancelled", "RollbackFailed", "RollbackSuccessful"]),
                    every: 10, atMost: 14_400)),
            underWay: ["InstanceRefreshInProgress"], settings: preferences),
        unmodified: Unmodified(["DesiredCapacity", "MaxSize", "MinSize"]) {
            $0.at("AutoScalingScheduledAction.IgnoreUnmodifiedGroupSizeProperties").isTrue
        })

    /// `SkipMatching` makes a second refresh, after an interrupted run, find nothing to do.
    @Sendable private static func preferences(_ policy: Value, _ group: Value) -> Value? {
        if policy.at("AutoScalingReplacingUpdate.WillReplace").isTrue {
            // All at once, and the old ones go when the new ones are there.
            return ["MinHealthyPercentage": 100, "MaxHealthyPercentage": 200, "SkipMatching": true]
        }
        guard let rolling = policy["AutoScalingRollingUpdate"] else { return nil }
        let desired = (group["DesiredCapacity"] ?? group["MinSize"])?.whole ?? 0
        let batch = rolling["MaxBatchSize"]?.whole ?? 1
        let inService = max(rolling["MinInstancesInService"]?.whole ?? 0, desired - batch)
        let share = desired > 0 ? (inService * 100 + desired - 1) / desired : 0
        var preferences: Value = ["MinHealthyPercentage": .int(min(max(share, 0), 100)), "SkipMatching": true]
        // With signals it is how long to wait for them, which nobody does.
        if !rolling["WaitOnResourceSignals"].isTrue, let pause = rolling["PauseTime"]?.string.flatMap(seconds) {
            preferences = preferences.setting("InstanceWarmup", to: .int(pause))
        }
        return preferences
    }

    /// The seconds of an ISO 8601 duration of hours, minutes and seconds (`PT1H5M30S`).
    static func seconds(_ duration: String) -> Int? {
        guard duration.hasPrefix("PT") else { return nil }
        var total = 0
        var digits = ""
        for character in duration.dropFirst(2) {
            if character.isNumber {
                digits.append(character)
                continue
            }
            guard let unit: Int = ["H": 3600, "M": 60, "S": 1][character], let number = Int(digits) else { return nil }
            total += number * unit
            digits = ""
        }
        return digits.isEmpty ? total : nil
    }
}

extension Value? {
    /// `true`, or its text.
    fileprivate var isTrue: Bool { self?.scalarText?.lowercased() == "true" }
}

extension Value {
    /// A whole number, or its text.
    fileprivate var whole: Int? { scalarText.flatMap { Int($0) } }
}
