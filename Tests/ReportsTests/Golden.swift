import FoundationEssentials
import Testing

/// Expected texts in `Tests/Golden/<area>/<case>/`. With `PLUMB_ACCEPT=1` a text that differs is written there, and the
/// test fails all the same: what was accepted is to be read.
struct Golden {
    enum Verdict: Equatable {
        case same
        /// Nothing is expected yet.
        case missing
        case differs(expected: String)
    }

    var directory: String
    var accepts: Bool

    init(_ path: String, root: String = Golden.root, accepts: Bool = Golden.accepts) {
        directory = root + "/" + path
        self.accepts = accepts
    }

    static let accepts = ProcessInfo.processInfo.environment["PLUMB_ACCEPT"] == "1"

    static var root: String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path() + "Golden"
    }

    /// Compares, and writes when told to accept.
    func verdict(_ text: String, _ file: String) throws -> Verdict {
        let path = directory + "/" + file
        let expected = try? String(contentsOf: URL(filePath: path), encoding: .utf8)
        if expected == text { return .same }
        if accepts {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: path))
        }
        return expected.map { .differs(expected: $0) } ?? .missing
    }

    func check(_ text: String, _ file: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let verdict = try verdict(text, file)
        #expect(verdict == .same, "\(directory)/\(file) is not\n\(text)", sourceLocation: sourceLocation)
    }
}
