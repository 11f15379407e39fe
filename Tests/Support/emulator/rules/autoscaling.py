"""Auto Scaling: launch configurations and groups."""

from moto.autoscaling.models import FakeAutoScalingGroup

from ..registry import after, before, patch

#: Members that moto drops at create or update; told again from here.
KEPT = ("MaxInstanceLifetime", "DefaultInstanceWarmup", "Context", "DesiredCapacityType", "InstanceMaintenancePolicy",
        "AvailabilityZoneDistribution", "CapacityReservationSpecification", "PlacementGroup")


# Launch configurations


@before("autoscaling", "CreateLaunchConfiguration")
def a_launch_configuration_is_proper_and_made_once(call):
    """A name is taken once; profile, key, groups and image must exist.
    Source: Auto Scaling API reference, CreateLaunchConfiguration, error AlreadyExists; ValidationError "Invalid IamInstanceProfile: ...".
   .
    """
    name, ec2 = call.param("LaunchConfigurationName"), call.backend_of("ec2")
    if name in call.backend.launch_configurations:
        call.refuse("AlreadyExists", f"Launch Configuration by this name already exists - A launch configuration already exists with the name {name}")
    profile = call.param("IamInstanceProfile")
    if profile and profile.split("/")[-1] not in {one.name for one in call.backend_of("iam").instance_profiles.values()}:
        call.refuse("ValidationError", f"Invalid IamInstanceProfile: {profile}")
    key = call.param("KeyName")
    if key and key not in ec2.key_pairs:
        call.refuse("ValidationError", f"The key pair '{key}' does not exist")
    for group in call.param("SecurityGroups", []):
        if group.startswith("sg-") and ec2.get_security_group_from_id(group) is None:
            call.refuse("ValidationError", f"The security group '{group}' does not exist")
    image = call.param("ImageId")
    if image and image not in ec2.amis:
        call.refuse("ValidationError", f"AMI cannot be described: The image id '[{image}]' does not exist")
    call.box("launch-configurations")[name] = {
        "PlacementTenancy": call.param("PlacementTenancy"), "AssociatePublicIpAddress": call.param("AssociatePublicIpAddress"),
        "InstanceMonitoring": call.param("InstanceMonitoring") or {"Enabled": True}}


@after("autoscaling", "DescribeLaunchConfigurations")
def a_launch_configuration_tells_what_was_given(call, answer):
    """PlacementTenancy and AssociatePublicIpAddress are told when they were given; monitoring is detailed unless it was turned off.
    Source: Auto Scaling API reference, CreateLaunchConfiguration: InstanceMonitoring; LaunchConfiguration.
    """
    for item in answer.get("LaunchConfigurations") or []:
        for member, value in call.box("launch-configurations").get(item["LaunchConfigurationName"], {}).items():
            item.pop(member, None)
            if value is not None:
                item[member] = value


@before("autoscaling", "DeleteLaunchConfiguration")
def a_launch_configuration_in_use_stays(call):
    """One that a group has cannot be deleted; one that is not there is an error.
    Source: Auto Scaling API reference, DeleteLaunchConfiguration; error ResourceInUse.
    """
    name = call.param("LaunchConfigurationName")
    if name not in call.backend.launch_configurations:
        call.refuse("ValidationError", f"Launch configuration name not found - Launch configuration {name} not found")
    for group in call.backend.autoscaling_groups.values():
        if group.launch_config is not None and group.launch_config.name == name:
            call.step("auto-scaling-group")
            call.refuse("ResourceInUse", f"Cannot delete launch configuration {name} because it is attached to AutoScalingGroup {group.name}")


# Groups


def _group(call):
    name = call.param("AutoScalingGroupName")
    group = call.backend.autoscaling_groups.get(name)
    if group is None:
        call.refuse("ValidationError", f"AutoScalingGroup name not found - AutoScalingGroup '{name}' not found")
    return group


