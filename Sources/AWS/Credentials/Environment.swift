internal import FoundationEssentials

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The process's surroundings that AWS settings come from, as values.
public struct Environment: Sendable {
    public var variables: [String: String]
    /// A text file's content; nil when there is no such file or it cannot be read.
    public var readFile: @Sendable (_ path: String) -> String?
    /// What is wrong with a file that is there, or should be known of it.
    public var concern: @Sendable (_ path: String) -> FileConcern?
    /// Puts a text file, readable by its owner only, in the place of another; false when that could not be done.
    public var writeFile: @Sendable (_ path: String, _ text: String) -> Bool

    public init(
        variables: [String: String],
        writeFile: @escaping @Sendable (_ path: String, _ text: String) -> Bool = { _, _ in false },
        concern: @escaping @Sendable (_ path: String) -> FileConcern? = { _ in nil },
        readFile: @escaping @Sendable (_ path: String) -> String?
    ) {
        self.variables = variables
        self.readFile = readFile
        self.writeFile = writeFile
        self.concern = concern
    }

    /// The real ones, as they are now.
    public static var process: Environment { disk(ProcessInfo.processInfo.environment) }

    /// Given variables, and the files that are there.
    public static func disk(_ variables: [String: String]) -> Environment {
        Environment(
            variables: variables, writeFile: { replace($0, with: $1) }, concern: { FileConcern(of: $0) },
            readFile: { read($0) })
    }

    /// A variable that is set to something; an empty one counts as not set.
    func value(_ name: String) -> String? {
        guard let text = variables[name], !text.isEmpty else { return nil }
        return text
    }

    /// `~/x` in the user's home.
    func expanded(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/"), let home = value("HOME") ?? value("USERPROFILE") else { return path }
        return home + path.dropFirst()
    }

    private static func read(_ path: String) -> String? {
        // A pipe that nobody writes into would be waited for; a device may have no end.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var info = stat()
        guard fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= FileConcern.limit {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(contentsOf: chunk[..<count])
        }
        return nil
    }

    /// Writes beside the old file and renames, so that a reader sees the one or the other, whole.
    private static func replace(_ path: String, with text: String) -> Bool {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        // The mode of what mkstemp makes is 0600.
        var name = Array("\(path).XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        guard descriptor >= 0 else { return false }
        let bytes = Array(text.utf8)
        let isWritten = write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        close(descriptor)
        guard isWritten, rename(&name, path) == 0 else {
            unlink(&name)
            return false
        }
        return true
    }
}
