internal import AWS
internal import Declarations
internal import Values

/// What the Resource Groups Tagging API knows of our stacks: a net for resources that left their template, and a
/// stand-in for tag calls of single resources when it shows exactly what is expected.
///
/// It is eventually consistent, so it never proves that something does not exist.
struct TagSearch: Sendable {
    struct Entry: Sendable {
        var arn: String
        var tags: [String: String]
        var place: Place
    }

    var entries: [Entry] = []
    private var byARN: [String: Int] = [:]

    mutating func add(_ entry: Entry) {
        byARN[entry.arn] = entries.count
        entries.append(entry)
    }

    func tags(of arns: [String]) -> [String: String]? {
        for arn in arns { if let index = byARN[arn] { return entries[index].tags } }
        return nil
    }

    static func call(stacks: [String], place: Place) -> APICall {
        APICall(
            "resourcegroupstaggingapi", "GetResources",
            [
                "TagFilters": [["Key": .string(OwnTag.stack), "Values": .array(stacks.map { .string($0) })]],
                "ResourcesPerPage": 100,
            ], region: place.region)
    }

    mutating func take(_ pages: [Value], place: Place) {
        for page in pages {
            for mapping in page["ResourceTagMappingList"]?.array ?? [] {
                guard let arn = mapping["ResourceARN"]?.string else { continue }
                add(Entry(arn: arn, tags: TagForms.read(mapping["Tags"]), place: place))
            }
        }
    }
}
