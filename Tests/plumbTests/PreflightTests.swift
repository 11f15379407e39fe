import AWS
import ArgumentParser
import Diagnostics
import Plans
import Synchronization
import Testing
import Values

@testable import plumb

/// IAM is asked beforehand whether the caller may make a plan's calls; with what IAM has answered, recorded.
@Suite struct PreflightTests {
    private static let user = "arn:aws:iam::123456789012:user/ops/runner"
    private static let topic = "arn:aws:sns:us-east-1:123456789012:alarms"

    /// Answers calls by the first that fits, and keeps what it was asked.
    private final class IAM: Sendable {
        private let made = Mutex<[APICall]>([])
        private let answer: @Sendable (APICall) -> Result<Value, AWSFailure>

        init(_ answer: @escaping @Sendable (APICall) -> Result<Value, AWSFailure>) { self.answer = answer }

        var calls: [APICall] { made.withLock { $0 } }

        @Sendable func ask(_ call: APICall) async throws(AWSFailure) -> [Value] {
            made.withLock { $0.append(call) }
            return [try answer(call).get()]
        }
    }

    private static func failure(_ call: APICall, _ code: String, _ kind: ErrorKind) -> Result<Value, AWSFailure> {
        .failure(
            AWSFailure(
                service: call.service, operation: call.operation, code: .init(rawValue: code), message: "said \(code)",
                kind: kind))
    }

    /// What SimulatePrincipalPolicy answers when it decides so for every action and resource.
    private static func decided(_ decision: String, _ call: APICall, missing: [String] = []) -> Value {
        let arns = (call.input["ResourceArns"]?.array ?? []).compactMap(\.string)
        let lacking = Value.array(missing.map { .string($0) })
        return [
            "EvaluationResults": .array(
                (call.input["ActionNames"]?.array ?? []).map { action in
                    [
                        "EvalActionName": action, "EvalResourceName": "*", "EvalDecision": .string(decision),
                        "MissingContextValues": lacking,
                        "ResourceSpecificResults": .array(
                            arns.map {
                                [
                                    "EvalResourceName": .string($0), "EvalResourceDecision": .string(decision),
                                    "MissingContextValues": lacking,
                                ]
                            }),
                    ]
                })
        ]
    }

    private static func policy(_ actions: [String] = ["sns:CreateTopic"], on arn: String = topic) -> LeastPolicy {
        var policy = LeastPolicy()
        for action in actions { policy.allow(action, on: [arn]) }
        return policy
    }

    private static func plan(_ caller: String = user, _ calls: [PlannedCall] = []) -> Plan {
        var plan = Bench.plan(.create)
        plan.caller = caller
        plan.steps[0].calls = calls
        return plan
    }

    @Test func whatIsAllowedSaysNothing() async {
        let iam = IAM { .success(Self.decided("allowed", $0)) }
        var policy = Self.policy()
        policy.allow("iam:PassRole", on: ["arn:aws:iam::123456789012:role/task-*"])
        policy.require("iam:PassRole", "iam:PassedToService", ["ecs-tasks.amazonaws.com"])
        #expect(await Preflight(ask: iam.ask).findings(Self.plan(), needing: policy).all.isEmpty)
        let asked = iam.calls.filter { $0.operation == "SimulatePrincipalPolicy" }
        #expect(asked.count == iam.calls.count && asked.count == 2)
        #expect(asked.allSatisfy { $0.input["PolicySourceArn"]?.string == Self.user })
        let topic = asked.first { $0.input["ActionNames"] == ["sns:CreateTopic"] }
        #expect(topic?.input["ResourceArns"] == [.string(Self.topic)])
        #expect(topic?.input["ContextEntries"] == nil)
        let pass = asked.first { $0.input["ActionNames"] == ["iam:PassRole"] }
        #expect(pass?.input.at("ContextEntries.0.ContextKeyName") == "iam:PassedToService")
        #expect(pass?.input.at("ContextEntries.0.ContextKeyValues") == ["ecs-tasks.amazonaws.com"])
        // IAM takes no patterns as resources.
        #expect(pass?.input["ResourceArns"] == ["arn:aws:iam::123456789012:role/task-0"])
    }

    @Test(arguments: [("implicitDeny", "is not allowed"), ("explicitDeny", "is denied by a policy")])
    func whatIsDeniedIsAnError(_ decision: String, _ words: String) async {
        let iam = IAM { .success(Self.decided(decision, $0)) }
        let findings = await Preflight(ask: iam.ask).findings(Self.plan(), needing: Self.policy()).all
        #expect(findings.map(\.code) == ["preflight-denied"])
        #expect(findings.first?.severity == .error)
        #expect(findings.first?.message == "sns:CreateTopic on \(Self.topic) \(words)")
    }

