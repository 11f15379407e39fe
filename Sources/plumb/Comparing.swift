import AWS
import ArgumentParser
import Diagnostics
import Engine
import Language
import Plans

/// With what else than live AWS the files are compared.
struct ComparingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Tell of each difference whether this branch makes it or AWS has moved, by the templates of a git revision.",
            valueName: "revision"))
    var base: String?

    func validate() throws {
        if let base, base.isEmpty || base.hasPrefix("-") {
            throw ValidationError("--base takes a git revision, such as origin/main.")
        }
    }
}

extension Session {
    /// Plans the stacks and, where a base is given, sorts the differences by it.
    func plan(
        _ stacks: StackOptions, _ purpose: Plan.Purpose, _ options: RunOptions, _ comparing: ComparingOptions
    ) async -> (Plan?, Findings) {
        let (made, planning) = await plan(stacks, purpose, options)
        guard let base = comparing.base, let plan = made, !planning.hasErrors else { return (made, planning) }
        var findings = planning
        let files: any FileLoader
        do {
            files = try revision(base, stacks.paths.first ?? ".")
        } catch {
            findings.add(error)
            return (nil, findings)
        }
        var before = self
        before.files = files
        var known = stacks
        known.paths = stacks.paths.filter { files.kind(of: $0) != .missing }
        var origins = Origins(base: nil)
        if !known.paths.isEmpty, !files.holdsNoStack(known.paths) {
            // Without all of AWS nothing tells whether the base differs from it.
            var whole = options
            whole.readsEverything = true
            whole.tellsUnmanaged = false
            let (based, trouble) = await before.plan(known, purpose, whole)
            guard let based, !trouble.hasErrors else {
                findings.add(.baseFailed(base, trouble))
                return (nil, findings)
            }
            origins = Origins(base: based)
        }
        var sorted = origins.sorted(plan)
        sorted.base = base
        return (sorted, findings)
    }
}

extension FileLoader {
    /// True when all that the paths name are directories without any stack file: stacks that are new altogether.
    fileprivate func holdsNoStack(_ paths: [String]) -> Bool {
        guard paths.allSatisfy({ kind(of: $0) == .directory }) else { return false }
        let (set, findings) = StackSet.load(paths, from: self)
        return set == nil && findings.all.allSatisfy { $0.code == "no-stack-files" }
    }
}

extension Diagnostic {
    fileprivate static func baseFailed(_ base: String, _ findings: Findings) -> Diagnostic {
        let errors = findings.all.filter { $0.severity == .error }
        let first = errors.first.map { error in
            (error.span.map { "\($0.file):\($0.start.line): " } ?? "") + error.message
        }
        let more = errors.count > 1 ? " (and \(errors.count - 1) more)" : ""
        return Diagnostic(
            "base-failed", summary: "The base revision cannot be planned.",
            message: "The templates of `\(base)` cannot be planned: \(first ?? "there is no plan")\(more)",
            help: "Name a base whose stacks plan with the same parameters, or leave --base out.")
    }
}
