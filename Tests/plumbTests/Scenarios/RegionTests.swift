import FoundationEssentials
import Testing

/// A stack of one name in two regions: neither takes the other's resources for its own.
@Suite(.timeLimit(.minutes(30))) struct RegionTests {
    @Test func twoRegionsDoNotKnowOfEachOther() async throws {
        try await Scenario.play("examples") { scenario in
            let path = "examples/network.yaml"
            try scenario.edit("network.yaml", replacing: "region: us-east-1\n", by: "")
            let first = try await scenario.plumb("apply", path, "--region", "us-east-1", "--auto-approve")
            #expect(first.status == 0 && first.out.contains("27 added"), "\(first.out)\(first.err)")

            let plan = try await scenario.plumb("plan", path, "--region", "eu-west-1")
            #expect(plan.out.contains("Plan: 27 to add, 0 to change, 0 to destroy."), "\(plan.out)\(plan.err)")
            let second = try await scenario.plumb("apply", path, "--region", "eu-west-1", "--auto-approve")
            #expect(second.status == 0, "\(second.err)")
            for region in ["us-east-1", "eu-west-1"] {
                let again = try await scenario.plumb("plan", path, "--region", region, "--detailed-exitcode")
                #expect(again.status == 0, "\(region): \(again.out)\(again.err)")
            }

            let gone = try await scenario.plumb("destroy", path, "--region", "eu-west-1", "--auto-approve")
            #expect(gone.status == 0 && gone.out.contains("27 destroyed"), "\(gone.out.suffix(400))\(gone.err)")
            let kept = try await scenario.plumb("plan", path, "--region", "us-east-1", "--detailed-exitcode")
            #expect(kept.status == 0, "\(kept.out)\(kept.err)")
        }
    }
}
