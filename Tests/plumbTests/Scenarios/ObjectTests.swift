import Testing
import Values

/// Objects in buckets: nobody else's is written over, and what is left behind keeps its bytes.
@Suite(.timeLimit(.minutes(30))) struct ObjectTests {
    private static let template = """
        Resources:
          Bucket:
            Type: AWS::S3::Bucket
            DeletionPolicy: Retain
            Properties: {BucketName: web-files}
          Before:
            Type: AWS::Logs::LogGroup
            Properties: {LogGroupName: before}
          File:
            Type: Plumb::S3::Object
            DependsOn: Before
            DeletionPolicy: Retain
            Properties: {Bucket: !Ref Bucket, Key: a file/ä, Body: ours, ContentType: text/plain, Metadata: {by: us}}

        """
    private static let file: Value = ["Bucket": "web-files", "Key": "a file/ä"]

    private static func shown(_ scenario: Scenario) async throws -> Value {
        try await scenario.boto("s3", "head_object", file)
    }

    @Test func aRetainedOneKeepsItsBytesAndLosesItsMarks() async throws {
        try await Scenario.play(template: Self.template) { scenario in
            try await scenario.apply()
            let before = try await Self.shown(scenario)
            #expect(before["ContentLength"] == 4 && before.at("Metadata.plumb-stack") == "web")
            try scenario.removeResource("File", from: "t.yaml")
            try await scenario.apply()
            let after = try await Self.shown(scenario)
            #expect(after["ETag"] == before["ETag"] && after["ContentLength"] == 4, "\(after)")
            #expect(after["ContentType"] == "text/plain" && after["Metadata"] == ["by": "us"], "\(after)")
            try await scenario.expectNoChanges()
        }
    }

    /// A change that S3 shows nowhere but in its marks makes no other bytes either.
    @Test func marksAloneAreACopyInPlace() async throws {
        try await Scenario.play(template: Self.template) { scenario in
            try await scenario.apply()
            let before = try await Self.shown(scenario)
            try scenario.edit("web.yaml", replacing: "stack-name: web", by: "stack-name: web\ntags: {Team: digital}")
            try scenario.edit(
                "t.yaml", replacing: "ContentType: text/plain", by: "StorageClass: STANDARD, ContentType: text/plain")
            try await scenario.emulator.clearCalls()
            try await scenario.apply()
            let calls = try await scenario.emulator.mutatingCalls()
            #expect(!calls.contains("s3:PutObject"), "\(calls)")
            let after = try await Self.shown(scenario)
            #expect(after["ETag"] == before["ETag"] && after.at("Metadata.by") == "us", "\(after)")
            #expect(after.at("Metadata.plumb-sha256") == before.at("Metadata.plumb-sha256"))
            try await scenario.expectNoChanges()
        }
    }

    /// It was not there when the plan was made.
    @Test func whatSomebodyElsePutsMeanwhileStays() async throws {
        try await Scenario.play(template: Self.template) { scenario in
            try await scenario.emulator.control(
                "POST", "faults",
                [["match": ["action": "CreateLogGroup"], "when": "before", "do": "stall", "seconds": 120]])
            let run = try scenario.started(["apply", "stacks", "--auto-approve"])
            try await scenario.emulator.faultFires()
            for _ in 0..<600 where try await !scenario.emulator.mutatingCalls().contains("s3:CreateBucket") {
                try await Task.sleep(for: .milliseconds(20))
            }
            try await scenario.boto("s3", "put_object", Self.file.setting("Body", to: "theirs, and longer"))
            try await scenario.emulator.control("POST", "faults", [])
            let ended = try await run.end()
            #expect(ended.status == 1 && ended.err.contains("PreconditionFailed"), "\(ended.out)\(ended.err)")
            #expect(ended.err.contains("Somebody else has made or changed it"), "\(ended.err)")
            #expect(try await Self.shown(scenario)["ContentLength"] == 18)
        }
    }
}
