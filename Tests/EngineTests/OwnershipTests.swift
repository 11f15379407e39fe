import AWS
import Diagnostics
import Plans
import Testing
import Values

@testable import Engine

/// What is not ours is never touched silently.
@Suite struct OwnershipTests {
    private static let template = "Resources:\n  Log: {Type: 'Test::Log::Group', Properties: {Name: logs, Days: 3}}"

    private static func group(_ name: String, _ tags: Value, class kind: String = "STANDARD") -> Value {
        [
            "logGroupName": .string(name), "logGroupClass": .string(kind), "tags": tags,
            "logGroupArn": .string("arn:aws:logs:us-east-1:123456789012:log-group:\(name)"),
        ]
    }

    @Test func anothersResourceIsRefused() async throws {
        let scene = Scene(Self.template)
        scene.account.edit {
            $0.groups["logs"] = Self.group("logs", ["plumb:stack": "web", "plumb:resource": "Journal"])
        }
        let (plan, findings) = await scene.planned()
        #expect(plan == nil)
        #expect(findings.map(\.code) == ["foreign-owner"])
        #expect(findings[0].message.contains("stack `web`"))
        #expect(findings[0].span?.start.line == 2)
    }

    @Test func anUnmarkedResourceIsAdopted() async throws {
        let scene = Scene(Self.template)
        scene.account.edit { $0.groups["logs"] = Self.group("logs", ["Owner": "me"]) }
        let plan = try await scene.plan()
        #expect(plan.adoptions.map(\.id) == ["net/Log!adopt"])
        #expect(plan.steps.first?.reasons == [.unmarked])
        #expect((await scene.run(plan)).succeeded)
        #expect(scene.account.now.groups["logs"]?.at("tags.plumb:stack") == "net")
        try await scene.expectNoChanges()
    }

    @Test func anUnmarkedResourceIsNeverReplaced() async throws {
        let scene = Scene(Self.template)
        scene.account.edit { $0.groups["logs"] = Self.group("logs", [:], class: "INFREQUENT_ACCESS") }
        let (plan, findings) = await scene.planned()
        #expect(plan == nil)
        #expect(findings.map(\.code) == ["adoption-blocked"])
        #expect(findings[0].message.contains("Class"))
    }

    /// Ours is renamed to a name that somebody else's bears: theirs is neither surplus nor left over.
    @Test func aNameThatIsTakenIsNotCleared() async throws {
        var scene = Scene(Self.template)
        try await scene.apply()
        scene.edit(Self.template.replacing("Name: logs", with: "Name: others"))
        scene.account.edit { $0.groups["others"] = Self.group("others", ["plumb:stack": "web"]) }
        #expect(await scene.planned().findings.map(\.code) == ["foreign-owner"])
        scene.account.edit { $0.groups["others"] = Self.group("others", [:], class: "INFREQUENT_ACCESS") }
        #expect(await scene.planned().findings.map(\.code) == ["adoption-blocked"])
        scene.account.edit { $0.groups["others"] = Self.group("others", [:]) }
        let plan = try await scene.plan()
        #expect(plan.adoptions.map(\.physicalID) == ["others"])
        let deleted = plan.steps.filter { $0.action == .delete }.map(\.physicalID)
        #expect(deleted == ["logs"], "only ours goes")
    }

    @Test func destroyLeavesWhatIsNotOurs() async throws {
        let scene = Scene(Self.template)
        scene.account.edit { $0.groups["logs"] = Self.group("logs", [:]) }
        #expect(try await scene.plan(.destroy).isEmpty)
        scene.account.edit { $0.groups["logs"] = Self.group("logs", ["plumb:stack": "web"]) }
        #expect(try await scene.plan(.destroy).isEmpty)
    }

    // MARK: - Several stacks

    private static func two(importing: String = "!ImportValue net-id") -> Scene {
        var scene = Scene(
            "Resources:\n  Network: {Type: 'Test::Net::Network', Properties: {Block: 10.0.0.0/16}}\n"
                + "Outputs:\n  Id: {Value: !Ref Network, Export: {Name: net-id}}\n")
        scene.files["web.yaml"] =
            "template-file-path: web.template\nstack-name: web\nregion: us-east-1\ndepends-on: [net.yaml]\n"
        scene.files["web.template"] =
            "Resources:\n  Log: {Type: 'Test::Log::Group', Properties: {Name: logs, KeyId: \(importing)}}"
        return scene
    }

