import Declarations
import FoundationEssentials
import Resources
import Testing
import Values

/// One contract for every resource type, generated from its declaration and its case folder
/// (Tests/Golden/contract/README.md). `PLUMB_CONTRACT=AWS::ECS` limits it to types whose name begins so.
@Suite struct ContractTests {
    static let types: [String] = {
        let wanted = ProcessInfo.processInfo.environment["PLUMB_CONTRACT"] ?? ""
        return Registry.standard.types.map(\.name).filter { $0.hasPrefix(wanted) && ContractCase.exists($0) }
    }()

    @Test(arguments: types) func contract(_ type: String) async throws {
        let subject = try ContractCase(type)
        try await Emulator.lend { emulator in
            let began = ContinuousClock.now
            var contract = try Contract(subject, on: emulator)
            try await contract.prove()
            print(Self.line(subject, contract.proven, ContinuousClock.now - began))
        }
    }

    private static func line(_ subject: ContractCase, _ proven: Contract.Proven, _ time: Duration) -> String {
        func list(_ names: [String]) -> String { names.isEmpty ? "-" : names.joined(separator: " ") }
        return """
            CONTRACT \(subject.type) (\(time.formatted)): changed \(list(proven.updated)); replaced \(list(proven.replaced)); \
            dropped \(list(proven.dropped)); left to AWS \(list(proven.left)); drift seen \(list(proven.drifts)); \
            kept \(list(subject.keep.keys.sorted()))
            """
    }

    /// A case says of every property of its subject what becomes of it.
    @Test(arguments: types) func everyPropertyIsTried(_ type: String) throws {
        let subject = try ContractCase(type)
        let settable = Set(try #require(Registry.standard.schema(type)).settable)
        let changed = Set(subject.change.map(\.property))
        for name in subject.properties.keys {
            #expect(changed.contains(name) || subject.keep[name] != nil, "\(type): \(name) is neither changed nor kept")
        }
        for name in changed.union(subject.keep.keys).union(subject.drop ?? []) {
            #expect(settable.contains(name), "\(type) has no \(name)")
        }
        for (name, reason) in subject.keep { #expect(!reason.isEmpty, "\(type): \(name) is kept without a reason") }
    }
}

extension Duration {
    fileprivate var formatted: String {
        let tenths = Int(self / .milliseconds(100))
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
