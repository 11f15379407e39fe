import Language
import Synchronization

/// The lines of the files that findings point into, each file read once.
final class SourceLines: Sendable {
    private let files: any FileLoader
    private let known = Mutex<[String: [String]?]>([:])

    init(_ files: any FileLoader = DiskFiles()) { self.files = files }

    /// Nil for a file that cannot be read.
    func lines(of path: String) -> [String]? {
        known.withLock { known in
            if let lines = known[path] { return lines }
            // The limit of templates: what was refused for its size is not shown either.
            let file = try? files.read(path, limit: 1 << 20)
            let lines = file.map { file in
                file.bytes.split(separator: 10, omittingEmptySubsequences: false).map { line in
                    String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)
                }
            }
            known[path] = .some(lines)
            return lines
        }
    }
}
