import Diagnostics
import FoundationEssentials
import Language
import Testing

/// Broken variants of the marked templates: whatever the bytes, reading ends, with findings that have a place and a
/// remedy. `PLUMB_MUTATIONS` sets how many are tried; the seed is printed.
@Suite struct MutatedTemplates {
    @Test func everyVariantIsAnswered() throws {
        let count = Int(ProcessInfo.processInfo.environment["PLUMB_MUTATIONS"] ?? "") ?? 300
        let seed = UInt64(ProcessInfo.processInfo.environment["PLUMB_SEED"] ?? "") ?? UInt64.random(in: 0...999_999)
        print("MutatedTemplates: PLUMB_SEED=\(seed)")
        var random = Generator(state: seed)
        let sources = try MarkedTemplates.names.map { try MarkedTemplates.marked($0).file }
        for _ in 0..<count {
            var file = try #require(sources.randomElement(using: &random))
            for _ in 0...Int.random(in: 0...3, using: &random) { mutate(&file.bytes, sources, &random) }
            var inputs = Fixture.inputs
            inputs.isPartial = Bool.random(using: &random)
            for finding in Fixture.findings(file, inputs) {
                #expect(finding.span != nil, "\(finding)")
                #expect(finding.help?.isEmpty == false, "\(finding)")
            }
            _ = StackFile.parse(file)
        }
    }

    private func mutate(_ bytes: inout [UInt8], _ sources: [SourceFile], _ random: inout Generator) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 1...20, using: &random))
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.removeSubrange(place..<end)
        case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 3:
            let words = [
                "!Ref ", "!Sub ", "!If ", "Fn::ForEach::X", "{{resolve:ssm:a}}", "${", "&a ", "*a ", "null", "[", "}",
                ": ", "\n  ",
            ]
            bytes.insert(contentsOf: Array(words.randomElement(using: &random)!.utf8), at: place)
        case 4:
            let other = sources.randomElement(using: &random)!.bytes
            let from = Int.random(in: 0..<other.count, using: &random)
            bytes.insert(contentsOf: other[from..<min(other.count, from + 80)], at: place)
        default: bytes = Array(bytes[..<place])
        }
    }

    /// SplitMix64.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return word ^ (word >> 31)
        }
    }
}
