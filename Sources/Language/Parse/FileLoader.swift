/// Where files come from. `DiskFiles` reads the file system; `MemoryFiles` serves tests.
public protocol FileLoader: Sendable {
    func kind(of path: String) -> FileKind
    /// The whole file.
    /// - Parameter limit: the greatest size in bytes; a larger file is refused without being read.
    func read(_ path: String, limit: Int) throws(FileError) -> SourceFile
    /// Where the path leads, absolute and with every link followed; nil when there is nothing.
    func location(of path: String) -> String?
    /// The top of the git work tree that a directory lies in, as `location` writes it; nil when it lies in none.
    func workTree(around directory: String) -> String?
    /// The names (not paths) of a directory's entries, sorted.
    func entries(of directory: String) throws(FileError) -> [String]
}

extension FileLoader {
    /// The nearest directory that holds `.git`, which is a file in a work tree of its own.
    public func workTree(around directory: String) -> String? {
        guard var path = location(of: directory) else { return nil }
        while true {
            if kind(of: FilePath.join(path, ".git")) != .missing { return path }
            guard path != "/", !path.isEmpty else { return nil }
            path = FilePath.normal(path + "/..")
        }
    }
}

public enum FileKind: Sendable, Hashable {
    case file, directory, missing
}

/// Why a file could not be read.
public enum FileError: Error, Sendable, Hashable {
    case missing
    case isDirectory
    case notDirectory
    case tooLarge(size: Int, limit: Int)
    /// The system's own words, such as `Permission denied`.
    case unreadable(reason: String)
}
