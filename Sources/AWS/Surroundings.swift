/// What the client takes from outside: time, waiting and chance. Values, so that tests can give their own.
public struct Surroundings: Sendable {
    public var now: @Sendable () -> Timestamp
    /// Waits; throws when the task is cancelled.
    public var sleep: @Sendable (Duration) async throws -> Void
    /// A number in `0..<1`.
    public var random: @Sendable () -> Double
    /// A random (version 4) UUID in lower case.
    public var uuid: @Sendable () -> String

    public init(
        now: @escaping @Sendable () -> Timestamp, sleep: @escaping @Sendable (Duration) async throws -> Void,
        random: @escaping @Sendable () -> Double, uuid: @escaping @Sendable () -> String
    ) {
        self.now = now
        self.sleep = sleep
        self.random = random
        self.uuid = uuid
    }

    /// The machine's clock and random numbers.
    public static let system = Surroundings(
        now: { Timestamp.now }, sleep: { try await Task.sleep(for: $0) }, random: { Double.random(in: 0..<1) },
        uuid: { Surroundings.randomUUID() })

    private static func randomUUID() -> String {
        var bytes = (0..<16).map { _ in UInt8.random(in: 0...255) }
        bytes[6] = bytes[6] & 0x0f | 0x40
        bytes[8] = bytes[8] & 0x3f | 0x80
        let digits = Array("0123456789abcdef")
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append("-") }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return text
    }
}
