internal import Declarations
internal import Values

/// `SecurityGroups` takes names, which only groups of a default VPC can be called by. CloudFormation's `Ref` of a group
/// without `VpcId` is its name, plumb's is its id, as of every group. No name begins like an id (CreateSecurityGroup,
/// `GroupName`: "Cannot start with sg-"), so that ids are told apart and go where ids belong.
enum GroupNames {
    private static func isName(_ group: Value) -> Bool {
        if case .deferred(.attribute(_, let name)) = group { return name == "GroupName" }
        return group.string.map { !$0.hasPrefix("sg-") } ?? false
    }

    /// Properties with `SecurityGroups` and `SecurityGroupIds` as EC2 takes them.
    @Sendable static func apart(_ properties: Value) -> Value {
        guard let groups = properties["SecurityGroups"]?.array else { return properties }
        let names = groups.filter(isName), ids = groups.filter { !isName($0) }
        guard !ids.isEmpty else { return properties }
        let apart = properties.setting(
            "SecurityGroupIds", to: .array((properties["SecurityGroupIds"]?.array ?? []) + ids))
        return names.isEmpty
            ? apart.without("SecurityGroups") : apart.setting("SecurityGroups", to: .array(names))
    }

    @Sendable static func objections(_ properties: Value) -> [Objection] {
        let groups = properties["SecurityGroups"]?.array ?? []
        guard groups.contains(where: isName), !groups.allSatisfy(isName) else { return [] }
        return [
            Objection(
                "SecurityGroups", "SecurityGroups holds ids and names",
                help: "Put the ids into SecurityGroupIds, or name all groups by their ids.")
        ]
    }

    /// A member of the properties as `apart` leaves them.
    static func argument(_ member: String, as name: String? = nil) -> Argument {
        Argument(
            name ?? member,
            .mapped(.several([.property("SecurityGroups"), .property("SecurityGroupIds")])) { sources in
                let given = Value.Object(
                    zip(["SecurityGroups", "SecurityGroupIds"], sources.array ?? []).filter { !$0.1.isNull })
                return apart(.object(given))[member] ?? .null
            })
    }
}
