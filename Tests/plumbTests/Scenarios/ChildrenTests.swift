import Testing

/// Resources that cannot bear tags: a route, a policy, a record set, an object.
@Suite(.timeLimit(.minutes(30))) struct ChildrenTests {
    @Test func whatLeavesOrMovesIsRemoved() async throws {
        try await Scenario.play { scenario in
            try await scenario.apply()
            // A second version of the settings: with the object both have to go.
            try scenario.edit("services/registry-certs.yaml", replacing: "registry-certs/production", by: "changed")
            try await scenario.apply()
            try await scenario.check("foreign")

            try scenario.removeResource("ConfigBucketPolicy", from: "templates/cluster.yaml")
            try scenario.removeResource("InternetRoute", from: "templates/cluster.yaml")
            try scenario.edit("templates/cluster.yaml", replacing: "    DependsOn: InternetRoute\n", by: "")
            try scenario.edit("digital-apps.yaml", replacing: "10.0.0.0/16", by: "10.8.0.0/16")
            try scenario.edit(
                "services/registry-certs.yaml", replacing: "registry.apps.example.org", by: "register.apps.example.org")
            try scenario.edit(
                "templates/service.yaml", replacing: "${ServiceName}/.env", by: "${ServiceName}/settings.env")
            let plan = try await scenario.plumb("plan", "stacks")
            #expect(plan.status == 0 && plan.out.contains("left the template"), "\(plan.out)\(plan.err)")
            try await scenario.apply()
            try await scenario.check("children-moved,foreign-kept")
            try await scenario.check("foreign-gone")
            try await scenario.expectNoChanges()

            let destroyed = try await scenario.plumb("destroy", "stacks", "--auto-approve")
            #expect(destroyed.status == 0, "\(destroyed.err)")
            try await scenario.expectEmpty()
        }
    }
}
