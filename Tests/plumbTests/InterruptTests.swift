import Glibc
import Synchronization
import Testing

@testable import plumb

@Suite(.serialized) struct InterruptTests {
    @Test func theFirstStopsAndTheSecondCancels() async throws {
        let log = Log()
        let interrupts = Interrupts(first: { log.add("stop") }, second: { log.add("cancel") })
        defer { interrupts.end() }
        for (number, expected) in [["stop"], ["stop", "cancel"], ["stop", "cancel", "cancel"]].enumerated() {
            kill(getpid(), number == 1 ? SIGTERM : SIGINT)
            for _ in 0..<6000 where log.all.count < expected.count { try await Task.sleep(for: .milliseconds(10)) }
            #expect(log.all == expected)
        }
    }

    private final class Log: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }
}
