import FoundationEssentials
import Testing

@Suite struct GoldenTests {
    @Test func acceptingWritesAndStillFails() throws {
        let root = FileManager.default.temporaryDirectory.path() + "/plumb-golden-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: root) }
        let checking = Golden("area/case", root: root, accepts: false)
        let accepting = Golden("area/case", root: root, accepts: true)

        #expect(try checking.verdict("a\n", "text") == .missing)
        #expect(try checking.verdict("a\n", "text") == .missing, "checking alone writes nothing")
        #expect(try accepting.verdict("a\n", "text") == .missing, "what is accepted fails once")
        #expect(try checking.verdict("a\n", "text") == .same)
        #expect(try accepting.verdict("b\n", "text") == .differs(expected: "a\n"))
        #expect(try checking.verdict("b\n", "text") == .same)
    }
}
