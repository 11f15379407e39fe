import Diagnostics
import Engine
import FoundationEssentials
import Glibc
import Synchronization

/// The file that keeps what AWS tells once, such as the secret of an access key, where no resource of a stack takes it.
///
/// Only its owner may read it. It is written whole, in a directory that nobody else may change, and before the run goes
/// on: what is not in it was never handed over.
final class SecretFile: Sendable {
    private struct Content: Codable {
        struct Entry: Codable {
            var type: String
            var id: String
            var secrets: [String: String]
        }

        var format = SecretFile.format
        /// By address.
        var resources: [String: Entry] = [:]
    }

    private static let format = "plumb-secrets-1"
    private static let limit = 10_000_000

    private let path: String
    private let content: Mutex<Content>

    /// Reads what the file holds; one that is not there is only made for the first secret.
    init(_ path: String) throws(Diagnostic) {
        self.path = path
        content = Mutex(try Self.read(path))
    }

    /// What AWS calls the resources whose secrets it holds.
    var ids: Set<String> { content.withLock { Set($0.resources.values.map(\.id)) } }

    /// - Returns: why it could not be kept.
    func keep(_ told: ToldSecret) -> Diagnostic? {
        content.withLock { content in
            do throws(Diagnostic) {
                // Another run may have added to it, or somebody may have moved it away.
                var now = try Self.read(path)
                now.resources[told.address] = .init(type: told.type, id: told.physicalID, secrets: told.secrets)
                try Self.write(now, path)
                content = now
                return nil
            } catch {
                return error
            }
        }
    }

    private static func write(_ content: Content, _ path: String) throws(Diagnostic) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        do {
            try WholeFile.write(Array(try encoder.encode(content)) + [10], to: path, mode: 0o600)
        } catch {
            throw .secretFile(path, (error as? WholeFile.Failure)?.reason ?? "\(error)")
        }
    }

    private static func read(_ path: String) throws(Diagnostic) -> Content {
        try judgeDirectory(of: path)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return Content() }
            if errno == ELOOP { throw .secretFile(path, "it is a symbolic link") }
            throw .secretFile(path, String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .secretFile(path, String(cString: strerror(errno))) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .secretFile(path, "it is not a plain file") }
        guard status.st_uid == geteuid() else { throw .secretFile(path, "it is another user's") }
        guard status.st_nlink == 1 else { throw .secretFile(path, "it has other names as well (hard links)") }
        guard status.st_mode & 0o077 == 0 else {
            throw .secretFile(path, "others may read or change it", help: "Take that away: chmod 600 \(path)")
        }
        guard status.st_size <= limit else { throw .secretFile(path, "it is larger than \(limit) bytes") }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        guard count == bytes.count, let content = try? JSONDecoder().decode(Content.self, from: Data(bytes)),
            content.format == format
        else { throw .secretFile(path, "plumb has not made it, and does not write over it") }
        return content
    }

    private static func judgeDirectory(of path: String) throws(Diagnostic) {
        let directory = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        var status = stat()
        guard stat(directory, &status) == 0 else {
            throw .secretFile(path, "\(directory): \(String(cString: strerror(errno)))")
        }
        // Where all may write but only owners may rename, as in /tmp, nobody can put another file in its place.
        let isShared = status.st_mode & 0o022 != 0 && status.st_mode & S_ISVTX == 0
        guard !isShared, status.st_uid == geteuid() || status.st_uid == 0 else {
            throw .secretFile(path, "others may put another file in its place, since they may change \(directory)")
        }
    }
}
