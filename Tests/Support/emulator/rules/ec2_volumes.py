"""EC2: volumes and what they are attached to."""

import threading

from moto.ec2.models.instances import Instance, InstanceBackend

from ..registry import after, before, patch

KEPT = ("AvailabilityZoneId", "OutpostArn", "VolumeInitializationRate")


def _volume(call):
    found = call.backend.volumes.get(call.param("VolumeId"))
    if found is None:
        call.refuse("InvalidVolume.NotFound", f"The volume '{call.param('VolumeId')}' does not exist.")
    return found


@patch("ec2")
def volumes_of_a_launch_have_their_speed():
    """An instance's own volumes have the IOPS that the launch asks for.
    Source: EC2 API reference, EbsBlockDevice, Iops; moto drops it, and refuses io1 and io2 for that.
    """
    launch, given = InstanceBackend.run_instances, threading.local()

    def run_instances(self, *arguments, **named):
        given.devices = {one.get("DeviceName"): one.get("Ebs") or {} for one in named.get("block_device_mappings") or []}
        try:
            return launch(self, *arguments, **named)
        finally:
            given.devices = {}

    def add_block_device(self, size, device_path, snapshot_id, encrypted, delete_on_termination, kms_key_id, volume_type):
        speed = getattr(given, "devices", {}).get(device_path, {}).get("Iops")
        volume = self.ec2_backend.create_volume(
            size=size, zone_name=self._placement.zone, snapshot_id=snapshot_id, encrypted=encrypted, kms_key_id=kms_key_id,
            volume_type=volume_type, iops=speed)
        self.ec2_backend.attach_volume(volume.id, self.id, device_path, delete_on_termination)

    InstanceBackend.run_instances = run_instances
    Instance.add_block_device = add_block_device


@before("ec2", "CreateVolume")
def a_volume_is_in_a_zone(call):
    """A zone is given by its name or its id.
    Source: EC2 API reference, CreateVolume, AvailabilityZone and AvailabilityZoneId; moto knows names only.
    """
    if call.param("AvailabilityZoneId"):
        zone = next((one for one in call.backend.describe_availability_zones() if one.zone_id == call.param("AvailabilityZoneId")), None)
        if zone is None:
            call.refuse("InvalidParameterValue", f"Invalid availability zone id: [{call.param('AvailabilityZoneId')}]")
        call.rewrite_form(AvailabilityZone=zone.name)
    elif not call.param("AvailabilityZone"):
        call.refuse("MissingParameter", "The request must contain the parameter AvailabilityZone or AvailabilityZoneId")


@after("ec2", "CreateVolume")
def a_volume_keeps_all_that_it_is_given(call, answer):
    """A volume is "creating", then "available"; a gp3 volume has a throughput of 125 unless another is given.
    Source: EC2 API reference, CreateVolume, Throughput and VolumeInitializationRate; Volume.status.
    """
    volume = call.backend.volumes[answer["VolumeId"]]
    if volume.volume_type == "gp3" and not volume.throughput:
        volume.throughput = answer["Throughput"] = 125
    kept = {name: call.param(name) for name in KEPT if call.param(name)}
    zone = next((one for one in call.backend.describe_availability_zones() if one.name == volume.zone.name), None)
    if zone is not None:
        kept["AvailabilityZoneId"] = zone.zone_id
    call.box("volumes")[volume.id] = kept
    answer.update(kept, State="creating")
    call.begin("volume", volume.id, "vpc_available")


@before("ec2", "CopyVolumes")
def a_volume_is_copied_in_its_zone(call):
    """A copy is in its source's zone, as large as that or larger, and encrypted where that is; its token makes it once.
    Source: EC2 API reference, CopyVolumes, Size, Encrypted, VolumeType and ClientToken. moto lacks it.
    """
    source = call.backend.volumes.get(call.param("SourceVolumeId"))
    if source is None:
        call.refuse("InvalidVolume.NotFound", f"The volume '{call.param('SourceVolumeId')}' does not exist.")
    if call.waiting("volume", source.id):
        call.refuse("IncorrectState", f"{source.id} is not 'available'.")
    size = int(call.param("Size") or source.size)
    if size < int(source.size):
        call.refuse("InvalidParameterValue", "The size of a copy cannot be smaller than that of its source")
    copies, token = call.box("volume-copies"), call.param("ClientToken")
    if token in copies:
        return {"Volumes": [dict(copies[token])]}
    kind = call.param("VolumeType") or "gp2"
    copy = call.backend.create_volume(
        size=size, zone_name=source.zone.name, encrypted=bool(source.encrypted or call.param("Encrypted")),
        kms_key_id=call.param("KmsKeyId") or source.kms_key_id, volume_type=kind, iops=call.param("Iops"),
        throughput=call.param("Throughput") or (125 if kind == "gp3" else None), multi_attach_enabled=call.param("MultiAttachEnabled"))
    for one in call.param("TagSpecifications") or []:
        copy.add_tags({tag["Key"]: tag.get("Value", "") for tag in one.get("Tags") or []})
    call.box("volumes")[copy.id] = {"SourceVolumeId": source.id, "AvailabilityZoneId": source.zone.zone_id}
    call.begin("volume", copy.id, "vpc_available")
    told = {"VolumeId": copy.id, "Size": copy.size, "VolumeType": copy.volume_type, "Encrypted": bool(copy.encrypted), "State": "creating",
            "AvailabilityZone": copy.zone.name, **call.box("volumes")[copy.id]}
    if token:
        copies[token] = told
    return {"Volumes": [told]}


