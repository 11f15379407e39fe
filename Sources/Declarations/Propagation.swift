/// Failures that pass once IAM has spread a change. The strings are AWS's own; the same after the time is up is a real
/// mistake and is shown.
extension [ErrorMatch] {
    /// A principal that was made a moment ago (policies of roles, buckets, secrets, keys).
    public static let unknownPrincipal: [ErrorMatch] = [
        ErrorMatch("MalformedPolicyDocument", contains: "Invalid principal"),
        ErrorMatch("MalformedPolicyDocumentException", contains: "Invalid principal"),
        ErrorMatch("MalformedPolicy", contains: "Invalid principal"),
        ErrorMatch("InvalidPolicy", contains: "Invalid principal"),
    ]

    /// An instance profile named in a launch configuration.
    public static let unknownProfile: [ErrorMatch] = [
        ErrorMatch("ValidationError", contains: "Invalid IamInstanceProfile"),
        ErrorMatch("ValidationError", contains: "You are not authorized to perform this operation"),
        ErrorMatch("InvalidParameterValue", contains: "Invalid IAM Instance Profile name"),
        ErrorMatch("InvalidParameterValue", contains: "has no associated IAM Roles"),
    ]

    /// A role or load balancer that an ECS service was given.
    public static let unreadyService: [ErrorMatch] = [
        ErrorMatch(
            "InvalidParameterException",
            contains: "verify that the ECS service role being passed has the proper permissions"),
        ErrorMatch("InvalidParameterException", contains: "does not have an associated load balancer"),
        ErrorMatch("InvalidParameterException", contains: "Unable to assume the service linked role"),
        "ClusterNotFoundException",
    ]

    /// A part of a network that was made a moment ago and that EC2 does not see everywhere yet.
    public static let unseenNetwork: [ErrorMatch] = [
        "InvalidVpcID.NotFound", "InvalidSubnetID.NotFound", "InvalidRouteTableID.NotFound",
        "InvalidInternetGatewayID.NotFound", "InvalidGatewayID.NotFound", "InvalidNatGatewayID.NotFound",
        "NatGatewayNotFound", "InvalidVpnGatewayID.NotFound", "InvalidCustomerGatewayID.NotFound",
        "InvalidGroup.NotFound", "InvalidAllocationID.NotFound",
    ]
}
