import unittest

from critical_path import critical_path


def step(name, needs, *operations, wait=None):
    calls = [{"service": "ec2", "operation": operation} for operation in operations]
    if wait:
        calls[-1]["wait"] = {"operation": f"ec2:{wait}"}
    return {"id": name, "needs": needs, "calls": calls}


def call(action, milliseconds):
    return {"service": "ec2", "action": action, "milliseconds": milliseconds}


LOG = [call("CreateVpc", 70), call("CreateVpc", 60), call("DescribeVpcs", 55), call("CreateSubnet", 50), call("Slow", 100)]


class CriticalPathTests(unittest.TestCase):
    def assertPath(self, steps, count, seconds):
        found = critical_path({"steps": steps}, LOG)
        self.assertEqual(found[0], count)
        self.assertAlmostEqual(found[1], seconds)

    def test_a_chain_with_a_wait_takes_the_fastest_answers(self):
        self.assertPath([step("a", [], "CreateVpc", wait="DescribeVpcs"), step("b", ["a"], "CreateSubnet")], 3, 0.165)

    def test_the_slowest_branch_counts_not_the_longest(self):
        steps = [step("a", [], "CreateSubnet"), step("b", [], "Slow"), step("c", ["a", "b"], "CreateSubnet")]
        self.assertPath(steps, 2, 0.15)

    def test_a_need_outside_the_plan_is_met(self):
        self.assertPath([step("a", ["elsewhere"], "CreateVpc")], 1, 0.06)

    def test_no_steps(self):
        self.assertPath([], 0, 0)
