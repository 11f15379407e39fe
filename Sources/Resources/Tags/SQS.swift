internal import Declarations

extension Tagging {
    static func sqs(url attribute: String) -> Tagging {
        let queue: Argument = .attribute(attribute, as: "QueueUrl")
        return Tagging(
            .map, member: "tags", add: Call("sqs:TagQueue", [queue]), adds: "Tags",
            remove: Call("sqs:UntagQueue", [queue]), removes: "TagKeys")
    }
}
