internal import Glibc

/// The files of the machine.
public struct DiskFiles: FileLoader {
    public init() {}

    public func kind(of path: String) -> FileKind {
        var info = stat()
        guard stat(path, &info) == 0 else { return .missing }
        return info.st_mode & S_IFMT == S_IFDIR ? .directory : .file
    }

    public func read(_ path: String, limit: Int) throws(FileError) -> SourceFile {
        // What is no regular file may have no end, or nothing yet: opening a pipe would wait for its writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.error() }
        defer { close(descriptor) }
        var info = stat()
        guard fstat(descriptor, &info) == 0 else { throw Self.error() }
        guard info.st_mode & S_IFMT != S_IFDIR else { throw .isDirectory }
        guard info.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable(reason: "it is a device, a pipe or a socket, not a file")
        }
        guard info.st_size <= limit else { throw .tooLarge(size: Int(info.st_size), limit: limit) }
        // What lies in /proc has no size: what is read is counted too.
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw Self.error() }
            if count == 0 { break }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= limit else { throw .tooLarge(size: bytes.count, limit: limit) }
        }
        return SourceFile(path: path, bytes: bytes)
    }

    public func location(of path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    public func entries(of directory: String) throws(FileError) -> [String] {
        guard let stream = opendir(directory) else { throw Self.error() }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private static func error() -> FileError {
        switch errno {
        case ENOENT: .missing
        case EISDIR: .isDirectory
        case ENOTDIR: .notDirectory
        default: .unreadable(reason: String(cString: strerror(errno)))
        }
    }
}
