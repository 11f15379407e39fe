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
        /// Asked each time, since a window may be resized.
        var size: @Sendable () -> (columns: Int, rows: Int)
        var write: @Sendable (String) -> Void

        var style: TextStyle { TextStyle(width: isTerminal ? size().columns : nil, colour: colour) }
    }

    /// The process's own streams.
    static func standard(noColour: Bool = false) -> Terminal {
        // A reader that goes away (`plumb plan | head`) must not kill a run.
        signal(SIGPIPE, SIG_IGN)
        let refused = noColour || !variable("NO_COLOR").isEmpty || variable("TERM") == "dumb"
        return Terminal(
            out: Sink(descriptor: STDOUT_FILENO, colour: !refused),
            err: Sink(descriptor: STDERR_FILENO, colour: !refused),
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
    init(descriptor: Int32, colour: Bool) {
        isTerminal = isatty(descriptor) == 1
        self.colour = colour && isTerminal
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
                // Nobody reads any more, or the disk is full: there is no one left to tell.
                guard count > 0 else { return }
                bytes = bytes.dropFirst(count)
            }
        }
    }
}
