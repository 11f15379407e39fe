import Glibc

/// Writes a file so that the old one stays until the new one is whole.
enum WholeFile {
    struct Failure: Error { var reason: String }

    /// - Parameter mode: permissions of the new file, which the process's mask limits further. What is neither there nor a
    ///   plain file (a pipe, a device) is written to as it is.
    static func write(_ bytes: [UInt8], to path: String, mode: mode_t) throws(Failure) {
        var status = stat()
        let isThere = stat(path, &status) == 0
        if isThere, status.st_mode & S_IFMT == S_IFDIR { throw Failure(reason: "it is a directory") }
        if isThere, status.st_mode & S_IFMT != S_IFREG {
            try fill(opened(path, 0), bytes, syncs: false)
            return
        }
        let temporary = "\(path).\(getpid()).tmp"
        do {
            try fill(open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode), bytes, syncs: true)
        } catch {
            if error.reason != String(cString: strerror(EEXIST)) { unlink(temporary) }
            throw error
        }
        guard rename(temporary, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(temporary)
            throw Failure(reason: reason)
        }
    }

    /// Opens a file to write to. A pipe needs somebody who reads it, soon: for a command that is started beside this one a
    /// few seconds are waited, and no more.
    static func opened(_ path: String, _ flags: Int32, _ mode: mode_t = 0) throws(Failure) -> Int32 {
        var tries = 0
        while true {
            let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK | flags, mode)
            if descriptor >= 0 {
                _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
                return descriptor
            }
            guard errno == ENXIO else { throw Failure(reason: String(cString: strerror(errno))) }
            tries += 1
            guard tries < 30 else { throw Failure(reason: "it is a pipe that nobody reads") }
            usleep(100_000)
        }
    }

    /// Adds to the end of a file, which is made where there is none.
    static func append(_ bytes: [UInt8], to path: String) throws(Failure) {
        try fill(opened(path, O_CREAT | O_APPEND, 0o666), bytes, syncs: false)
    }

    /// True when both paths lead to one file.
    static func isSame(_ one: String, _ other: String) -> Bool {
        var (first, second) = (stat(), stat())
        return stat(one, &first) == 0 && stat(other, &second) == 0 && first.st_dev == second.st_dev
            && first.st_ino == second.st_ino
    }

    /// True for a plain file that others than its owner may write to.
    static func isOpenToChange(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_mode & 0o022 != 0
    }

    /// Bytes of the file; 0 where there is none.
    static func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Writes all and closes.
    private static func fill(_ descriptor: Int32, _ bytes: [UInt8], syncs: Bool) throws(Failure) {
        guard descriptor >= 0 else { throw Failure(reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failure(reason: String(cString: strerror(errno))) }
            rest = rest.dropFirst(count)
        }
        guard !syncs || fsync(descriptor) == 0 else { throw Failure(reason: String(cString: strerror(errno))) }
    }
}
