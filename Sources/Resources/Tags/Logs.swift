internal import Declarations

extension Tagging {
    static func logs(_ resource: Argument) -> Tagging {
        Tagging(
            .map, member: "tags", add: Call("logs:TagResource", [resource]), adds: "tags",
            remove: Call("logs:UntagResource", [resource]), removes: "tagKeys")
    }
}
