internal import Declarations

extension Tagging {
    static func kms(key attribute: String) -> Tagging {
        let key: Argument = .attribute(attribute, as: "KeyId")
        return Tagging(
            .list(key: "TagKey", value: "TagValue"), member: "Tags", add: Call("kms:TagResource", [key]), adds: "Tags",
            remove: Call("kms:UntagResource", [key]), removes: "TagKeys")
    }
}
