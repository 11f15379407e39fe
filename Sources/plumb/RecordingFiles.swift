import Language
import Synchronization
import Values

/// Passes reads on and keeps the digest of every file that was read.
final class RecordingFiles: FileLoader {
    private let files: any FileLoader
    private let read = Mutex<[String: String]>([:])

    init(_ files: any FileLoader) { self.files = files }

    /// SHA-256 by path.
    var digests: [String: String] { read.withLock { $0 } }

    func kind(of path: String) -> FileKind { files.kind(of: path) }

    func read(_ path: String, limit: Int) throws(FileError) -> SourceFile {
        let file = try files.read(path, limit: limit)
        let digest = Digest.sha256(file.bytes)
        read.withLock { $0[path] = digest }
        return file
    }

    func location(of path: String) -> String? { files.location(of: path) }

    func workTree(around directory: String) -> String? { files.workTree(around: directory) }

    func entries(of directory: String) throws(FileError) -> [String] { try files.entries(of: directory) }
}
