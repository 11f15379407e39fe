internal import Declarations

extension Tagging {
    static let secret = Tagging(
        .list(key: "Key", value: "Value"), member: "Tags",
        add: Call("secretsmanager:TagResource", [.attribute("Id", as: "SecretId")]), adds: "Tags",
        remove: Call("secretsmanager:UntagResource", [.attribute("Id", as: "SecretId")]), removes: "TagKeys")
}
