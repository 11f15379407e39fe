"""EFS: the replication of file systems, and their protection from being a destination."""

from ..registry import after, before


def _system(call, member):
    identifier = call.param(member, "").split("/")[-1]
    if identifier not in call.backend.file_systems_by_id:
        call.refuse("FileSystemNotFound", f"File system '{identifier}' does not exist.", 404)
    return identifier


@before("efs", "UpdateFileSystemProtection")
def a_file_system_can_be_opened_to_replication(call):
    """A file system's protection from being a destination is switched on and off.
    Source: EFS API reference, UpdateFileSystemProtection; moto lacks it.
    """
    identifier = _system(call, "FileSystemId")
    call.box("protection")[identifier] = call.param("ReplicationOverwriteProtection", "ENABLED")
    return {"ReplicationOverwriteProtection": call.box("protection")[identifier]}


@after("efs", "DescribeFileSystems")
def a_file_system_tells_its_protection(call, answer):
    """A file system is protected unless it has been opened.
    Source: EFS API reference, FileSystemProtectionDescription, ReplicationOverwriteProtection.
    """
    for system in answer.get("FileSystems") or []:
        system["FileSystemProtection"] = {"ReplicationOverwriteProtection": call.box("protection").get(system["FileSystemId"], "ENABLED")}


@before("efs", "CreateReplicationConfiguration")
def a_file_system_is_replicated_to_one_place(call):
    """A file system has one destination, which must not be protected; without one AWS makes a file system in the region.
    Source: EFS API reference, CreateReplicationConfiguration; errors ValidationException, ConflictException.
    """
    source = _system(call, "SourceFileSystemId")
    destinations = call.param("Destinations", [])
    if len(destinations) != 1:
        call.refuse("ValidationException", "Only one destination is supported")
    if source in call.box("replications"):
        call.refuse("ValidationException", "The file system is part of a replication configuration already")
    given = destinations[0]
    if not given.get("Region") and not given.get("FileSystemId"):
        call.refuse("ValidationException", "A destination needs a region or a file system")
    target = (given.get("FileSystemId") or f"fs-{len(call.box('replications')) + 1:017x}").split("/")[-1]
    if given.get("FileSystemId") and call.box("protection").get(target, "ENABLED") == "ENABLED":
        call.refuse("ConflictException", "The destination file system is protected from being overwritten", 409)
    if given.get("FileSystemId"):
        call.box("protection")[target] = "REPLICATING"
    call.box("replications")[source] = {
        "SourceFileSystemId": source, "SourceFileSystemRegion": call.region, "CreationTime": 0,
        "SourceFileSystemArn": f"arn:aws:elasticfilesystem:{call.region}:{call.account}:file-system/{source}",
        "OriginalSourceFileSystemArn": f"arn:aws:elasticfilesystem:{call.region}:{call.account}:file-system/{source}",
        "Destinations": [{"Status": "ENABLED", "FileSystemId": target, "Region": given.get("Region") or call.region,
                          **({"RoleArn": given["RoleArn"]} if given.get("RoleArn") else {})}]}
    return call.box("replications")[source]


@before("efs", "DescribeReplicationConfigurations")
def replications_are_told(call):
    """All replications are told, or those that a file system is part of; that there is none is an error.
    Source: EFS API reference, DescribeReplicationConfigurations; error ReplicationNotFound.
    """
    wanted = (call.param("FileSystemId") or "").split("/")[-1]
    found = [one for one in call.box("replications").values()
             if not wanted or wanted in (one["SourceFileSystemId"], one["Destinations"][0]["FileSystemId"])]
    if wanted and not found:
        call.refuse("ReplicationNotFound", f"The file system '{wanted}' has no replication configuration", 404)
    return {"Replications": found}


@before("efs", "DeleteReplicationConfiguration")
def a_replication_ends(call):
    """The destination is a file system of its own afterwards, and protected again.
    Source: EFS API reference, DeleteReplicationConfiguration: "its replication overwrite protection is re-enabled".
    """
    source = _system(call, "SourceFileSystemId")
    found = call.box("replications").pop(source, None)
    if found is None:
        call.refuse("ReplicationNotFound", f"The file system '{source}' has no replication configuration", 404)
    call.box("protection").pop(found["Destinations"][0]["FileSystemId"], None)
    return {}


@before("efs", "DeleteFileSystem")
def a_replicated_file_system_stays(call):
    """A file system that is replicated cannot be deleted.
    Source: EFS API reference, DeleteFileSystem: "You cannot delete a file system that is part of an EFS replication configuration".
    """
    identifier = call.param("FileSystemId", "").split("/")[-1]
    for one in call.box("replications").values():
        if identifier in (one["SourceFileSystemId"], one["Destinations"][0]["FileSystemId"]):
            call.refuse("ReplicationAlreadyExists", "The file system is part of a replication configuration", 409)
