internal import AWS
internal import Checks
internal import Declarations
internal import Diagnostics
internal import Plans
internal import Values

/// Asks AWS what will keep the plan's deletions from succeeding: one batched read for each kind of obstacle.
struct DeletionForecast {
    let doomed: [Doomed]
    /// The physical ids of what the plan changes.
    let changed: Set<String>
    let cache: ReadCache
    /// The checks of a stack; nil for a stack that the run does not know.
    let checks: (String) -> StackChecks?
    private(set) var findings = Findings()

    init(doomed: [Doomed], changed: Set<String>, cache: ReadCache, checks: @escaping (String) -> StackChecks?) {
        self.doomed = doomed
        self.changed = changed
        self.cache = cache
        self.checks = checks
    }

    mutating func forecast() async -> [CheckFinding] {
        let going = doomed.filter { $0.reason != .retained }
        let regions = Dictionary(grouping: going) { $0.live.place.region(of: $0.live.frame.type) }
        var found: [CheckFinding] = []
        for (region, group) in regions.sorted(by: { $0.key < $1.key }) {
            let deletions = group.map { deletion($0, region) }
            var reads: [String: [Value]] = [:]
            for rule in Rule.all {
                guard case .deletion(let forecast) = rule.basis else { continue }
                let concerned = deletions.filter { forecast.types.contains($0.type) }
                reads[rule.id] = await items(forecast, concerned, region)
            }
            let doings = Forecast.Doings(deletions: deletions, changed: changed)
            for deletion in deletions {
                let stack = Address.stack(of: deletion.address)
                found += checks(stack)?.findings(of: deletion, among: doings, reads: reads) ?? []
            }
        }
        return found.inOrder
    }

    private func deletion(_ one: Doomed, _ region: String) -> Deletion {
        Deletion(
            address: one.address, type: one.live.frame.type.name, physicalID: one.live.physicalID, item: one.live.item,
            properties: one.live.properties, region: region, span: one.span)
    }

    /// Each item once, though several reads find it.
    private mutating func items(_ forecast: Forecast, _ deletions: [Deletion], _ region: String) async -> [Value] {
        var items: [Value] = []
        var seen: Set<Value> = []
        for read in forecast.reads {
            for start in stride(from: 0, to: deletions.count, by: read.most) {
                guard let input = read.input(Array(deletions[start...].prefix(read.most))) else { continue }
                let parts = read.operation.operationParts
                let call = APICall(parts.service, parts.operation, input, region: region)
                do throws(AWSFailure) {
                    for item in try await cache.pages(call).flatMap({ $0[read.items]?.array ?? [] })
                    where seen.insert(item).inserted {
                        items.append(item)
                    }
                } catch {
                    findings.add(EngineDiagnostics.forecastFailed(error))
                }
            }
        }
        return items
    }
}
