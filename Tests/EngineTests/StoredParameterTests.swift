import Testing

@testable import Engine

@Suite struct StoredParameterTests {
    /// Ten at a time, and versions of one parameter in calls of their own.
    @Test func batches() {
        let many = (1...11).map { "/n\($0)" }
        #expect(StoredParameters.batches(many).map(\.count) == [10, 1])
        #expect(StoredParameters.batches(["/a", "/b", "/a"]) == [["/a", "/b"]])
        #expect(StoredParameters.batches(["/a", "/a:1", "/b", "/a:2"]) == [["/a", "/b"], ["/a:1"], ["/a:2"]])
    }
}
