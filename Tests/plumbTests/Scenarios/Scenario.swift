import FoundationEssentials
import Glibc
import Testing
import Values

/// A copy of the stacks or the examples, an empty account, and the programs that act on both: plumb as users run it, and the checks
/// that look with boto3.
struct Scenario: Sendable {
    let emulator: Emulator
    /// The directory that holds the copy.
    let directory: String
    /// The copied folder: `stacks`, or `examples`.
    let folder: String

    /// Runs a story in an account and a directory of its own.
    /// - Parameters:
    ///   - folder: what is copied.
    ///   - template: of a stack `web`, in `stacks/t.yaml`, in place of a copy.
    static func play(
        _ folder: String = "stacks", template: String? = nil, _ story: @Sendable (Scenario) async throws -> Void
    ) async throws {
        var path = Array("/tmp/plumb-scenario-XXXXXX".utf8CString)
        try #require(mkdtemp(&path) != nil, "no temporary directory")
        let directory = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        if let template {
            try FileManager.default.createDirectory(
                atPath: "\(directory)/\(folder)", withIntermediateDirectories: false)
            try template.write(toFile: "\(directory)/\(folder)/t.yaml", atomically: false, encoding: .utf8)
            try "template-file-path: t.yaml\nstack-name: web\n".write(
                toFile: "\(directory)/\(folder)/web.yaml", atomically: false, encoding: .utf8)
        } else {
            try FileManager.default.copyItem(
                atPath: "\(Emulator.packageRoot)/\(folder)", toPath: "\(directory)/\(folder)")
        }
        try await Emulator.lend { emulator in
            try await story(Scenario(emulator: emulator, directory: directory, folder: folder))
        }
    }

    // MARK: - plumb

    /// Runs plumb; words that start with the folder's name are paths below the scenario's directory.
    /// - Parameter variables: further ones of its environment.
    func plumb(_ words: String..., variables: [String: String] = [:]) async throws -> Child {
        try await started(words, variables: variables).end()
    }

    /// The same, under way.
    func started(_ words: [String], variables: [String: String] = [:]) throws -> Child.Running {
        let program = try #require(Program.binary)
        let words = words.map { $0.hasPrefix(folder) ? "\(directory)/\($0)" : $0 }
        let own = emulator.environment.merging(["HOME": directory]) { $1 }
        return try Child.Running(program, words, environment: own.merging(variables) { $1 })
    }

    /// Applies, and expects that it works.
    @discardableResult
    func apply(_ path: String? = nil, _ location: SourceLocation = #_sourceLocation) async throws -> Child {
        let run = try await plumb("apply", path ?? folder, "--auto-approve")
        try #require(run.status == 0, "\(run.out.suffix(4000))\n\(run.err.suffix(4000))", sourceLocation: location)
        return run
    }

