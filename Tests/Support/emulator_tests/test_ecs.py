"""ECS."""

from .harness import EmulatorTest, client


class ServiceTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.ecs = client("ecs")
        self.ecs.create_cluster(clusterName="c", tags=[{"key": "a", "value": "b"}])
        self.definition = self.register()

    def register(self, image="i"):
        return self.ecs.register_task_definition(family="f", containerDefinitions=[
            {"name": "web", "image": image, "memory": 64, "portMappings": [{"containerPort": 80}]}])["taskDefinition"]["taskDefinitionArn"]

    def create(self, **more):
        return self.ecs.create_service(**{"cluster": "c", "serviceName": "s", "taskDefinition": "f", "desiredCount": 2, **more})["service"]

    def read(self):
        return self.ecs.describe_services(cluster="c", services=["s"])["services"][0]

    def test_a_service_becomes_stable(self):
        made = self.create()
        self.assertEqual((made["runningCount"], made["taskDefinition"], made["deployments"][0]["rolloutState"]),
                         (0, self.definition, "IN_PROGRESS"))
        self.assertEqual([(one["runningCount"], one["deployments"][0]["rolloutState"]) for one in self.reads(3, self.read)],
                         [(0, "IN_PROGRESS"), (0, "IN_PROGRESS"), (2, "COMPLETED")])
        self.assertIn("steady state", self.read()["events"][0]["message"])

    def test_a_size_may_bear_its_unit(self):
        made = self.ecs.register_task_definition(family="s", cpu=".25 vCPU", memory="0.5GB", networkMode="awsvpc", requiresCompatibilities=["FARGATE"],
                                                 containerDefinitions=[{"name": "a", "image": "i"}])["taskDefinition"]
        self.assertEqual((made["cpu"], made["memory"]), ("256", "512"))
        self.refused("ClientException", self.ecs.register_task_definition, family="s", cpu="much", containerDefinitions=[
            {"name": "a", "image": "i", "memory": 64}])

    def test_everything_given_is_told(self):
        given = {"deploymentConfiguration": {"maximumPercent": 150, "minimumHealthyPercent": 50,
                                             "deploymentCircuitBreaker": {"enable": True, "rollback": True}},
                 "enableECSManagedTags": True, "enableExecuteCommand": True, "propagateTags": "SERVICE",
                 "placementStrategy": [{"type": "spread", "field": "instanceId"}], "placementConstraints": [{"type": "distinctInstance"}]}
        self.create(**given, tags=[{"key": "k", "value": "v"}])
        told = self.ecs.describe_services(cluster="c", services=["s"], include=["TAGS"])["services"][0]
        self.assertEqual({name: told[name] for name in given}, given)
        self.assertEqual(told["tags"], [{"key": "k", "value": "v"}])
        self.assertNotIn("tags", self.read())

    def test_a_name_is_taken_while_active_or_draining(self):
        self.create()
        self.refused("InvalidParameterException", self.create)
        self.ecs.delete_service(cluster="c", service="s", force=True)
        self.assertEqual(self.read()["status"], "DRAINING")
        self.refused("InvalidParameterException", self.create)
        self.assertEqual(self.ecs.list_services(cluster="c")["serviceArns"], [])
        self.assertEqual(self.reads(2, self.read)[1]["status"], "INACTIVE")
        self.create()

    def test_a_client_token_gives_the_first_answer(self):
        self.assertEqual(self.create(clientToken="t")["serviceArn"], self.create(clientToken="t")["serviceArn"])

    def test_deleting_a_running_service_needs_force(self):
        self.create()
        self.refused("InvalidParameterException", self.ecs.delete_service, cluster="c", service="s")
        self.ecs.update_service(cluster="c", service="s", desiredCount=0)
        self.ecs.delete_service(cluster="c", service="s")
        self.refused("ServiceNotFoundException", self.ecs.delete_service, cluster="c", service="other")

    def test_a_new_revision_starts_a_deployment(self):
        self.create()
        self.reads(3, self.read)
        revision = self.register("j")
        changed = self.ecs.update_service(cluster="c", service="s", taskDefinition=revision)["service"]
        self.assertEqual([one["status"] for one in changed["deployments"]], ["PRIMARY", "ACTIVE"])
        self.assertEqual(changed["taskDefinition"], revision)
        settled = self.reads(3, self.read)[2]
        self.assertEqual((len(settled["deployments"]), settled["deployments"][0]["taskDefinition"]), (1, revision))

    def test_what_it_names_must_exist(self):
        vpc = self.network()[0]
        targets = self.target_group(vpc)
        balanced = [{"targetGroupArn": targets, "containerName": "web", "containerPort": 80}]
        self.refused("InvalidParameterException", self.create, role="missing")
        self.refused("ClientException", self.create, taskDefinition="missing")
        self.refused("ClusterNotFoundException", self.create, cluster="missing")
        answer = self.refused("InvalidParameterException", self.create, loadBalancers=balanced)
        self.assertIn("does not have an associated load balancer", answer["Error"]["Message"])
        balancer = self.balancer()[0]
        client("elbv2").create_listener(LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=80, DefaultActions=[
            {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}])
        self.refused("InvalidParameterException", self.create, loadBalancers=[{**balanced[0], "containerName": "other"}])

    def test_a_cluster_with_services_stays(self):
        self.create()
        self.refused("ClusterContainsServicesException", self.ecs.delete_cluster, cluster="c")
        self.ecs.delete_service(cluster="c", service="s", force=True)
        self.reads(3, self.read)
        self.ecs.delete_cluster(cluster="c")
        self.assertEqual(self.ecs.describe_clusters(clusters=["c"])["clusters"][0]["status"], "INACTIVE")
        self.assertEqual(self.ecs.list_clusters()["clusterArns"], [])