def _check_references(call):
    name, template = call.param("LaunchConfigurationName"), call.param("LaunchTemplate") or {}
    ec2 = call.backend_of("ec2")
    if name and name not in call.backend.launch_configurations:
        call.refuse("ValidationError", f"Launch configuration name not found - Launch configuration {name} not found")
    if template:
        found = ec2.launch_templates.get(template.get("LaunchTemplateId") or
                                         ec2.launch_template_name_to_ids.get(template.get("LaunchTemplateName"), ""))
        if found is None:
            call.refuse("ValidationError", "You must use a valid fully-formed launch template. The specified launch template, with template ID "
                                           f"{template.get('LaunchTemplateId')}, does not exist.")
        version = str(template.get("Version", "$Default"))
        if not version.startswith("$") and version not in {str(one.number) for one in found.versions}:
            call.refuse("ValidationError", "You must use a valid fully-formed launch template. Could not find the specified version "
                                           f"{version} for the launch template with ID {found.id}.")
    known = {subnet_id for zone in ec2.subnets.values() for subnet_id in zone}
    for subnet_id in filter(None, (call.param("VPCZoneIdentifier") or "").split(",")):
        if subnet_id not in known:
            call.refuse("ValidationError", f"The subnet ID '{subnet_id}' does not exist")
    for arn in call.param("TargetGroupARNs", []):
        if arn not in call.backend_of("elbv2").target_groups:
            call.refuse("ValidationError", "Provided Target Groups may not be valid. Please ensure they exist and try again.")


def _check_sizes(call, least, most, desired):
    if least > most:
        call.refuse("ValidationError", f"Max bound, {most}, must be greater than or equal to min bound, {least}")
    if desired is not None and not least <= desired <= most:
        call.refuse("ValidationError", f"Desired capacity:{desired} must be between the specified min size:{least} and max size:{most}")


def _number(value):
    return None if value is None else int(value)


@before("autoscaling", "CreateAutoScalingGroup")
def a_group_is_proper_and_made_once(call):
    """A name is taken until the group is gone; sizes are in order; what it names exists.
    Source: Auto Scaling API reference, CreateAutoScalingGroup, error AlreadyExists; ValidationError.
    """
    name = call.param("AutoScalingGroupName")
    existing = call.backend.autoscaling_groups.get(name)
    if existing is not None:
        call.step("auto-scaling-group")
        words = "is pending delete and cannot be modified" if getattr(existing, "deleting", False) else "already exists"
        call.refuse("AlreadyExists", f"AutoScalingGroup by this name already exists - A group with the name {name} {words}")
    _check_sizes(call, int(call.param("MinSize")), int(call.param("MaxSize")), _number(call.param("DesiredCapacity")))
    _check_references(call)


@after("autoscaling", "CreateAutoScalingGroup")
def a_group_keeps_all_it_was_given(call, answer):
    """The grace period is 0 unless given; further members are kept; instances take the template's groups.
    Source: Auto Scaling API reference, CreateAutoScalingGroup, HealthCheckGracePeriod: "Default: 0 seconds".
    """
    name = call.param("AutoScalingGroupName")
    group = call.backend.autoscaling_groups[name]
    group.health_check_grace_period = int(call.param("HealthCheckGracePeriod", 0))
    if call.param("DefaultCooldown") is not None:
        group.default_cooldown = int(call.param("DefaultCooldown"))
    call.box("auto-scaling-groups")[name] = {member: call.param(member) for member in KEPT if call.param(member) is not None}
    _give_groups(call, group)


def _give_groups(call, group):
    """The security groups of the launch template, which moto does not give to a group's instances."""
    template = group.ec2_launch_template
    if template is None:
        return
    version = getattr(group, "provided_launch_template_version", None) or group.launch_template_version
    data = template.get_version(version or "$Default").data or {}
    ids = list(data.get("SecurityGroupIds") or [])
    for interface in data.get("NetworkInterfaces") or []:
        ids += interface.get("Groups") or []
    ec2 = call.backend_of("ec2")
    groups = [found for found in map(ec2.get_security_group_from_id, ids) if found is not None]
    for state in group.instance_states if groups else []:
        state.instance.security_groups = groups
        for interface in state.instance.nics.values():
            interface._group_set = groups


@patch("autoscaling")
def a_mixed_policy_may_bring_the_type():
    """A template without a type of instance will do where the mixed policy overrides it.
    Source: Auto Scaling API reference, LaunchTemplateOverrides.InstanceType; moto launches the template's own type only.
    """
    original = FakeAutoScalingGroup.instance_type.fget

    def instance_type(self):
        overrides = ((self.mixed_instances_policy or {}).get("LaunchTemplate") or {}).get("Overrides") or []
        return original(self) or next((one["InstanceType"] for one in overrides if one.get("InstanceType")), None)

    FakeAutoScalingGroup.instance_type = property(instance_type)


@patch("autoscaling")
def a_mixed_policy_stays():
    """An update that says nothing of what is launched leaves a mixed policy as it is.
    Source: Auto Scaling API reference, UpdateAutoScalingGroup: "Any properties that you don't specify are not changed by this
    update request"; moto drops the policy.
    """
    original = FakeAutoScalingGroup.update

    def update(self, *given, **named):
        before = self.mixed_instances_policy
        original(self, *given, **named)
        if not any(named.get(name) for name in ("launch_config_name", "launch_template", "mixed_instances_policy")):
            self.mixed_instances_policy = before
    FakeAutoScalingGroup.update = update


