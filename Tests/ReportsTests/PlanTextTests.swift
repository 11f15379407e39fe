import Plans
import Reports
import Testing
import Values

@Suite struct PlanTextTests {
    @Test(arguments: Samples.all.keys.sorted())
    func plans(name: String) throws {
        let plan = try #require(Samples.all[name])
        let golden = Golden("reports/\(name)")
        try golden.check(PlanText().render(plan), "plan.txt")
        if !plan.steps.allSatisfy(\.calls.isEmpty) {
            try golden.check(PlanText(showsCalls: true).render(plan), "calls.txt")
        }
    }

    @Test func narrowTerminal() throws {
        let golden = Golden("reports/mixed")
        for width in [40, 72] {
            let text = PlanText(TextStyle(width: width)).render(Samples.mixed)
            try golden.check(text, "width-\(width).txt")
            for line in text.split(separator: "\n") { #expect(line.count <= width, "\(line)") }
        }
    }

    @Test func colours() throws {
        let text = PlanText(TextStyle(colour: true)).render(Samples.mixed)
        try Golden("reports/mixed").check(text, "colour.txt")
        #expect(text.uncoloured == PlanText().render(Samples.mixed), "colour changes nothing else")
    }

    @Test(arguments: [true, false])
    func noSecretIsShown(calls: Bool) {
        let plan = Samples.secrets
        let texts = [
            PlanText(showsCalls: calls).render(plan), DriftText().render(plan), PlanJSON.render(plan),
            Graph(plan).mermaid,
        ]
        for text in texts { #expect(!text.contains("hunter2")) }
        #expect(texts[0].contains("(sensitive value)"))
    }

    @Test(arguments: Samples.all.keys.sorted())
    func nothingCommandsTheTerminal(name: String) throws {
        let plan = try #require(Samples.all[name])
        for text in [
            PlanText(showsCalls: true).render(plan), DriftText().render(plan), Graph(plan).dot, Graph(plan).mermaid,
        ] {
            let bad = text.unicodeScalars.filter {
                $0 != "\n" && ($0.properties.generalCategory == .control || $0.properties.generalCategory == .format)
            }
            #expect(bad.isEmpty)
        }
    }

    /// Both sides are masked, and only what is masked differs.
    @Test func thatOnlySecretsDifferIsTold() {
        let masked: Value = [["Name": "PASSWORD", "Value": "(sensitive value)"]]
        var step = Samples.updateGroup
        step.changes = [PropertyChange(path: "Environment", before: masked, after: masked)]
        #expect(PlanText().render(Samples.plan([step])).contains("(what differs is sensitive)"))
    }

    @Test func ownMarksAreToldOnlyAlone() {
        #expect(!PlanText().render(Samples.update).contains("plumb:digest"))
        var step = Samples.updateGroup
        step.changes.removeAll { !$0.path.contains("plumb:") }
        #expect(PlanText().render(Samples.plan([step])).contains("plumb:digest"))
    }

    @Test func theEndIsTerraforms() {
        #expect(PlanText.summary(of: Samples.replace) == "Plan: 2 to add, 0 to change, 2 to destroy.")
        let calm = PlanText().render(Plan(purpose: .apply))
        #expect(calm == "No changes. Your infrastructure matches the configuration.\n")
    }

    /// Of what a run leaves aside nothing is claimed.
    @Test func aLimitedCalmSaysSo() {
        var plan = Plan(purpose: .apply)
        plan.limits = Plan.Limits(targets: ["net/A"], included: [], excluded: ["net/A"], leftOut: [])
        #expect(PlanText.summary(of: plan) == "No changes. --target and --exclude leave nothing to compare.")
        plan.limits = Plan.Limits(targets: [], included: [], excluded: ["net/A"], leftOut: [])
        #expect(PlanText.summary(of: plan) == "No changes. --exclude leaves nothing to compare.")
        plan.unchanged = ["net/B"]
        #expect(PlanText.summary(of: plan).hasSuffix("The rest was not compared."))
        plan.purpose = .destroy
        #expect(PlanText.summary(of: plan) == "No changes. Nothing of what was selected needs to be destroyed.")
    }

    @Test func orderOfStepsDoesNotMatter() {
        var other = Samples.mixed
        other.foreign.reverse()
        other.steps.sort { $0.address < $1.address }
        let plan = Samples.mixed
        // The halves of a replacement keep their order, which is what the sort by address (stable per pair) leaves.
        #expect(
            PlanText().render(other).split(separator: "\n").sorted()
                == PlanText().render(plan).split(separator: "\n").sorted())
    }
}

extension String {
    /// Without ANSI colours.
    var uncoloured: String {
        var out = ""
        var inside = false
        for character in self {
            if character == "\u{1b}" { inside = true }
            if !inside { out.append(character) }
            if inside && character == "m" { inside = false }
        }
        return out
    }
}
