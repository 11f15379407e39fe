import AWS
import Diagnostics
import Language
import Plans

/// The files of a git revision, read from git's own store: nothing is checked out, no hook, filter or pager of the
/// repository runs, and nothing is fetched.
struct RevisionFiles: FileLoader {
    /// A revision that cannot be read, for the user.
    struct Failure: Error { var diagnostic: Diagnostic }

    private struct Entry: Sendable {
        var isLink: Bool
        var object: String
        var size: Int
    }

    /// The top of the working tree, every link followed.
    private let top: String
    /// By path from the top.
    private let entries: [String: Entry]
    private let folders: [String: Set<String>]
    private let environment: [String: String]
    let commit: String

    /// - Parameters:
    ///   - revision: what git calls one: a branch, a tag, a commit.
    ///   - path: of the stacks; the repository is the one that it lies in.
    ///   - variables: the process's environment, of which git gets no more than it needs.
    init(_ revision: String, around path: String, variables: [String: String]) throws(Failure) {
        func wrong(_ what: String, _ help: String) -> Failure {
            Failure(
                diagnostic: Diagnostic(
                    "base-unreadable", summary: "The base revision cannot be read.", message: what, help: help))
        }
        guard !revision.isEmpty, !revision.hasPrefix("-"), !revision.contains("\0") else {
            throw wrong("`\(revision)` is no revision.", "Name a branch, a tag or a commit.")
        }
        environment = Self.kept(variables)
        let folder = Self.existing(path, files: DiskFiles())
        let found = Self.git(["rev-parse", "--show-toplevel"], in: folder, environment)
        guard case .success(let bytes) = found, let top = DiskFiles().location(of: Self.line(bytes)) else {
            throw wrong(
                "`\(path)` is in no git repository that can be read" + found.reason + ".",
                "Run plumb in a clone of the repository, with git installed.")
        }
        self.top = top
        let named = Self.git(["rev-parse", "--verify", "--quiet", revision + "^{commit}"], in: top, environment)
        guard case .success(let name) = named, !Self.line(name).isEmpty else {
            throw wrong(
                "The repository knows no revision `\(revision)`.",
                "Name one that is there; in CI fetch it first, for example `git fetch origin main` and origin/main.")
        }
        commit = Self.line(name)
        guard
            case .success(let list) = Self.git(
                ["ls-tree", "-r", "-z", "-l", "--full-tree", commit], in: top, environment)
        else { throw wrong("The files of `\(revision)` cannot be listed.", "Fetch the revision with all its files.") }
        (entries, folders) = Self.tree(list)
    }

    // MARK: - FileLoader

    func kind(of path: String) -> FileKind {
        guard let place = place(of: path) else { return .missing }
        if entries[place] != nil { return .file }
        return folders[place] != nil ? .directory : .missing
    }

    func read(_ path: String, limit: Int) throws(FileError) -> SourceFile {
        guard let place = place(of: path) else { throw .unreadable(reason: "it lies outside the repository") }
        guard let entry = entries[place] else { throw folders[place] != nil ? .isDirectory : .missing }
        guard !entry.isLink else { throw .unreadable(reason: "it is a link, which is not followed in a revision") }
        guard entry.size <= limit else { throw .tooLarge(size: entry.size, limit: limit) }
        let read = Self.git(["cat-file", "blob", entry.object], in: top, environment, bytes: entry.size + 1)
        guard case .success(let bytes) = read, bytes.count == entry.size else {
            throw .unreadable(reason: "git does not have it" + read.reason)
        }
        return SourceFile(path: path, bytes: bytes)
    }

    func location(of path: String) -> String? {
        guard let place = place(of: path), entries[place].map({ !$0.isLink }) ?? (folders[place] != nil) else {
            return nil
        }
        return place.isEmpty ? "/" : "/" + place
    }

    /// All of the repository: locations are written from its top.
    func workTree(around directory: String) -> String? { "/" }

