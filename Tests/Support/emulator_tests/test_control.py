"""The control interface, the call log, latency, faults and the table of rules."""

import http.client
import subprocess
import sys
import time
import urllib.parse
import urllib.request

from botocore.exceptions import ClientError, ConnectionClosedError, EndpointConnectionError, HTTPClientError

from .harness import SUPPORT, EmulatorTest, address, client, plumb


class ControlTests(EmulatorTest):
    def test_calls_are_logged_in_order_with_what_they_are_about(self):
        client("s3").create_bucket(Bucket="logged-bucket")
        client("s3").put_object(Bucket="logged-bucket", Key="a b", Body=b"x")
        client("ec2").describe_vpcs()
        client("route53").list_hosted_zones()
        client("cloudwatch").describe_alarms()
        with self.assertRaises(ClientError):
            client("ecs").delete_cluster(cluster="missing")
        report = plumb("get", "calls")
        seen = [(call["service"], call["action"], call["mutating"], call["status"], call["target"]) for call in report["calls"]]
        self.assertEqual(seen, [
            ("s3", "CreateBucket", True, 200, "logged-bucket"), ("s3", "PutObject", True, 200, "logged-bucket/a b"),
            ("ec2", "DescribeVpcs", False, 200, None), ("route53", "ListHostedZones", False, 200, None),
            ("cloudwatch", "DescribeAlarms", False, 200, None), ("ecs", "DeleteCluster", True, 400, "missing")])
        self.assertEqual((report["total"], report["mutating"]), (6, 3))
        self.assertEqual(report["counts"]["s3:PutObject"], 1)
        plumb("post", "clear-calls")
        self.assertEqual(plumb("get", "counts")["total"], 0)

    def test_reset_empties_the_account_and_the_log(self):
        client("s3").create_bucket(Bucket="gone-bucket")
        plumb("post", "reset")
        self.assertEqual(client("s3").list_buckets()["Buckets"], [])
        self.assertEqual(plumb("get", "counts")["counts"], {"s3:ListBuckets": 1})

    def test_latency_is_added(self):
        plumb("post", "latency", {"ms": 120})
        started = time.time()
        client("sts").get_caller_identity()
        self.assertGreater(time.time() - started, 0.12)

    def test_unknown_settings_are_refused(self):
        with self.assertRaises(urllib.request.HTTPError):
            plumb("post", "config", {"nonsense": 1})

    def test_connections_are_kept_open(self):
        connection = http.client.HTTPConnection(urllib.parse.urlparse(address()).netloc)
        for _ in range(3):
            connection.request("GET", "/_plumb/health")
            answer = connection.getresponse()
            answer.read()
            self.assertEqual((answer.status, answer.version, answer.will_close), (200, 11, False))
        connection.close()

    def test_every_answer_has_a_request_id_of_its_own(self):
        ids = [getattr(client(service), operation)()["ResponseMetadata"]["RequestId"] for service, operation in (
            ("ec2", "describe_vpcs"), ("ec2", "describe_key_pairs"), ("s3", "list_buckets"), ("iam", "list_roles"), ("ecs", "list_clusters"),
            ("route53", "list_hosted_zones"))]
        self.assertEqual(len(set(ids)), 6)
        self.assertNotIn("request-id", ids)

    def test_an_operation_that_moto_lacks_is_told_apart_from_a_failure(self):
        self.refused("NotImplemented", client("cloudtrail").lookup_events)

    def test_it_ends_with_its_standard_input(self):
        process = subprocess.Popen([sys.executable, "-m", "emulator", "--die-with-stdin"], cwd=SUPPORT, stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE)
        self.assertIn(b"listening on http://127.0.0.1:", process.stdout.readline())
        process.stdin.close()
        self.assertEqual(process.wait(10), 0)
        process.stdout.close()


class FaultTests(EmulatorTest):
    def create(self, block="10.0.0.0/16"):
        return client("ec2").create_vpc(CidrBlock=block)

    def made(self):
        return len([vpc for vpc in client("ec2").describe_vpcs()["Vpcs"] if not vpc["IsDefault"]])

    def fault(self, **fault):
        plumb("post", "faults", [fault])

    def test_before_means_that_nothing_happened(self):
        self.fault(match={"action": "CreateVpc"}, when="before", do="500")
        self.refused("InternalError", self.create)
        self.assertEqual(self.made(), 0)
        self.create()
        self.assertEqual(self.made(), 1)

    def test_after_means_that_it_took_effect(self):
        self.fault(match={"action": "CreateVpc"}, when="after", do="503")
        self.refused("Unavailable", self.create)
        self.assertEqual(self.made(), 1)

    def test_the_nth_mutating_call_can_be_chosen(self):
        self.fault(match={"mutating": True, "nth": 2}, do="throttle")
        self.create()
        self.made()
        self.refused("RequestLimitExceeded", self.create)
        self.create()
        self.assertEqual(plumb("get", "faults")["faults"][0]["fired"], 1)

    def test_a_reset_breaks_the_connection(self):
        for when, made in (("before", 0), ("during", 1), ("after", 2)):
            self.fault(match={"action": "CreateVpc"}, when=when, do="reset")
            with self.assertRaises((ConnectionClosedError, EndpointConnectionError, HTTPClientError)):
                self.create()
            self.assertEqual(self.made(), made)

    def test_expired_and_denied_speak_the_service_s_words(self):
        plumb("post", "faults", [{"match": {"service": "ec2"}, "do": "expire"}, {"match": {"service": "ecs"}, "do": "deny"}])
        self.refused("RequestExpired", self.create)
        self.refused("AccessDeniedException", client("ecs").list_clusters)

    def test_faults_are_checked(self):
        with self.assertRaises(urllib.request.HTTPError):
            self.fault(do="explode")


class RuleTests(EmulatorTest):
    def test_every_rule_says_what_aws_does_and_how_we_know(self):
        table = subprocess.run([sys.executable, "-m", "emulator", "--rules"], cwd=SUPPORT, capture_output=True, text=True, check=True).stdout
        rows = [line.split("\t") for line in table.splitlines()]
        self.assertGreater(len(rows), 100)
        for name, _kind, _actions, says, source in rows:
            self.assertTrue(says.endswith(".") and len(says) > 15, name)
            self.assertNotIn(source, ("", "None"), name)
            self.assertGreater(len(source), 8, name)
