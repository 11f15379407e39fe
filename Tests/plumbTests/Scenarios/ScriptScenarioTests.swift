import AWS
import FoundationEssentials
import Plans
import Testing
import Values

@testable import Reports

/// The plan as a script of `aws` commands does what apply does.
@Suite(.timeLimit(.minutes(30))) struct ScriptScenarioTests {
    private static let tiny = "\(Emulator.packageRoot)/Tests/Support/tiny.yaml"

    /// The script run by the shell, with the CLI of the test environment.
    private func run(_ script: String, _ scenario: Scenario, _ more: [String: String] = [:]) async throws -> Child {
        let path = "\(scenario.directory)/plan.sh"
        try Data(script.utf8).write(to: URL(filePath: path))
        let variables = scenario.emulator.environment.merging([
            "HOME": scenario.directory, "PATH": "\(Emulator.packageRoot)/.venv/bin:/usr/bin:/bin",
            "AWS_EC2_METADATA_DISABLED": "true",
        ]) { $1 }
        // The CLI takes its time for each call.
        return try await Child.run(
            "/bin/sh", [path], environment: variables.merging(more) { $1 }, atMost: 900)
    }

    @Test func theSameAccountAsApply() async throws {
        try await Scenario.play { scenario in
            let stack = [Self.tiny, "--stack-name", "tiny"]
            func plumb(_ words: [String]) async throws -> Child {
                try await Child.run(
                    try #require(Program.binary), words,
                    environment: scenario.emulator.environment.merging(["HOME": scenario.directory]) { $1 })
            }
            let script = try await plumb(["plan"] + stack + ["--format", "aws-cli"])
            #expect(script.status == 0, "\(script.err)")
            #expect(!script.out.contains("\nstop "), "all can be expressed: \(script.out)")
            let applied = try await plumb(["apply"] + stack + ["--auto-approve"])
            #expect(applied.status == 0, "\(applied.err)")
            let wanted = try await scenario.snapshot()
            #expect(wanted.contains("tiny-settings"))

            _ = try await scenario.emulator.control("POST", "reset")
            let ran = try await run(script.out, scenario)
            try #require(ran.status == 0, "\(ran.out)\(ran.err)")
            #expect(try await scenario.snapshot() == wanted)
            let after = try await plumb(["plan"] + stack + ["--detailed-exitcode"])
            #expect(after.status == 0, "\(after.out)\(after.err)")

            // Changes, and the end.
            let changed = try await plumb(
                ["plan"] + stack + ["--parameter", "Colour=blue", "--format", "aws-cli"])
            let second = try await run(changed.out, scenario)
            try #require(second.status == 0, "\(second.out)\(second.err)")
            let calm = try await plumb(
                ["plan"] + stack + ["--parameter", "Colour=blue", "--detailed-exitcode"])
            #expect(calm.status == 0, "\(calm.out)\(calm.err)")
            let end = try await plumb(["plan"] + stack + ["--destroy", "--format", "aws-cli"])
            let ended = try await run(end.out, scenario)
            try #require(ended.status == 0, "\(ended.out)\(ended.err)")
            try await scenario.expectEmpty()
        }
    }

    /// The city's cluster with an app: waits, certificates' records, and what one stack hands to another.
    @Test func theCitysAccount() async throws {
        try await Scenario.play { scenario in
            let stacks = ["stacks/digital-apps.yaml", "stacks/services/permit-search.yaml"]
            func plumb(_ verb: String, _ words: String...) async throws -> Child {
                try await scenario.started([verb] + stacks + words).end()
            }
            let script = try await plumb("plan", "--format", "aws-cli")
            #expect(script.status == 0 && !script.out.contains("\nstop '"), "all can be expressed: \(script.err)")
            let applied = try await plumb("apply", "--auto-approve")
            #expect(applied.status == 0, "\(applied.err)")
            let wanted = try await scenario.snapshot()
            #expect(wanted.contains("permit-search"))
            _ = try await scenario.emulator.control("POST", "reset")
            let ran = try await run(script.out, scenario)
            try #require(ran.status == 0, "\(ran.out.suffix(2000))\(ran.err.suffix(2000))")
            #expect(try await scenario.snapshot() == wanted)
            let after = try await plumb("plan", "--detailed-exitcode")
            #expect(after.status == 0, "\(after.out)\(after.err)")
            // The records that prove the certificate's domains.
            let changes = try await scenario.emulator.mutatingCalls()
            #expect(changes.contains("route53:ChangeResourceRecordSets"))
        }
    }

    /// Lists that come as one text, a list's parts, ids that an operation tells later, and a reference of the run's own.
    @Test func whatComesInPieces() async throws {
        try await Scenario.play(
            template: """
                Resources:
                  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
                  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}}
                  B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: us-east-1b}}
                Outputs:
                  Subnets: {Value: !Join [",", [!Ref A, !Ref B]], Export: {Name: subnets}}
                  Vpc: {Value: !Ref Vpc, Export: {Name: vpc}}

                """
        ) { scenario in
            try scenario.write(
                "stacks/user.tpl",
                """
                Resources:
                  Balancer:
                    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
                    Properties: {Name: web, Scheme: internal, Subnets: !Split [",", !ImportValue subnets]}
                  Template:
                    Type: AWS::EC2::LaunchTemplate
                    Properties: {LaunchTemplateName: web, LaunchTemplateData: {ImageId: ami-12c6146b, InstanceType: t3.micro}}
                  Group:
                    Type: AWS::AutoScaling::AutoScalingGroup
                    Properties:
                      AutoScalingGroupName: web
                      MinSize: "0"
                      MaxSize: "1"
                      VPCZoneIdentifier: !Split [",", !ImportValue subnets]
                      LaunchTemplate: {LaunchTemplateId: !Ref Template, Version: "1"}
                  Dashes: {Type: AWS::SNS::Topic, Properties: {TopicName: web, DisplayName: !Join ["-", !Split [",", !ImportValue subnets]]}}
                  Space: {Type: AWS::ServiceDiscovery::PrivateDnsNamespace, Properties: {Name: web.internal, Vpc: !ImportValue vpc}}
                  Found: {Type: AWS::ServiceDiscovery::Service, Properties: {Name: web, NamespaceId: !Ref Space, DnsConfig: {DnsRecords: [{Type: A, TTL: 60}]}}}
                  Check: {Type: AWS::Route53::HealthCheck, Properties: {HealthCheckConfig: {Type: HTTP, FullyQualifiedDomainName: example.org}}}

                """)
            try scenario.write("stacks/user.yaml", "template-file-path: user.tpl\ndepends-on: [web.yaml]\n")
            let script = try await scenario.plumb("plan", "stacks", "--format", "aws-cli")
            #expect(script.status == 0 && !script.out.contains("\nstop '"), "all can be expressed: \(script.out)")
            try await scenario.apply()
            let wanted = try await scenario.snapshot()
            _ = try await scenario.emulator.control("POST", "reset")
            let ran = try await run(script.out, scenario)
            try #require(ran.status == 0, "\(ran.out)\(ran.err)")
            #expect(try await scenario.snapshot() == wanted)
            try await scenario.expectNoChanges()
        }
    }

    @Test func secretsComeFromTheEnvironment() async throws {
        try await Scenario.play { scenario in
            let template = "\(scenario.directory)/secret.yaml"
            try Data(
                """
                Parameters: {Password: {Type: String, NoEcho: true}}
                Resources:
                  Kept:
                    Type: AWS::SecretsManager::Secret
                    Properties: {Name: kept, SecretString: !Ref Password}

                """.utf8
            ).write(to: URL(filePath: template))
            let password = "hunter2-$(touch x)-'\"\\-é\n-end"
            let script = try await Child.run(
                try #require(Program.binary),
                [
                    "plan", template, "--stack-name", "s", "--parameter", "Password=\(password)", "--format", "aws-cli",
                ], environment: scenario.emulator.environment.merging(["HOME": scenario.directory]) { $1 })
            #expect(script.status == 0 && !script.out.contains("hunter2"), "\(script.out)\(script.err)")
            let without = try await run(script.out, scenario)
            #expect(without.status != 0 && without.err.contains("PLUMB_SECRET_S_KEPT_SECRETSTRING"), "\(without.err)")
            #expect(try await scenario.emulator.mutatingCalls() == [])
            let ran = try await run(script.out, scenario, ["PLUMB_SECRET_S_KEPT_SECRETSTRING": password])
            #expect(ran.status == 0, "\(ran.out)\(ran.err)")
            let held = try await scenario.emulator.client().send(
                .init("secretsmanager", "GetSecretValue", ["SecretId": "kept"]))
            #expect(held["SecretString"]?.string == password)
        }
    }

    /// Another account is left alone.
    @Test func theAccountIsChecked() async throws {
        try await Scenario.play { scenario in
            var step = Bench.step(.create)
            step.calls = [
                PlannedCall(
                    service: "logs", operation: "CreateLogGroup", input: ["logGroupName": "x"], region: "us-east-1")
            ]
            let plan = Plan(purpose: .apply, account: "210987654321", steps: [step])
            let ran = try await run(AWSCLIScript.render(plan), scenario)
            #expect(
                ran.status == 1 && ran.err.contains("for account 210987654321, and this is 123456789012"), "\(ran.err)")
            #expect(try await scenario.emulator.mutatingCalls() == [])
        }
    }

    /// What the shell cannot make ends the script at its place, before the call.
    @Test func whatCannotBeExpressedStopsTheScript() async throws {
        var first = Bench.step(.create)
        first.calls = [
            PlannedCall(service: "ec2", operation: "CreateVpc", input: [:], region: "us-east-1", yields: "Vpc")
        ]
        var second = first
        second.address = "net/Other"
        second.calls[0].input = ["CidrBlock": .deferred(.attribute(address: "net/Log", name: "Odd"))]
        let script = AWSCLIScript.render(Plan(purpose: .apply, account: "1", steps: [first, second]))
        #expect(script.contains("\nstop 'ec2:CreateVpc of net/Other needs Odd of net/Log"), "\(script)")
    }

    // MARK: names and quotes

    /// The CLI's own names of all operations that plumb may call.
    @Test func commandsAreTheCLIs() async throws {
        let list = try String(
            contentsOfFile: "\(Emulator.packageRoot)/Sources/CModels/operations.txt", encoding: .utf8)
        var lines = ""
        for line in list.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            for name in parts[1].split(separator: " ") where name != "*" {
                lines += "\(parts[0]) \(name) \(CommandName.service(String(parts[0]))) "
                lines += "\(CommandName.operation(String(name)))\n"
            }
        }
        try await Scenario.play { [lines] scenario in
            let path = "\(scenario.directory)/names"
            try Data(lines.utf8).write(to: URL(filePath: path))
            let run = try await scenario.python(["cli_names.py", path])
            #expect(run.status == 0, "\(run.out)\(run.err)")
        }
    }

    @Test func hostileTextStaysText() async throws {
        let texts = [
            "", "a", "'", "''", "\"", "\\", "$(touch /tmp/plumb-pwned)", "`id`", "${HOME}", "a\nb", "\n", "a\n\n", "!x",
            "-n", "--help", "é ü 😀", "\u{1b}[31m", "\u{202e}x", "%s %d", "\\n", "~", "*", "#", "\t", "a\rb", "\u{7f}",
            "'\"'\"'", "$'x'", "\u{2028}", "LIST\nx",
        ]
        let shell = ShellText(variable: { _, _, _ in nil }, secret: { $0 })
        // Each of them as a word and in JSON; a mark ends it, for the shell drops line ends at the end of an answer.
        var script = ScriptLibrary.text + "set -eu\n"
        for text in texts {
            script += "printf '%s\\036' \(try ShellText.quoted(text))\n"
            script += "printf '%s\\036' \(try shell.json(["k": .string(text)], at: ""))\n"
            script += "word=\(try ShellText.quoted(text)); printf '%s\\036' \"$(json \"$word\")\"\n"
        }
        let split: [(separator: String, text: String)] = [
            (",", "a,b,,c"), (",", ""), ("*", "a*b'c*"), ("--", "a--b-c--\"d\\"), ("$x", "1$x2$(id)$x"),
            ("[a]", "b[a]c"),
        ]
        for (separator, text) in split {
            let words = "\(try ShellText.quoted(separator)) \(try ShellText.quoted(text))"
            script += "printf '%s\\036' \"$(parts \(words))\"\n"
            script +=
                "printf '%s\\036' \"$(rejoined \(try ShellText.quoted(separator)) '; ' \(try ShellText.quoted(text)))\"\n"
        }
        #expect(isHarmless(script.replacing("\n", with: " ")))
        try await Scenario.play { [script] scenario in
            let ran = try await run(script, scenario)
            let parts = ran.out.split(separator: "\u{1e}", omittingEmptySubsequences: false).map(String.init)
            #expect(ran.status == 0 && parts.count == texts.count * 3 + split.count * 2 + 1, "\(ran.err)")
            for (index, (separator, text)) in split.enumerated() where parts.count > (texts.count + split.count) * 2 {
                let wanted = text.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
                let place = texts.count * 3 + index * 2
                #expect(try Value(json: parts[place]) == .array(wanted.map { .string($0) }))
                #expect(parts[place + 1] == wanted.joined(separator: "; "))
            }
            for (index, text) in texts.enumerated() where parts.count > index * 3 + 2 {
                #expect(parts[index * 3] == text)
                #expect(try Value(json: parts[index * 3 + 1])["k"]?.string == text)
                // Control characters that JSON may not hold end the script where they stand; none do here but these.
                if text.unicodeScalars.allSatisfy({ $0.value >= 32 || "\n\r\t".unicodeScalars.contains($0) }) {
                    #expect(try Value(json: parts[index * 3 + 2]).string == text)
                }
            }
        }
        #expect(!FileManager.default.fileExists(atPath: "/tmp/plumb-pwned"))
    }
}
