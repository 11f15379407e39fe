import Diagnostics
import Plans
import Reports
import Testing
import Values

@Suite struct FormatTests {
    static let files: [ReportFormat: String] = [
        .markdown: "plan.md", .html: "plan.html", .junit: "junit.xml", .sarif: "plan.sarif",
        .github: "annotations.txt", .gitlab: "gitlab.json", .gitlabQuality: "gitlab-quality.json", .awsCLI: "plan.sh",
    ]
    static let plans: [String: Plan] = [
        "security": Samples.security, "checks": Samples.checks, "markup": Samples.markup, "mixed": Samples.mixed,
        "drift": Samples.drift, "secrets": Samples.secrets, "aside": Samples.aside,
        "none": Samples.all["none"] ?? Plan(purpose: .apply),
    ]

    @Test(arguments: Self.plans.keys.sorted(), Self.files.keys.sorted { $0.rawValue < $1.rawValue })
    func golden(name: String, format: ReportFormat) throws {
        // Style and script are the same on every page.
        if format == .html, !["security", "checks", "markup"].contains(name) { return }
        // So is what each script begins with.
        if format == .awsCLI, !["mixed", "secrets"].contains(name) { return }
        let plan = try #require(Self.plans[name]), file = try #require(Self.files[format])
        let text = format.render(plan)
        #expect(format.render(plan) == text, "the same plan gives the same bytes")
        try Golden("reports/\(name)").check(text, file)
    }

    @Test(arguments: ReportFormat.allCases)
    func noSecretIsInAny(format: ReportFormat) {
        for plan in [Samples.secrets, Samples.aside] {
            #expect(!format.render(plan, ReportOptions(showsCalls: true)).contains("hunter2"))
        }
    }

    @Test(arguments: ReportFormat.allCases)
    func nothingCommandsTheTerminal(format: ReportFormat) {
        // JSON holds values as they are, for programs.
        for plan in [Samples.hostile, Samples.markup, Samples.checks] where format != .json {
            let bad = format.render(plan).unicodeScalars.filter {
                $0 != "\n" && ($0.properties.generalCategory == .control || $0.properties.generalCategory == .format)
            }
            #expect(bad.isEmpty)
        }
    }

    @Test func checksInWords() throws {
        try Golden("reports/checks").check(PlanText().render(Samples.checks), "plan.txt")
        try Golden("reports/checks").check(PlanJSON.render(Samples.checks), "plan.json")
    }

    // MARK: security

    @Test func securityInWords() throws {
        try Golden("reports/security").check(PlanText().render(Samples.security), "plan.txt")
        var drift = Samples.security
        drift.purpose = .drift
        try Golden("reports/security").check(DriftText().render(drift), "drift.txt")
    }

    @Test func whatMeansTheSameIsNoChange() {
        let one = Samples.document(Samples.statement("Allow", ["a:B", "a:C"], "*", ["Sid": "One"]))
        let two = Samples.document(
            Samples.statement("Allow", "a:C", ["*"]), Samples.statement("Allow", ["a:B"], "*"))
        let step = Step(
            address: "net/P", type: "AWS::IAM::ManagedPolicy", action: .update, reasons: [.edited],
            changes: [PropertyChange(path: "PolicyDocument", before: one, after: .string(two.json))],
            region: "us-east-1", physicalID: "p")
        #expect(SecurityChange.all(of: Samples.plan([step])).isEmpty)
    }

