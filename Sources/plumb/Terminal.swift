import Dispatch
import Glibc
import Reports
import Values

/// The one place that reads from and writes to the outside: the result on stdout, all else on stderr.
struct Terminal: Sendable {
    var out: Sink
    var err: Sink
    /// True when someone can be asked.
    var canAsk: Bool
    /// A line of input without its end; nil at the end of input.
    var answer: @Sendable () -> String?
    /// True when signals to the process are meant for the command.
    var hearsSignals: Bool

    /// A stream, and what it can show.
    struct Sink: Sendable {
        var isTerminal: Bool
        var colour: Bool
        /// True when lines that were written can be taken back.
        var redraws: Bool
        /// Asked each time, since a window may be resized.
        var size: @Sendable () -> (columns: Int, rows: Int)
        var write: @Sendable (String) -> Void

        var style: TextStyle { TextStyle(width: isTerminal ? size().columns : nil, colour: colour) }
    }

    /// The process's own streams.
    /// - Parameter secrets: what must not be written, should it have found a way past all that masks before.
    static func standard(noColour: Bool = false, hiding secrets: SecretTexts = SecretTexts()) -> Terminal {
        // A reader that goes away (`plumb plan | head`) must not kill a run.
        signal(SIGPIPE, SIG_IGN)
        let isDumb = variable("TERM") == "dumb"
        let colour = !noColour && variable("NO_COLOR").isEmpty && !isDumb
        return Terminal(
            out: Sink(descriptor: STDOUT_FILENO, colour: colour, redraws: !isDumb).hiding(secrets),
            err: Sink(descriptor: STDERR_FILENO, colour: colour, redraws: !isDumb).hiding(secrets),
            canAsk: isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1, answer: { readLine() },
            hearsSignals: true)
    }

    /// An environment variable; empty when it is not set.
    private static func variable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }

    /// Asks on the process's own terminal, wherever its streams lead, for a line that is not shown; nil without one.
    static func secret(_ question: String) -> String? {
        let descriptor = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var old = termios()
        guard tcgetattr(descriptor, &old) == 0 else { return nil }
        var silent = old
        // Ctrl-C comes as a character, so that it cannot end the program while the terminal is silent.
        silent.c_lflag &= ~tcflag_t(ECHO | ISIG)
        tcsetattr(descriptor, TCSAFLUSH, &silent)
        let asked = Array(question.utf8)
        _ = write(descriptor, asked, asked.count)
        var line: [UInt8] = []
        var byte: UInt8 = 0
        let interrupt: UInt8 = 3
        repeat {
            let count = read(descriptor, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1, byte != UInt8(ascii: "\n"), byte != interrupt else { break }
            line.append(byte)
        } while true
        tcsetattr(descriptor, TCSAFLUSH, &old)
        _ = write(descriptor, "\n", 1)
        if byte == interrupt { raise(SIGINT) }
        return byte == interrupt ? nil : String(decoding: line, as: UTF8.self)
    }

    /// Asks and waits for the word `yes`.
    ///
    /// Waiting for a person blocks a thread, which must not be one that the rest of the program needs.
    func agrees(_ question: String) async -> Bool {
        err.write(question)
        let answer = answer
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: answer() == "yes") }
        }
    }
}

extension Terminal.Sink {
    init(descriptor: Int32, colour: Bool, redraws: Bool) {
        isTerminal = isatty(descriptor) == 1
        self.colour = colour && isTerminal
        self.redraws = redraws && isTerminal
        size = {
            var size = winsize()
            let known = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
            return known ? (Int(size.ws_col), max(4, Int(size.ws_row))) : (80, 24)
        }
        write = { text in
            var bytes = Array(text.utf8)[...]
            while !bytes.isEmpty {
                let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return Self.lost(descriptor, errno) }
                bytes = bytes.dropFirst(count)
            }
        }
    }

    /// The same, with secrets masked in what is written.
    func hiding(_ secrets: SecretTexts) -> Terminal.Sink {
        var sink = self
        let write = self.write
        sink.write = { write(secrets.masked($0)) }
        return sink
    }

    /// A reader that has gone wants no more. A result that cannot be kept (the disk is full) is a failure: whoever uses
    /// the file must not take it for whole.
    private static func lost(_ descriptor: Int32, _ reason: Int32) {
        guard descriptor == STDOUT_FILENO, reason != EPIPE else { return }
        let words = Array("error[output-lost]: stdout cannot be written: \(String(cString: strerror(reason)))\n".utf8)
        _ = words.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
        exit(CommandStatus.failed.rawValue)
    }
}
