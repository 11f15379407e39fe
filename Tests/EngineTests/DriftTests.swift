import Diagnostics
import Engine
import Language
import Plans
import Reports
import Testing
import Values

/// What counts as drift: ignore files, what has moved since the last apply, and what a base revision tells.
@Suite struct DriftTests {
    private static let span = Span(
        file: "i.yaml", start: .init(line: 3, column: 5), end: .init(line: 4, column: 1))

    private static func rule(_ resource: String, _ property: String, expires: String? = nil) -> IgnoreFile.Rule {
        IgnoreFile.Rule(
            resource: Glob(resource), property: Glob(property), reason: "known", expires: expires, span: span)
    }

    private static func change(_ path: String, _ before: Value?, _ after: Value?) -> PropertyChange {
        PropertyChange(path: path, before: before, after: after)
    }

    private static func update(
        _ name: String, _ reasons: [Reason] = [.drifted], _ changes: PropertyChange...
    ) -> Step {
        Step(
            address: "net/\(name)", type: "AWS::EC2::SecurityGroup", action: .update, reasons: reasons,
            changes: changes, region: "us-east-1", physicalID: "sg-\(name)")
    }

    private static func other(_ name: String, _ action: Action, _ reason: Reason) -> Step {
        Step(
            address: "net/\(name)", type: "AWS::S3::Bucket", action: action, reasons: [reason],
            changes: [change("BucketName", nil, "b")], region: "us-east-1")
    }

    private static func plan(_ steps: Step...) -> Plan {
        Plan(
            purpose: .drift, stacks: [.init(name: "net", path: "net.yaml", region: "us-east-1", resources: 3)],
            steps: steps)
    }

    private static func ignore(_ plan: Plan, _ rules: IgnoreFile.Rule..., today: String = "2027-01-31") -> (
        Plan, [String]
    ) {
        let (left, findings) = Ignoring(IgnoreFile(path: "i.yaml", rules: rules), today: today).applied(to: plan)
        return (left, findings.all.map(\.code.rawValue))
    }

    // MARK: ignoring

    @Test func oneOfTwoDifferences() {
        let drift = Self.plan(
            Self.update("Group", [.drifted], Self.change("Description", "a", "b"), Self.change("Tags.Cost", "1", nil)))
        let (left, codes) = Self.ignore(drift, Self.rule("net/Group", "Tags.Cost"))
        #expect(codes.isEmpty)
        #expect(left.steps.map { $0.changes.map(\.path) } == [["Description"]])
        #expect(left.showsDrift)
        #expect(left.aside.map(\.change?.path) == ["Tags.Cost"])
        #expect(left.aside.map(\.cause) == [.ignored(reason: "known", expires: nil, rule: Self.span)])
    }

    @Test func allDifferences() {
        var waiting = Self.update("Other", [.drifted], Self.change("Description", "a", "b"))
        waiting.needs = ["net/Group!update"]
        let drift = Self.plan(Self.update("Group", [.drifted], Self.change("Tags.Cost", "1", nil)), waiting)
        let (left, _) = Self.ignore(drift, Self.rule("net/Group", "Tags"))
        #expect(left.steps.map(\.address) == ["net/Other"])
        #expect(left.steps.map(\.needs) == [[]], "nothing waits for what is gone")
        let (none, _) = Self.ignore(drift, Self.rule("*/*", "Tags"), Self.rule("AWS::EC2::*", "Description"))
        #expect(!none.showsDrift && none.aside.count == 2)
    }

    /// A property's entry says nothing of a resource that is missing, or too many.
    @Test func wholeResources() {
        let drift = Self.plan(Self.other("A", .create, .missing), Self.other("B", .delete, .leftTemplate))
        let (left, codes) = Self.ignore(drift, Self.rule("net/*", "BucketName"))
        #expect(left.steps.count == 2 && codes == ["ignore-unused"])
        let (none, _) = Self.ignore(drift, Self.rule("net/*", "*"))
        #expect(none.steps.isEmpty && none.aside.map(\.action) == [.create, .delete])
    }

    @Test func plumbsOwnMarksAreNotIgnored() {
        let drift = Self.plan(Self.update("Group", [.edited], Self.change("Tags.plumb:digest", "1", "2")))
        #expect(Self.ignore(drift, Self.rule("net/Group", "Tags")).0.showsDrift)
        #expect(!Self.ignore(drift, Self.rule("net/Group", "*")).0.showsDrift)
    }

    @Test(arguments: [
        ("2027-01-31", false, [String]()), ("2027-01-30", true, ["ignore-expired"]),
        ("2027-02-01", false, [String]()),
    ])
    func days(expires: String, drifts: Bool, codes: [String]) {
        let drift = Self.plan(Self.update("Group", [.drifted], Self.change("Tags.Cost", "1", nil)))
        let (left, told) = Self.ignore(drift, Self.rule("net/Group", "Tags.Cost", expires: expires))
        #expect(left.showsDrift == drifts && told == codes)
    }

