"""EFS: replication and the protection from it."""

from .harness import EmulatorTest, client


class ReplicationTests(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.efs = client("efs")
        self.one, self.two = (self.efs.create_file_system(CreationToken=name)["FileSystemId"] for name in "ab")

    def test_a_protected_file_system_is_no_destination(self):
        create = self.efs.create_replication_configuration
        asked = {"SourceFileSystemId": self.one, "Destinations": [{"FileSystemId": self.two}]}
        self.refused("ConflictException", create, **asked)
        self.refused("ReplicationNotFound", self.efs.describe_replication_configurations, FileSystemId=self.one)
        self.efs.update_file_system_protection(FileSystemId=self.two, ReplicationOverwriteProtection="DISABLED")
        create(**asked)
        self.refused("ValidationException", create, **asked)
        states = {one["FileSystemId"]: one["FileSystemProtection"]["ReplicationOverwriteProtection"]
                  for one in self.efs.describe_file_systems()["FileSystems"]}
        self.assertEqual(states, {self.one: "ENABLED", self.two: "REPLICATING"})
        found = self.efs.describe_replication_configurations()["Replications"]
        self.assertEqual([one["Destinations"][0]["FileSystemId"] for one in found], [self.two])
        self.refused("ReplicationAlreadyExists", self.efs.delete_file_system, FileSystemId=self.one)
        self.efs.delete_replication_configuration(SourceFileSystemId=self.one)
        self.refused("ReplicationNotFound", self.efs.delete_replication_configuration, SourceFileSystemId=self.one)
        self.assertEqual(self.efs.describe_file_systems(FileSystemId=self.two)["FileSystems"][0]["FileSystemProtection"],
                         {"ReplicationOverwriteProtection": "ENABLED"})
        self.efs.delete_file_system(FileSystemId=self.one)
