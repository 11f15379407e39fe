/// Files held in memory, by path. Directories exist where a path lies below them.
public struct MemoryFiles: FileLoader {
    public var files: [String: [UInt8]]

    public init(_ files: [String: String]) { self.files = files.mapValues { Array($0.utf8) } }

    public func kind(of path: String) -> FileKind {
        if files[path] != nil { return .file }
        return files.keys.contains { $0.hasPrefix(Self.directory(path)) } ? .directory : .missing
    }

    public func read(_ path: String, limit: Int) throws(FileError) -> SourceFile {
        guard let bytes = files[path] else {
            throw kind(of: path) == .directory ? .isDirectory : .missing
        }
        guard bytes.count <= limit else { throw .tooLarge(size: bytes.count, limit: limit) }
        return SourceFile(path: path, bytes: bytes)
    }

    public func location(of path: String) -> String? {
        let path = FilePath.normal(path)
        return kind(of: path) == .missing ? nil : path.hasPrefix("/") ? path : path == "." ? "/" : "/" + path
    }

    public func entries(of directory: String) throws(FileError) -> [String] {
        switch kind(of: directory) {
        case .file: throw .notDirectory
        case .missing: throw .missing
        case .directory: break
        }
        let prefix = Self.directory(directory)
        let names = files.keys.filter { $0.hasPrefix(prefix) }.compactMap {
            $0.dropFirst(prefix.count).split(separator: "/").first.map(String.init)
        }
        return Set(names).sorted()
    }

    private static func directory(_ path: String) -> String {
        path == "." || path.isEmpty ? "" : path.hasSuffix("/") ? path : path + "/"
    }
}
