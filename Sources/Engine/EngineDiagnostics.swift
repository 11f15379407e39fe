internal import AWS
internal import Declarations
internal import Diagnostics
internal import Language
internal import Values
internal import Plans

/// The findings of planning and execution, one factory each.
enum EngineDiagnostics {
    static func foreignOwner(_ desired: Desired, _ live: Live, owner: String) -> Diagnostic {
        Diagnostic(
            "foreign-owner", summary: "The resource belongs to another stack",
            message:
                "\(desired.frame.type.name) `\(live.physicalID)` carries the mark of stack `\(owner)`"
                + (live.logicalID.map { " (resource `\($0)`)" } ?? "") + ".",
            span: desired.span,
            help:
                "Give this resource another name, or remove it from the other stack first. When it is the stack that has "
                + "another name now, give it the old one back: `stack-name: \(owner)`.",
            address: desired.address)
    }

    static func sharedIdentity(_ desired: Desired, _ first: Desired, name: String) -> Diagnostic {
        Diagnostic(
            "shared-identity", summary: "Two resources are one and the same in AWS",
            message: "`\(first.address)` and `\(desired.address)` are both \(desired.frame.type.name)\(name).",
            span: desired.span, related: [Diagnostic.Related("the first one", first.span)],
            help: "Give one of them another name, or take one of them out.", address: desired.address)
    }

    static func adoptionBlocked(_ desired: Desired, _ live: Live, paths: [String]) -> Diagnostic {
        Diagnostic(
            "adoption-blocked", summary: "A resource that is not the stack's would have to be replaced",
            message:
                "\(desired.frame.type.name) `\(live.physicalID)` exists, is not marked as stack `\(desired.stack)`'s, and "
                + "\(paths.joined(separator: ", ")) cannot change on a live one.",
            span: paths.lazy.compactMap { desired.span(of: $0) }.first ?? desired.span,
            help: "Write the template as the resource is, to adopt it, or give it another name.",
            address: desired.address)
    }

    static func adoptionWithoutSecret(_ desired: Desired, _ live: Live) -> Diagnostic {
        Diagnostic(
            "adoption-blocked", summary: "A resource that is not the stack's would have to be replaced",
            message:
                "\(desired.frame.type.name) `\(live.physicalID)` exists, is not marked as stack `\(desired.stack)`'s, and "
                + "the secret that AWS told at its creation is not where it is kept.",
            span: desired.span, help: "Give the resource another name.", address: desired.address)
    }

    /// A property that is given by what cannot be looked up now, or beside the one that it stands for.
    static func unlookable(_ lookup: Lookup, _ address: String, _ span: Span, isKnown: Bool) -> Diagnostic {
        Diagnostic(
            "unknown-lookup", summary: "A value cannot be looked up",
            message: isKnown
                ? "`\(lookup.by)` stands for `\(lookup.property)`, and both are given."
                : "`\(lookup.by)` is not known before the plan is made.",
            span: span, help: isKnown ? "Leave one of them out." : "Give `\(lookup.property)`.", address: address)
    }

    /// A property that is given by what nothing has, or several have.
    static func notOne(
        _ lookup: Lookup, _ wanted: Value, _ found: [String], _ address: String, _ span: Span
    ) -> Diagnostic {
        let what = "\(lookup.type) with the \(lookup.named) `\(wanted.scalarText ?? "")`"
        return Diagnostic(
            "unknown-lookup", summary: "A value cannot be looked up",
            message: found.isEmpty
                ? "There is no \(what), neither in the stack nor in AWS."
                : "There are \(found.count) of \(what): \(found.sorted().joined(separator: ", ")).",
            span: span, help: "Give `\(lookup.property)`.", address: address)
    }

    /// - Parameter span: a resource of the type that could not be read.
    static func unmarked(_ desired: Desired) -> Diagnostic {
        Diagnostic(
            "unmarked-resource", .warning, summary: "The resource will not be missed when it leaves the template",
            message:
                "\(desired.frame.type.name) cannot bear tags, and no other resource of the stack can carry a tag that says "
                + "that this one is the stack's.",
            span: desired.span,
            help: "Before you take it out of the template or rename it, delete it by `plumb destroy --target`.",
            address: desired.address)
    }

    static func strayUnresolved(_ mark: CarriedMark, import name: String) -> Diagnostic {
        Diagnostic(
            "stray-unresolved", .warning, summary: "A resource that left its template cannot be looked up",
            message:
                "\(mark.mark.type) `\(mark.mark.logicalID)` is known by what the export `\(name)` gives, and no stack of "
                + "this run exports that.",
            help: "Run again with the stack that exports it named in `depends-on`.",
            address: "\(mark.stack)/\(mark.mark.logicalID)")
    }

