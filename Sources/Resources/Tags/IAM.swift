internal import Declarations

extension Tagging {
    /// IAM has a pair of calls per kind of resource (`Role`, `User`, `Policy`, `InstanceProfile`).
    static func iam(_ kind: String, _ resource: Argument) -> Tagging {
        Tagging(
            .list(key: "Key", value: "Value"), member: "Tags", add: Call("iam:Tag\(kind)", [resource]), adds: "Tags",
            remove: Call("iam:Untag\(kind)", [resource]), removes: "TagKeys")
    }
}