    @Test func unusedEntriesAreTold() {
        let drift = Self.plan(Self.update("Group", [.drifted], Self.change("Tags.Cost", "1", nil)))
        #expect(Self.ignore(drift, Self.rule("net/Gruop", "Tags.Cost")).1 == ["ignore-unused"])
        #expect(Self.ignore(drift, Self.rule("web/Group", "Tags.Cost")).1 == [], "another run's stack")
        var part = drift
        part.limits = .init(targets: ["net/Group"], included: [], excluded: [], leftOut: [])
        #expect(Self.ignore(part, Self.rule("net/Other", "Tags.Cost")).1 == [], "not looked at")
    }

    @Test func bothHalvesOfAReplacementGo() {
        var create = Self.other("A", .create, .cannotChange(["BucketName"]))
        create.replacement = .deleteFirst
        var delete = Self.other("A", .delete, .cannotChange(["BucketName"]))
        delete.replacement = .deleteFirst
        delete.changes = []
        let (left, _) = Self.ignore(Self.plan(delete, create), Self.rule("net/A", "BucketName"))
        #expect(left.steps.isEmpty && left.aside.count == 1)
    }

    // MARK: since the last apply

    @Test func whatTheFilesAskForIsNoDriftSinceTheLastApply() {
        let left = SinceApplied.applied(
            to: Self.plan(
                Self.update("Moved", [.drifted], Self.change("P", 1, 2)),
                Self.update("Edited", [.edited], Self.change("P", 1, 2)),
                Self.update("Unknown", [.differs], Self.change("P", 1, 2)),
                Self.other("New", .create, .new), Self.other("Gone", .create, .missing),
                Self.other("Left", .delete, .leftTemplate)))
        #expect(left.steps.map(\.logicalID) == ["Moved", "Unknown", "Gone"])
        #expect(left.isSinceApplied)
        let causes = Dictionary(uniqueKeysWithValues: left.aside.map { ($0.address, $0.cause) })
        #expect(causes == ["net/Edited": .unclear, "net/New": .edited, "net/Left": .edited])
    }

    /// The templates that were applied tell exactly what the digest cannot.
    @Test func aBaseTellsOfEditedResourcesToo() {
        let head = Self.plan(
            Self.update(
                "Group", [.edited], Self.change("Mine", 1, 2), Self.change("Theirs", 7, 8),
                Self.change("Tags.plumb:digest", "old", "new")))
        let base = Self.plan(Self.update("Group", [.drifted], Self.change("Theirs", 7, 8)))
        let left = SinceApplied.applied(to: Origins(base: base).sorted(head))
        #expect(left.steps.map { $0.changes.map(\.path) } == [["Theirs"]])
        #expect(left.aside.map(\.change?.path) == ["Mine"])
        let calm = SinceApplied.applied(to: Origins(base: Self.plan()).sorted(head))
        #expect(!calm.showsDrift && calm.aside.map(\.cause) == [.edited])
    }

    // MARK: origins

    @Test func eachDifferenceHasItsSide() {
        let head = Self.plan(
            Self.update(
                "Group", [.edited], Self.change("Branch", 1, 2), Self.change("Moved", 1, 2),
                Self.change("Both", 1, 2), Self.change("List[0].Port", 1, 2)),
            Self.other("Missing", .create, .missing), Self.other("New", .create, .new),
            Self.other("Extra", .delete, .leftTemplate), Self.other("Removed", .delete, .leftTemplate))
        let base = Self.plan(
            Self.update(
                "Group", [.drifted], Self.change("Moved", 1, 2), Self.change("Both", 1, 3), Self.change("List", [], [])),
            Self.other("Missing", .create, .missing), Self.other("Extra", .delete, .leftTemplate))
        let sorted = Origins(base: base).sorted(head)
        #expect(sorted.steps[0].changes.map(\.origin) == [.branch, .moved, .both, .both])
        #expect(sorted.steps.map(\.origin) == [.both, .moved, .branch, .moved, .branch])
        #expect(Origins(base: nil).sorted(head).steps.allSatisfy { $0.origin == .branch })
    }

    /// Another type under the same name is another resource.
    @Test func typesCount() {
        var base = Self.plan(Self.update("Group", [.drifted], Self.change("P", 1, 2)))
        base.steps[0].type = "AWS::EC2::VPC"
        let sorted = Origins(base: base).sorted(Self.plan(Self.update("Group", [.edited], Self.change("P", 1, 2))))
        #expect(sorted.steps.map(\.origin) == [.branch])
    }
}