    static func readFailed(_ failure: AWSFailure, type: String?, span: Span? = nil) -> Diagnostic {
        let denied = failure.kind == .denied
        let subject = type.map { "Reading \($0)" } ?? failure.operation
        return Diagnostic(
            Diagnostic.Code(rawValue: code(of: failure.kind)),
            summary: denied ? "AWS denies reading" : "Reading from AWS failed",
            message: "\(subject): \(failure.message)", span: span, help: help(for: failure), cause: failure.cause)
    }

    static func unsupportedRead(_ one: ReadFailures.Unsupported) -> Diagnostic {
        Diagnostic(
            "read-unsupported", .warning, summary: "The endpoint does not tell everything",
            message:
                "\(one.failure.service):\(one.failure.operation), which tells \(one.tells.joined(separator: ", ")) of "
                + "\(one.type), is not supported there. No template asks for it, so it is left as it is.",
            cause: one.failure.cause)
    }

    static func neighboursUnread(_ failure: AWSFailure) -> Diagnostic {
        Diagnostic(
            "unmanaged-unread", .warning, summary: "Not all that may be on and in the stacks' resources could be read",
            message: "\(failure.operation): \(failure.message)", help: help(for: failure), cause: failure.cause)
    }

    static func forecastFailed(_ failure: AWSFailure) -> Diagnostic {
        Diagnostic(
            "forecast-failed", .warning, summary: "What may block a deletion could not be read",
            message: "\(failure.operation): \(failure.message)",
            help: help(for: failure) ?? "The plan holds; the deletion itself will tell.", cause: failure.cause)
    }

    static func nameTaken(_ decision: Decision) -> Diagnostic {
        let desired = decision.desired
        let name = decision.predicted("Ref")?.scalarText ?? desired.logicalID
        let property =
            if case .named(let name, _) = desired.frame.type.identity { name } else { "" }
        return Diagnostic(
            "name-taken", summary: "The name belongs to another account",
            message: "\(desired.frame.type.name) `\(name)` exists, and not in this account.",
            span: desired.span(of: property) ?? desired.span, help: "Choose another name.", address: desired.address)
    }

    /// - Parameter ended: true when it was the stack's end that is taken back.
    static func notRolledBack(_ step: Step, _ why: String, ended: Bool) -> Diagnostic {
        Diagnostic(
            "not-rolled-back", .warning, summary: "A change cannot be taken back",
            message: "\(step.type) \(step.address): \(why).", span: step.span,
            help: ended
                ? "Run destroy again to go on with the end, or apply to make it anew."
                : "Run apply again to go on with the new template, or with the old one to go back to it.",
            address: step.address)
    }

    /// - Parameters:
    ///   - property: nil when the resource itself has come or gone; then `old` and `new` are its ids.
    static func stale(_ fact: Fact, _ property: String?, old: Value?, new: Value?, span: Span?) -> Diagnostic {
        func shown(_ value: Value?) -> String {
            guard let value, !value.isNull else { return "not set" }
            let text = value.scalarText ?? value.json
            return "`\(text.count > 200 ? text.prefix(200) + "…" : text)`"
        }
        let what =
            switch (property, old, new) {
            case (let property?, nil, let new): "`\(property)` has changed and is \(shown(new)) now"
            case (let property?, let old, let new): "`\(property)` was \(shown(old)) and is \(shown(new)) now"
            case (nil, let old?, _): "\(shown(old)) was there and is gone"
            case (nil, nil, let new): "\(shown(new)) is there and was not"
            }
        return Diagnostic(
            "stale-plan", summary: "AWS has changed since the plan was made",
            message: "\(fact.type) \(fact.address): \(what).", span: span,
            help: "Plan again, and look at what has changed.", address: fact.address)
    }

    static func unknownTarget(_ name: String, known: [String]) -> Diagnostic {
        Diagnostic(
            "unknown-target", summary: "A target is no resource of the stacks",
            message: "There is no resource `\(name)` in the stacks of this run.",
            help: known.isEmpty
                ? "Leave out `--target`." : "Targets are written `stack/LogicalId`: \(Self.some(of: known)).")
    }

    private static func some(of names: [String]) -> String {
        names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
    }

    static func callFailed(_ failure: AWSFailure, address: String) -> Diagnostic {
        Diagnostic(
            Diagnostic.Code(rawValue: code(of: failure.kind)), summary: "AWS refused a call",
            message: "\(failure.operation): \(failure.message)", help: help(for: failure), address: address,
            cause: failure.cause)
    }

