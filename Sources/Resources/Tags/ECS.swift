internal import Declarations

extension Tagging {
    /// ECS: one pair of calls for every kind of resource.
    static func ecs(arn attribute: String) -> Tagging {
        let resource: Argument = .attribute(attribute, as: "resourceArn")
        return Tagging(
            .list(key: "key", value: "value"), member: "tags", add: Call("ecs:TagResource", [resource]), adds: "tags",
            remove: Call("ecs:UntagResource", [resource]), removes: "tagKeys")
    }
}
