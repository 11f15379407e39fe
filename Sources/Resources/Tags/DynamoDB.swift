internal import Declarations

extension Tagging {
    static func dynamoDB(arn attribute: String) -> Tagging {
        let resource: Argument = .attribute(attribute, as: "ResourceArn")
        return Tagging(
            .list(key: "Key", value: "Value"), member: "Tags", add: Call("dynamodb:TagResource", [resource]),
            adds: "Tags", remove: Call("dynamodb:UntagResource", [resource]), removes: "TagKeys")
    }
}
