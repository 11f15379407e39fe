import AWS
import Testing
import Values

@Suite(.timeLimit(.minutes(30))) struct EmulatorTests {
    @Test func eachLoanIsEmpty() async throws {
        for _ in 0..<2 {
            try await Emulator.lend { emulator in
                let client = emulator.client()
                #expect(try await client.collected(APICall("ecr", "DescribeRepositories"))["repositories"] == [])
                _ = try await client.send(APICall("ecr", "CreateRepository", ["repositoryName": "one"]))
                #expect(try await emulator.mutatingCalls() == ["ecr:CreateRepository"])
                try await emulator.clearCalls()
                #expect(try await emulator.mutatingCalls() == [])
            }
        }
    }
}
