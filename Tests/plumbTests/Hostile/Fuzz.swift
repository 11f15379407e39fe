import FoundationEssentials
import Testing

/// Makes broken input out of good input, the same for the same seed, and tries it until its time is up.
///
/// `PLUMB_FUZZ_SECONDS` sets how long each kind of input is tried (1 s), `PLUMB_SEED` where it begins: a number (1), or
/// `random`. The seed is printed before the first input, so that a crash can be had again.
struct Fuzz: RandomNumberGenerator {
    private var state: UInt64
    private let name: String
    private let seed: UInt64

    /// No input may take longer, on a machine that does other things too.
    private static let patience = Duration.seconds(60)

    init(_ name: String) {
        let variables = ProcessInfo.processInfo.environment
        seed = variables["PLUMB_SEED"].flatMap { UInt64($0) ?? .random(in: 0...999_999) } ?? 1
        self.name = name
        state = seed
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// Tries mutations of the good inputs; each comes with the index of the input that it was made of.
    /// - Parameter words: what means something in the format.
    mutating func run(
        _ good: [[UInt8]], words: [String], _ body: (inout Fuzz, Int, [UInt8]) async throws -> Void
    ) async throws {
        let seconds = Double(ProcessInfo.processInfo.environment["PLUMB_FUZZ_SECONDS"] ?? "") ?? 1
        print("fuzz \(name): PLUMB_SEED=\(seed)")
        for index in good.indices { try await body(&self, index, good[index]) }
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        var count = 0
        while clock.now < end || count < 50 {
            let index = Int.random(in: 0..<good.count, using: &self)
            let bytes = mutated(good[index], good, words)
            // Other tests want their turn, and an input that waits for its own would be taken for a slow one.
            await Task.yield()
            let began = clock.now
            try await body(&self, index, bytes)
            count += 1
            let took = clock.now - began
            if took > Self.patience {
                let path = "\(FileManager.default.temporaryDirectory.path)/plumb-fuzz-\(seed)-\(count)"
                try Data(bytes).write(to: URL(filePath: path))
                Issue.record("\(name), seed \(seed): \(path) took \(took)")
            }
        }
        print("fuzz \(name): \(count) inputs")
        #expect(count >= 50)
    }

    mutating func mutated(_ good: [UInt8], _ others: [[UInt8]], _ words: [String]) -> [UInt8] {
        var bytes = good
        for _ in 0...Int.random(in: 0...4, using: &self) { change(&bytes, others, words) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8], _ others: [[UInt8]], _ words: [String]) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &self)
        let end = min(bytes.count, place + Int.random(in: 1...30, using: &self))
        switch Int.random(in: 0..<9, using: &self) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &self)
        case 1: bytes.removeSubrange(place..<end)
        case 2:
            // A stretch again and again: depth and length.
            let piece = Array(bytes[place..<end])
            let times = Int.random(in: 1...3, using: &self) < 3 ? 1 : Int.random(in: 2...400, using: &self)
            bytes.insert(contentsOf: repeatElement(piece, count: times).joined(), at: place)
        case 3, 4: bytes.insert(contentsOf: Array((words.randomElement(using: &self) ?? "").utf8), at: place)
        case 5:
            let other = others.randomElement(using: &self) ?? []
            guard !other.isEmpty else { return }
            let from = Int.random(in: 0..<other.count, using: &self)
            bytes.insert(contentsOf: other[from..<min(other.count, from + 80)], at: place)
        case 6:
            let everywhere = [
                "\u{0}", "\u{1b}[2J", "\u{202e}", "\u{feff}", "\r\n", "999999999999999999999999", "-1", "1e400", "0x10",
                "\u{10ffff}", "é", "\n::error::x\n", "NaN", "true", "2026-13-45T99:99:99Z", "\u{2028}",
            ]
            bytes.insert(contentsOf: Array((everywhere.randomElement(using: &self) ?? "").utf8), at: place)
        case 7:
            bytes.insert(
                contentsOf: [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80]]
                    .randomElement(using: &self) ?? [], at: place)
        default: bytes = Array(bytes[..<place])
        }
    }
}
