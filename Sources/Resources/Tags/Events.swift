internal import Declarations

extension Tagging {
    static func events(arn attribute: String) -> Tagging {
        let resource: Argument = .attribute(attribute, as: "ResourceARN")
        return Tagging(
            .list(key: "Key", value: "Value"), member: "Tags", add: Call("events:TagResource", [resource]),
            adds: "Tags", remove: Call("events:UntagResource", [resource]), removes: "TagKeys")
    }
}
