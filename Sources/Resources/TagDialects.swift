internal import Declarations

/// The services' ways with tags (STYLE: one table, not code per type). Each takes the argument that names the resource.
extension Tagging {
    static func logs(_ resource: Argument) -> Tagging {
        Tagging(
            .map, member: "tags", add: Call("logs:TagResource", [resource]), adds: "tags",
            remove: Call("logs:UntagResource", [resource]), removes: "tagKeys")
    }

    /// IAM has a pair of calls per kind of resource (`Role`, `User`, `Policy`, `InstanceProfile`).
    static func iam(_ kind: String, _ resource: Argument) -> Tagging {
        Tagging(
            .list(key: "Key", value: "Value"), member: "Tags", add: Call("iam:Tag\(kind)", [resource]), adds: "Tags",
            remove: Call("iam:Untag\(kind)", [resource]), removes: "TagKeys")
    }
}
