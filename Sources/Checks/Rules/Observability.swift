internal import Diagnostics
internal import Values

extension Rule {
    static let observability: [Rule] = [
        Rule(
            "PLB501", .warning, "A log group keeps its logs for ever.",
            remedy: "Set RetentionInDays.", types: ["AWS::Logs::LogGroup"]
        ) { unset($0, "RetentionInDays", "logs are never deleted, and paid for as long") },
        Rule(
            "PLB502", .warning, "An alarm tells nobody.",
            remedy: "Set AlarmActions, such as the ARN of an SNS topic, and leave ActionsEnabled true.",
            types: ["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"]
        ) { subject in
            if subject.properties["ActionsEnabled"]?.bool == false {
                return [Hit("ActionsEnabled", "its actions are switched off")]
            }
            let actions = ["AlarmActions", "OKActions", "InsufficientDataActions"].compactMap { subject.properties[$0] }
            let isSilent = actions.allSatisfy { $0.isNull || $0.array?.isEmpty == true }
            return isSilent ? [Hit("AlarmActions", "no action follows from any of its states")] : []
        },
    ]
}
