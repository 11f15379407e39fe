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
    /// What bears the marks of stacks that are not of this run; known only where the search was for all stacks.
    private(set) var strangers: [Entry] = []
    private var strangersByARN: [String: String] = [:]

    mutating func add(_ entry: Entry) {
        byARN[entry.arn] = entries.count
        entries.append(entry)
    }

    func tags(of arns: [String]) -> [String: String]? {
        for arn in arns { if let index = byARN[arn] { return entries[index].tags } }
        return nil
    }

    /// The stack not of this run whose mark one of these ARNs bears.
    func stack(of arns: [String]) -> String? { arns.lazy.compactMap { strangersByARN[$0] }.first }

    /// - Parameter stacks: nil: what all stacks' marks are on.
    static func call(stacks: [String]?, place: Place) -> APICall {
        var filter: Value = ["Key": .string(OwnTag.stack)]
        if let stacks { filter = filter.setting("Values", to: .array(stacks.map { .string($0) })) }
        return APICall(
            "resourcegroupstaggingapi", "GetResources", ["TagFilters": [filter], "ResourcesPerPage": 100],
            region: place.region)
    }

    /// - Parameter stacks: those of this run.
    mutating func take(_ pages: [Value], place: Place, stacks: [String]) {
        for page in pages {
            for mapping in page["ResourceTagMappingList"]?.array ?? [] {
                guard let arn = mapping["ResourceARN"]?.string else { continue }
                let entry = Entry(arn: arn, tags: TagForms.read(mapping["Tags"]), place: place)
                if let stack = entry.tags[OwnTag.stack], !stacks.contains(stack) {
                    if strangersByARN.updateValue(stack, forKey: arn) == nil { strangers.append(entry) }
                } else {
                    add(entry)
                }
            }
        }
    }
}
