import AWS
import Declarations
import FoundationEssentials
import Resources
import Testing
import Values

/// One contract for every resource type, generated from its declaration and its case folder
/// (Tests/Golden/contract/README.md). `PLUMB_CONTRACT=AWS::ECS` limits it to types whose name begins so, or
/// in one of several ways, with commas between them.
@Suite struct ContractTests {
    static let names: [String] = {
        let wanted = (ProcessInfo.processInfo.environment["PLUMB_CONTRACT"] ?? "").replacing("::", with: "-")
        return ContractCase.names.filter { name in
            wanted.split(separator: ",", omittingEmptySubsequences: false).contains { name.hasPrefix($0) }
        }
    }()

    @Test(arguments: names) func contract(_ name: String) async throws {
        let subject = try ContractCase(name)
        try await Emulator.lend { emulator in
            let began = ContinuousClock.now
            var contract = try Contract(subject, on: emulator)
            do { try await contract.prove() } catch { Issue.record("\(name): \(error)") }
            let calls = contract.client.statistics.totalCalls
            print(Self.line(subject, contract.proven, ContinuousClock.now - began, calls))
        }
    }

    /// No type is registered without having been tried, and no case is of a type that there is not.
    @Test func everyTypeHasACase() {
        let tried = Set(ContractCase.names.map { ContractCase.type(of: $0) })
        let registered = Set(Registry.standard.types.map(\.name))
        #expect(registered.subtracting(tried) == [], "types without a folder in Tests/Golden/contract")
        #expect(tried.subtracting(registered) == [], "folders in Tests/Golden/contract of no type")
    }

    private static func line(_ subject: ContractCase, _ proven: Contract.Proven, _ time: Duration, _ calls: Int)
        -> String
    {
        func list(_ names: [String]) -> String { names.isEmpty ? "-" : names.joined(separator: " ") }
        return """
            CONTRACT \(subject.name) (\(time.formatted), \(calls) calls): changed \(list(proven.updated)); replaced \(list(proven.replaced)); \
            refused \(list(proven.refused)); \
            dropped \(list(proven.dropped)); left to AWS \(list(proven.left)); drift seen \(list(proven.drifts)); \
            kept \(list(subject.keep.keys.sorted()))
            """
    }

    /// A case says of every property of its subject what becomes of it.
    @Test(arguments: names) func everyPropertyIsTried(_ name: String) throws {
        let subject = try ContractCase(name)
        let settable = Set(try #require(Registry.standard.schema(subject.type)).settable)
        let changed = Set(subject.change.map(\.property))
        for property in subject.properties.keys {
            #expect(
                changed.contains(property) || subject.keep[property] != nil,
                "\(name): \(property) is neither changed nor kept")
        }
        for property in changed.union(subject.keep.keys).union(subject.drop ?? []) {
            #expect(settable.contains(property), "\(name): the type has no \(property)")
        }
        for (property, reason) in subject.keep {
            #expect(!reason.isEmpty, "\(name): \(property) is kept without a reason")
        }
    }
}

extension Duration {
    fileprivate var formatted: String {
        let tenths = Int(self / .milliseconds(100))
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