    @Test func importsJoinTwoStacksInOneRun() async throws {
        var scene = Self.two()
        scene.paths = ["net.yaml", "web.yaml"]
        let plan = try await scene.apply()
        #expect(plan.shape == ["net/Network!create", "web/Log!create < net/Network!create"])
        #expect(scene.account.now.groups["logs"]?["kmsKeyId"]?.string == scene.account.now.networks.keys.first)
        // The importing stack alone finds the value in live AWS.
        scene.paths = ["web.yaml"]
        try await scene.expectNoChanges()
        let end = try await scene.apply(.destroy)
        #expect(end.shape == ["web/Log!delete"])
        #expect(scene.account.now.networks.count == 1)
    }

    @Test func anExporterMustHaveBeenApplied() async throws {
        var scene = Self.two()
        scene.paths = ["web.yaml"]
        let (plan, findings) = await scene.planned()
        #expect(plan == nil)
        #expect(findings.map(\.code) == ["exporter-not-applied"])
    }

    @Test func cloudFormationsExportsAreASecondSource() async throws {
        var scene = Self.two(importing: "!ImportValue other-id")
        scene.paths = ["web.yaml"]
        #expect(await scene.planned().findings.map(\.code) == ["unresolved-import"])
        scene.account.edit { $0.exports["other-id"] = "vpc-1" }
        try await scene.apply()
        #expect(scene.account.now.groups["logs"]?["kmsKeyId"] == "vpc-1")
        // What goes needs no values.
        scene.account.edit { $0.exports = [:] }
        #expect(try await scene.apply(.destroy).shape == ["web/Log!delete"])
    }

    // MARK: - Targets

    @Test func targetsTakeWhatTheyNeed() async throws {
        let scene = Scene(LifeTests.template)
        let plan = try await scene.plan(options: RunOptions(targets: ["net/Part"]))
        #expect(plan.steps.map(\.id) == ["net/Network!create", "net/Part!create"])
        let (_, findings) = await scene.planned(options: RunOptions(targets: ["Parts"]))
        #expect(findings.map(\.code) == ["unknown-target"])
    }

    @Test func destroyingATargetTakesWhatUsesIt() async throws {
        var scene = Scene(LifeTests.template)
        try await scene.apply()
        let plan = try await scene.plan(.destroy, options: RunOptions(targets: ["Part"]))
        #expect(plan.steps.map(\.id) == ["net/Log!delete", "net/Part!delete"])
        scene.edit("Resources:\n  Network: {Type: 'Test::Net::Network', Properties: {Block: 10.0.0.0/16}}")
        let orphan = try await scene.plan(options: RunOptions(targets: ["net/Log"]))
        #expect(orphan.steps.map(\.physicalID) == ["logs"], "what left the template can be named too")
    }

    // MARK: - Reads that fail

    @Test func everyDeniedReadIsTold() async throws {
        let scene = Scene(LifeTests.template)
        for operation in ["ec2:DescribeVpcs", "logs:DescribeLogGroups", "resourcegroupstaggingapi:GetResources"] {
            scene.account.meet(operation, .denied, "AccessDenied", times: 100)
        }
        let (plan, findings) = await scene.planned()
        #expect(plan == nil)
        #expect(findings.allSatisfy { $0.code == "access-denied" })
        let help = findings.compactMap(\.help).joined(separator: " ")
        for action in ["ec2:DescribeVpcs", "tag:GetResources"] { #expect(help.contains("`\(action)`"), "\(help)") }
        #expect(findings.contains { $0.span?.start.line == 3 }, "the place of a resource that could not be read")
    }

    @Test func theActionThatAWSNamesIsTheOneToAllow() {
        #expect(
            Self.remedy("User: arn:aws:iam::1:user/x is not authorized to perform: s3:ListBucket on resource: y")
                == "Allow the caller `s3:ListBucket`.")
        let unnamed = Account.failure("elbv2:DescribeRules", .denied, "AccessDenied", "No.")
        #expect(Denial(failure: unnamed).remedy == "Allow the caller `elasticloadbalancing:DescribeRules`.")
    }

