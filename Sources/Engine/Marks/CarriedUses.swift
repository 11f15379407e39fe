internal import Declarations
internal import Values

/// What keeps what from going among resources whose marks others carry; made once for all that has to go.
struct CarriedUses {
    private let doomed: [Doomed]
    private let positions: [String: [Int]]
    /// Those with marks, by the address of the carrier.
    private var byCarrier: [String: [Int]] = [:]
    /// Those whose marks refer to an address.
    private var byReference: [String: [Int]] = [:]
    /// Those that mention a text; only filled where somebody asks.
    private var byText: [String: [Int]] = [:]

    init(_ doomed: [Doomed]) {
        self.doomed = doomed
        positions = Dictionary(grouping: doomed.indices, by: { doomed[$0].live.physicalID })
        var asked: Set<String> = []
        for (position, one) in doomed.enumerated() where !one.live.carried.isEmpty {
            for carrier in Set(one.live.carried.map(\.carrier)) { byCarrier[carrier, default: []].append(position) }
            let references = one.live.carried.reduce(into: Set<String>()) { $0.formUnion($1.references) }
            for address in references { byReference[address, default: []].append(position) }
            asked.formUnion(Self.completed(one))
        }
        guard !asked.isEmpty else { return }
        for (position, one) in doomed.enumerated() {
            for text in asked.intersection(one.live.properties.texts) { byText[text, default: []].append(position) }
        }
    }

    /// What a resource is of use for only as long as it is there.
    private static func completed(_ one: Doomed) -> [String] {
        one.live.frame.type.completes.flatMap { one.live.properties[$0]?.texts ?? [] }
    }

    /// The ids of those that have to be gone before a resource goes: those whose mark it carries, those whose mark
    /// refers to it, and those that use what it completes.
    func awaited(by one: Doomed) -> Set<String> {
        var found: Set<String> = []
        for other in (byCarrier[one.address] ?? []).map({ doomed[$0] })
        where other.live.carried.contains(where: {
            $0.carrier == one.address && $0.carrierID == one.live.physicalID
        }) {
            found.insert(other.id)
        }
        for position in byReference[one.address] ?? [] { found.insert(doomed[position].id) }
        if !one.live.carried.isEmpty {
            let completed = Self.completed(one)
            for other in completed.flatMap({ byText[$0] ?? [] }).map({ doomed[$0] })
            where !completed.contains(other.live.physicalID) && other.live.frame.type.name != one.live.frame.type.name {
                found.insert(other.id)
            }
        }
        found.remove(one.id)
        return found
    }

    /// Those whose mark a carrier has, in order.
    func children(of carrier: String) -> [Doomed] { (byCarrier[carrier] ?? []).map { doomed[$0] } }

    func isDoomed(_ live: Live) -> Bool {
        (positions[live.physicalID] ?? []).contains { doomed[$0].live.isSame(as: live) }
    }
}
