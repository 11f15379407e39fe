"""CloudWatch Logs: the documents of a group."""

import json

from .harness import EmulatorTest, client

ARN = "arn:aws:logs:us-east-1:123456789012:log-group:/one"
MASK = json.dumps({"Version": "2021-06-01", "Statement": [{"Operation": {"Audit": {}}}, {"Operation": {"Deidentify": {}}}]})


class LogDocumentTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.logs = client("logs")
        self.logs.create_log_group(logGroupName="/one")

    def test_data_protection(self):
        self.assertNotIn("policyDocument", self.logs.get_data_protection_policy(logGroupIdentifier="/one"))
        self.refused("InvalidParameterException", self.logs.put_data_protection_policy, logGroupIdentifier="/one", policyDocument="{}")
        self.logs.put_data_protection_policy(logGroupIdentifier="/one", policyDocument=MASK)
        self.assertEqual(self.logs.get_data_protection_policy(logGroupIdentifier=ARN)["policyDocument"], MASK)
        self.logs.delete_data_protection_policy(logGroupIdentifier="/one")
        self.refused("ResourceNotFoundException", self.logs.delete_data_protection_policy, logGroupIdentifier="/one")

    def test_indexes(self):
        put = self.logs.put_index_policy
        put(logGroupIdentifier="/one", policyDocument=json.dumps({"Fields": ["a"]}))
        found = self.logs.describe_index_policies(logGroupIdentifiers=["/one"])["indexPolicies"]
        self.assertEqual([json.loads(one["policyDocument"]) for one in found], [{"Fields": ["a"]}])
        self.refused("InvalidParameterException", put, logGroupIdentifier="/one", policyDocument=json.dumps({"Fields": []}))
        self.logs.create_log_group(logGroupName="/rare", logGroupClass="INFREQUENT_ACCESS")
        self.refused("InvalidParameterException", put, logGroupIdentifier="/rare", policyDocument=json.dumps({"Fields": ["a"]}))
        self.logs.delete_log_group(logGroupName="/one")
        self.logs.create_log_group(logGroupName="/one")
        self.assertEqual(self.logs.describe_index_policies(logGroupIdentifiers=["/one"])["indexPolicies"], [])

    def test_a_group_s_own_resource_policy_has_revisions(self):
        put = lambda **more: self.logs.put_resource_policy(resourceArn=ARN, policyName="p", policyDocument="{}", **more)
        first = put()["revisionId"]
        self.refused("InvalidParameterException", put)
        second = put(expectedRevisionId=first)["revisionId"]
        found = self.logs.describe_resource_policies(resourceArn=ARN, policyScope="RESOURCE")["resourcePolicies"]
        self.assertEqual([one["revisionId"] for one in found], [second])
        self.assertEqual(self.logs.describe_resource_policies()["resourcePolicies"], [])
        delete = self.logs.delete_resource_policy
        self.refused("InvalidParameterException", delete, resourceArn=ARN, expectedRevisionId=first)
        delete(resourceArn=ARN, expectedRevisionId=second)
        self.refused("ResourceNotFoundException", delete, resourceArn=ARN, expectedRevisionId=second)
