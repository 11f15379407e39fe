"""EFS."""

from moto.efs.models import AccessPoint

from ..registry import after, before, patch


@patch("efs")
def access_points_have_long_ids():
    """An access point's id has 17 hexadecimal digits; Lambda takes no shorter one.
    Source: EFS API reference, AccessPointDescription, AccessPointId; Lambda API reference, FileSystemConfig, Arn. moto gives eight.
    """
    make = AccessPoint.__init__

    def made(self, *arguments, **named):
        make(self, *arguments, **named)
        short = self.access_point_id
        self.access_point_id = short + "0" * (len("fsap-") + 17 - len(short))
        self.access_point_arn = self.access_point_arn.replace(short, self.access_point_id)

    AccessPoint.__init__ = made


def _system(call):
    identifier = call.param("FileSystemId", "").split("/")[-1]
    found = call.backend.file_systems_by_id.get(identifier)
    if found is None:
        call.refuse("FileSystemNotFound", f"File system '{identifier}' does not exist.", 404)
    return found


@before("efs", "UpdateFileSystem")
def a_file_system_s_throughput_can_change(call):
    """Throughput mode and amount can change.
    Source: EFS API reference, UpdateFileSystem; moto lacks it.
    """
    system = _system(call)
    if call.param("ThroughputMode") == "provisioned" and not call.param("ProvisionedThroughputInMibps"):
        call.refuse("BadRequest", "Provisioned throughput must be specified for throughput mode 'provisioned'.")
    system.throughput_mode = call.param("ThroughputMode", system.throughput_mode)
    if call.param("ThroughputMode"):
        system.provisioned_throughput_in_mibps = call.param("ProvisionedThroughputInMibps")
    call.notes["system"] = system
    return {"OwnerId": call.account, "CreationToken": system.creation_token, "FileSystemId": system.file_system_id,
            "LifeCycleState": "available", "NumberOfMountTargets": 0, "SizeInBytes": {"Value": 0}, "Tags": [],
            "PerformanceMode": system.performance_mode, "ThroughputMode": system.throughput_mode,
            "ProvisionedThroughputInMibps": system.provisioned_throughput_in_mibps, "CreationTime": 0}


@before("efs", "PutBackupPolicy")
def a_file_system_s_backup_can_change(call):
    """The backup policy can be switched on and off.
    Source: EFS API reference, PutBackupPolicy; moto lacks it.
    """
    system = _system(call)
    system._backup = call.param("BackupPolicy.Status") in ("ENABLED", "ENABLING")
    return {"BackupPolicy": {"Status": "ENABLED" if system._backup else "DISABLED"}}


@before("efs", "DescribeBackupPolicy")
def a_file_system_tells_its_backup(call):
    """The backup policy is told, whether on or off.
    Source: EFS API reference, DescribeBackupPolicy.
    """
    return {"BackupPolicy": {"Status": "ENABLED" if _system(call)._backup else "DISABLED"}}


@before("efs", "DeleteFileSystemPolicy")
def a_file_system_s_policy_can_go(call):
    """The policy can be taken away.
    Source: EFS API reference, DeleteFileSystemPolicy; moto lacks it.
    """
    _system(call).file_system_policy = None
    return {}


@before("efs", "DescribeFileSystems")
def file_systems_become_available(call):
    """Each read brings a new file system nearer to "available".
    Source: EFS API reference, FileSystemDescription.LifeCycleState.
    """
    call.step("file-system")


@after("efs", "DescribeFileSystems")
def a_new_file_system_is_creating(call, answer):
    """A new file system is "creating", then "available".
    Source: EFS API reference, FileSystemDescription.LifeCycleState.
    """
    for item in answer.get("FileSystems") or []:
        item["LifeCycleState"] = "creating" if call.waiting("file-system", item["FileSystemId"]) else "available"


@after("efs", "CreateFileSystem")
def a_file_system_is_made_slowly(call, answer):
    """A new file system is "creating" first.
    Source: EFS API reference, CreateFileSystem.
    """
    answer["LifeCycleState"] = "creating"
    call.begin("file-system", answer["FileSystemId"], "file_system_available")
