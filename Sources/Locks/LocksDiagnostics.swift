public import AWS
public import Diagnostics
internal import Plans

extension Diagnostic {
    /// Another holds the lock.
    /// - Parameter ends: seconds until the lease's end.
    static func locked(_ record: LockRecord, _ ends: Int, _ object: LockObject) -> Diagnostic {
        Diagnostic(
            "locked", summary: "Another run holds the stack's lock",
            message:
                "\(object.stack) is locked by \(record.holder) (process \(record.process), \(record.command)) since "
                + "\(record.taken); its lease ends in \(ends) s, at \(record.expires), unless it is renewed.",
            span: object.span,
            help:
                "Wait until that run has ended, or give --lock-timeout SECONDS to have it waited for. A run that died "
                + "loses the lock when its lease ends; `plumb lock release` removes it at once.")
    }

    static func lockContended(_ object: LockObject) -> Diagnostic {
        Diagnostic(
            "locked", summary: "Another run holds the stack's lock",
            message: "\(object.address) was taken by others each time.", span: object.span,
            help: "Try again, or give --lock-timeout SECONDS.")
    }

    /// - Parameter record: who has it now; nil: the lease could not be renewed.
    static func lockLost(_ object: LockObject, to record: LockRecord?) -> Diagnostic {
        let reason =
            record.map { "\($0.holder) (process \($0.process), \($0.command)) has taken it over or released it" }
            ?? "its lease could not be renewed in time, or it was released"
        return Diagnostic(
            "lock-lost", summary: "The run has lost the stack's lock",
            message: "The lock of \(object.stack) is lost: \(reason). No more calls were begun.", span: object.span,
            help: "See `plumb lock show` for who holds it now, and run again: what is done stays done.")
    }

    /// S3 could not be asked.
    public static func lockFailed(_ failure: AWSFailure, _ object: LockObject) -> Diagnostic {
        let help: String? =
            if failure.code == "NoSuchBucket" {
                "Make the bucket first, in a stack that has no `lock`: a stack cannot make the bucket of its own lock."
            } else if failure.kind == .denied {
                "Locking needs s3:GetObject, s3:PutObject and s3:DeleteObject on s3://\(object.bucket), and "
                    + "s3:ListBucket to tell a free lock."
            } else {
                failure.help
            }
        return Diagnostic(
            "lock-failed", summary: "The stack's lock cannot be reached",
            message: "\(object.address): \(failure.code): \(failure.message)", span: object.span, help: help,
            cause: failure.cause)
    }

    static func lockUnreadable(_ object: LockObject) -> Diagnostic {
        Diagnostic(
            "locked", summary: "Another run holds the stack's lock",
            message: "\(object.address) is there and is not a lock that this plumb can read.", span: object.span,
            help: "If it is a newer plumb's, use that; otherwise name another prefix, or `plumb lock release` it.")
    }

    static func lockNotReleased(_ failure: AWSFailure, _ object: LockObject) -> Diagnostic {
        Diagnostic(
            "lock-not-released", .warning, summary: "The stack's lock could not be released",
            message: "\(object.address): \(failure.code): \(failure.message)",
            help: "It ends by itself with its lease, within a minute or so.", cause: failure.cause)
    }
}
