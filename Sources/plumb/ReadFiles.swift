import Language

/// The files that a plan is made from, which no output of the same command may take the place of.
struct ReadFiles: Sendable {
    private let paths: Set<String>
    /// What directories of stacks were searched for and is none of a stack's own.
    private let passed: Set<String>

    /// - Parameters:
    ///   - paths: what was read, all of it.
    ///   - directories: those that were searched for stack files.
    ///   - stacks: what was found there.
    init(_ paths: some Sequence<String>, searched directories: [String] = [], _ stacks: StackSet? = nil) {
        self.paths = Set(paths)
        let own = Set((stacks?.stacks ?? []).flatMap(\.paths))
        passed = self.paths.subtracting(own).filter { path in
            // An earlier report, that is; templates and snippets are rarely JSON, and a stack's own are known.
            path.hasSuffix(".json") && directories.contains { Self.isBelow(path, $0) }
        }
    }

    /// The first of the outputs that is one of the files, by whatever path.
    func overwritten(by outputs: [(option: String, path: String)]) -> (option: String, path: String)? {
        outputs.first { output in paths.subtracting(passed).contains { WholeFile.isSame($0, output.path) } }
    }

    private static func isBelow(_ path: String, _ directory: String) -> Bool {
        directory == "." || path.hasPrefix(directory.hasSuffix("/") ? directory : directory + "/")
    }
}

extension StackSet.Stack {
    /// Its own file, its template and those that are nested in it.
    var paths: [String] { [file.path] + template.all.map(\.path) }
}
