internal import Declarations

extension Tagging {
    static func serviceDiscovery(arn attribute: String) -> Tagging {
        let resource: Argument = .attribute(attribute, as: "ResourceARN")
        return Tagging(
            .list(key: "Key", value: "Value"), member: "Tags", add: Call("servicediscovery:TagResource", [resource]),
            adds: "Tags", remove: Call("servicediscovery:UntagResource", [resource]), removes: "TagKeys")
    }
}
