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

    /// Items that others have put into lists and that their templates ask for no more: the others have been edited since
    /// they were last applied, or have left their template. By the address of the resource that holds the list.
    static func released(_ resources: DesiredResources, _ observation: Observation) -> [String: [ClaimedItem]] {
        var edited = observation.orphans
        for desired in resources.ordered where !desired.frame.type.claims.isEmpty {
            guard let live = observation.found[desired.address]?.first, let digest = live.tags[OwnTag.digest],
                digest != desired.digest
            else { continue }
            edited.append(live)
        }
        var released: [String: [ClaimedItem]] = [:]
        for live in edited {
            for claim in live.frame.type.claims {
                let items = texts(live.attribute(claim.value) ?? live.properties[claim.value]).map {
                    ClaimedItem(list: claim.list, member: claim.member, value: $0)
                }
                for other in resources.ordered where other.frame.type.name == claim.type {
                    released[other.address, default: []] += items
                }
            }
        }
        return released
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

    func claims(_ item: Value) -> Bool { (member.map { item[$0] } ?? item)?.scalarText == value }
}

extension Deciding {
    /// True when all that differs is that lists still hold what others, edited since, have put there.
    func isReleased(_ decision: Decision) -> Bool {
        let released = released[decision.desired.address] ?? []
        return !released.isEmpty && !decision.differences.isEmpty
            && decision.differences.allSatisfy { difference in
                let wanted = difference.after?.array ?? []
                let surplus = (difference.before?.array ?? []).filter { !wanted.contains($0) }
                return !surplus.isEmpty
                    && surplus.allSatisfy { item in
                        released.contains { $0.list == difference.property && $0.claims(item) }
                    }
            }
    }
}