    func entries(of directory: String) throws(FileError) -> [String] {
        guard let place = place(of: directory) else { throw .missing }
        guard let names = folders[place] else { throw entries[place] != nil ? .notDirectory : .missing }
        return names.sorted()
    }

    /// The path from the top of the repository; nil for one outside. What is on the disk only says where that is.
    private func place(of path: String) -> String? {
        let files = DiskFiles()
        var rest: [Substring] = []
        var parts = path.split(separator: "/")
        let root = path.hasPrefix("/") ? "/" : ""
        while true {
            let folder = parts.isEmpty ? (root.isEmpty ? "." : root) : root + parts.joined(separator: "/")
            if let location = files.location(of: folder) {
                guard location == top || location.hasPrefix(top == "/" ? top : top + "/") else { return nil }
                return Self.normal(location.dropFirst(top.count).split(separator: "/") + rest)
            }
            guard let last = parts.popLast() else { return nil }
            rest.insert(last, at: 0)
        }
    }

    private static func normal(_ parts: [Substring]) -> String? {
        var out: [Substring] = []
        for part in parts where part != "." {
            guard part == ".." else {
                out.append(part)
                continue
            }
            guard out.popLast() != nil else { return nil }
        }
        return out.joined(separator: "/")
    }

    // MARK: - git

    private enum Answer {
        case success([UInt8])
        case failure(String)

        /// For messages; empty when there is nothing to say.
        var reason: String {
            guard case .failure(let text) = self, !text.isEmpty else { return "" }
            return " (\(text))"
        }
    }

    /// Every option that would make git run something, or ask somebody, is turned off.
    private static func git(
        _ words: [String], in folder: String, _ environment: [String: String], bytes: Int = 256_000_000
    ) -> Answer {
        let command = [
            "git", "-C", folder, "--no-pager", "--no-replace-objects", "-c", "core.fsmonitor=false", "-c",
            "core.hooksPath=/dev/null", "-c", "protocol.allow=never",
        ]
        let (result, output) = ChildProcess.runHere(command + words, environment: environment, bytesAtMost: bytes)
        guard case .ended(let status, _, let errors) = result else { return .failure("git \(result.words)") }
        guard status == 0 else {
            return .failure(errors.split(separator: "\n").first.map { String($0.prefix(300)) } ?? "")
        }
        return .success(output)
    }

    private static func kept(_ variables: [String: String]) -> [String: String] {
        var kept = variables.filter { ["PATH", "HOME", "XDG_CONFIG_HOME", "USERPROFILE"].contains($0.key) }
        kept.merge(["LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"]) {
            $1
        }
        return kept
    }

    private static func line(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
    }

    /// `mode type object size\tpath`, each ended by a zero byte.
    private static func tree(_ bytes: [UInt8]) -> ([String: Entry], [String: Set<String>]) {
        var entries: [String: Entry] = [:]
        var folders: [String: Set<String>] = ["": []]
        for line in bytes.split(separator: 0) {
            guard let tab = line.firstIndex(of: UInt8(ascii: "\t")) else { continue }
            let head = String(decoding: line[..<tab], as: UTF8.self).split(separator: " ")
            let path = String(decoding: line[(tab + 1)...], as: UTF8.self)
            guard head.count == 4 else { continue }
            // Submodules are other repositories.
            if head[1] == "blob" {
                entries[path] = Entry(isLink: head[0] == "120000", object: String(head[2]), size: Int(head[3]) ?? 0)
            }
            var parts = path.split(separator: "/")
            while let name = parts.popLast() {
                folders[parts.joined(separator: "/"), default: []].insert(String(name))
            }
        }
        return (entries, folders)
    }

    /// The nearest directory that is there.
    private static func existing(_ path: String, files: DiskFiles) -> String {
        var path = path
        while files.kind(of: path) != .directory {
            guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "." }
            path = String(path[..<slash])
        }
        return path
    }
}