@before("ec2", "DescribeVolumes")
def volumes_become_available(call):
    """Each read brings a new volume nearer to "available".
    Source: EC2 API reference, Volume.status.
    """
    call.step("volume")


@after("ec2", "DescribeVolumes")
def a_volume_tells_what_it_was_given(call, answer):
    """A volume tells its zone's id, its rate of initialisation, and whether it is still being made.
    Source: EC2 API reference, Volume.
    """
    for one in answer.get("Volumes") or []:
        one.update(call.box("volumes").get(one["VolumeId"], {}))
        if call.waiting("volume", one["VolumeId"]):
            one["State"] = "creating"


@before("ec2", "ModifyVolume")
def a_volume_grows_only(call):
    """A volume never shrinks; speeds are those of its type; more than one instance at a time needs a type that can.
    Source: EC2 API reference, ModifyVolume, Size, Iops, Throughput and MultiAttachEnabled; error code InvalidParameterValue.
    """
    volume = _volume(call)
    size, kind = call.param("Size"), call.param("VolumeType") or volume.volume_type
    if size and int(size) < int(volume.size):
        call.refuse("InvalidParameterValue", "New size cannot be smaller than existing size")
    if call.param("Throughput") and kind != "gp3":
        call.refuse("InvalidParameterCombination", f"The parameter throughput is not supported for {kind} volumes.")
    if call.param("Iops") and kind not in ("gp3", "io1", "io2"):
        call.refuse("InvalidParameterCombination", f"The parameter iops is not supported for {kind} volumes.")
    if call.param("MultiAttachEnabled") is True and kind not in ("io1", "io2"):
        call.refuse("InvalidParameterCombination", f"Multi-attach is not supported for {kind} volumes.")
    if call.param("MultiAttachEnabled") is False:
        volume.multi_attach_enabled = False
        if not any(call.param(name) for name in ("Size", "VolumeType", "Iops", "Throughput")):
            # moto takes no change to false.
            call.rewrite_form(remove=("MultiAttachEnabled",), Size=volume.size)


@after("ec2", "ModifyVolume")
def a_volume_takes_the_speeds_of_its_type(call, answer):
    """Another type brings its own speeds, unless others are given.
    Source: EC2 API reference, ModifyVolume, Iops: "the existing value is retained, unless a volume type is modified"; gp3: 3000 and 125.
    """
    volume = call.backend.volumes[call.param("VolumeId")]
    if not call.param("VolumeType"):
        return
    if volume.volume_type == "gp3":
        volume.iops = call.param("Iops") or 3000
        volume.throughput = call.param("Throughput") or 125
    else:
        volume.throughput = None
        if volume.volume_type not in ("io1", "io2"):
            volume.iops = None


@before("ec2", "ModifyVolumeAttribute")
def a_volume_s_input_and_output_can_resume(call):
    """Input and output resume by themselves where that is switched on.
    Source: EC2 API reference, ModifyVolumeAttribute, AutoEnableIO. moto lacks it.
    """
    call.box("auto-enable-io")[_volume(call).id] = call.param("AutoEnableIO.Value")
    return {}


@before("ec2", "DescribeVolumeAttribute")
def a_volume_tells_whether_it_resumes(call):
    """A volume tells whether its input and output resume by themselves.
    Source: EC2 API reference, DescribeVolumeAttribute. moto lacks it.
    """
    volume = _volume(call)
    return {"VolumeId": volume.id, "AutoEnableIO": {"Value": call.box("auto-enable-io").get(volume.id, False)}}


@before("ec2", "AttachVolume")
def a_volume_has_one_instance(call):
    """A volume that is attached cannot be attached again, and a device is one volume's.
    Source: EC2 error codes, VolumeInUse, InvalidParameterValue. More than one instance at a time is not emulated.
    """
    volume = _volume(call)
    if volume.attachment is not None:
        call.refuse("VolumeInUse", f"{volume.id} is already attached to an instance")
    if call.waiting("volume", volume.id):
        call.refuse("IncorrectState", f"{volume.id} is not 'available'.")
    instance = next((one for reservation in call.backend.reservations.values() for one in reservation.instances
                     if one.id == call.param("InstanceId")), None)
    if instance is None:
        call.refuse("InvalidInstanceID.NotFound", f"The instance ID '{call.param('InstanceId')}' does not exist")
    if call.param("Device") in instance.block_device_mapping:
        call.refuse("InvalidParameterValue", f"Invalid value '{call.param('Device')}' for unixDevice. Attachment point is already in use")


@before("ec2", "DetachVolume")
def a_loose_volume_is_not_detached(call):
    """A volume that is not attached cannot be detached.
    Source: EC2 error codes, IncorrectState; EC2 API reference, DetachVolume.
    """
    volume = _volume(call)
    if volume.attachment is None:
        call.refuse("IncorrectState", f"Volume '{volume.id}' is in the 'available' state.")
