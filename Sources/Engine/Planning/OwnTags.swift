internal import Declarations
internal import Language
internal import Values

extension Desired {
    /// Stack, logical id, digest, the mark that keeps a retained resource from being deleted later, and the marks of
    /// those that cannot bear any.
    var ownTags: [String: Value] {
        var tags: [String: Value] = [
            OwnTag.stack: .string(stack), OwnTag.resource: .string(logicalID), OwnTag.digest: .string(digest),
        ]
        for (name, property) in frame.declared where property.digestedApart != nil {
            tags[OwnTag.digest(of: name)] = symbolic[name].map { .string(digestApart($0, isSecret: property.secret)) }
        }
        if isProtected {
            tags[OwnTag.protect] = "true"
        } else if bound.deletionPolicy == .retain || bound.deletionPolicy == .retainExceptOnCreate {
            tags[OwnTag.protect] = "retain"
        }
        tags.merge(marks.mapValues { .string($0) }) { $1 }
        return tags
    }

    /// A secret's goes with the address, so that digests do not tell that two resources have the same one.
    private func digestApart(_ value: Value, isSecret: Bool) -> String {
        (isSecret ? ["resource": .string("\(stack)/\(logicalID)"), "value": value] : value).digest()
    }
}
