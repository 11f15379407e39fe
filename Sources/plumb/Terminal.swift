import Glibc
import Reports

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
    static func standard(noColour: Bool = false) -> Terminal {
        // A reader that goes away (`plumb plan | head`) must not kill a run.
        signal(SIGPIPE, SIG_IGN)
        let isDumb = variable("TERM") == "dumb"
        let colour = !noColour && variable("NO_COLOR").isEmpty && !isDumb
        return Terminal(
            out: Sink(descriptor: STDOUT_FILENO, colour: colour, redraws: !isDumb),
            err: Sink(descriptor: STDERR_FILENO, colour: colour, redraws: !isDumb),
            canAsk: isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1, answer: { readLine() },
            hearsSignals: true)
    }

    /// An environment variable; empty when it is not set.
    private static func variable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }

    /// Asks and waits for the word `yes`.
    func agrees(_ question: String) -> Bool {
        err.write(question)
        return answer() == "yes"
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

    /// A reader that has gone wants no more. A result that cannot be kept (the disk is full) is a failure: whoever uses
    /// the file must not take it for whole.
    private static func lost(_ descriptor: Int32, _ reason: Int32) {
        guard descriptor == STDOUT_FILENO, reason != EPIPE else { return }
        let words = Array("error[output-lost]: stdout cannot be written: \(String(cString: strerror(reason)))\n".utf8)
        _ = words.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
        exit(CommandStatus.failed.rawValue)
    }
}
