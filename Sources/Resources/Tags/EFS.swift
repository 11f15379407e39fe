internal import Declarations

extension Tagging {
    static func efs(id attribute: String, property: String) -> Tagging {
        let resource: Argument = .attribute(attribute, as: "ResourceId")
        return Tagging(
            .list(key: "Key", value: "Value"), member: "Tags", add: Call("efs:TagResource", [resource]), adds: "Tags",
            remove: Call("efs:UntagResource", [resource]), removes: "TagKeys", property: property)
    }
}
