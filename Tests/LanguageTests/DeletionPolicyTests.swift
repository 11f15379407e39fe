import Diagnostics
import Language
import Testing

/// Policies that functions work out are held to what is allowed as much as those that are written out.
@Suite struct DeletionPolicyTests {
    private static func findings(_ policy: String, _ type: String = "AWS::EC2::Volume", key: String = "DeletionPolicy")
        -> [Diagnostic]
    {
        Fixture.findings(
            SourceFile(
                path: "t.yaml",
                text: """
                    Transform: AWS::LanguageExtensions
                    Parameters:
                      Policy: {Type: String, Default: Snapshot}
                      Kept: {Type: String, Default: Retain}
                    Conditions:
                      Prod: !Equals [!Ref Policy, Snapshot]
                    Resources:
                      Topic: {Type: 'AWS::SNS::Topic'}
                      It:
                        Type: \(type)
                        \(key): \(policy)
                        Properties: {\(type == "AWS::EC2::Volume" ? "AvailabilityZone: us-east-1a, Size: 8" : "")}
                    """))
    }

    @Test(arguments: ["!Ref Policy", "!If [Prod, Snapshot, Delete]"]) func noSnapshotIsPromised(policy: String) {
        for type in ["AWS::EC2::Volume", "AWS::Logs::LogGroup"] {
            for key in ["DeletionPolicy", "UpdateReplacePolicy"] {
                let found = Self.findings(policy, type, key: key)
                #expect(found.map(\.code) == ["invalid-value"], "\(type) \(key): \(found.map(\.message))")
            }
        }
    }

    @Test func whatIsNotKnownBeforeIsRefused() {
        let found = Self.findings("!Ref Topic")
        #expect(found.map(\.code) == ["not-known-yet"], "\(found.map(\.message))")
    }

    @Test(arguments: ["!Ref Kept", "!If [Prod, Retain, Delete]", "!If [Prod, !Ref AWS::NoValue, Delete]", "Retain"])
    func othersHold(policy: String) {
        #expect(Self.findings(policy).isEmpty)
    }

    @Test func replacementsKnowFewer() {
        #expect(Self.findings("!If [Prod, RetainExceptOnCreate, Delete]").isEmpty)
        let found = Self.findings("!If [Prod, RetainExceptOnCreate, Delete]", key: "UpdateReplacePolicy")
        #expect(found.map(\.code) == ["invalid-value"])
    }
}
