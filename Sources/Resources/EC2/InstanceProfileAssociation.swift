internal import Declarations
internal import Values

/// An instance's profile, which can be given, exchanged and taken away while it runs. The association has an id of its
/// own, which is asked for when it is needed.
enum InstanceProfileAssociation {
    static let update = Update(
        ["IamInstanceProfile"],
        first: [Call("ec2:DescribeIamInstanceProfileAssociations", [filter], each: .mapped(live, one))],
        set: Call(
            "ec2:AssociateIamInstanceProfile",
            [
                .attribute("InstanceId", as: "InstanceId"),
                .property("IamInstanceProfile", as: "IamInstanceProfile.Name"),
            ],
            each: .mapped(live, none), retries: .unknownProfile, wait: settled),
        then: [
            Call(
                "ec2:ReplaceIamInstanceProfileAssociation",
                [association, .property("IamInstanceProfile", as: "IamInstanceProfile.Name")], each: .mapped(live, one),
                retries: .unknownProfile, wait: settled)
        ],
        clear: Call(
            "ec2:DisassociateIamInstanceProfile", [association], tolerates: ["InvalidAssociationID.NotFound"],
            wait: settled))

    private static let live: Argument.Source = .several([.live("IamInstanceProfile.Arn")])
    private static let filter = Argument(
        "Filters", .list(.object(["Name": .constant("instance-id"), "Values": .list(.attribute("InstanceId"))])))
    private static let association: Argument = .result(
        "IamInstanceProfileAssociations.0.AssociationId", as: "AssociationId")
    private static let settled = Wait(
        "instance profile is associated", "ec2:DescribeIamInstanceProfileAssociations", [filter],
        until: .every("IamInstanceProfileAssociations", .member("State", of: ["associated", "disassociated"])),
        every: 2,
        atMost: 300)

    @Sendable private static func one(_ state: Value) -> Value { state[0] == .null ? [] : [true] }
    @Sendable private static func none(_ state: Value) -> Value { state[0] == .null ? [true] : [] }
}
