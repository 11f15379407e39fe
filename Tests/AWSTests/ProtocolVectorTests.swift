import Testing

@testable import AWS

/// The protocol cases that AWS publishes with botocore.
@Suite(.enabled(if: Vectors.isThere, "no vectors: set PLUMB_VECTORS"))
struct ProtocolVectorTests {
    @Test(arguments: ProtocolCase.all("input")) func request(_ test: ProtocolCase) throws {
        let differences = attempt { try test.requestDifferences() }
        check(differences, test, IgnoredCases.input)
    }

    @Test(arguments: ProtocolCase.all("output")) func answer(_ test: ProtocolCase) throws {
        let differences = attempt { try test.outputDifferences() }
        check(differences, test, IgnoredCases.output)
    }

    @Test func everyIgnoredCaseExists() {
        let input = Set(ProtocolCase.all("input").map(\.name)), output = Set(ProtocolCase.all("output").map(\.name))
        #expect(input.count > 300 && output.count > 300)
        #expect(Set(IgnoredCases.input.keys).subtracting(input).isEmpty)
        #expect(Set(IgnoredCases.output.keys).subtracting(output).isEmpty)
    }

    private func attempt(_ body: () throws -> [String]) -> [String] {
        do { return try body() } catch { return ["\(error)"] }
    }

    private func check(_ differences: [String], _ test: ProtocolCase, _ ignored: [String: String]) {
        if ignored[test.name] != nil {
            #expect(!differences.isEmpty, "\(test.name) passes now: take it off the list")
        } else {
            #expect(differences.isEmpty, "\(test.name)")
        }
    }
}