class ClusterTests(EmulatorTest):
    def test_making_one_again_changes_nothing(self):
        ecs = client("ecs")
        ecs.create_cluster(clusterName="c", tags=[{"key": "a", "value": "b"}], settings=[{"name": "containerInsights", "value": "enabled"}])
        ecs.create_cluster(clusterName="c")
        told = ecs.describe_clusters(clusters=["c"], include=["TAGS", "SETTINGS"])["clusters"][0]
        self.assertEqual((told["tags"], told["settings"][0]["value"]), ([{"key": "a", "value": "b"}], "enabled"))
        ecs.update_cluster_settings(cluster="c", settings=[{"name": "containerInsights", "value": "disabled"}])
        self.assertEqual(ecs.describe_clusters(clusters=["c"], include=["SETTINGS"])["clusters"][0]["settings"][0]["value"], "disabled")

    def test_capacity_providers(self):
        ecs = client("ecs")
        ecs.create_cluster(clusterName="c")
        self.assertEqual([one["name"] for one in ecs.describe_capacity_providers()["capacityProviders"]], ["FARGATE", "FARGATE_SPOT"])
        self.refused("InvalidParameterException", ecs.put_cluster_capacity_providers, cluster="c", capacityProviders=["missing"],
                     defaultCapacityProviderStrategy=[])
        ecs.put_cluster_capacity_providers(cluster="c", capacityProviders=["FARGATE"],
                                           defaultCapacityProviderStrategy=[{"capacityProvider": "FARGATE", "weight": 1}])
        self.assertEqual(ecs.describe_clusters(clusters=["c"])["clusters"][0]["capacityProviders"], ["FARGATE"])

    def test_instances_join_by_their_user_data_and_hold_the_cluster(self):
        ecs, ec2 = client("ecs"), client("ec2")
        ecs.create_cluster(clusterName="joined")
        made = ec2.run_instances(ImageId=self.image(), InstanceType="t3.micro", MinCount=1, MaxCount=1,
                                 UserData="#!/bin/bash\necho ECS_CLUSTER=joined >> /etc/ecs/ecs.config\n")["Instances"][0]["InstanceId"]
        arns = ecs.list_container_instances(cluster="joined")["containerInstanceArns"]
        told = ecs.describe_container_instances(cluster="joined", containerInstances=arns)["containerInstances"]
        self.assertEqual([one["ec2InstanceId"] for one in told], [made])
        self.refused("ClusterContainsContainerInstancesException", ecs.delete_cluster, cluster="joined")
        ec2.terminate_instances(InstanceIds=[made])
        ecs.delete_cluster(cluster="joined")


class TaskDefinitionTests(EmulatorTest):
    def test_it_tells_when_and_checks_sizes(self):
        ecs = client("ecs")
        container = {"name": "a", "image": "i"}
        self.refused("ClientException", ecs.register_task_definition, family="f", containerDefinitions=[container])
        self.refused("ClientException", ecs.register_task_definition, family="f", containerDefinitions=[container], cpu="256", memory="8192",
                     networkMode="awsvpc", requiresCompatibilities=["FARGATE"])
        arn = ecs.register_task_definition(family="f", containerDefinitions=[container], cpu="256", memory="512", networkMode="awsvpc",
                                           requiresCompatibilities=["FARGATE"])["taskDefinition"]["taskDefinitionArn"]
        self.assertIn("registeredAt", ecs.describe_task_definition(taskDefinition=arn)["taskDefinition"])
