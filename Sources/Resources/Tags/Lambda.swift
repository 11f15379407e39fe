internal import Declarations

extension Tagging {
    static func lambda(arn attribute: String) -> Tagging {
        let resource: Argument = .attribute(attribute, as: "Resource")
        return Tagging(
            .map, member: "Tags", add: Call("lambda:TagResource", [resource]), adds: "Tags",
            remove: Call("lambda:UntagResource", [resource]), removes: "TagKeys")
    }
}
