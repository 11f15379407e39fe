internal import Declarations
internal import Values

/// Names of resources that templates write out where they could refer to them: a bucket policy whose `Bucket` says what the
/// bucket's `BucketName` says. CloudFormation sees no dependency there; that one comes after the other all the same is what
/// the template means.
struct WrittenNames {
    private struct Name: Hashable {
        var place: Place
        var text: String
    }

    private var addresses: [Name: [String]] = [:]

    init(_ all: [Desired]) {
        for desired in all {
            guard let property = desired.frame.type.identity.givenName,
                let text = desired.symbolic[property]?.string, !text.isEmpty
            else { continue }
            addresses[Name(place: desired.place, text: text), default: []].append(desired.address)
        }
    }

    /// Resources that bear a name which one of the properties says, by property: of those that name what the resource
    /// belongs to or completes.
    func meant(by desired: Desired) -> [String: [String]] {
        let type = desired.frame.type
        let own = type.identity.givenName
        var meant: [String: [String]] = [:]
        for property in (type.lookupProperties ?? []).union(type.completes) where property != own {
            guard let value = desired.symbolic.at(property) else { continue }
            let texts = value.array?.compactMap(\.string) ?? [value.string].compactMap { $0 }
            let found = texts.flatMap { addresses[Name(place: desired.place, text: $0)] ?? [] }
            if !found.isEmpty { meant[property] = found.filter { $0 != desired.address } }
        }
        return meant
    }
}
