internal import Declarations

extension Tagging {
    static func ecr(arn attribute: String) -> Tagging {
        let resource: Argument = .attribute(attribute, as: "resourceArn")
        return Tagging(
            .list(key: "Key", value: "Value"), member: "tags", add: Call("ecr:TagResource", [resource]), adds: "tags",
            remove: Call("ecr:UntagResource", [resource]), removes: "tagKeys")
    }
}
