internal import Declarations
internal import Values

/// Which items in lists of one resource belong to another.
enum Claims {
    /// By the address of the resource that holds the list.
    static func of(_ resources: DesiredResources, _ observation: Observation) -> [String: [ClaimedItem]] {
        var claims: [String: [ClaimedItem]] = [:]
        for desired in resources.ordered {
            guard let live = observation.found[desired.address]?.first else { continue }
            // What a template does not write on this side is the other side's own business.
            for claim in desired.frame.type.claims where desired.mentioned.contains(claim.through) {
                let names = texts(live.attribute(claim.through) ?? live.properties[claim.through])
                let values = texts(live.attribute(claim.value) ?? live.properties[claim.value])
                guard !names.isEmpty else { continue }
                for other in resources.ordered where other.frame.type.name == claim.type {
                    guard let target = observation.found[other.address]?.first,
                        names.contains(target.physicalID) || !target.arns.allSatisfy({ !names.contains($0) })
                            || nameOf(target).map(names.contains) ?? false
                    else { continue }
                    claims[other.address, default: []] += values.map {
                        ClaimedItem(list: claim.list, member: claim.member, value: $0)
                    }
                }
            }
        }
        return claims
    }

    private static func texts(_ value: Value?) -> [String] {
        guard let value else { return [] }
        return value.array?.compactMap(\.scalarText) ?? value.scalarText.map { [$0] } ?? []
    }

    private static func nameOf(_ live: Live) -> String? {
        guard case .named(let property, _) = live.frame.type.identity else { return nil }
        return live.properties[property]?.scalarText
    }
}

/// An item in a list of one resource that another has put there.
struct ClaimedItem: Sendable, Hashable {
    var list: String
    var member: String?
    var value: String
}
