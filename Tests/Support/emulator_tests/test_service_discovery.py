"""Cloud Map."""

from .harness import EmulatorTest, client


class ServiceDiscoveryTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.map = client("servicediscovery")
        self.network = client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]

    def namespace(self, name):
        made = self.map.create_private_dns_namespace(Name=name, Vpc=self.network)["OperationId"]
        return self.map.get_operation(OperationId=made)["Operation"]["Targets"]["NAMESPACE"]

    def test_a_network_knows_a_name_once(self):
        self.namespace("one.internal")
        self.namespace("two.internal")
        self.refused("NamespaceAlreadyExists", self.map.create_private_dns_namespace, Name="one.internal", Vpc=self.network)

    def test_a_namespace_keeps_its_zone_until_it_goes(self):
        namespace = self.namespace("one.internal")
        zone = self.map.get_namespace(Id=namespace)["Namespace"]["Properties"]["DnsProperties"]["HostedZoneId"]
        self.map.update_private_dns_namespace(Id=namespace, Namespace={"Properties": {"DnsProperties": {"SOA": {"TTL": 30}}}})
        told = self.map.get_namespace(Id=namespace)["Namespace"]["Properties"]["DnsProperties"]
        self.assertEqual(told, {"HostedZoneId": zone, "SOA": {"TTL": 30}})
        self.assertEqual(len(client("route53").list_hosted_zones()["HostedZones"]), 1)
        self.map.delete_namespace(Id=namespace)
        self.assertEqual(client("route53").list_hosted_zones()["HostedZones"], [])

    def test_names_and_deletions_of_services(self):
        namespace = self.namespace("one.internal")
        records = {"NamespaceId": namespace, "DnsRecords": [{"Type": "A", "TTL": 60}]}
        service = self.map.create_service(Name="web", DnsConfig=records)["Service"]
        self.assertEqual(service["NamespaceId"], namespace)
        self.assertEqual(self.map.get_service(Id=service["Id"])["Service"]["NamespaceId"], namespace)
        self.refused("ServiceAlreadyExists", self.map.create_service, Name="web", NamespaceId=namespace)
        self.refused("NamespaceNotFound", self.map.create_service, Name="web", NamespaceId="ns-none")
        self.refused("ResourceInUse", self.map.delete_namespace, Id=namespace)
        self.map.register_instance(ServiceId=service["Id"], InstanceId="i", Attributes={"AWS_INSTANCE_IPV4": "10.0.0.1"})
        self.refused("ResourceInUse", self.map.delete_service, Id=service["Id"])
        self.map.deregister_instance(ServiceId=service["Id"], InstanceId="i")
        self.map.delete_service(Id=service["Id"])
        self.refused("ServiceNotFound", self.map.delete_service, Id=service["Id"])
        self.map.delete_namespace(Id=namespace)
