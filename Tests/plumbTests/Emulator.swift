import AWS
import FoundationEssentials
import Glibc
import Synchronization
import Testing
import Transport
import Values

/// An emulated AWS of one's own, on the loopback address: nobody else uses it while a test holds it.
struct Emulator: Sendable {
    /// `http://127.0.0.1:PORT`.
    let url: String
    fileprivate let transport: CurlTransport

    /// The top of the package.
    static let packageRoot: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return parts.joined(separator: "/")
    }()

    /// Lends an empty emulator. Some are started on first use and serve the whole test run; with all of them lent, this
    /// waits. The time spent waiting counts for a test's time limit.
    static func lend<Result: Sendable>(
        _ body: @Sendable (Emulator) async throws -> Result
    ) async throws -> Result {
        let emulator = try await EmulatorPool.shared.take()
        do {
            _ = try await emulator.control("POST", "reset")
            let result = try await body(emulator)
            await EmulatorPool.shared.give(emulator)
            return result
        } catch {
            await EmulatorPool.shared.give(emulator)
            throw error
        }
    }

    /// A client whose calls all go here.
    func client(
        retry: RetryPolicy = RetryPolicy(), surroundings: Surroundings = .impatient,
        observer: (@Sendable (CallEvent) -> Void)? = nil
    ) -> Client {
        Client(
            region: "us-east-1",
            credentials: StaticCredentials(Credentials(accessKeyID: "test", secretAccessKey: "test", source: "test")),
            transport: transport,
            options: ClientOptions(
                endpoints: EndpointOptions(url: url), retry: retry, surroundings: surroundings, observer: observer))
    }

    /// The environment with which the program itself comes here.
    var environment: [String: String] {
        [
            "AWS_ENDPOINT_URL": url, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "us-east-1",
        ]
    }

    // MARK: - Control

    /// One call of the control interface (`/_plumb/…`, see Tests/Support/README.md).
    /// - Parameter path: `faults`, `calls?since=3`, …
    @discardableResult
    func control(_ method: String, _ path: String, _ body: Value? = nil) async throws -> Value {
        let answer = try await transport.send(
            HTTPRequest(
                method: method, url: "\(url)/_plumb/\(path)",
                headers: ["Content-Type": "application/json"], body: Array((body?.json ?? "").utf8)))
        let text = String(decoding: answer.body, as: UTF8.self)
        guard answer.status == 200 else { throw EmulatorError("\(method) \(path) answers \(answer.status): \(text)") }
        return try Value(json: text)
    }

    /// The calls that changed something since the log was last cleared, as `service:Action`, in their order.
    func mutatingCalls() async throws -> [String] {
        let log = try await control("GET", "calls")
        return (log["calls"]?.array ?? []).filter { $0["mutating"] == true }.map {
            "\($0["service"]?.string ?? "?"):\($0["action"]?.string ?? "?")"
        }
    }

    /// Waits until the first of its faults has fired, and for a minute at the most.
    func faultFires() async throws {
        for _ in 0..<3000 {
            if try await control("GET", "faults").at("faults.0.fired")?.int ?? 0 > 0 { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw EmulatorError("the fault did not fire")
    }

    func clearCalls() async throws { try await control("POST", "clear-calls") }
}

struct EmulatorError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

extension Surroundings {
    /// The machine's, but nobody sleeps long: the emulator counts reads, not seconds. For clients, whose signatures need
    /// the right time.
    static let impatient: Surroundings = {
        var surroundings = Surroundings.system
        surroundings.sleep = { try await Task.sleep(for: min($0, .milliseconds(5))) }
        return surroundings
    }()

    /// Time of its own that passes when someone sleeps, so that waiting ends as it would in earnest, only sooner. For
    /// executors.
    static var hurried: Surroundings {
        let clock = HurriedClock()
        var surroundings = Surroundings.system
        surroundings.now = { Timestamp(milliseconds: Surroundings.system.now().milliseconds + clock.ahead) }
        surroundings.sleep = { duration in
            clock.pass(duration)
            try await Task.sleep(for: min(duration, .milliseconds(2)))
        }
        return surroundings
    }
}

private final class HurriedClock: Sendable {
    private let milliseconds = Mutex<Int>(0)
    var ahead: Int { milliseconds.withLock { $0 } }
    func pass(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        milliseconds.withLock { $0 += Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000) }
    }
}

