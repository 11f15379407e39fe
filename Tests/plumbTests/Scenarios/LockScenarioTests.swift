import AWS
import ArgumentParser
import Declarations
import Engine
import FoundationEssentials
import Glibc
import Language
import Locks
import Plans
import Resources
import Testing
import Values

@testable import plumb

/// Locks and journals as users and CI meet them.
@Suite(.timeLimit(.minutes(30))) struct LockScenarioTests {
    private static let stack = """
        template-file-path: template.yaml
        stack-name: locked
        region: us-east-1
        lock: s3://plumb-locks/team

        """
    private static let template = """
        Parameters:
          Token: {Type: String, NoEcho: true}
        Resources:
          Vpc: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.0.0.0/16}}
          Subnet: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
          Plain: {Type: 'AWS::SSM::Parameter', Properties: {Name: /plain, Type: String, Value: !Ref Token}}
          Joined: {Type: 'AWS::SSM::Parameter', Properties: {Name: /joined, Type: String, Value: !Sub '${Vpc}-${Token}'}}
          Secret: {Type: 'AWS::SecretsManager::Secret', Properties: {Name: kept, SecretString: !Ref Token}}
          Resolved:
            Type: AWS::SSM::Parameter
            DependsOn: Secret
            Properties: {Name: /resolved, Type: String, Value: '{{resolve:secretsmanager:kept}}'}

        """
    private static let secret = "planted-secret-4711"
    private static let parameters = ["--parameter", "Token=\(secret)"]
    private static let key = "team/123456789012/us-east-1/locked.lock"

    private static func play(_ story: @Sendable (Scenario, _ directory: String) async throws -> Void) async throws {
        try await Scenario.play { scenario in
            let directory = "\(scenario.directory)/stacks/locked"
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
            try stack.write(toFile: "\(directory)/stack.yaml", atomically: false, encoding: .utf8)
            try template.write(toFile: "\(directory)/template.yaml", atomically: false, encoding: .utf8)
            _ = try await scenario.emulator.client().send(
                APICall("s3", "CreateBucket", ["Bucket": "plumb-locks"]), repeatable: true)
            try await story(scenario, directory)
        }
    }

    private static func plumb(_ scenario: Scenario, _ words: [String]) async throws -> Child {
        try await started(scenario, words).end()
    }

    private static func started(_ scenario: Scenario, _ words: [String]) throws -> Child.Running {
        let path = "\(scenario.directory)/stacks/locked"
        let words = words.map { $0 == "STACK" ? path : $0 } + (words[0] == "lock" ? [] : parameters)
        return try Child.Running(
            try #require(Program.binary), words,
            environment: scenario.emulator.environment.merging(["HOME": scenario.directory]) { $1 })
    }

    private static func lockObject(_ scenario: Scenario) async throws -> Value? {
        do throws(AWSFailure) {
            return try await scenario.emulator.client().send(
                APICall("s3", "GetObject", ["Bucket": "plumb-locks", "Key": .string(key)]))
        } catch {
            guard error.code == "NoSuchKey" else { throw error }
            return nil
        }
    }

    private static func record(_ object: Value) throws -> Value {
        guard case .bytes(let bytes)? = object["Body"] else { return [:] }
        return try Value(json: String(decoding: bytes, as: UTF8.self))
    }

    private static func wait(_ what: String, until holds: () async throws -> Bool) async throws {
        for _ in 0..<600 {
            if try await holds() { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw EmulatorError("it never came to this: \(what)")
    }

    /// Until the faults are taken back.
    private static func stall(_ action: String, _ when: String) -> Value {
        ["match": ["action": .string(action)], "when": .string(when), "do": "stall", "seconds": 120]
    }

    private static func journal(_ path: String) throws -> [Value] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { try Value(json: String($0)) }
    }

    private static func name(_ line: Value) -> String {
        "\(line["service"]?.string ?? ""):\(line["operation"]?.string ?? "")"
    }

    // MARK: - Locks

    @Test func twoRunsTakeTurns() async throws {
        try await Self.play { scenario, _ in
            try await scenario.emulator.control("POST", "faults", [Self.stall("CreateVpc", "before")])
            async let first = Self.plumb(scenario, ["apply", "STACK", "--auto-approve"])
            try await Self.wait("the lock is there") { try await Self.lockObject(scenario) != nil }
            let refused = try await Self.plumb(scenario, ["apply", "STACK", "--auto-approve"])
            #expect(refused.status == 3, "\(refused.err)")
            #expect(refused.err.contains("error[locked]") && refused.err.contains("stack.yaml:4:7"), "\(refused.err)")
            let ended = try await Self.plumb(scenario, ["destroy", "STACK", "--auto-approve"])
            #expect(ended.status == 3, "\(ended.err)")
            let plan = try await Self.plumb(scenario, ["plan", "STACK"])
            #expect(plan.status == 0, "\(plan.err)")
            let drift = try await Self.plumb(scenario, ["drift", "STACK"])
            #expect(drift.status == 2, "\(drift.err)")
            let shown = try await Self.plumb(scenario, ["lock", "show", "STACK", "--format", "json"])
            #expect(try Value(json: shown.out).at("locks.0.state") == "held", "\(shown.out)\(shown.err)")
            let second = try Self.started(scenario, ["apply", "STACK", "--auto-approve", "--lock-timeout", "120"])
            try await second.says("Waiting for s3://plumb-locks/\(Self.key)")
            try await scenario.emulator.control("POST", "faults", [])
            let waited = try await second.end()
            #expect(waited.status == 0, "\(waited.err)")
            #expect(
                !waited.out.contains("to create"), "it has planned after the first was done: \(waited.out)")
            let done = try await first
            #expect(done.status == 0, "\(done.err)")
            #expect(try await Self.lockObject(scenario) == nil)
            let answer = try await scenario.emulator.client().send(APICall("ec2", "DescribeVpcs"))
            #expect((answer["Vpcs"]?.array ?? []).filter { $0["CidrBlock"] == "10.0.0.0/16" }.count == 1)
        }
    }

    @Test func readingTakesNoLock() async throws {
        try await Self.play { scenario, directory in
            try await scenario.emulator.clearCalls()
            for words in [
                ["plan", "STACK", "--out", "\(directory)/plan.json"], ["drift", "STACK"], ["outputs", "STACK"],
            ] {
                _ = try await Self.plumb(scenario, words)
            }
            #expect(try await scenario.emulator.mutatingCalls() == [])
            // What is saved is carried out under the lock of its stack.
            _ = try await scenario.emulator.client().send(
                APICall("s3", "PutObject", ["Bucket": "plumb-locks", "Key": .string(Self.key), "Body": .bytes([123])]))
            let applied = try await Self.plumb(scenario, ["apply", "\(directory)/plan.json", "--auto-approve"])
            #expect(applied.status == 3 && applied.err.contains("error[locked]"), "\(applied.err)")
            let released = try await Self.plumb(scenario, ["lock", "release", "STACK", "--auto-approve"])
            #expect(released.status == 0, "\(released.err)")
            let again = try await Self.plumb(scenario, ["apply", "\(directory)/plan.json", "--auto-approve"])
            #expect(again.status == 0, "\(again.err)")
        }
    }

    /// Killed in the middle of a call: the journal has it, the lock stays until its lease ends, and then it is taken over.
    @Test func aKilledRunLeavesItsJournalAndItsLock() async throws {
        try await Self.play { scenario, directory in
            let file = "\(directory)/run.jsonl"
            try await scenario.emulator.clearCalls()
            try await scenario.emulator.control("POST", "faults", [Self.stall("CreateSubnet", "after")])
            let run = try Self.started(scenario, ["apply", "STACK", "--auto-approve", "--journal", file])
            try await Self.wait("the subnet is there") {
                let answer = try await scenario.emulator.client().send(APICall("ec2", "DescribeSubnets"))
                return (answer["Subnets"]?.array ?? []).contains { $0["CidrBlock"] == "10.0.1.0/24" }
            }
            kill(run.pid, SIGKILL)
            _ = try await run.end()

            let lines = try Self.journal(file)
            let sent = lines.filter { $0["outcome"] == "sent" }.map(Self.name)
            // The emulator logs a stalled call only when the stall is over.
            let effects = try await scenario.emulator.mutatingCalls().filter { !$0.hasPrefix("s3:") }
            for call in effects + ["ec2:CreateSubnet"] { #expect(sent.contains(call), "\(call): \(sent)") }
            #expect(
                lines.filter { Self.name($0) == "ec2:CreateSubnet" }.map { $0["outcome"]?.string } == ["sent"],
                "nobody was there to write down its end")

            let refused = try await Self.plumb(scenario, ["apply", "STACK", "--auto-approve"])
            #expect(refused.status == 3 && refused.err.contains("(process \(run.pid), apply)"), "\(refused.err)")
            // The emulator logs the call when its stall is over; nobody else's log is to have it.
            try await scenario.emulator.control("POST", "faults", [])
            try await Self.wait("the stalled call is logged") {
                try await scenario.emulator.mutatingCalls().contains("ec2:CreateSubnet")
            }
            // As if a minute had gone by.
            let object = try #require(try await Self.lockObject(scenario))
            let short = try Self.record(object).setting("lease", to: 1)
            _ = try await scenario.emulator.client().send(
                APICall(
                    "s3", "PutObject",
                    ["Bucket": "plumb-locks", "Key": .string(Self.key), "Body": .bytes(Array(short.json.utf8))]))
            // Something is left to do, however far the first run came.
            _ = try await scenario.emulator.client().send(APICall("ssm", "DeleteParameter", ["Name": "/plain"]))
            let taken = try await Self.plumb(
                scenario, ["apply", "STACK", "--auto-approve", "--lock-timeout", "30", "--journal", file])
            #expect(taken.status == 0, "\(taken.err)")
            #expect(try await Self.lockObject(scenario) == nil)
            #expect(Set(try Self.journal(file).compactMap { $0["run"]?.string }).count == 2, "a file for many runs")
        }
    }

    // MARK: - A lost lease

    /// The program's own parts, with a lease of three seconds.
    private static func session(_ scenario: Scenario) -> Session {
        let client = scenario.emulator.client(surroundings: .system)
        return Session(
            registry: { Registry.standard }, files: DiskFiles(),
            plan: { stacks, purpose, options, files in
                await Workbench(stacks: stacks, registry: .standard, caller: client, options: options, files: files)
                    .plan(purpose)
            },
            check: { await FactCheck($0, registry: .standard, caller: client).findings() },
            rollback: { stacks, options, files, plan, outcome in
                await Workbench(stacks: stacks, registry: .standard, caller: client, options: options, files: files)
                    .rollback(of: plan, outcome)
            },
            run: { plan, settings, stop, progress in
                await Executor(plan: plan, registry: .standard, caller: client, settings: settings)
                    .run(stop: stop, progress: progress)
            },
            locks: {
                S3Locks(terms: LeaseTerms(lease: 3)) { call, repeatable throws(AWSFailure) in
                    try await client.answer(to: call, repeatable: repeatable)
                }
            }, region: { "us-east-1" }, now: { Surroundings.system.now() })
    }

    @Test func aLostLockStopsTheRunBeforeItsNextCall() async throws {
        try await Self.play { scenario, directory in
            try await scenario.emulator.clearCalls()
            try await scenario.emulator.control("POST", "faults", [Self.stall("CreateVpc", "after")])
            let bench = Bench(nil)
            let file = "\(directory)/run.jsonl"
            let command = try ApplyCommand.parse(
                ["\(directory)/stack.yaml", "--auto-approve", "--journal", file] + Self.parameters)
            let session = Self.session(scenario)
            async let status = command.perform(session, bench.terminal())
            try await Self.wait("the VPC is there") {
                let answer = try await scenario.emulator.client().send(APICall("ec2", "DescribeVpcs"))
                return (answer["Vpcs"]?.array ?? []).contains { $0["CidrBlock"] == "10.0.0.0/16" }
            }
            // A heartbeat or two: it is renewed while the call takes its time.
            try await Self.wait("the lease is renewed") {
                guard let object = try await Self.lockObject(scenario) else { return false }
                return try Self.record(object)["renewals"]?.int ?? 0 > 0
            }
            let released = try await Self.plumb(scenario, ["lock", "release", "STACK", "--auto-approve"])
            #expect(released.status == 0 && released.out.contains("Released"), "\(released.out)\(released.err)")
            try await scenario.emulator.clearCalls()
            try await Self.wait("the holder has tried to renew it") {
                try await scenario.emulator.mutatingCalls().contains("s3:PutObject")
            }
            try await scenario.emulator.control("POST", "faults", [])
            #expect(await status == .refused, "\(bench.err)")
            #expect(bench.err.contains("error[lock-lost]"), "\(bench.err)")
            let calls = try await scenario.emulator.mutatingCalls()
            #expect(calls.contains("ec2:CreateVpc") && !calls.contains("ec2:CreateSubnet"), "\(calls)")
            let lines = try Self.journal(file).filter { Self.name($0) == "ec2:CreateSubnet" }
            #expect(lines.allSatisfy { $0["outcome"] != "succeeded" }, "\(lines)")
            try await scenario.emulator.control("POST", "faults", [])
            let again = try await Self.plumb(scenario, ["apply", "STACK", "--auto-approve"])
            #expect(again.status == 0, "\(again.err)")
        }
    }

    // MARK: - The journal

    @Test func theJournalHasThePlansCallsAndNoSecret() async throws {
        try await Self.play { scenario, directory in
            let file = "\(directory)/run.jsonl"
            let plan = try await Self.plumb(scenario, ["plan", "STACK", "--format", "json"])
            #expect(!plan.out.contains(Self.secret), "not in the plan either")
            try await scenario.emulator.clearCalls()
            let run = try await Self.plumb(scenario, ["apply", "STACK", "--auto-approve", "--journal", file])
            #expect(run.status == 0, "\(run.err)")
            let attributes = try FileManager.default.attributesOfItem(atPath: file)
            #expect(attributes[.posixPermissions] as? Int == 0o600 || attributes[.posixPermissions] as? UInt16 == 0o600)
            #expect(!(try String(contentsOfFile: file, encoding: .utf8)).contains(Self.secret))

            let lines = try Self.journal(file)
            let done = lines.filter { $0["outcome"] == "succeeded" }
            #expect(done.allSatisfy { $0["request_id"]?.string?.isEmpty == false })
            let steps = try Value(json: plan.out)["steps"]?.array ?? []
            #expect(steps.count == 6)
            for step in steps {
                let own = done.filter { $0["step"] == step["id"] }
                let calls = step["calls"]?.array ?? []
                #expect(own.map(Self.name) == calls.map(Self.name))
                #expect(own.map { $0["call"]?.int } == Array(1...max(1, calls.count)).prefix(calls.count).map { $0 })
                for (line, call) in zip(own, calls) where call["input"]?.json.contains("$deferred") == false {
                    #expect(line["input"] == call["input"])
                }
            }
            #expect(done.count == steps.reduce(0) { $0 + ($1["calls"]?.array?.count ?? 0) })
            let effects = try await scenario.emulator.mutatingCalls().filter { !$0.hasPrefix("s3:") }
            #expect(done.map(Self.name).sorted() == effects.sorted())

            let listed = try await scenario.emulator.client().send(
                APICall("s3", "ListObjectsV2", ["Bucket": "plumb-locks", "Prefix": "team/"]))
            let kept = try #require(listed.at("Contents.0.Key")?.string)
            #expect(kept.hasPrefix("team/123456789012/us-east-1/locked/journal/") && kept.hasSuffix(".jsonl"))
            let copy = try await scenario.emulator.client().send(
                APICall("s3", "GetObject", ["Bucket": "plumb-locks", "Key": .string(kept)]))
            #expect(copy["Body"] == .bytes(Array(try String(contentsOfFile: file, encoding: .utf8).utf8)))
        }
    }

    @Test func aJournalThatCannotBeWrittenChangesNothing() async throws {
        try await Self.play { scenario, directory in
            try await scenario.emulator.clearCalls()
            let run = try await Self.plumb(
                scenario, ["apply", "STACK", "--auto-approve", "--journal", "\(directory)/none/run.jsonl"])
            #expect(run.status == 1 && run.err.contains("error[journal-unwritable]"), "\(run.err)")
            let full = try await Self.plumb(scenario, ["apply", "STACK", "--auto-approve", "--journal", "/dev/full"])
            #expect(full.status == 1 && full.err.contains("error[journal-unwritable]"), "\(full.err)")
            #expect(try await scenario.emulator.mutatingCalls().filter { !$0.hasPrefix("s3:") } == [])
        }
    }
}
