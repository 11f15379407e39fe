internal import AWS
internal import Values

/// Reads the SSM parameters that templates name.
///
/// Names are as templates write them: `/name`, an ARN, or either with a version behind it: `/name:3`.
struct StoredParameters {
    let cache: ReadCache
    let region: String

    struct Answer {
        /// By the name that was asked for; without those that are not there.
        var values: [String: Value] = [:]
        /// Those that are encrypted. Their values are not asked for in the clear.
        var secure: Set<String> = []
    }

    /// Source: Systems Manager API reference, GetParameters: ten names at the most; of a version that was asked for
    /// `Name` is the plain name and `Selector` the version with its colon.
    private static let most = 10

    func read(_ names: [String]) async throws(AWSFailure) -> Answer {
        var answer = Answer()
        for batch in Self.batches(names) {
            let call = APICall(
                "ssm", "GetParameters", ["Names": .array(batch.map { .string($0) })], region: region)
            for page in try await cache.pages(call) {
                for parameter in page["Parameters"]?.array ?? [] {
                    let selector = parameter["Selector"]?.string ?? ""
                    let called = ["Name", "ARN"].compactMap { parameter[$0]?.string.map { $0 + selector } }
                    guard let value = parameter["Value"], let name = called.first(where: { batch.contains($0) }) else {
                        continue
                    }
                    if parameter["Type"] == "SecureString" {
                        answer.secure.insert(name)
                    } else {
                        answer.values[name] = value
                    }
                }
            }
        }
        return answer
    }

    /// Each name once, and no parameter twice in one call: versions of one are asked for apart.
    static func batches(_ names: [String]) -> [[String]] {
        var batches: [[String]] = []
        var seen: Set<String> = []
        for name in names where seen.insert(name).inserted {
            let fitting = batches.firstIndex { batch in
                batch.count < most && !batch.contains { plain($0) == plain(name) }
            }
            if let fitting { batches[fitting].append(name) } else { batches.append([name]) }
        }
        return batches
    }

    /// The name without a version.
    private static func plain(_ name: String) -> Substring {
        guard let colon = name.lastIndex(of: ":"), Int(name[name.index(after: colon)...]) != nil else {
            return name[...]
        }
        return name[..<colon]
    }
}
