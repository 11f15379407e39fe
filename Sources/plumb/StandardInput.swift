import Glibc
import Language
import Synchronization
import Values

/// Standard input as a file of parameters (`--parameters-file -`), by which secrets come without a file on the disk and
/// without the list of processes.
///
/// It is read once, and never from a terminal: there approval is asked for.
final class StandardInput: Sendable {
    static let path = "-"

    private let descriptor: Int32
    private let bytes = Mutex<[UInt8]?>(nil)

    init(_ descriptor: Int32 = STDIN_FILENO) { self.descriptor = descriptor }

    fileprivate func read(limit: Int) throws(FileError) -> SourceFile {
        guard isatty(descriptor) == 0 else {
            throw .unreadable(reason: "standard input is a terminal, on which plumb asks for approval; pipe it in")
        }
        let result = bytes.withLock { bytes -> Swift.Result<[UInt8], FileError> in
            if let bytes { return .success(bytes) }
            let read = Self.all(of: descriptor, limit: limit)
            if case .success(let all) = read { bytes = all }
            return read
        }
        return SourceFile(path: Self.path, bytes: try result.get())
    }

    private static func all(of descriptor: Int32, limit: Int) -> Swift.Result<[UInt8], FileError> {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { return .failure(.unreadable(reason: String(cString: strerror(errno)))) }
            if count == 0 { return .success(bytes) }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= limit else { return .failure(.tooLarge(size: bytes.count, limit: limit)) }
        }
    }
}

/// Files, with standard input under the name `-`.
struct InputFiles: FileLoader {
    let files: any FileLoader
    let input: StandardInput

    func read(_ path: String, limit: Int) throws(FileError) -> SourceFile {
        path == StandardInput.path ? try input.read(limit: limit) : try files.read(path, limit: limit)
    }

    func kind(of path: String) -> FileKind { files.kind(of: path) }

    func location(of path: String) -> String? { files.location(of: path) }

    func workTree(around directory: String) -> String? { files.workTree(around: directory) }

    func entries(of directory: String) throws(FileError) -> [String] { try files.entries(of: directory) }
}
