import Diagnostics
import Plans
import Reports
import Testing
import Values

@Suite struct JournalLineTests {
    private static func line(_ state: CallRecord.State, _ input: Value, secrets: [String] = []) throws -> Value {
        let planned = PlannedCall(service: "ecs", operation: "RegisterTaskDefinition", input: [:], region: "eu-west-1")
        let record = CallRecord(
            step: Samples.mixed.steps[0], number: 2, attempt: 3, planned: planned, input: input, secrets: secrets,
            state: state)
        let text = JournalLine.render(record, time: "2026-11-21T06:30:00Z", run: "1a2b3c4d", account: "123456789012")
        #expect(text.hasSuffix("\n") && text.filter { $0 == "\n" }.count == 1)
        return try Value(json: text)
    }

    @Test func aLineTellsWhoWhatAndWhatBecameOfIt() throws {
        let cause = Diagnostic.Cause(
            service: "ecs", operation: "RegisterTaskDefinition", code: "ClientException", message: "hunter2 is bad",
            status: 400, requestID: "req-1")
        let line = try Self.line(.failed(cause), ["family": "x\ny"])
        #expect(
            line == [
                "time": "2026-11-21T06:30:00Z", "run": "1a2b3c4d", "account": "123456789012",
                "step": .string(Samples.mixed.steps[0].id), "call": 2, "attempt": 3, "service": "ecs",
                "operation": "RegisterTaskDefinition", "region": "eu-west-1", "outcome": "failed",
                "request_id": "req-1", "error": "ClientException", "input": ["family": "x\ny"],
            ], "AWS's message may quote what it was sent, so it is not in it")
        #expect(try Self.line(.sent, [:])["request_id"] == nil)
        #expect(try Self.line(.succeeded(requestID: "r"), [:])["request_id"] == "r")
    }

    @Test func secretsAndContentsAreNotInIt() throws {
        let line = try Self.line(
            .sent,
            [
                "containerDefinitions": [
                    ["dockerLabels": ["com.example.token": "hunter2", "com.example.name": "web", "com": "x"]]
                ],
                "body": .bytes(Array("hunter2".utf8)), "plain": "seen",
            ], secrets: ["containerDefinitions.0.dockerLabels.com.example.token"])
        #expect(!line.json.contains("hunter2"))
        let labels = line.at("input.containerDefinitions.0.dockerLabels")
        #expect(labels?["com.example.token"] == "(sensitive value)", "a name may have dots")
        #expect(labels?["com.example.name"] == "web" && line.at("input.plain") == "seen")
        #expect(line.at("input.body.bytes") == 7 && line.at("input.body.sha256")?.string?.count == 64)
    }

    // MARK: - Locks

    private static let states = [
        LockState(stack: "net", location: "s3://locks/1/us-east-1/net.lock", holding: .free),
        LockState(stack: "web", location: "s3://locks/1/us-east-1/web.lock", holding: .held(record, ends: 42)),
        LockState(stack: "old", location: "s3://locks/1/us-east-1/old.lock", holding: .held(record, ends: -5)),
        LockState(stack: "odd", location: "s3://locks/1/us-east-1/odd.lock", holding: .unreadable),
    ]
    private static let record = LockRecord(
        stack: "web", id: "id-1", holder: "ann@one\u{1b}[31m", process: 7, command: "apply", taken: "T1", renewed: "T2",
        expires: "T3", lease: 60, generation: 3)

    @Test func locksAreToldInWords() {
        let text = LockReport.text(Self.states, unlocked: ["free-for-all"])
        for words in [
            "  free\n", "process 7, for apply", "since T1, last renewed T2, generation 3", "ends in 42 s",
            "the next run takes it over", "not a lock that this plumb can read", "free-for-all  has no lock",
        ] { #expect(text.contains(words), "\(words): \(text)") }
        #expect(!text.contains("\u{1b}"), "what stands in the object is not obeyed by the terminal")
    }

    @Test func locksAreToldAsJSON() throws {
        let value = try Value(json: LockReport.json(Self.states, unlocked: ["free-for-all"]))
        #expect(
            value["locks"]?.array?.map { $0["state"]?.string } == ["free", "held", "expired", "unreadable", "none"])
        #expect(value.at("locks.1.ends_in_seconds") == 42 && value.at("locks.1.generation") == 3)
    }
}
