"""EC2: encryption controls of VPCs, and local network interfaces of subnets."""

from ..registry import after, before

EXCLUSIONS = ("InternetGateway", "EgressOnlyInternetGateway", "NatGateway", "VirtualPrivateGateway", "VpcPeering", "Lambda", "VpcLattice",
              "ElasticFileSystem", "GlobalAccelerator", "ApiGatewayV2")


def _box(call):
    return call.box("encryption-controls")


def _control(vpc_id):
    return {"VpcId": vpc_id, "VpcEncryptionControlId": vpc_id.replace("vpc-", "vpcec-"), "State": "available", "Mode": "monitor",
            "ResourceExclusions": {name: {"State": "disabled"} for name in EXCLUSIONS}}


def _set(call, control, given):
    excluded = {name: given[f"{name}Exclusion"] for name in EXCLUSIONS if given.get(f"{name}Exclusion")}
    mode = given.get("Mode", control["Mode"])
    if mode != "enforce" and any(state == "enable" for state in excluded.values()):
        call.refuse("InvalidParameterCombination", "Exclusions are for the enforce mode only")
    control["Mode"] = mode
    for name in EXCLUSIONS:
        if name in excluded or mode != "enforce":
            control["ResourceExclusions"][name] = {"State": "enabled" if excluded.get(name) == "enable" else "disabled"}


@after("ec2", "CreateVpc")
def a_vpc_is_made_with_its_encryption_control(call, answer):
    """A VPC can be made with an encryption control.
    Source: EC2 API reference, CreateVpc, VpcEncryptionControl; moto lacks it.
    """
    given = call.param("VpcEncryptionControl")
    if given:
        control = _control(answer["Vpc"]["VpcId"])
        _set(call, control, given)
        _box(call)[control["VpcId"]] = control
        answer["Vpc"]["EncryptionControl"] = control


@before("ec2", "CreateVpcEncryptionControl")
def a_vpc_gets_one_encryption_control(call):
    """A VPC has one encryption control, which monitors at first.
    Source: EC2 API reference, CreateVpcEncryptionControl; EC2 user guide, "Enforce VPC encryption in transit".
    """
    if call.param("VpcId") not in call.backend.vpcs:
        call.refuse("InvalidVpcID.NotFound", f"VpcID {call.param('VpcId')} does not exist.")
    if call.param("VpcId") in _box(call):
        call.refuse("VpcEncryptionControlAlreadyExists", "The VPC has an encryption control already")
    _box(call)[call.param("VpcId")] = _control(call.param("VpcId"))
    return {"VpcEncryptionControl": _box(call)[call.param("VpcId")]}


@before("ec2", "ModifyVpcEncryptionControl", "DeleteVpcEncryptionControl")
def an_encryption_control_changes_and_goes(call):
    """A control's mode and exclusions can change, and it can go; exclusions are for the enforce mode.
    Source: EC2 API reference, ModifyVpcEncryptionControl, DeleteVpcEncryptionControl; EC2 user guide, "VPC encryption controls".
    """
    control = next((one for one in _box(call).values() if one["VpcEncryptionControlId"] == call.param("VpcEncryptionControlId")), None)
    if control is None:
        call.refuse("InvalidVpcEncryptionControlId.NotFound", "The encryption control does not exist")
    if call.action.startswith("Modify"):
        _set(call, control, call.params)
    else:
        del _box(call)[control["VpcId"]]
    return {"VpcEncryptionControl": control}


@after("ec2", "DescribeVpcs")
def a_vpc_tells_its_encryption_control(call, answer):
    """A VPC tells its encryption control.
    Source: EC2 API reference, Vpc, EncryptionControl.
    """
    for vpc in answer.get("Vpcs") or []:
        if vpc["VpcId"] in _box(call):
            vpc["EncryptionControl"] = _box(call)[vpc["VpcId"]]


@before("ec2", "ModifySubnetAttribute")
def a_subnet_names_the_device_of_local_interfaces(call):
    """The device of local network interfaces is a number from 1, or none.
    Source: EC2 API reference, ModifySubnetAttribute, EnableLniAtDeviceIndex, DisableLniAtDeviceIndex; moto lacks them.
    """
    box = call.box("local-interfaces")
    if call.param("EnableLniAtDeviceIndex") is not None:
        if int(call.param("EnableLniAtDeviceIndex")) < 1:
            call.refuse("InvalidParameterValue", "The device index of a local network interface starts at 1")
        box[call.param("SubnetId")] = int(call.param("EnableLniAtDeviceIndex"))
    elif call.param("DisableLniAtDeviceIndex.Value") is not None:
        box.pop(call.param("SubnetId"), None)
    else:
        return None
    return {}


@after("ec2", "DescribeSubnets")
def a_subnet_tells_the_device_of_local_interfaces(call, answer):
    """The device is told, 0 where there is none.
    Source: EC2 API reference, Subnet, EnableLniAtDeviceIndex.
    """
    for subnet in answer.get("Subnets") or []:
        subnet["EnableLniAtDeviceIndex"] = call.box("local-interfaces").get(subnet["SubnetId"], 0)