    /// A condition on what only the call itself brings cannot be judged beforehand.
    @Test func whatHangsOnAContextIsAWarning() async {
        let iam = IAM { .success(Self.decided("implicitDeny", $0, missing: ["aws:RequestTag/Team"])) }
        let findings = await Preflight(ask: iam.ask).findings(Self.plan(), needing: Self.policy()).all
        #expect(findings.map(\.severity) == [.warning])
        #expect(findings.first?.message.hasSuffix("it hangs on aws:RequestTag/Team") == true)
    }

    /// IAM knows the role of a session, with the path that the session's ARN leaves out.
    @Test(arguments: [true, false]) func aSessionIsJudgedByItsRole(mayAskForTheRole: Bool) async {
        let iam = IAM { call in
            guard call.operation == "GetRole" else { return .success(Self.decided("allowed", call)) }
            #expect(call.input["RoleName"] == "deploy")
            return mayAskForTheRole
                ? .success(["Role": ["Arn": "arn:aws:iam::123456789012:role/ci/deploy"]])
                : Self.failure(call, "AccessDenied", .denied)
        }
        let plan = Self.plan("arn:aws:sts::123456789012:assumed-role/deploy/run-7")
        #expect(await Preflight(ask: iam.ask).findings(plan, needing: Self.policy()).all.isEmpty)
        let role = "arn:aws:iam::123456789012:role/" + (mayAskForTheRole ? "ci/deploy" : "deploy")
        #expect(iam.calls.last?.input["PolicySourceArn"]?.string == role)
    }

    @Test(arguments: ["arn:aws:iam::123456789012:root", "arn:aws:sts::123456789012:federated-user/ann", "?"])
    func whoHasNoPoliciesIsNotJudged(_ caller: String) async {
        let iam = IAM { .success(Self.decided("implicitDeny", $0)) }
        let findings = await Preflight(ask: iam.ask).findings(Self.plan(caller), needing: Self.policy()).all
        #expect(findings.map(\.code) == ["preflight-incomplete"] && findings.map(\.severity) == [.note])
        #expect(iam.calls.isEmpty)
    }

    /// One question takes so many actions that its answer is one page.
    @Test func manyActionsAreManyQuestions() async {
        let iam = IAM { .success(Self.decided("allowed", $0)) }
        let actions = (1...120).map { "sns:Do\($0)" }
        _ = await Preflight(ask: iam.ask).findings(Self.plan(), needing: Self.policy(actions))
        #expect(iam.calls.map { $0.input["ActionNames"]?.array?.count ?? 0 } == [50, 50, 20])
        #expect(Set(iam.calls.flatMap { $0.input["ActionNames"]?.array ?? [] }).count == 120)
    }

    @Test func aFailureOfIAMIsTold() async {
        let iam = IAM { Self.failure($0, "ServiceFailure", .transient) }
        let findings = await Preflight(ask: iam.ask).findings(Self.plan(), needing: Self.policy()).all
        #expect(findings.map(\.code) == ["preflight-incomplete"])
        #expect(findings.first?.message == "said ServiceFailure")
    }

    // MARK: - Where IAM may not be asked

    private static let calls = [
        PlannedCall(service: "ec2", operation: "CreateVpc", input: ["CidrBlock": "10.0.0.0/16"], region: "eu-west-1"),
        PlannedCall(
            service: "ec2", operation: "CreateSubnet",
            input: ["VpcId": .deferred(.attribute(address: "net/Vpc", name: "VpcId"))], region: "eu-west-1"),
        PlannedCall(service: "sns", operation: "CreateTopic", input: ["Name": "alarms"], region: "eu-west-1"),
    ]

    /// EC2 tells by dry runs; nothing but dry runs is sent.
    @Test(arguments: ["DryRunOperation", "UnauthorizedOperation", "InvalidVpcRange"])
    func dryRunsStandIn(_ code: String) async {
        let iam = IAM { call in
            if call.service == "iam" { return Self.failure(call, "AccessDenied", .denied) }
            return Self.failure(call, code, code == "UnauthorizedOperation" ? .denied : .invalid)
        }
        let findings = await Preflight(ask: iam.ask).findings(Self.plan(Self.user, Self.calls), needing: Self.policy())
            .all
        let sent = iam.calls.filter { $0.service != "iam" }
        #expect(sent.map(\.operation) == ["CreateVpc"])
        #expect(sent.first?.input["DryRun"] == true && sent.first?.region == "eu-west-1")
        let denied = findings.filter { $0.code == "preflight-denied" }
        #expect(denied.map(\.message) == (code == "UnauthorizedOperation" ? ["ec2:CreateVpc is not allowed"] : []))
        let open = findings.first { $0.code == "preflight-incomplete" }
        #expect(open?.severity == .note)
        #expect(open?.message.contains("iam:SimulatePrincipalPolicy is denied") == true)
        // What waits for other steps, other services' calls, and what EC2 has not judged.
        let unasked = ["ec2:CreateSubnet", "sns:CreateTopic"] + (code == "InvalidVpcRange" ? ["ec2:CreateVpc"] : [])
        #expect(open?.message.hasSuffix(unasked.sorted().joined(separator: ", ")) == true, "\(open?.message ?? "")")
    }