@before("autoscaling", "UpdateAutoScalingGroup")
def a_group_changes_properly(call):
    """Sizes are in order, what the request names exists, and a group on its way out does not change.
    Source: Auto Scaling API reference, UpdateAutoScalingGroup; ValidationError, ScalingActivityInProgress.
    """
    group = _group(call)
    if getattr(group, "deleting", False):
        call.step("auto-scaling-group")
        call.refuse("ValidationError", f"AutoScalingGroup '{group.name}' is pending delete and cannot be modified")
    least = int(call.param("MinSize", group.min_size))
    most = int(call.param("MaxSize", group.max_size))
    desired = _number(call.param("DesiredCapacity"))
    _check_sizes(call, least, most, desired)
    _check_references(call)


@after("autoscaling", "UpdateAutoScalingGroup")
def a_group_takes_all_changes(call, answer):
    """Cool-down, rebalancing, termination policies and further members change.
    Source: Auto Scaling API reference, UpdateAutoScalingGroup; moto ignores them.
    """
    group = call.backend.autoscaling_groups[call.param("AutoScalingGroupName")]
    for member, attribute, read in (("DefaultCooldown", "default_cooldown", int), ("CapacityRebalance", "capacity_rebalance", bool),
                                    ("TerminationPolicies", "termination_policies", list),
                                    ("HealthCheckGracePeriod", "health_check_grace_period", int)):
        if call.param(member) is not None:
            setattr(group, attribute, read(call.param(member)))
    kept = call.box("auto-scaling-groups").setdefault(group.name, {})
    kept.update({member: call.param(member) for member in KEPT if call.param(member) is not None})
    if kept.get("MaxInstanceLifetime") == 0:
        del kept["MaxInstanceLifetime"]
    if kept.get("DefaultInstanceWarmup") == -1:
        del kept["DefaultInstanceWarmup"]
    if set((kept.get("InstanceMaintenancePolicy") or {}).values()) == {-1}:
        del kept["InstanceMaintenancePolicy"]
    _give_groups(call, group)


@before("autoscaling", "DeleteAutoScalingGroup")
def a_group_with_instances_needs_force(call):
    """A group with instances is deleted only with ForceDelete, and stays listed for a while as "Delete in progress".
    Source: Auto Scaling API reference, DeleteAutoScalingGroup, error ResourceInUse; AutoScalingGroup.Status.
    """
    group = _group(call)
    if getattr(group, "deleting", False):
        return {}
    if group.instance_states and not call.param("ForceDelete"):
        call.refuse("ResourceInUse", f"You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) "
                                     "still in the group.")
    backend = call.backend
    group.min_size = group.max_size = 0
    known = set(call.backend_of("elbv2").target_groups)
    group.target_group_arns = [arn for arn in group.target_group_arns if arn in known]
    for state in group.instance_states:
        state.protected_from_scale_in = False
    group.set_desired_capacity(0)
    group.deleting = True

    def finish():
        backend.autoscaling_groups.pop(group.name, None)
        backend.policies = {name: policy for name, policy in backend.policies.items() if policy.as_name != group.name}
    call.begin("auto-scaling-group", group.name, "auto_scaling_group_deleted", finish)
    call.box("auto-scaling-groups").pop(group.name, None)
    return {}


@before("autoscaling", "DescribeAutoScalingGroups")
def deleted_groups_go(call):
    """Each read brings a group on its way out nearer to its end; MaxRecords is at most 100.
    Source: Auto Scaling API reference, DescribeAutoScalingGroups, MaxRecords.
    """
    if call.param("MaxRecords") is not None and not 1 <= int(call.param("MaxRecords")) <= 100:
        call.refuse("ValidationError", "1 validation error detected: Value at 'maxRecords' failed to satisfy constraint: "
                                       "Member must have value less than or equal to 100")
    call.step("auto-scaling-group")


@after("autoscaling", "DescribeAutoScalingGroups")
def groups_are_told_whole(call, answer):
    """The answer has the members that moto drops, and the status of a group on its way out.
    Source: Auto Scaling API reference, AutoScalingGroup.
    """
    for item in answer.get("AutoScalingGroups") or []:
        group = call.backend.autoscaling_groups[item["AutoScalingGroupName"]]
        item.update(call.box("auto-scaling-groups").get(group.name, {}))
        item["EnabledMetrics"] = [{"Metric": metric, "Granularity": "1Minute"} for metric in group.metrics]
        if getattr(group, "deleting", False):
            item["Status"] = "Delete in progress"
