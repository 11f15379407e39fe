internal import Declarations

extension Tagging {
    /// EC2: put on in the create call as a specification, changed by id.
    /// - Parameters:
    ///   - kind: the EC2 resource type (`vpc`).
    ///   - id: the attribute that holds the id.
    ///   - property: the template property with the tags; empty where the type has none.
    static func ec2(_ kind: String, id: String, property: String = "Tags") -> Tagging {
        Tagging(
            .specification(kind), member: "TagSpecifications",
            add: Call("ec2:CreateTags", [Argument("Resources", .list(.attribute(id)))]), adds: "Tags",
            remove: Call("ec2:DeleteTags", [Argument("Resources", .list(.attribute(id)))]), removes: "Tags",
            removesObjects: true, property: property)
    }
}
