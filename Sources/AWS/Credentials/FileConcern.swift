#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// What there is to say against a file with settings.
public enum FileConcern: Sendable, Hashable {
    /// A device, a pipe or a socket: it is not read.
    case notAFile
    case tooLarge
    /// Its group or everybody may read it.
    case readableByOthers

    /// In bytes; the greatest of real files have some hundred profiles.
    static let limit = 4 << 20

    /// Nil when there is nothing to say, or no file.
    init?(of path: String) {
        var info = stat()
        guard stat(path, &info) == 0, info.st_mode & S_IFMT != S_IFDIR else { return nil }
        if info.st_mode & S_IFMT != S_IFREG {
            // /dev/null is how one says that there is none.
            guard path != "/dev/null" else { return nil }
            self = .notAFile
        } else if info.st_size > FileConcern.limit {
            self = .tooLarge
        } else if info.st_mode & 0o044 != 0 {
            self = .readableByOthers
        } else {
            return nil
        }
    }

    /// Why the file is not read; nil when it is.
    var words: String? {
        switch self {
        case .notAFile: "is a device, a pipe or a socket, not a file"
        case .tooLarge: "is larger than \(FileConcern.limit >> 20) MB"
        case .readableByOthers: nil
        }
    }
}