/// The emulators of a test run. They end with the test process, however that ends: their standard input closes.
private actor EmulatorPool {
    static let shared = EmulatorPool()
    /// As many as there are processors to serve with here.
    private static let size = 2

    private var free: [Emulator] = []
    private var started = 0
    private var waiting: [CheckedContinuation<Emulator?, Never>] = []

    func take() async throws -> Emulator {
        if let emulator = free.popLast() { return emulator }
        if started < Self.size {
            started += 1
            do { return try await Self.start() } catch {
                // Whoever waits tries (and fails) for itself.
                started -= 1
                for one in waiting { one.resume(returning: nil) }
                waiting = []
                throw error
            }
        }
        if let emulator = await withCheckedContinuation({ waiting.append($0) }) { return emulator }
        return try await take()
    }

    func give(_ emulator: Emulator) {
        guard !waiting.isEmpty else { return free.append(emulator) }
        waiting.removeFirst().resume(returning: emulator)
    }

    private static func start() async throws -> Emulator {
        let python =
            ProcessInfo.processInfo.environment["PLUMB_PYTHON"] ?? "\(Emulator.packageRoot)/.venv/bin/python"
        guard access(python, X_OK) == 0 else {
            throw EmulatorError("There is no \(python) to run the emulator with. Run Tests/Support/setup.sh.")
        }
        let child = try EmulatorProcess(python: python)
        let url = try await child.address()
        return Emulator(url: url, transport: CurlTransport())
    }
}

/// The Python process. Its standard input is a pipe of ours that nobody else inherits.
private struct EmulatorProcess {
    private let pid: pid_t
    private let output: Int32

    init(python: String) throws {
        var input: [Int32] = [0, 0], output: [Int32] = [0, 0]
        guard pipe(&input) == 0, pipe(&output) == 0 else { throw EmulatorError("no pipe for the emulator") }
        for descriptor in input + output { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input[0], 0)
        posix_spawn_file_actions_adddup2(&actions, output[1], 1)
        // Pipes that other tests open at this moment would stay open as long as the emulator lives.
        for descriptor in Int32(3)..<512 { posix_spawn_file_actions_addclose(&actions, descriptor) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads of this process block signals, which a child would inherit.
        var none = sigset_t(), all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let arguments = [python, "-m", "emulator", "--port", "0", "--die-with-stdin"]
        let argv = arguments.map { strdup($0) } + [nil]
        var variables = ProcessInfo.processInfo.environment
        variables["PYTHONPATH"] = "\(Emulator.packageRoot)/Tests/Support"
        variables["PYTHONUNBUFFERED"] = "1"
        let envp = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var pid: pid_t = 0
        let failure = posix_spawn(&pid, python, &actions, &attributes, argv, envp)
        close(input[0])
        close(output[1])
        guard failure == 0 else { throw EmulatorError("\(python) could not be started: error \(failure)") }
        self.pid = pid
        self.output = output[0]
        _ = fcntl(self.output, F_SETFL, O_NONBLOCK)
    }

    /// Waits until it listens. Starting takes some four seconds, more on a busy machine.
    func address() async throws -> String {
        var text = ""
        var chunk = [UInt8](repeating: 0, count: 4096)
        for _ in 0..<2400 {
            let count = read(output, &chunk, chunk.count)
            if count > 0 { text += String(decoding: chunk[..<count], as: UTF8.self) }
            if let line = text.split(separator: "\n").first(where: { $0.hasPrefix("listening on ") }),
                text.hasSuffix("\n")
            {
                return String(line.dropFirst("listening on ".count))
            }
            var status: Int32 = 0
            if count == 0 || waitpid(pid, &status, WNOHANG) == pid {
                throw EmulatorError("the emulator ended before it listened. Run Tests/Support/setup.sh. \(text)")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        kill(pid, SIGTERM)
        throw EmulatorError("the emulator does not listen after two minutes: \(text)")
    }
}
