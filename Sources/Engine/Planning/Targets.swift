internal import Declarations

/// Which addresses a run is limited to.
struct Targets: Sendable {
    /// Nil: all.
    private let addresses: Set<String>?
    /// Names that are no resource's.
    let unknown: [String]
    /// What could have been named, sorted.
    let known: [String]

    /// - Parameters:
    ///   - names: addresses or logical ids.
    ///   - orphans: addresses of what no template names any more.
    ///   - withUsers: true when they are to go, and with them what needs them; false: what they need is included.
    init(_ names: [String], _ resources: DesiredResources, orphans: [String] = [], withUsers: Bool = false) {
        known = Set(resources.ordered.filter(\.isSelected).map(\.address) + orphans).sorted()
        func matches(_ address: String, _ name: String) -> Bool {
            address == name || address.drop { $0 != "/" }.dropFirst() == name
        }
        let all = known
        unknown = names.filter { name in !all.contains { matches($0, name) } }
        guard !names.isEmpty else {
            addresses = nil
            return
        }
        let users = withUsers ? resources.ordering.reversed : [:]
        var found: Set<String> = []
        var stack = all.filter { address in names.contains { matches(address, $0) } }
        while let address = stack.popLast() {
            guard found.insert(address).inserted else { continue }
            stack.append(
                contentsOf: (withUsers ? users[address] : resources.byAddress[address]?.dependencies)?.sorted() ?? [])
        }
        addresses = found
    }

    func includes(_ address: String) -> Bool { addresses?.contains(address) ?? true }
}
