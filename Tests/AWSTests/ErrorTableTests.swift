import Testing

@testable import AWS

@Suite struct ErrorTableTests {
    @Test(arguments: [
        ("RequestLimitExceeded", 503, ErrorKind.throttled), ("ThrottlingException", 400, .throttled),
        ("SlowDown", 503, .throttled), ("PriorRequestNotComplete", 400, .throttled), ("Anything", 429, .throttled),
        ("InternalError", 500, .transient), ("ServiceUnavailable", 503, .transient), ("Anything", 502, .transient),
        ("UnauthorizedOperation", 403, .denied), ("AccessDenied", 403, .denied), ("Anything", 403, .denied),
        ("ExpiredToken", 400, .expired), ("RequestTimeTooSkewed", 403, .skewed),
        ("InvalidClientTokenId", 403, .unauthenticated), ("AuthFailure", 401, .unauthenticated),
        ("InvalidVpcID.NotFound", 400, .notFound), ("NoSuchEntity", 404, .notFound),
        ("NoSuchBucketPolicy", 404, .notFound),
        ("LoadBalancerNotFound", 400, .notFound), ("RepositoryNotFoundException", 400, .notFound),
        ("NoSuchTagSet", 404, .notFound), ("Anything", 404, .notFound),
        ("EntityAlreadyExists", 409, .conflict), ("InvalidGroup.Duplicate", 400, .conflict),
        ("InvalidPermission.Duplicate", 400, .conflict), ("ResourceAlreadyExistsException", 400, .conflict),
        ("ResourceInUse", 400, .conflict), ("DependencyViolation", 400, .conflict),
        ("DuplicateListener", 400, .conflict),
        ("PriorityInUse", 400, .conflict), ("AlreadyExists", 400, .conflict), ("DeleteConflict", 409, .conflict),
        ("NotImplemented", 501, .invalid), ("InternalFailure", 501, .invalid),
        ("VpcLimitExceeded", 400, .quota), ("AddressLimitExceeded", 400, .quota),
        ("TooManyBuckets", 400, .quota), ("ValidationError", 400, .invalid), ("MalformedPolicyDocument", 400, .invalid),
    ])
    func kinds(_ code: String, _ status: Int, _ kind: ErrorKind) {
        #expect(ErrorTable.kind(of: ErrorCode(rawValue: code), status: status) == kind, "\(code)")
    }

    @Test func limitsAreToldApartByTheirWords() {
        func kind(_ message: String) -> ErrorKind {
            ErrorTable.kind(of: "LimitExceededException", message: message, status: 400)
        }
        #expect(kind("Rate exceeded") == .throttled)
        #expect(kind("Cannot exceed quota for RolesPerAccount: 1000") == .quota)
    }
}
