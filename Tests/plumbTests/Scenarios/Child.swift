import Glibc
import Testing

/// A program that runs beside the tests for seconds: nobody is blocked while it does.
struct Child: Sendable {
    var status: Int32
    var out: String
    var err: String

    /// Runs a program to its end.
    /// - Parameters:
    ///   - environment: all of it.
    ///   - input: the path of the file that is its standard input.
    ///   - seconds: after which it is killed.
    static func run(
        _ path: String, _ arguments: [String], environment: [String: String], input: String = "/dev/null",
        atMost seconds: Int = 180
    ) async throws -> Child {
        try await Running(path, arguments, environment: environment, input: input).end(atMost: seconds)
    }

    /// A child that has been started.
    final class Running: Sendable {
        let pid: pid_t
        private let out: Capture
        private let err: Capture

        init(_ path: String, _ arguments: [String], environment: [String: String], input: String = "/dev/null") throws {
            out = try Capture()
            err = try Capture()
            var actions = posix_spawn_file_actions_t()
            posix_spawn_file_actions_init(&actions)
            defer { posix_spawn_file_actions_destroy(&actions) }
            posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
            posix_spawn_file_actions_adddup2(&actions, out.descriptor, 1)
            posix_spawn_file_actions_adddup2(&actions, err.descriptor, 2)
            // Pipes that other tests open at this moment would stay open as long as the child lives.
            for descriptor in Int32(3)..<512 { posix_spawn_file_actions_addclose(&actions, descriptor) }
            let argv = ([path] + arguments).map { strdup($0) } + [nil]
            let envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
            defer { for pointer in argv + envp { free(pointer) } }
            var pid: pid_t = 0
            let failure = posix_spawn(&pid, path, &actions, nil, argv, envp)
            self.pid = pid
            try #require(failure == 0, "\(path) could not be started")
        }

        /// Waits until it has written this to its standard error, and for a minute at the most.
        func says(_ text: String) async throws {
            for _ in 0..<3000 where try !err.text().contains(text) { try await Task.sleep(for: .milliseconds(20)) }
            try #require(try err.text().contains(text))
        }

        /// Waits for its end, and for three minutes at the most. A child that a signal has ended has status -1.
        func end(atMost seconds: Int = 180) async throws -> Child {
            var status: Int32 = 0
            let deadline = ContinuousClock.now + .seconds(seconds)
            while waitpid(pid, &status, WNOHANG) != pid {
                try? await Task.sleep(for: .milliseconds(20))
                if ContinuousClock.now > deadline { kill(pid, SIGKILL) }
            }
            let code = status & 0x7f == 0 ? status >> 8 & 0xff : -1
            return Child(status: code, out: try out.text(), err: try err.text())
        }
    }
}

/// A file without a name that takes what a child writes, however much that is.
private struct Capture: ~Copyable {
    let descriptor: Int32

    init() throws {
        var path = Array("/tmp/plumb-output-XXXXXX".utf8CString)
        descriptor = mkstemp(&path)
        try #require(descriptor >= 0, "no temporary file")
        unlink(path)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    func text() throws -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = pread(descriptor, &chunk, chunk.count, off_t(bytes.count))
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    deinit { close(descriptor) }
}