    static func sourceFileOutside(_ path: String, address: String, span: Span?) -> Diagnostic {
        Diagnostic(
            "source-file-outside", summary: "A file that a property names lies outside",
            message: "SourceFile `\(path)` leads out of the project.", span: span,
            help: "Name a file, by a relative path, in the git work tree of the template, or, without git, in the "
                + "template's directory or below it; links are followed, and `.git` is left out.",
            address: address)
    }

    static func waitEnded(_ says: String, address: String, seconds: Double, failed: Bool) -> Diagnostic {
        Diagnostic(
            failed ? "wait-failed" : "wait-timed-out",
            summary: failed ? "AWS reports a failure" : "AWS took too long",
            message: failed
                ? "It will not come about that the \(says)." : "After \(Int(seconds)) s it is not so that the \(says).",
            help: failed
                ? "Look at the resource in AWS, mend the cause and run again."
                : "Run again: what is done stays done, and the wait goes on.",
            address: address)
    }

    static func waitCancelled(_ says: String, address: String) -> Diagnostic {
        Diagnostic(
            "cancelled", summary: "The run was cancelled",
            message: "It was cancelled while it waited until the \(says).",
            help: "Run again: what is done stays done, and the wait goes on.", address: address)
    }

    static func withheld(_ call: String, address: String) -> Diagnostic {
        Diagnostic(
            "cancelled", summary: "The run was cancelled",
            message: "\(call) was not sent: the run may not change anything any more.",
            help: "Run again: what is done stays done.", address: address)
    }

    static func answerLost(_ failure: AWSFailure, address: String) -> Diagnostic {
        Diagnostic(
            "answer-lost", summary: "The answer to a call was lost",
            message:
                "\(failure.operation): \(failure.message); whether it took effect could not be read, so it was not sent "
                + "again.",
            help: "Run again: if it took effect, the resource is found by its tags.", address: address,
            cause: failure.cause)
    }

    static func secretUnreceived(_ desired: Desired) -> Diagnostic {
        Diagnostic(
            "secret-unreceived", .warning, summary: "A secret that AWS tells once goes nowhere",
            message: "AWS tells the secret of \(desired.frame.type.name) once, and no resource takes it.",
            span: desired.span,
            help: "Give `--secret-file FILE`, or put it into a resource, as an AWS::SecretsManager::Secret does.",
            address: desired.address)
    }

    /// - Parameter isKept: true for a secret that goes to where AWS keeps such.
    static func secretUntold(_ step: Step, isKept: Bool = false) -> Diagnostic {
        Diagnostic(
            "secret-untold", summary: "A new resource's secret was not told",
            message: "\(step.type) is made, but the answer that told its secret was lost.", span: step.span,
            help: isKept
                ? "Run again: another one takes its place."
                : "Run again with the same file for secrets: another one takes its place.", address: step.address)
    }

    static func unsettled(_ message: String, address: String) -> Diagnostic {
        Diagnostic(
            "value-unknown", summary: "A value that a call needs is not known", message: message,
            help: "Run again; if it stays, the resource that should give the value does not.", address: address)
    }

    static func wrongAccount(_ wanted: String, actual: String, caller: String, span: Span?) -> Diagnostic {
        Diagnostic(
            "wrong-account", summary: "The credentials belong to another account",
            message: "The stack is pinned to account \(wanted); the caller \(caller) is in \(actual).", span: span,
            help: "Use credentials of account \(wanted) (`--profile`), or correct `account` in the stack file.")
    }

    static func noRegion(_ stack: StackSet.Stack, _ options: RunOptions) -> Diagnostic {
        let problem = options.regionProblem
        let because = problem.map { ", and no region was found elsewhere: \($0.message)" } ?? ""
        return Diagnostic(
            "no-region", summary: "No region is given",
            message: "Stack `\(stack.name)` does not say where it lives\(because).",
            span: stack.file.spans["template-file-path"],
            help: (problem?.help.map { "\($0); or set" } ?? "Set")
                + " `region` in the stack file, give `--region`, or set AWS_REGION.")
    }

    static func unknownRegion(_ region: String, span: Span?) -> Diagnostic {
        Diagnostic(
            "unknown-region", summary: "AWS has no such region",
            message: "`\(region)` is not the name of an AWS region.",
            span: span,
            help: "Regions are named like us-east-1; give one in the stack file, by `--region` or AWS_REGION.")
    }

