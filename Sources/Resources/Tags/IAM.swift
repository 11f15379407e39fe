internal import Declarations

extension Tagging {
    /// IAM has a pair of calls per kind of resource (`Role`, `User`, `Policy`, `InstanceProfile`).
    /// - Parameter property: the template property with the tags; empty where the type has none.
    static func iam(_ kind: String, _ resource: Argument, property: String = "Tags") -> Tagging {
        Tagging(
            .list(key: "Key", value: "Value"), member: "Tags", add: Call("iam:Tag\(kind)", [resource]), adds: "Tags",
            remove: Call("iam:Untag\(kind)", [resource]), removes: "TagKeys",
            property: property)
    }
}
