import Testing

/// `--target`: a resource with what it needs, and nothing else.
@Suite(.timeLimit(.minutes(30))) struct TargetTests {
    @Test func onlyWhatTheTargetNeeds() async throws {
        try await Scenario.play { scenario in
            let apply = try await scenario.plumb(
                "apply", "stacks", "--auto-approve", "--target", "digital-apps/TaskRole", "--target",
                "registry-certs/Repository")
            #expect(apply.status == 0, "\(apply.err)")
            #expect(apply.out.contains("4 added"), "\(apply.out.suffix(2000))")
            let calls = try await scenario.emulator.mutatingCalls()
            scenario.expectOrder(["s3:CreateBucket", "iam:CreatePolicy", "iam:CreateRole"], in: calls)
            #expect(calls.contains("ecr:CreateRepository") && !calls.contains("ec2:CreateVpc"))

            // The rest is still wanted, and a plan of the same targets has nothing to do.
            let plan = try await scenario.plumb("plan", "stacks", "--detailed-exitcode")
            #expect(plan.status == 2 && plan.out.contains("Plan: 72 to add"), "\(plan.out.suffix(400))")
            let targeted = try await scenario.plumb(
                "plan", "stacks", "--detailed-exitcode", "--target", "digital-apps/TaskRole")
            #expect(targeted.status == 0, "\(targeted.out)")

            // All but one, which stays away with what needs it; both are told.
            let without = try await scenario.plumb("plan", "stacks", "--exclude", "digital-apps/Vpc")
            #expect(without.out.contains("without digital-apps/Vpc") && without.out.contains("and what needs that:"))
            #expect(!without.out.contains("ec2:CreateSubnet") && !without.out.contains("+ digital-apps/PublicSubnetA"))
            #expect(without.out.contains("+ digital-apps/LogGroup"), "\(without.out)")
            let neither = try await scenario.plumb("plan", "stacks", "--exclude", "digital-apps/Vcp")
            #expect(neither.status == 1 && neither.err.contains("Vcp"), "\(neither.err)")

            // What others use goes with them.
            let destroy = try await scenario.plumb(
                "destroy", "stacks", "--auto-approve", "--target", "registry-certs/Repository")
            #expect(destroy.status == 0, "\(destroy.err)")
            let kept = try await scenario.plumb(
                "plan", "stacks", "--destroy", "--exclude", "digital-apps/TaskRole")
            #expect(kept.out.contains("No changes."), "a role that stays keeps its policy and that its bucket")
            try await scenario.emulator.clearCalls()
            let rest = try await scenario.plumb("destroy", "stacks", "--auto-approve")
            #expect(rest.status == 0, "\(rest.err)")
            #expect(try await scenario.emulator.mutatingCalls().contains("ecr:DeleteRepository") == false)
            try await scenario.expectEmpty()
        }
    }

    @Test func aNameOfAnotherAccountIsToldBeforeAnythingRuns() async throws {
        try await Scenario.play { scenario in
            try await scenario.check("others-bucket")
            try await scenario.emulator.clearCalls()
            let apply = try await scenario.plumb("apply", "stacks", "--auto-approve")
            #expect(apply.status == 3, "\(apply.out)\(apply.err)")
            #expect(apply.err.contains("cob-digital-apps-config") && apply.err.contains("not in this account"))
            #expect(try await scenario.emulator.mutatingCalls() == [])
        }
    }

    @Test func aTargetThatIsNowhere() async throws {
        try await Scenario.play { scenario in
            let plan = try await scenario.plumb("plan", "stacks", "--target", "digital-apps/TaskRoles")
            #expect(plan.status == 1 && plan.err.contains("TaskRoles"), "\(plan.out)\(plan.err)")
        }
    }
}
