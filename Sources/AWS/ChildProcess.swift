internal import Dispatch

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A command that is run to its end, with what it writes.
public enum ChildProcess {
    public enum Result: Sendable, Hashable {
        case ended(status: Int32, output: String, errors: String)
        case notStarted
        case timedOut(seconds: Int)
        case tooMuchOutput

        /// For messages.
        public var words: String {
            switch self {
            case .ended(let status, _, _): "ended with \(status)"
            case .notStarted: "could not be started"
            case .timedOut(let seconds): "did not end within \(seconds) s"
            case .tooMuchOutput: "wrote too much"
            }
        }
    }

    /// As long as the AWS SDK for Go waits for a credential process.
    public static let secondsAtMost = 60
    public static let bytesAtMost = 1 << 20

    /// Runs a command; its standard input is empty. It is killed after a minute.
    /// - Parameters:
    ///   - words: the program, by a path or by a name to look for in `PATH`, and its arguments.
    ///   - environment: all of it.
    static func run(
        _ words: [String], environment: [String: String], seconds: Int = secondsAtMost
    ) async -> Result {
        // Reading blocks, so it happens on a thread that nobody else needs.
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: runHere(words, environment: environment, seconds: seconds).result)
            }
        }
    }

    /// The same on the thread of the caller, which it blocks.
    /// - Returns: also what it has written, byte by byte.
    public static func runHere(
        _ words: [String], environment: [String: String], seconds: Int = secondsAtMost,
        bytesAtMost: Int = bytesAtMost
    ) -> (result: Result, output: [UInt8]) {
        guard let output = Pipe(), let errors = Pipe() else { return (.notStarted, []) }
        defer { for pipe in [output, errors] { pipe.close() } }
        guard let pid = start(words, environment, output.writing, errors.writing) else { return (.notStarted, []) }
        output.closeWriter()
        errors.closeWriter()
        var texts: [[UInt8]] = [[], []]
        let problem = read([output.reading, errors.reading], into: &texts, seconds, bytesAtMost)
        if problem != nil { kill(pid, SIGKILL) }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        if let problem { return (problem, []) }
        let signal = status & 0x7f
        let result = Result.ended(
            status: signal == 0 ? status >> 8 & 0xff : 128 + signal, output: String(decoding: texts[0], as: UTF8.self),
            errors: String(decoding: texts[1], as: UTF8.self))
        return (result, texts[0])
    }

    /// Nil when both streams have come to their ends.
    private static func read(
        _ descriptors: [Int32], into texts: inout [[UInt8]], _ seconds: Int, _ bytesAtMost: Int
    ) -> Result? {
        var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var chunk = [UInt8](repeating: 0, count: 65536)
        let deadline = ContinuousClock.now + .seconds(seconds)
        while polled.contains(where: { $0.fd >= 0 }) {
            let left = (deadline - ContinuousClock.now).components.seconds
            guard left >= 0, ContinuousClock.now < deadline else { return .timedOut(seconds: seconds) }
            _ = poll(&polled, nfds_t(polled.count), Int32(min(left + 1, 60)) * 1000)
            for index in polled.indices where polled[index].revents != 0 {
                let count = Glibc.read(polled[index].fd, &chunk, chunk.count)
                if count < 0, errno == EINTR { continue }
                // A descriptor below zero is left out by poll.
                if count <= 0 { polled[index].fd = -1 } else { texts[index] += chunk[..<count] }
                guard texts[index].count <= bytesAtMost else { return .tooMuchOutput }
            }
        }
        return nil
    }

    private static func start(
        _ words: [String], _ environment: [String: String], _ output: Int32, _ errors: Int32
    ) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, errors, 2)
        // What this process has open is none of the child's business, and would stay open as long as the child lives.
        for descriptor in Int32(3)..<1024 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Threads of this process block or ignore signals, which a child would inherit.
        var none = sigset_t(), all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let argv = words.map { strdup($0) } + [nil]
        let envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var pid: pid_t = 0
        return posix_spawnp(&pid, words[0], &actions, &attributes, argv, envp) == 0 ? pid : nil
    }

    /// Neither end is inherited.
    private final class Pipe {
        let reading: Int32
        let writing: Int32
        private var isWriterOpen = true

        init?() {
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else { return nil }
            for descriptor in ends { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
            (reading, writing) = (ends[0], ends[1])
        }

        func closeWriter() {
            if isWriterOpen { Glibc.close(writing) }
            isWriterOpen = false
        }

        func close() {
            closeWriter()
            Glibc.close(reading)
        }
    }
}