    @Test(arguments: [
        ("because no identity-based policy allows the s3:ListBucket action", "Allow the caller `s3:ListBucket`."),
        (
            "because no permissions boundary allows the s3:ListBucket action",
            "Allow `s3:ListBucket` in the permissions boundary; the caller's own policies are not enough."
        ),
        (
            "with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o-1/p-1",
            "A statement of a service control policy denies `s3:ListBucket`: no other permission outweighs it."
        ),
        (
            "with an explicit deny in an identity-based policy.",
            "A statement of an identity-based policy denies `s3:ListBucket`: no other permission outweighs it."
        ),
    ])
    func aDenialIsMendedWhereItComesFrom(reason: String, remedy: String) {
        #expect(
            Self.remedy("User: u is not authorized to perform: s3:ListBucket on resource: y \(reason)") == remedy)
    }

    @Test(arguments: ["BlockPublicPolicy", "BlockPublicAcls"])
    func whatABucketBlocksIsNoMatterOfPermissions(setting: String) {
        let remedy = Self.remedy("not authorized to perform: s3:X because it is prevented by the \(setting) setting")
        #expect(remedy.contains("PublicAccessBlockConfiguration.\(setting)"), "\(remedy)")
    }

    private static func remedy(_ message: String) -> String {
        Denial(failure: Account.failure("s3:HeadBucket", .denied, "AccessDenied", message)).remedy
    }

    @Test func oneOutageIsToldOnce() async throws {
        let scene = Scene(LifeTests.template)
        for operation in ["ec2:DescribeVpcs", "logs:DescribeLogGroups", "ec2:DescribeSubnets"] {
            scene.account.meet(operation, .expired, "ExpiredToken", times: 100)
        }
        let (_, findings) = await scene.planned()
        #expect(findings.map(\.code) == ["credentials-expired"])
    }
}

/// Two resources of a run that would be one in AWS.
@Suite struct SharedIdentityTests {
    @Test func twoOfOneNameAreRefused() async throws {
        let scene = Scene(
            """
            Resources:
              A: {Type: 'Test::Log::Group', Properties: {Name: same}}
              B: {Type: 'Test::Log::Group', Properties: {Name: same, Days: 3}}
            """)
        let (plan, findings) = await scene.planned()
        #expect(plan == nil)
        #expect(findings.map(\.code) == ["shared-identity"])
        #expect(findings.first?.message == "`net/A` and `net/B` are both Test::Log::Group `same`.")
        #expect(findings.first?.span?.start.line == 3)
    }

    @Test func twoOfOneKeyAreRefusedBeforeTheirParentExists() async throws {
        let scene = Scene(
            """
            Resources:
              Log: {Type: 'Test::Log::Group', Properties: {Name: logs}}
              A: {Type: 'Test::Log::Filter', Properties: {Group: !Ref Log, Name: errors, Pattern: x}}
              B: {Type: 'Test::Log::Filter', Properties: {Group: !Ref Log, Name: errors, Pattern: y}}
            """)
        #expect(await scene.planned().findings.map(\.code) == ["shared-identity"])
    }

    @Test func theSameNameInAnotherParentIsAnother() async throws {
        let scene = Scene(
            """
            Resources:
              Log: {Type: 'Test::Log::Group', Properties: {Name: logs}}
              Other: {Type: 'Test::Log::Group', Properties: {Name: others}}
              A: {Type: 'Test::Log::Filter', Properties: {Group: !Ref Log, Name: errors, Pattern: x}}
              B: {Type: 'Test::Log::Filter', Properties: {Group: !Ref Other, Name: errors, Pattern: x}}
            """)
        #expect(await scene.planned().findings.isEmpty)
    }

    /// Another logical id for the same resource is an edit of the file, not of AWS.
    @Test func aRenameIsAnEdit() async throws {
        var scene = Scene("Resources:\n  Log: {Type: 'Test::Log::Group', Properties: {Name: logs}}")
        try await scene.apply()
        scene.edit("Resources:\n  Journal: {Type: 'Test::Log::Group', Properties: {Name: logs}}")
        let plan = try await scene.plan()
        #expect(plan.shape == ["net/Journal!update"])
        #expect(plan.steps.first?.reasons == [.edited])
    }
}