    // MARK: - The command

    @Test(arguments: [("allowed", CommandStatus.done), ("implicitDeny", .failed)])
    func theCommandTellsByItsExitCode(_ decision: String, _ status: CommandStatus) async throws {
        let iam = IAM { .success(Self.decided(decision, $0)) }
        let bench = Bench(Self.plan(Self.user, [Self.calls[2]]))
        var session = bench.session
        session.ask = iam.ask
        let command = try PlanCommand.parse([Bench.path, "--preflight"])
        #expect(await command.perform(session, bench.terminal()) == status)
        #expect(bench.out.contains("Plan: 1 to add"), "the plan is shown all the same")
        #expect(
            bench.err.contains("error[preflight-denied]: sns:CreateTopic") == (decision != "allowed"), "\(bench.err)")
    }

    @Test func nothingToDoIsNotAskedAbout() async throws {
        let iam = IAM { .success(Self.decided("implicitDeny", $0)) }
        let bench = Bench(Bench.plan())
        var session = bench.session
        session.ask = iam.ask
        let command = try PlanCommand.parse([Bench.path, "--preflight"])
        #expect(await command.perform(session, bench.terminal()) == .done)
        #expect(iam.calls.isEmpty)
    }
}

/// The same against the emulator, which judges policies as IAM does.
@Suite(.timeLimit(.minutes(30))) struct PreflightScenarioTests {
    private static let template = """
        Resources:
          Topic:
            Type: AWS::SNS::Topic
            Properties: {TopicName: alarms}
          Net:
            Type: AWS::EC2::VPC
            Properties: {CidrBlock: 10.7.0.0/16}

        """

    @Test func aRunnerOfFewMeans() async throws {
        try await Scenario.play(template: Self.template) { scenario in
            let printed = try await scenario.plumb(
                "permissions", "stacks/web.yaml", "--for", "apply", "--format", "json", "--account", "123456789012")
            let whole = try Value(json: printed.out)
            try await scenario.boto("iam", "create_user", ["UserName": "runner"])
            let key = try await scenario.boto("iam", "create_access_key", ["UserName": "runner"])["AccessKey"]
            _ = try await scenario.emulator.control("POST", "auth", ["on": true, "root": ["test", "test"]])
            let caller = [
                "AWS_ACCESS_KEY_ID": try #require(key?["AccessKeyId"]?.string),
                "AWS_SECRET_ACCESS_KEY": try #require(key?["SecretAccessKey"]?.string),
            ]
            func told(without action: String, andAsking: Bool = true) async throws -> Child {
                var statements = (whole["Statement"]?.array ?? []).map { statement in
                    statement.setting(
                        "Action", to: .array((statement["Action"]?.array ?? []).filter { $0.string != action }))
                }.filter { $0["Action"]?.array?.isEmpty == false }
                if andAsking {
                    statements.append(
                        ["Effect": "Allow", "Action": ["iam:SimulatePrincipalPolicy"], "Resource": "*"])
                }
                let document: Value = ["Version": "2012-10-17", "Statement": .array(statements)]
                try await scenario.boto(
                    "iam", "put_user_policy",
                    ["UserName": "runner", "PolicyName": "p", "PolicyDocument": .string(document.json)])
                return try await scenario.plumb("plan", "stacks", "--preflight", variables: caller)
            }
            let allowed = try await told(without: "")
            #expect(allowed.status == 0 && !allowed.err.contains("preflight"), "\(allowed.out)\(allowed.err)")
            let denied = try await told(without: "sns:CreateTopic")
            #expect(denied.status == 1, "\(denied.out)\(denied.err)")
            #expect(denied.err.contains("sns:CreateTopic on arn:aws:sns:us-east-1:123456789012:alarms is not allowed"))
            #expect(
                denied.err.split(separator: "error[preflight-denied]", omittingEmptySubsequences: false).count == 2,
                "\(denied.err)")
            let unasked = try await told(without: "", andAsking: false)
            #expect(unasked.status == 0 && unasked.err.contains("note[preflight-incomplete]"), "\(unasked.err)")
            #expect(unasked.err.contains("iam:SimulatePrincipalPolicy is denied"), "\(unasked.err)")
        }
    }
}
