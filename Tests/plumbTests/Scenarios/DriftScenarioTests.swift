import AWS
import FoundationEssentials
import Testing
import Values

/// Drift over many stacks of a real repository, and plans beside another revision.
@Suite(.timeLimit(.minutes(30))) struct DriftScenarioTests {
    /// Two small stacks in a repository of their own, applied.
    private static func play(_ story: @Sendable (Scenario, _ git: Git) async throws -> Void) async throws {
        try await Scenario.play { scenario in
            let git = Git(directory: scenario.directory)
            try FileManager.default.removeItem(atPath: "\(scenario.directory)/stacks")
            try FileManager.default.createDirectory(
                atPath: "\(scenario.directory)/stacks/templates", withIntermediateDirectories: true)
            try write(
                scenario, "templates/logs.yaml",
                """
                Parameters: {Days: {Type: Number, Default: 30}}
                Resources:
                  Log:
                    Type: AWS::Logs::LogGroup
                    Properties: {LogGroupName: !Sub "/${AWS::StackName}/log", RetentionInDays: !Ref Days}
                  Topic:
                    Type: AWS::SNS::Topic
                    Properties: {TopicName: !Sub "${AWS::StackName}-topic", DisplayName: first}

                """)
            for name in ["one", "two"] {
                try write(
                    scenario, "\(name).yaml",
                    "template-file-path: templates/logs.yaml\nregion: us-east-1\nparameters: {Days: 30}\n")
            }
            try await git.run("init", "-q", "-b", "main")
            try await git.run("add", "stacks")
            try await git.run("commit", "-q", "-m", "first")
            try await scenario.apply()
            try await story(scenario, git)
        }
    }

    private static func write(_ scenario: Scenario, _ file: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: "\(scenario.directory)/stacks/\(file)"))
    }

    private static func json(_ run: Child) throws -> Value {
        try #require(run.status == 0 || run.status == 2, "\(run.out)\(run.err)")
        return try Value(json: run.out)
    }

    private static func origins(_ value: Value) -> [String: String] {
        var origins: [String: String] = [:]
        for step in value["steps"]?.array ?? [] {
            for change in step["changes"]?.array ?? [] {
                let path = change["path"]?.string ?? ""
                if path.contains("plumb:") { continue }
                origins["\(step["address"]?.string ?? "") \(path)"] = change["origin"]?.string ?? "?"
            }
        }
        return origins
    }

    @Test func aBranchAndAConsole() async throws {
        try await Self.play { scenario, git in
            // The branch changes one property of the first stack, and adds a stack.
            try scenario.edit("one.yaml", replacing: "Days: 30", by: "Days: 90")
            try Self.write(
                scenario, "three.yaml", "template-file-path: templates/logs.yaml\nregion: us-east-1\n")
            // The console changes another of the same resource's stack, and one of the second stack.
            _ = try await scenario.emulator.client().send(
                .init("logs", "PutRetentionPolicy", ["logGroupName": "/two/log", "retentionInDays": 7]))
            _ = try await scenario.emulator.client().send(
                .init(
                    "sns", "SetTopicAttributes",
                    [
                        "TopicArn": "arn:aws:sns:us-east-1:123456789012:one-topic", "AttributeName": "DisplayName",
                        "AttributeValue": "console",
                    ]))
            for verb in ["plan", "drift"] {
                let run = try await scenario.plumb(verb, "stacks", "--base", "main", "--format", "json")
                let value = try Self.json(run)
                let origins = Self.origins(value)
                #expect(origins["one/Log RetentionInDays"] == "this branch changes it", "\(origins)")
                #expect(origins["one/Topic DisplayName"] == "AWS moved", "\(origins)")
                #expect(origins["two/Log RetentionInDays"] == "AWS moved", "\(origins)")
                #expect(origins["three/Log LogGroupName"] == "this branch changes it", "\(origins)")
                #expect(value["base"] == "main")
            }
            let text = try await scenario.plumb("plan", "stacks", "--base", "main")
            #expect(text.out.contains("Against main: "), "\(text.out)")

            // Only what has moved, exactly: the base is what was applied.
            let since = try await scenario.plumb("drift", "stacks", "--base", "main", "--since-applied")
            #expect(since.status == 2, "\(since.err)")
            #expect(since.out.contains("Drift since the last apply: 2 of"), "\(since.out)")
            #expect(since.out.contains("Changed in the files, not in AWS: "), "\(since.out)")
            #expect(since.out.contains("stack two (us-east-1): 1 of 2 resources differs"), "\(since.out)")

            // What is committed is the base of what comes; nothing is checked out for it.
            try await git.run("add", "stacks")
            try await git.run("commit", "-q", "-m", "second")
            let later = try await scenario.plumb("plan", "stacks", "--base", "main", "--format", "json")
            #expect(Self.origins(try Self.json(later))["one/Log RetentionInDays"] == "AWS moved")
            let earlier = try await scenario.plumb("plan", "stacks", "--base", "HEAD~1", "--format", "json")
            #expect(Self.origins(try Self.json(earlier))["one/Log RetentionInDays"] == "this branch changes it")
            #expect(try await git.run("status", "--porcelain").out.isEmpty)
        }
    }

    @Test func aBaseThatCannotBeRead() async throws {
        try await Self.play { scenario, git in
            let unknown = try await scenario.plumb("plan", "stacks", "--base", "no-such")
            #expect(unknown.status == 1 && unknown.err.contains("error[base-unreadable]"), "\(unknown.err)")
            #expect(unknown.err.contains("git fetch"), "\(unknown.err)")

            // No hook, monitor, filter or pager of the repository runs.
            let mark = "\(scenario.directory)/ran"
            try Data("#!/bin/sh\ntouch \(mark)\ncat\n".utf8).write(to: URL(filePath: "\(scenario.directory)/evil"))
            #expect(
                try await Child.run("/bin/chmod", ["+x", "\(scenario.directory)/evil"], environment: [:]).status == 0)
            for key in ["core.fsmonitor", "core.pager", "filter.x.smudge", "diff.x.textconv", "core.sshCommand"] {
                try await git.run("config", key, "\(scenario.directory)/evil")
            }
            try Data("* filter=x diff=x\n".utf8).write(
                to: URL(filePath: "\(scenario.directory)/.git/info/attributes"))
            let run = try await scenario.plumb("plan", "stacks", "--base", "main")
            #expect(run.status == 0 && run.out.contains("No changes."), "\(run.out)\(run.err)")
            #expect(!FileManager.default.fileExists(atPath: mark))

            // The base's own templates are wrong.
            try scenario.edit("templates/logs.yaml", replacing: "AWS::SNS::Topic", by: "AWS::SNS::Topik")
            try await git.run("commit", "-q", "-a", "-m", "broken")
            try scenario.edit("templates/logs.yaml", replacing: "AWS::SNS::Topik", by: "AWS::SNS::Topic")
            let broken = try await scenario.plumb("plan", "stacks", "--base", "main")
            #expect(broken.status == 1 && broken.err.contains("error[base-failed]"), "\(broken.err)")
            #expect(broken.err.contains("Topik"), "\(broken.err)")
        }
    }

    @Test func whatIsIgnored() async throws {
        try await Self.play { scenario, _ in
            _ = try await scenario.emulator.client().send(
                .init("logs", "PutRetentionPolicy", ["logGroupName": "/two/log", "retentionInDays": 7]))
            let ignore = "\(scenario.directory)/ignore.yaml"
            try Data(
                """
                ignore:
                  - resource: two/*
                    property: RetentionInDays
                    reason: kept short by hand

                """.utf8
            ).write(to: URL(filePath: ignore))
            let run = try await scenario.plumb("drift", "stacks", "--ignore-file", ignore)
            #expect(run.status == 0, "\(run.out)\(run.err)")
            #expect(run.out.contains("kept short by hand"), "\(run.out)")
            let plain = try await scenario.plumb("drift", "stacks")
            #expect(plain.status == 2)
        }
    }

    // MARK: the published format

    /// A policy engine for Terraform's plans reads these as well: a policy that holds, and one that does not.
    private func judge(_ plan: String, _ scenario: Scenario) async throws {
        for (name, days, status) in [("holds", 90, Int32(0)), ("fails", 7, 1)] {
            let folder = "\(scenario.directory)/\(name)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(
                """
                Feature: logs
                  Scenario: they are kept
                    Given I have AWS::Logs::LogGroup defined
                    Then it must have RetentionInDays
                    And its value must be \(days)

                """.utf8
            ).write(to: URL(filePath: "\(folder)/logs.feature"))
            let judged = try await scenario.python(["policy_engine.py", plan, folder])
            if judged.status == 3 {
                print("terraform-compliance cannot be installed here; plans are not judged: \(judged.err)")
                return
            }
            #expect(judged.status == status, "\(judged.out)\(judged.err)")
            #expect(judged.out.contains("1 scenarios"), "\(judged.out)")
        }
    }

    /// Plans of every kind, made by the program, fit the schema that it prints.
    @Test func plansFitTheirSchema() async throws {
        try await Scenario.play { scenario in
            let schema = try await scenario.plumb("schema", "--plan")
            try Data(schema.out.utf8).write(to: URL(filePath: "\(scenario.directory)/schema.json"))
            @Sendable func keep(_ name: String, _ words: String...) async throws -> String {
                let run = try await Child.run(
                    try #require(Program.binary),
                    words.map { $0 == "stacks" ? "\(scenario.directory)/stacks" : $0 } + ["--format", "json"],
                    environment: scenario.emulator.environment.merging(["HOME": scenario.directory]) { $1 })
                #expect(run.status == 0 || run.status == 2, "\(run.err)")
                let path = "\(scenario.directory)/\(name).json"
                try Data(run.out.utf8).write(to: URL(filePath: path))
                return path
            }
            var plans = [try await keep("create", "plan", "stacks")]
            try await scenario.apply()
            plans.append(try await keep("none", "plan", "stacks"))
            try scenario.edit("digital-apps.yaml", replacing: "InstanceType: t3.small", by: "InstanceType: t3.medium")
            plans.append(try await keep("target", "plan", "stacks", "--target", "digital-apps/Instances"))
            plans.append(try await keep("drift", "drift", "stacks", "--since-applied"))
            plans.append(try await keep("destroy", "plan", "stacks", "--destroy"))
            let judged = try await scenario.python(["plan_schema.py", "\(scenario.directory)/schema.json"] + plans)
            #expect(judged.status == 0, "\(judged.out)\(judged.err)")

            let sarif = "\(scenario.directory)/drift.sarif"
            _ = try await scenario.plumb("drift", "stacks", "--since-applied", "--format", "sarif=\(sarif)")
            let modelled = try await scenario.python(["sarif_model.py", sarif])
            #expect(modelled.status == 0, "\(modelled.out)\(modelled.err)")
            try await judge(plans[0], scenario)

            let created = try Value(json: String(contentsOfFile: plans[0], encoding: .utf8))
            let planned = created.at("planned_values.root_module.resources")?.array ?? []
            #expect(planned.count == created["resource_changes"]?.array?.count)
            let vpc = try #require(created["resource_changes"]?.array?.first { $0["type"] == "AWS::EC2::VPC" })
            #expect(vpc.at("change.before") == .null && vpc.at("change.after.CidrBlock") == "10.40.0.0/16")
            let subnet = try #require(created["resource_changes"]?.array?.first { $0["type"] == "AWS::EC2::Subnet" })
            #expect(subnet.at("change.after.VpcId") == nil && subnet.at("change.after_unknown.VpcId") == true)
            #expect(subnet["digest"]?.string != nil && subnet.at("place.line")?.int != nil)
        }
    }
}

/// A repository of a test's own.
struct Git: Sendable {
    var directory: String

    @discardableResult
    func run(_ words: String...) async throws -> Child {
        let who = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
        let run = try await Child.run(
            "/usr/bin/git", ["-C", directory] + who + words,
            environment: ["PATH": "/usr/bin:/bin", "HOME": directory, "GIT_CONFIG_NOSYSTEM": "1"])
        try #require(run.status == 0, "git \(words): \(run.err)")
        return run
    }
}
