"""ECR: cache rules and creation templates of a registry."""

from .harness import ACCOUNT, EmulatorTest, client


class CacheRuleTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.ecr = client("ecr")

    def create(self, prefix="public", **more):
        return self.ecr.create_pull_through_cache_rule(ecrRepositoryPrefix=prefix, upstreamRegistryUrl="public.ecr.aws", **more)

    def read(self, *prefixes):
        asked = {"ecrRepositoryPrefixes": list(prefixes)} if prefixes else {}
        return self.ecr.describe_pull_through_cache_rules(**asked)["pullThroughCacheRules"]

    def test_a_prefix_has_one_rule(self):
        made = self.create()
        self.assertEqual((made["registryId"], made["upstreamRepositoryPrefix"]), (ACCOUNT, "ROOT"))
        self.refused("PullThroughCacheRuleAlreadyExistsException", self.create)

    def test_rules_are_told(self):
        self.create("bb")
        self.create("aa", credentialArn="arn:aws:secretsmanager:us-east-1:123456789012:secret:ecr-pullthroughcache/x")
        self.assertEqual([one["ecrRepositoryPrefix"] for one in self.read()], ["aa", "bb"])
        self.assertIn("credentialArn", self.read("aa")[0])
        self.assertNotIn("credentialArn", self.read("bb")[0])
        self.refused("PullThroughCacheRuleNotFoundException", self.ecr.describe_pull_through_cache_rules, ecrRepositoryPrefixes=["aa", "zz"])

    def test_a_rule_goes_once(self):
        self.create()
        self.assertEqual(self.ecr.delete_pull_through_cache_rule(ecrRepositoryPrefix="public")["ecrRepositoryPrefix"], "public")
        self.assertEqual(self.read(), [])
        self.refused("PullThroughCacheRuleNotFoundException", self.ecr.delete_pull_through_cache_rule, ecrRepositoryPrefix="public")


class CreationTemplateTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.ecr = client("ecr")

    def create(self, prefix="p", **more):
        return self.ecr.create_repository_creation_template(prefix=prefix, appliedFor=["REPLICATION"], **more)["repositoryCreationTemplate"]

    def read(self, **asked):
        return self.ecr.describe_repository_creation_templates(**asked)["repositoryCreationTemplates"]

    def test_a_prefix_has_one_template_with_defaults(self):
        made = self.create(description="d")
        self.assertEqual((made["imageTagMutability"], made["encryptionConfiguration"], made["description"]),
                         ("MUTABLE", {"encryptionType": "AES256"}, "d"))
        self.refused("TemplateAlreadyExistsException", self.create)

    def test_what_is_not_given_stays(self):
        self.create(description="d", imageTagMutability="IMMUTABLE")
        self.ecr.update_repository_creation_template(prefix="p", description="")
        told = self.read()[0]
        self.assertEqual((told["description"], told["imageTagMutability"], told["appliedFor"]), ("", "IMMUTABLE", ["REPLICATION"]))
        self.refused("TemplateNotFoundException", self.ecr.update_repository_creation_template, prefix="x", description="d")

    def test_templates_are_told_and_go(self):
        self.create("b")
        self.create("a")
        self.assertEqual([one["prefix"] for one in self.read()], ["a", "b"])
        self.assertEqual([one["prefix"] for one in self.read(prefixes=["b", "x"])], ["b"])
        self.ecr.delete_repository_creation_template(prefix="a")
        self.assertEqual([one["prefix"] for one in self.read()], ["b"])
        self.refused("TemplateNotFoundException", self.ecr.delete_repository_creation_template, prefix="a")