    /// Plans, and expects that there is nothing to do and that nothing is done.
    func expectNoChanges(in path: String? = nil, _ location: SourceLocation = #_sourceLocation) async throws {
        try await emulator.clearCalls()
        let plan = try await plumb("plan", path ?? folder, "--detailed-exitcode")
        #expect(
            plan.status == 0 && plan.out.contains("No changes."), "\(plan.out)\n\(plan.err)", sourceLocation: location)
        #expect(try await emulator.mutatingCalls() == [], sourceLocation: location)
    }

    /// Writes a file beside the copy.
    func write(_ file: String, _ text: String) throws {
        let path = "\(directory)/\(file)"
        let folder = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
        try FileManager.default.createDirectory(atPath: String(folder), withIntermediateDirectories: true)
        try text.write(toFile: path, atomically: false, encoding: .utf8)
    }

    /// Replaces text in a file of the copy.
    func edit(_ file: String, replacing old: String, by new: String) throws {
        let path = "\(directory)/\(folder)/\(file)"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try #require(text.contains(old), "\(file) does not contain \(old)")
        try text.replacing(old, with: new).write(toFile: path, atomically: false, encoding: .utf8)
    }

    /// Removes a resource from a template of the copy: the lines from its logical id to the next one or blank line.
    func removeResource(_ logicalID: String, from file: String) throws {
        let path = "\(directory)/\(folder)/\(file)"
        var lines = try String(contentsOfFile: path, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0 == "  \(logicalID):" }, "\(file) has no \(logicalID)")
        let end =
            lines[(start + 1)...].firstIndex { line in
                line.isEmpty || line.hasPrefix("  ") && line.dropFirst(2).first != " "
            } ?? lines.endIndex
        lines.removeSubrange(start..<end)
        try lines.joined(separator: "\n").write(toFile: path, atomically: false, encoding: .utf8)
    }

    // MARK: - Python

    /// Runs a program of Tests/Support.
    func python(_ words: [String], input: String = "/dev/null") async throws -> Child {
        let python =
            ProcessInfo.processInfo.environment["PLUMB_PYTHON"] ?? "\(Emulator.packageRoot)/.venv/bin/python"
        let words = ["\(Emulator.packageRoot)/Tests/Support/\(words[0])"] + words.dropFirst()
        return try await Child.run(
            python, words,
            environment: ["HOME": directory, "PATH": "/usr/bin:/bin", "AWS_EC2_METADATA_DISABLED": "true"],
            input: input)
    }

    /// One call with boto3, behind plumb's back.
    /// - Parameter operation: in boto3's words (`describe_vpcs`).
    /// - Returns: the answer, times as text.
    @discardableResult
    func boto(_ service: String, _ operation: String, _ input: Value) async throws -> Value {
        let python =
            ProcessInfo.processInfo.environment["PLUMB_PYTHON"] ?? "\(Emulator.packageRoot)/.venv/bin/python"
        let program = """
            import boto3, json, sys
            client = boto3.client(sys.argv[1], endpoint_url=sys.argv[2], region_name="us-east-1",
                                  aws_access_key_id="test", aws_secret_access_key="test")
            print(json.dumps(getattr(client, sys.argv[3])(**json.loads(sys.argv[4])), default=str))
            """
        let run = try await Child.run(
            python, ["-c", program, service, emulator.url, operation, input.json],
            environment: ["HOME": directory, "PATH": "/usr/bin:/bin", "AWS_EC2_METADATA_DISABLED": "true"])
        try #require(run.status == 0, "\(run.err.suffix(2000))")
        return try Value(json: run.out)
    }

    /// A check of checks.py; says what is wrong.
    @discardableResult
    func check(
        _ words: String..., input: String = "/dev/null", _ location: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let run = try await python(["checks.py", "--endpoint", emulator.url] + words, input: input)
        #expect(run.status == 0, "\(words): \(run.out)\(run.err.suffix(2000))", sourceLocation: location)
        return run.out
    }

    /// Runs one call of the aws command line. `{vpc}` and `{files}` stand for the id of the only VPC of plumb's and of the
    /// only file system.
    @discardableResult
    func aws(_ words: String, _ location: SourceLocation = #_sourceLocation) async throws -> String {
        var words = words
        if words.contains("{vpc}") {
            let find = "ec2 describe-vpcs --filters Name=tag-key,Values=plumb:stack --query Vpcs[].VpcId --output text"
            words = words.replacing("{vpc}", with: try await aws(find))
        }
        if words.contains("{files}") {
            let find = "efs describe-file-systems --query FileSystems[].FileSystemId --output text"
            words = words.replacing("{files}", with: try await aws(find))
        }
        let run = try await Child.run(
            "\(Emulator.packageRoot)/.venv/bin/aws", words.split(separator: " ").map(String.init),
            environment: emulator.environment.merging([
                "HOME": directory, "AWS_PAGER": "", "AWS_DEFAULT_REGION": "us-east-1", "PATH": "/usr/bin:/bin",
            ]) { $1 })
        try #require(run.status == 0, "aws \(words): \(run.err)", sourceLocation: location)
        return run.out.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// All that the account holds, as normalised JSON.
    func snapshot() async throws -> String {
        try await python(["snapshot.py", "--endpoint", emulator.url]).out
    }

    /// Expects that the account holds nothing beyond a fresh one.
    func expectEmpty(_ location: SourceLocation = #_sourceLocation) async throws {
        let run = try await python(["snapshot.py", "--endpoint", emulator.url, "--empty"])
        #expect(run.status == 0, "\(run.out)\(run.err)", sourceLocation: location)
    }

    // MARK: - The call log

    /// Expects that the changing calls hold these (`service:Action`) in this order, whatever is between them.
    func expectOrder(
        _ wanted: [String], in calls: [String], _ location: SourceLocation = #_sourceLocation
    ) {
        var rest = calls[...]
        for call in wanted {
            guard let index = rest.firstIndex(of: call) else {
                Issue.record("\(call) does not come in its turn: \(calls)", sourceLocation: location)
                return
            }
            rest = rest[(index + 1)...]
        }
    }

    /// Plants a fault (Tests/Support/README.md).
    func fault(_ action: String, _ when: String, _ what: String, times: Int = 1) -> Value {
        ["match": ["action": .string(action)], "when": .string(when), "do": .string(what), "times": .int(times)]
    }
}
