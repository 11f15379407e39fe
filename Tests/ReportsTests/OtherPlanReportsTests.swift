import Plans
import Reports
import Testing
import Values

@Suite struct OtherPlanReportsTests {
    @Test(arguments: ["drift", "foreign", "replace", "secrets", "none", "aside"])
    func drift(name: String) throws {
        let plan = try #require(Samples.all[name])
        try Golden("reports/\(name)").check(DriftText().render(plan), "drift.txt")
    }

    @Test func foreignObjectsAreNoDrift() {
        #expect(Samples.drift.showsDrift)
        #expect(!Samples.foreign.showsDrift)
        #expect(!Plan(purpose: .drift).showsDrift)
    }

    @Test(arguments: ["mixed", "secrets", "create", "aside"])
    func json(name: String) throws {
        let plan = try #require(Samples.all[name])
        let text = PlanJSON.render(plan)
        try Golden("reports/\(name)").check(text, "plan.json")
        let value = try Value(json: text)
        #expect(value["format_version"] == "1.2")
        #expect(value["steps"]?.array?.count == plan.steps.count)
    }

    @Test func jsonSaysHowAReplacementGoes() throws {
        let value = try Value(json: PlanJSON.render(Samples.replace))
        let actions = (value["resource_changes"]?.array ?? []).compactMap { $0.at("change.actions") }
        #expect(actions == [["create", "delete"], ["delete", "create"]])
    }

    @Test(arguments: ["create", "hostile"])
    func graphs(name: String) throws {
        let graph = Graph(try #require(Samples.all[name]))
        try Golden("reports/\(name)").check(graph.mermaid, "graph.mmd")
        try Golden("reports/\(name)").check(graph.dot, "graph.dot")
    }
}
