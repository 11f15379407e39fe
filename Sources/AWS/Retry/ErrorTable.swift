/// Sorts AWS's error codes by what they mean to a caller.
public enum ErrorTable {
    /// The kind of a failure that a service answered.
    /// - Parameter status: decides where the code says nothing.
    public static func kind(of code: ErrorCode, message: String = "", status: Int?) -> ErrorKind {
        let name = code.rawValue
        // The endpoint does not know the operation, under whatever code, and will not know it the next time.
        if status == 501 { return .invalid }
        if let kind = exact[name] { return kind }
        if ambiguousLimits.contains(name) {
            // The same code is a rate limit on some services and a quota on others: only the words tell.
            let words = message.lowercased()
            return ["rate", "throttl", "too many requests", "try again"].contains { words.contains($0) }
                ? .throttled : .quota
        }
        if status == 429 { return .throttled }
        for (suffix, kind) in suffixes where name.hasSuffix(suffix) { return kind }
        for (prefix, kind) in prefixes where name.hasPrefix(prefix) { return kind }
        switch status {
        case .some(500...): return .transient
        case 401, 403: return .denied
        case 404: return .notFound
        case 409: return .conflict
        case 408: return .transient
        case .some(400..<500): return .invalid
        default: return .other
        }
    }

    /// Codes that botocore 1.44.5 retries as throttling, and what else services use for it.
    private static let throttled = [
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException",
        "TooManyRequestsException", "TooManyRequests", "ProvisionedThroughputExceededException",
        "TransactionInProgressException", "RequestLimitExceeded", "BandwidthLimitExceeded", "SlowDown",
        "PriorRequestNotComplete", "EC2ThrottledException", "ThrottlingError", "Throttled", "RequestThrottledError",
        "TooManyRequestsFault", "PriorRequestNotCompleteException", "TooManyUpdates", "RateExceeded",
    ]
    private static let ambiguousLimits: Set<String> = ["LimitExceededException", "LimitExceeded"]
    private static let transient = [
        "RequestTimeout", "RequestTimeoutException", "InternalError", "InternalFailure", "InternalServerError",
        "InternalServerException", "InternalServiceError", "InternalServiceException", "InternalServiceErrorException",
        "ServerException", "ServiceException", "ServiceUnavailable", "ServiceUnavailableException", "Unavailable",
        "ServiceFailure", "ServiceFailureException", "ServerInternal", "InsufficientInstanceCapacity",
        "ConditionalRequestConflict", "KMSInternalException", "DependencyTimeoutException", "IDPCommunicationError",
    ]
    private static let denied = [
        "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "Client.UnauthorizedOperation",
        "NotAuthorized", "AuthorizationError", "AuthorizationErrorException", "UnauthorizedAccess",
        "AllAccessDisabled", "OptInRequired", "SubscriptionRequiredException", "Forbidden", "ExplicitDeny",
        "AccountProblem", "NotSignedUp", "Blocked", "PendingVerification", "InvalidAuthorization",
    ]
    private static let unauthenticated = [
        "AuthFailure", "InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId",
        "SignatureDoesNotMatch", "InvalidSignatureException", "MissingAuthenticationToken",
        "MissingAuthenticationTokenException", "IncompleteSignature", "IncompleteSignatureException", "InvalidToken",
        "AuthorizationHeaderMalformed", "MissingSecurityHeader",
    ]
    private static let expired = ["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "ExpiredTokenId"]
    private static let skewed = ["RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"]
    private static let notFound = [
        "NotFound", "NoSuchEntity", "NoSuchBucket", "NoSuchKey", "NoSuchTagSet", "NoSuchLifecycleConfiguration",
        "ServerSideEncryptionConfigurationNotFoundError", "ReplicationConfigurationNotFoundError",
        "OwnershipControlsNotFoundError", "ObjectLockConfigurationNotFoundError", "ResourceNotFoundException",
        "ResourceNotFound", "ResourceNotFoundFault", "AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist",
        "ParameterNotFound", "ParameterVersionNotFound", "ServiceNotFoundException", "ClusterNotFoundException",
        "MetadataNotFound", "404",
    ]
    private static let conflict = [
        "EntityAlreadyExists", "EntityTemporarilyUnmodifiable", "BucketAlreadyOwnedByYou", "BucketAlreadyExists",
        "BucketNotEmpty", "OperationAborted", "DependencyViolation", "DeleteConflict", "ConflictException", "Conflict",
        "ConcurrentModification", "ConcurrentModificationException", "ConcurrentUpdateException",
        "PreconditionFailed", "IdempotentParameterMismatch", "IdempotentParameterMismatchException",
        "ResourceConflictException", "ResourceExistsException", "OptimisticLockException", "InvalidChangeBatch",
        "HostedZoneNotEmpty", "RepositoryNotEmptyException", "DistributionNotDisabled", "ServiceNotActiveException",
        "UpdateInProgressException", "ScalingActivityInProgress", "ScalingActivityInProgressFault",
        "AlreadyExists", "AlreadyExistsFault", "QueueAlreadyExists", "QueueNameExists", "QueueDeletedRecently",
        "IncorrectState", "IncorrectInstanceState", "InvalidState", "PriorityInUse", "ResourceInUseFault",
        "AWS.SimpleQueueService.QueueDeletedRecently", "InvalidIfMatchVersion", "HostedZoneAlreadyExists",
        "ClusterContainsServicesException", "ClusterContainsTasksException", "HealthCheckInUse",
        "ClusterContainsContainerInstancesException", "ClusterContainsCapacityProviderException",
        "Resource.AlreadyAssociated", "DependentServiceRequestTimeoutException", "TargetNotConnectedException",
    ]

    private static let exact: [String: ErrorKind] = {
        var table: [String: ErrorKind] = [:]
        let groups: [(ErrorKind, [String])] = [
            (.throttled, throttled), (.transient, transient), (.denied, denied), (.unauthenticated, unauthenticated),
            (.expired, expired), (.skewed, skewed), (.notFound, notFound), (.conflict, conflict),
            (.quota, ["TooManyBuckets", "ServiceQuotaExceededException", "QuotaExceededException"]),
        ]
        for (kind, codes) in groups { for code in codes { table[code] = kind } }
        return table
    }()

    /// Families of codes, the more particular first.
    private static let suffixes: [(String, ErrorKind)] = [
        ("LimitExceeded", .quota), ("LimitExceededException", .quota), ("LimitExceededFault", .quota),
        ("QuotaExceeded", .quota), ("QuotaExceededException", .quota),
        (".NotFound", .notFound), ("NotFound", .notFound), ("NotFoundException", .notFound),
        ("NotFoundFault", .notFound), ("DoesNotExist", .notFound), ("DoesNotExistException", .notFound),
        ("NotFoundError", .notFound),
        (".Duplicate", .conflict), ("AlreadyExists", .conflict), ("AlreadyExistsException", .conflict),
        ("AlreadyExistsFault", .conflict), ("AlreadyExist", .conflict), ("InUse", .conflict),
        ("InUseException", .conflict), ("ConflictException", .conflict), ("NotEmpty", .conflict),
        (".InUse", .conflict), ("AlreadyInUse", .conflict), ("InProgressException", .conflict),
        ("AccessDenied", .denied), ("AccessDeniedException", .denied),
    ]
    private static let prefixes: [(String, ErrorKind)] = [
        ("NoSuch", .notFound), ("Duplicate", .conflict), ("TooMany", .quota),
    ]
}