    @Test func risksComeFirst() {
        let changes = SecurityChange.all(of: Samples.security)
        let risks = changes.prefix { $0.risk != nil }
        #expect(!risks.isEmpty && changes.dropFirst(risks.count).allSatisfy { $0.risk == nil })
        #expect(changes.contains { $0.text == "port 22 of security group sg-1 is now open to 0.0.0.0/0 (anyone)" })
        #expect(
            changes.contains {
                $0.text == "role taskRole may now s3:DeleteObject on arn:aws:s3:::uploads/*" && $0.risk == nil
            })
    }

    /// A role's policy before and after, and all that is said of it.
    private func told(_ before: Value?, _ after: Value?, _ purpose: Plan.Purpose = .apply) -> [String] {
        let step = Step(
            address: "net/P", type: "AWS::IAM::ManagedPolicy", action: .update, reasons: [.edited],
            changes: [PropertyChange(path: "PolicyDocument", before: before, after: after)], region: "us-east-1",
            physicalID: "p")
        return SecurityChange.all(of: Samples.plan([step], purpose)).map { change in
            "\(change.sign) \(change.text)" + (change.risk.map { " [\($0.rawValue)]" } ?? "")
        }
    }

    @Test func statementsInWords() {
        func allow(_ action: Value, _ resource: Value, _ more: Value.Object = [:]) -> Value {
            Samples.document(Samples.statement("Allow", action, resource, more))
        }
        let deny = Samples.document(Samples.statement("Deny", "a:B", "r"))
        #expect(
            told(nil, allow("*", "*")) == [
                "+ whoever has policy p may now do everything (*) on everything (*) [administrator]"
            ])
        #expect(told(nil, allow("s3:*", "r")) == ["+ whoever has policy p may now s3:* on r [wildcard]"])
        #expect(
            told(nil, allow("ec2:DescribeVpcs", "*")) == [
                "+ whoever has policy p may now ec2:DescribeVpcs on everything (*)"
            ])
        #expect(
            told(nil, allow("iam:PassRole", "*")) == [
                "+ whoever has policy p may now iam:PassRole on everything (*) [wildcard]"
            ])
        #expect(
            told(allow("a:B", ["r", "s"]), allow("a:B", ["r", "t"])) == [
                "+ whoever has policy p may now a:B on t", "- whoever has policy p may no longer a:B on s",
            ])
        #expect(told(deny, nil) == ["- whoever has policy p is no longer denied a:B on r [a denial ends]"])
        #expect(
            told(nil, deny, .drift) == [
                "+ wanted, but not so in AWS: whoever has policy p is denied a:B on r [a denial is missing]"
            ])
        let narrowed = allow("a:B", "r", ["Condition": ["Bool": ["aws:SecureTransport": "true"]]])
        #expect(
            told(allow("a:B", "r"), narrowed) == [
                "+ whoever has policy p may now a:B on r if {\"Bool\":{\"aws:SecureTransport\":\"true\"}}",
                "- whoever has policy p may no longer a:B on r",
            ])
        let but = Samples.document(["Effect": "Allow", "NotAction": ["iam:*"], "Resource": "*"])
        #expect(
            told(nil, but) == [
                "+ whoever has policy p may now everything but iam:* on everything (*) [all but what is named]"
            ])
    }

    @Test func orderOfRulesDoesNotMatter() {
        var step = Samples.updateGroup
        step.changes = [
            PropertyChange(
                path: "SecurityGroupIngress", before: [Samples.rule(1, "10.0.0.0/8"), Samples.rule(2, "10.0.0.0/8")],
                after: [Samples.rule(2, "10.0.0.0/8"), Samples.rule(1, "10.0.0.0/8")])
        ]
        #expect(SecurityChange.all(of: Samples.plan([step])).isEmpty)
    }

    // MARK: markdown

    @Test(arguments: [65_536, 30_000, 20_000])
    func markdownKeepsItsBudget(limit: Int) throws {
        var plan = Samples.many(400)
        plan.steps.append(contentsOf: Samples.security.steps)
        let text = MarkdownReport(limit: limit).render(plan)
        #expect(text.utf8.count <= limit)
        #expect(text.contains("_Left out to stay below \(limit) bytes: "))
        for number in stride(from: 0, to: 400, by: 10) {
            #expect(text.contains("net/Thing\(String(10000 + number).dropFirst())"), "a replacement is always told")
        }
        #expect(text.contains("is now open to") && text.contains("net/OldUser"))
        #expect(text.hasSuffix("\(PlanText.summary(of: plan))**\n"))
    }

    @Test func markdownLeavesNothingOutWithoutNeed() {
        let text = MarkdownReport().render(Samples.mixed)
        #expect(!text.contains("Left out"))
        #expect(MarkdownReport(limit: text.utf8.count + 400).render(Samples.mixed) == text)
    }

    @Test func creationsGoBeforeUpdates() {
        let whole = MarkdownReport(limit: 1_000_000).render(Samples.many(100))
        let text = MarkdownReport(limit: whole.utf8.count - 1000).render(Samples.many(100))
        #expect(text.contains("diffs of created resources"))
        #expect(!text.contains("diffs of updated"))
    }

    @Test func hostileNamesStayInMarkdown() {
        let text = MarkdownReport().render(Samples.markup)
        var fence: Substring?
        var outside = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let open = fence {
                if line == open { fence = nil }
                continue
            }
            let ticks = line.prefix { $0 == "`" }
            if ticks.count >= 3 {
                #expect(line == ticks + "diff")
                fence = ticks
                continue
            }
            outside += line + "\n"
            #expect(!line.contains("<script") && !line.contains("@team") && !line.contains("](javascript"), "\(line)")
        }
        #expect(fence == nil, "every fence ends")
        #expect(outside.components("<details>") == outside.components("</details>"))
        #expect(outside.components("<!--") == 2 && outside.components("-->") == 2)
    }

    // MARK: others

    @Test func hostileNamesStayInHTML() {
        let text = HTMLReport.render(Samples.markup)
        #expect(text.components("<script") == 1 && text.components("</script>") == 1)
        #expect(!text.contains("http://") && !text.contains("https://"), "nothing is fetched")
    }

    @Test func annotationsAreOneLineEach() {
        for line in GitHubAnnotations.render(Samples.markup).split(separator: "\n") {
            #expect(["::warning file=", "::notice file=", "::notice title=plumb::"].contains { line.hasPrefix($0) })
            let parts = line.split(separator: " ", maxSplits: 1)[1].split(separator: "::", maxSplits: 1)
            #expect(
                parts[0].split(separator: ",").map { $0.prefix { $0 != "=" } }.allSatisfy {
                    ["file", "line", "endLine", "title"].contains($0)
                })
        }
    }

    @Test func annotationsKeepGitHubsLimits() {
        let lines = GitHubAnnotations.render(Samples.many(200)).split(separator: "\n")
        #expect(lines.count { $0.hasPrefix("::warning ") } == 10)
        #expect(lines.count { $0.hasPrefix("::notice ") } == 10)
        #expect(lines.contains("::warning title=plumb::11 more; the job's summary has them all"))
    }

    @Test func fingerprintsDoNotHangOnPlaces() throws {
        func prints(_ plan: Plan) throws -> [String] {
            let value = try Value(json: SARIFReport.render(plan))
            return (value.at("runs.0.results")?.array ?? []).compactMap {
                $0["partialFingerprints"]?["plumb/v1"]?.string
            }
        }
        var moved = Samples.security
        for index in moved.steps.indices {
            moved.steps[index].span?.start.line += 7
            moved.steps[index].changes.indices.forEach { moved.steps[index].changes[$0].span?.start.line += 7 }
        }
        let all = try prints(Samples.security)
        #expect(try prints(moved) == all)
        #expect(Set(all).count == all.count && !all.isEmpty)
    }

    @Test func everyRuleIsListed() throws {
        for plan in Self.plans.values {
            let run = try #require(try Value(json: SARIFReport.render(plan)).at("runs.0"))
            let listed = Set((run.at("tool.driver.rules")?.array ?? []).compactMap { $0["id"]?.string })
            #expect(Set((run["results"]?.array ?? []).compactMap { $0["ruleId"]?.string }) == listed)
        }
    }

    @Test func gitLabCountsAReplacementAsBoth() throws {
        #expect(GitLabReport.terraform(Samples.replace) == "{\"create\":2,\"update\":0,\"delete\":2}\n")
    }

    @Test func aThousandResources() {
        let plan = Samples.many(1000)
        let text = HTMLReport.render(plan)
        #expect(text.components("<details class=\"item") == 1000)
        #expect(text.utf8.count < 3_000_000)
    }
}

extension SecurityChange {
    fileprivate var sign: String { isGained ? "+" : "-" }
}

extension String {
    /// How often a text stands in it.
    fileprivate func components(_ text: String) -> Int { ranges(of: text).count }
}
