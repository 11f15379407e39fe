import AWS
import ArgumentParser
import Diagnostics
import Language
import Locks
import Plans
import Reports

struct LockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock", abstract: "Show or release the locks that stack files ask for.",
        subcommands: [ShowLockCommand.self, ReleaseLockCommand.self])
}

struct ShowLockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show who holds the stacks' locks, since when and for how long.")

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    @OptionGroup var stacks: StackOptions
    @OptionGroup var aws: AWSOptions
    @OptionGroup var colour: ColourOptions
    @Option(help: "How to answer.") var format = Format.text

    func run() async throws {
        try await perform(Session.live(aws), Terminal.standard(noColour: colour.noColor)).leave()
    }

    func perform(_ session: Session, _ terminal: Terminal) async -> CommandStatus {
        await StackLocks(session, terminal).with(stacks) { seen, unlocked in
            let states = seen.map(\.state)
            switch format {
            case .text:
                terminal.out.write(LockReport.text(states, unlocked: unlocked, style: terminal.out.style))
            case .json: terminal.out.write(LockReport.json(states, unlocked: unlocked))
            }
            return .done
        }
    }
}

struct ReleaseLockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Remove the stacks' locks, whoever holds them, after asking.",
        discussion: """
            For locks of runs that are gone. A run that still goes on notices at its next heartbeat that it has lost its \
            lock, and begins no more calls. A lock that has changed hands since it was shown is left alone.
            """)

    @OptionGroup var stacks: StackOptions
    @OptionGroup var aws: AWSOptions
    @OptionGroup var colour: ColourOptions
    @Flag(name: .customLong("auto-approve"), help: "Do not ask.") var autoApprove = false

    func run() async throws {
        try await perform(Session.live(aws), Terminal.standard(noColour: colour.noColor)).leave()
    }

    func perform(_ session: Session, _ terminal: Terminal) async -> CommandStatus {
        let locks = StackLocks(session, terminal)
        return await locks.with(stacks) { seen, unlocked in
            let taken = seen.filter { $0.state.holding != .free }
            terminal.err.write(LockReport.text(seen.map(\.state), unlocked: unlocked, style: terminal.err.style))
            guard !taken.isEmpty else {
                terminal.out.write("No lock is held.\n")
                return .done
            }
            if !autoApprove {
                guard terminal.canAsk else {
                    locks.console.show(Findings([.nobodyToAskAboutLocks]))
                    return .usage
                }
                let words = taken.count == 1 ? "this lock" : "these \(taken.count) locks"
                guard await terminal.agrees("\nRelease \(words)? Only \"yes\" goes on: ") else {
                    terminal.err.write("Nothing was changed.\n")
                    return .failed
                }
            }
            return await locks.remove(taken)
        }
    }
}

/// The locks of the stacks that a command was given.
private struct StackLocks: Sendable {
    struct Seen: Sendable {
        var object: LockObject
        var state: LockState
    }

    let session: Session
    let terminal: Terminal
    let console: Console

    init(_ session: Session, _ terminal: Terminal) {
        self.session = session
        self.terminal = terminal
        console = Console(terminal, files: session.files)
    }

    /// - Parameter body: gets the locks as they stand, and the names of the stacks that have none.
    func with(_ stacks: StackOptions, _ body: ([Seen], [String]) async -> CommandStatus) async -> CommandStatus {
        let (loaded, findings) = session.load(stacks)
        console.show(findings)
        guard let set = loaded, !findings.hasErrors else { return CommandStatus(endedBy: findings) }
        let region = session.region() ?? "us-east-1"
        let wanted = set.locks(region: { region })
        let unlocked = set.stacks.filter { $0.isSelected && $0.file.lock == nil }.map(\.name)
        var seen: [Seen] = []
        do throws(Diagnostic) {
            for object in try await session.locks().objects(of: wanted, account: nil) {
                seen.append(Seen(object: object, state: try await state(of: object)))
            }
        } catch {
            console.show(Findings([error]))
            return .failed
        }
        return await body(seen, unlocked)
    }

    private func state(of object: LockObject) async throws(Diagnostic) -> LockState {
        do throws(AWSFailure) {
            return try await session.locks().state(of: object)
        } catch {
            throw .lockFailed(error, object)
        }
    }

    func remove(_ taken: [Seen]) async -> CommandStatus {
        var findings = Findings()
        for one in taken {
            do throws(AWSFailure) {
                if try await session.locks().remove(one.object, seen: one.state) {
                    terminal.out.write("Released \(one.object.address)\n")
                } else {
                    findings.add(.lockMoved(one.object.stack, one.object.address))
                }
            } catch {
                findings.add(.lockFailed(error, one.object))
            }
        }
        console.show(findings)
        return findings.isEmpty ? .done : CommandStatus(endedBy: findings)
    }
}

extension Diagnostic {
    fileprivate static let nobodyToAskAboutLocks = Diagnostic(
        "approval-needed", summary: "There is no terminal on which to ask.",
        message: "A lock may be another run's, and there is no terminal on which to ask whether it should go.",
        help: "Give --auto-approve to go on without being asked.")

    fileprivate static func lockMoved(_ stack: String, _ address: String) -> Diagnostic {
        Diagnostic(
            "locked", summary: "Another run holds the stack's lock",
            message: "\(address) has changed since it was shown, so it was left alone.",
            help: "`plumb lock show` tells who holds the lock of \(stack) now.")
    }
}
