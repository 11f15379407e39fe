import Diagnostics
import FoundationEssentials
import Language
import Testing

/// Templates with markers where findings must land (Tests/Golden/language/README.md).
@Suite struct MarkedTemplates {
    static let directory = Fixture.root + "/Tests/Golden/language"
    static let names = ((try? DiskFiles().entries(of: directory)) ?? []).filter {
        $0.hasSuffix(".yaml") || $0.hasSuffix(".json")
    }

    @Test func theCasesAreThere() { #expect(Self.names.count > 15) }

    @Test(arguments: names) func findingsLandOnMarkers(_ name: String) throws {
        let (file, markers) = try Self.marked(name)
        let findings = Fixture.findings(file)
        let places = findings.map { "\($0.span?.description ?? "nowhere") \($0.code.rawValue)" }
        #expect(places.sorted() == markers.sorted())
        for finding in findings { #expect(finding.help?.isEmpty == false, "\(finding.code.rawValue) has no remedy") }
    }

    @Test func findingsReadAsExpected() throws {
        var text = ""
        for name in Self.names {
            for finding in Fixture.findings(try Self.marked(name).file) {
                text +=
                    "\(finding.span?.description ?? "nowhere"): \(finding.severity.rawValue): \(finding.code.rawValue): "
                text += finding.message + "\n"
                for related in finding.related { text += "    \(related.span): \(related.message)\n" }
                text += "    help: \(finding.help ?? "")\n"
            }
        }
        let path = Self.directory + "/expected.txt"
        let expected = (try? DiskFiles().read(path, limit: 1 << 20)).map { String(decoding: $0.bytes, as: UTF8.self) }
        guard expected != text else { return }
        if ProcessInfo.processInfo.environment["PLUMB_ACCEPT"] == "1" {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            Issue.record("expected.txt was rewritten: read the difference")
        } else {
            let new = Set(text.split(separator: "\n")), old = Set((expected ?? "").split(separator: "\n"))
            Issue.record("expected.txt differs; new: \(new.subtracting(old)), gone: \(old.subtracting(new))")
        }
    }

    /// The file without its markers, and what they announce as `path:line:column code`.
    static func marked(_ name: String) throws -> (file: SourceFile, markers: [String]) {
        let bytes = try DiskFiles().read(directory + "/" + name, limit: 1 << 20).bytes
        var lines: [String] = []
        var markers: [String] = []
        for (index, line) in String(decoding: bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false
        ).enumerated() {
            var plain = ""
            var rest = line[...]
            while let open = rest.firstIndex(of: "⟦"), let close = rest[open...].firstIndex(of: "⟧") {
                plain += rest[..<open]
                markers.append("\(name):\(index + 1):\(plain.utf8.count + 1) \(rest[rest.index(after: open)..<close])")
                rest = rest[rest.index(after: close)...]
            }
            lines.append(plain + rest)
        }
        return (SourceFile(path: name, text: lines.joined(separator: "\n")), markers)
    }
}
