internal import Declarations
internal import Values

/// The two lists that name an instance's groups. `SecurityGroups` is meant for names of the default network's groups, and is
/// widely given ids: CloudFormation's `Ref` of a group answers a name or an id by where the group lies, and here always the
/// id, which `RunInstances` takes in the other list only.
enum InstanceGroups {
    static let arguments: [Argument] = [
        ids(as: "SecurityGroupIds"),
        Argument("SecurityGroups", .mapped(.property("SecurityGroups")) { $0.list { !$0.isGroupID } }),
    ]

    static func ids(as member: String) -> Argument {
        Argument(
            member,
            .mapped(.several([.property("SecurityGroupIds"), .property("SecurityGroups")])) { lists in
                let given = lists[0]?.array ?? []
                let others = lists[1]?.list(where: \.isGroupID).array ?? []
                return given.isEmpty && others.isEmpty ? .null : .array(given + others)
            })
    }

    /// Ids in the list of names count as what they are.
    @Sendable static func canonical(_ instance: Value) -> Value {
        guard let names = instance["SecurityGroups"]?.array, !names.isEmpty, names.allSatisfy(\.isGroupID) else {
            return instance
        }
        let given = instance["SecurityGroupIds"]?.array ?? []
        return instance.setting("SecurityGroups", to: .null).setting("SecurityGroupIds", to: .array(given + names))
    }

    @Sendable static func objections(_ instance: Value) -> [Objection] {
        let names = instance["SecurityGroups"]?.array ?? []
        guard names.contains(where: \.isGroupID), !names.allSatisfy(\.isGroupID) else { return [] }
        return [
            Objection(
                "SecurityGroups", "SecurityGroups holds ids and names",
                help: "Put the ids into SecurityGroupIds, or name all groups by their ids.")
        ]
    }
}

extension Value {
    /// An id, or what becomes one: a reference to a group of the stacks, except to its name.
    fileprivate var isGroupID: Bool {
        if case .deferred(.attribute(_, let name)) = self { return name != "GroupName" }
        return string?.hasPrefix("sg-") ?? false
    }

    /// Those of its items for which something holds; null where there is none.
    fileprivate func list(where holds: (Value) -> Bool) -> Value {
        let items = (array ?? []).filter(holds)
        return items.isEmpty ? .null : .array(items)
    }
}
