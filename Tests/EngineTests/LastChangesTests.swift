import AWS
import Declarations
import Diagnostics
import Plans
import Resources
import Synchronization
import Testing
import Values

@testable import Engine

/// CloudTrail's answers, hand-made by the API model, against which each is checked.
@Suite struct LastChangesTests {
    /// Answers by the resource's name, and keeps what it was asked.
    private final class Trail: Caller {
        let answers: [String: Value]
        let failure: AWSFailure?
        private let seen = Mutex<[APICall]>([])

        init(_ answers: [String: Value] = [:], failing failure: AWSFailure? = nil) {
            self.answers = answers
            self.failure = failure
        }

        var calls: [APICall] { seen.withLock { $0 } }
        var callCount: Int { calls.count }

        func send(_ call: APICall, repeatable: Bool) async throws(AWSFailure) -> Value {
            seen.withLock { $0.append(call) }
            if let failure { throw failure }
            let name = call.input.at("LookupAttributes.0.AttributeValue")?.string ?? ""
            return answers[name] ?? ["Events": []]
        }

        func pages(_ call: APICall) async throws(AWSFailure) -> [Value] { [try await send(call, repeatable: true)] }
    }

    private static func event(
        _ name: String, at time: String, readOnly: Bool = false, ip: String? = "203.0.113.7"
    ) -> Value {
        var record: Value = [
            "eventVersion": "1.11", "userIdentity": ["type": "IAMUser", "arn": "arn:aws:iam::123456789012:user/jo"],
        ]
        if let ip { record = record.setting("sourceIPAddress", to: .string(ip)) }
        return [
            "EventId": .string("id-\(name)"), "EventName": .string(name), "ReadOnly": readOnly ? "true" : "false",
            "EventTime": .string(time), "EventSource": "logs.amazonaws.com", "Username": "jo",
            "Resources": [["ResourceType": "AWS::Logs::LogGroup", "ResourceName": "/apps"]],
            "CloudTrailEvent": .string(record.json),
        ]
    }

    private static func plan(_ steps: Step...) -> Plan { Plan(purpose: .drift, account: "123456789012", steps: steps) }

    private static func step(
        _ id: String?, _ reason: Reason = .drifted, type: String = "AWS::Logs::LogGroup", region: String = "eu-west-1"
    ) -> Step {
        Step(
            address: "net/\(id ?? "None")", type: type, action: .update, reasons: [reason], region: region,
            physicalID: id)
    }

    private func told(_ plan: Plan, _ trail: Trail) async -> (Plan, Findings) {
        let surroundings = Surroundings(
            now: { Timestamp(seconds: 0) }, sleep: { _ in }, random: { 0 }, uuid: { "" })
        return await LastChanges(registry: .standard, caller: trail, surroundings: surroundings).told(in: plan)
    }

    @Test func theNewestChangeIsTold() async throws {
        let answer: Value = [
            "Events": [
                Self.event("DescribeLogGroups", at: "2026-11-20T12:00:00Z", readOnly: true),
                Self.event("PutRetentionPolicy", at: "2026-11-20T11:00:00Z"),
                Self.event("TagResource", at: "2026-11-19T11:00:00Z"),
            ]
        ]
        // By the model, as the client would have parsed it: every member is one of the answer's.
        let output = try #require(APIModel.service("cloudtrail")?.operation("LookupEvents")?.output)
        let members = Set(try #require(output.member("Events")?.shape.element?.shape).members.map(\.name))
        for event in answer["Events"]?.array ?? [] {
            let names = Set(event.object?.keys ?? [])
            #expect(names.isSubset(of: members), "\(event)")
        }
        let trail = Trail(["/apps": answer])
        let (plan, findings) = await told(Self.plan(Self.step("/apps")), trail)
        #expect(findings.isEmpty)
        let changer = try #require(plan.steps[0].changer)
        #expect(
            changer.words == "last changed by arn:aws:iam::123456789012:user/jo with logs:PutRetentionPolicy at "
                + "2026-11-20T11:00:00Z from 203.0.113.7")
        let call = try #require(trail.calls.first)
        #expect(call.region == "eu-west-1" && call.input["MaxResults"] == 50)
        let service = try #require(APIModel.service("cloudtrail"))
        let model = try #require(service.operation("LookupEvents"))
        #expect(service.validate(input: call.input, for: model).isEmpty)
    }

    @Test func whatTheFilesChangedIsNotAskedFor() async {
        let trail = Trail()
        var branch = Self.step("b")
        branch.origin = .branch
        let (plan, _) = await told(
            Self.plan(Self.step("a", .edited), branch, Self.step(nil), Self.step("c", .new)), trail)
        #expect(trail.calls.isEmpty && plan.steps.allSatisfy { $0.changer == nil })
    }

    /// Global services write where they are at home, and some resources are known by their names alone.
    @Test func rolesAndARNs() async {
        let trail = Trail(["web": ["Events": [Self.event("DeleteListener", at: "2026-11-20T11:00:00Z", ip: nil)]]])
        let (plan, _) = await told(
            Self.plan(
                Self.step("role", type: "AWS::IAM::Role"),
                Self.step("arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/web")), trail)
        #expect(trail.calls.map(\.region) == ["us-east-1", "eu-west-1", "eu-west-1"])
        #expect(plan.steps[0].changer == nil)
        #expect(plan.steps[1].changer?.words.hasSuffix("at 2026-11-20T11:00:00Z") == true)
    }

    @Test func oneNoteWhenItMayNotAsk() async {
        let denied = AWSFailure(
            service: "cloudtrail", operation: "LookupEvents", code: "AccessDeniedException", message: "no",
            kind: .denied)
        let trail = Trail(failing: denied)
        let (plan, findings) = await told(Self.plan(Self.step("a"), Self.step("b")), trail)
        #expect(trail.calls.count == 1 && plan.steps.allSatisfy { $0.changer == nil })
        #expect(findings.all.map(\.severity) == [.note] && !findings.hasErrors)
    }

    @Test(arguments: ["", "{", "[]", "{\"userIdentity\": 7}", "null"])
    func oddRecords(text: String) async {
        let odd = Self.event("X", at: "never").setting("CloudTrailEvent", to: .string(text))
        let (plan, findings) = await told(Self.plan(Self.step("a")), Trail(["a": ["Events": [odd]]]))
        #expect(plan.steps[0].changer?.user == "jo" && findings.isEmpty)
    }
}