    static func unresolvedImport(_ name: String, _ desired: Desired) -> Diagnostic {
        Diagnostic(
            "unresolved-import", summary: "Nothing exports this name",
            message: "`\(name)` is exported by no stack in `depends-on` and by no CloudFormation stack of the account.",
            span: desired.span(ofImport: name),
            help: "Add the exporting stack's file to `depends-on`, or check the export's name.",
            address: desired.address)
    }

    static func exporterNotApplied(_ address: String, neededBy stack: String, span: Span?) -> Diagnostic {
        Diagnostic(
            "exporter-not-applied", summary: "A stack that is imported from has not been applied",
            message: "Stack `\(stack)` imports a value of `\(address)`, which does not exist in AWS.", span: span,
            help: "Apply the exporting stack first, or apply both in one run by naming their directory.")
    }

    static func missingParameter(_ name: String, span: Span) -> Diagnostic {
        Diagnostic(
            "ssm-parameter-missing", summary: "An SSM parameter does not exist",
            message: "There is no SSM parameter `\(name)` in the stack's region.", span: span,
            help: "Check the name, and that the parameter exists in this region.")
    }

    static func fixedUnknown(_ desired: Desired, _ paths: [String]) -> Diagnostic {
        Diagnostic(
            "setting-unknown", .warning, summary: "What a resource was made with is not known",
            message:
                "\(paths.joined(separator: ", ")) of \(desired.frame.type.name): only the creation takes it, AWS does not tell it, "
                + "and the resource was applied before plumb kept a digest of it. If it has been edited, the resource stays as it is.",
            span: paths.lazy.compactMap { desired.span(of: $0) }.first ?? desired.span,
            help: "Remove the resource from the template, apply, and put it back, if it has to be made anew.",
            address: desired.address)
    }

    static func scalingUnread(_ desired: Desired, _ failure: AWSFailure) -> Diagnostic {
        Diagnostic(
            "scaling-unread", .warning, summary: "Whether scaling moves a number could not be read",
            message:
                "\(failure.service):\(failure.operation) tells whether anything scales it: \(failure.message) It is taken for "
                + "as the template says.",
            span: desired.span, help: help(for: failure), address: desired.address, cause: failure.cause)
    }

    static func secureParameter(_ name: String, span: Span) -> Diagnostic {
        Diagnostic(
            "ssm-parameter-secure", summary: "An SSM parameter is encrypted",
            message:
                "`\(name)` is a SecureString, which neither parameters nor {{resolve:ssm:…}} read, as in CloudFormation.",
            span: span,
            help: "Name a String or StringList, or write `{{resolve:ssm-secure:\(name)}}` where a property takes it.")
    }

    static func ruleUndecided(_ id: String, region: String, span: Span) -> Diagnostic {
        Diagnostic(
            "rule-undecided", .warning, summary: "A rule asks about a resource that is not there",
            message: "There is no `\(id)` in \(region), and the rule that asks about it is not decided.", span: span,
            help: "Check the parameter's value, and that the resource exists in this region.")
    }

    static func dataInside(_ address: String, type: String, id: String, count: Int, noun: String) -> Diagnostic {
        Diagnostic(
            "holds-data", summary: "The resource still holds data",
            message: "\(type) `\(id)` holds \(count) \(noun); deleting it would lose them.",
            help: "Empty it, keep it with `DeletionPolicy: Retain`, or lose the data with `--delete-data`.",
            address: address)
    }

    static func protected(_ address: String, type: String, id: String, span: Span?) -> Diagnostic {
        Diagnostic(
            "protected", summary: "The resource is protected",
            message: "\(type) `\(id)` carries the tag plumb:protect, and the plan would delete it.", span: span,
            help: "Take the protection off first (`protect: false` in the stack file, then apply).", address: address)
    }

    static func invalidCall(_ name: String, path: String, message: String, address: String, span: Span?) -> Diagnostic {
        Diagnostic(
            "invalid-call", summary: "AWS would not accept a call of the plan",
            message: "\(name), \(path.isEmpty ? "input" : path): \(message)", span: span,
            help: "Correct the property that fills it.", address: address)
    }

    /// - Parameter shared: properties that the new one would share with the old one, and cannot.
    static func nameInUse(_ desired: Desired, by users: [String], paths: [String], shared: [String]) -> Diagnostic {
        let second = shared.isEmpty ? "" : " with the same \(shared.joined(separator: ", "))"
        return Diagnostic(
            "replacement-blocked", summary: "The resource cannot be replaced while others use it",
            message:
                "\(paths.joined(separator: ", ")) cannot change on a live \(desired.frame.type.name), a second one\(second) "
                + "cannot stand beside it, and \(users.joined(separator: ", ")) use it, so that it cannot be deleted first.",
            span: desired.span,
            help: shared.isEmpty
                ? "Take it out of the template, apply, and put it in again."
                : "Give it another \(shared.joined(separator: " or ")), so that the new one can stand beside the old.",
            address: desired.address)
    }

