import Glibc
import Testing

/// The built program, run as users run it: arguments in, exit code and both streams out.
struct Program {
    var status: Int32
    var out: String
    var err: String

    /// Runs it to its end, with an empty stdin and only the given environment.
    /// - Parameter output: A file that stdout goes to; nil: into the answer.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], output: String? = nil
    ) throws -> Program {
        let path = try #require(binary)
        var out: [Int32] = [0, 0], err: [Int32] = [0, 0]
        try #require(pipe(&out) == 0 && pipe(&err) == 0)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        if let output {
            posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY, 0)
        } else {
            posix_spawn_file_actions_adddup2(&actions, out[1], 1)
        }
        posix_spawn_file_actions_adddup2(&actions, err[1], 2)
        for descriptor in out + err { posix_spawn_file_actions_addclose(&actions, descriptor) }
        let argv = ([path] + arguments).map { strdup($0) } + [nil]
        // No test asks the machine that it runs on for credentials.
        let own = ["HOME": "/nonexistent", "AWS_EC2_METADATA_DISABLED": "true"]
        let variables = environment.merging(own) { given, _ in given }
        let envp = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var pid: pid_t = 0
        let failure = posix_spawn(&pid, path, &actions, nil, argv, envp)
        close(out[1])
        close(err[1])
        try #require(failure == 0, "\(path) could not be started")
        // What it writes to stderr here is far less than a pipe holds, so the streams can be read one after the other.
        let texts = (text(of: out[0]), text(of: err[0]))
        var status: Int32 = 0
        while waitpid(pid, &status, 0) == -1 && errno == EINTR {}
        return Program(status: status >> 8 & 0xff, out: texts.0, err: texts.1)
    }

    /// It stands beside the tests' own program.
    static var binary: String? {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        guard count > 0 else { return nil }
        let own = String(decoding: buffer[..<count], as: UTF8.self)
        return own.prefix(through: own.lastIndex(of: "/") ?? own.startIndex) + "plumb"
    }

    private static func text(of descriptor: Int32) -> String {
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(contentsOf: chunk[..<count])
        }
    }
}
