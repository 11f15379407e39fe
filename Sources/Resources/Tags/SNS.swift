internal import Declarations

extension Tagging {
    static func sns(arn attribute: String) -> Tagging {
        let resource: Argument = .attribute(attribute, as: "ResourceArn")
        return Tagging(
            .list(key: "Key", value: "Value"), member: "Tags", add: Call("sns:TagResource", [resource]), adds: "Tags",
            remove: Call("sns:UntagResource", [resource]), removes: "TagKeys")
    }
}