    private static func code(of kind: ErrorKind) -> String {
        switch kind {
        case .denied: "access-denied"
        case .expired: "credentials-expired"
        case .unauthenticated: "credentials-invalid"
        case .throttled: "throttled"
        case .transient: "aws-unavailable"
        case .notFound: "not-found"
        case .conflict: "conflict"
        case .quota: "quota-exceeded"
        case .cancelled: "cancelled"
        case .skewed: "clock-skew"
        case .invalid, .other: "aws-error"
        }
    }

    private static func help(for failure: AWSFailure) -> String? {
        if let help = failure.help { return help }
        if failure.code == "AccessControlListNotSupported" {
            return "Buckets take no access lists unless OwnershipControls says ObjectWriter or "
                + "BucketOwnerPreferred. Say so, or grant by a bucket policy in place of AccessControl."
        }
        return switch failure.kind {
        case .denied: Denial(failure: failure).remedy
        case .expired: "Get new credentials and run again."
        case .unauthenticated: "Check AWS_PROFILE, AWS_ACCESS_KEY_ID and the shared credentials file."
        case .transient:
            failure.status == nil
                ? "Check the network, the region and `--endpoint-url`." : "Run again; what is done stays done."
        case .throttled: "Run again later; what is done stays done."
        case .quota: "Raise the quota, or remove what is no longer needed."
        case .conflict where failure.code == "PreconditionFailed":
            "Somebody else has made or changed it since it was read. Look at what is there, and plan again."
        case .skewed: "Set the machine's clock."
        default: nil
        }
    }
}

/// The IAM action behind an API operation.
public enum IAMAction {
    /// `s3:ListAllMyBuckets` for `ListBuckets`: mostly the operation's own name behind the service's prefix.
    public static func name(of service: String, _ operation: String) -> String {
        overrides["\(service):\(operation)"] ?? "\(prefixes[service] ?? service):\(operation)"
    }

    private static let prefixes: [String: String] = [
        "elbv2": "elasticloadbalancing", "resourcegroupstaggingapi": "tag", "efs": "elasticfilesystem",
        "cloudwatch": "cloudwatch", "application-autoscaling": "application-autoscaling",
    ]

    private static let overrides: [String: String] = [
        "s3:CopyObject": "s3:PutObject", "s3:ListBuckets": "s3:ListAllMyBuckets", "s3:HeadBucket": "s3:ListBucket",
        "s3:HeadObject": "s3:GetObject",
        "s3:ListObjectsV2": "s3:ListBucket", "s3:ListObjectVersions": "s3:ListBucketVersions",
        "s3:DeleteObjects": "s3:DeleteObject", "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
        "s3:PutBucketEncryption": "s3:PutEncryptionConfiguration",
        "s3:DeleteBucketEncryption": "s3:PutEncryptionConfiguration",
        "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
        "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
        "s3:DeletePublicAccessBlock": "s3:PutBucketPublicAccessBlock",
        "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
        "s3:PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
        "s3:DeleteBucketLifecycle": "s3:PutLifecycleConfiguration",
        "s3:GetBucketCors": "s3:GetBucketCORS", "s3:PutBucketCors": "s3:PutBucketCORS",
        "s3:DeleteBucketCors": "s3:PutBucketCORS", "s3:DeleteBucketTagging": "s3:PutBucketTagging",
        "s3:GetBucketNotificationConfiguration": "s3:GetBucketNotification",
        "s3:PutBucketNotificationConfiguration": "s3:PutBucketNotification",
        "s3:GetBucketReplication": "s3:GetReplicationConfiguration",
        "s3:PutBucketReplication": "s3:PutReplicationConfiguration",
        "s3:DeleteBucketReplication": "s3:PutReplicationConfiguration",
        "s3:GetBucketAccelerateConfiguration": "s3:GetAccelerateConfiguration",
        "s3:PutBucketAccelerateConfiguration": "s3:PutAccelerateConfiguration",
        "s3:GetObjectLockConfiguration": "s3:GetBucketObjectLockConfiguration",
        "s3:PutObjectLockConfiguration": "s3:PutBucketObjectLockConfiguration",
    ]
}
