"""EC2: instances, launch templates, key pairs."""

from moto.core.types import Base64EncodedString
from moto.ec2 import utils
from moto.ec2.exceptions import InvalidKeyPairFormatError
from moto.ec2.models.launch_templates import LaunchTemplateVersion

from ..registry import after, before, patch


@patch("ec2")
def user_data_of_later_versions_is_read():
    """A group can launch from any version of a template.
    Source: EC2 API reference, CreateLaunchTemplateVersion; moto answers 500 for versions after the first.
    """
    def user_data(self):
        found = self.data.get("UserData")
        return Base64EncodedString(found) if isinstance(found, str) else found
    LaunchTemplateVersion.user_data = property(user_data)


@patch("ec2")
def a_bad_key_has_aws_s_code():
    """A public key that does not parse is InvalidKey.Format.
    Source: EC2 error codes, InvalidKey.Format.
    """
    original = InvalidKeyPairFormatError.__init__

    def __init__(self):
        original(self)
        self.code = self.error_type = "InvalidKey.Format"
    InvalidKeyPairFormatError.__init__ = __init__


@patch("ec2")
def instances_can_be_found_by_token():
    """The filter client-token finds the instances of a request.
    Source: EC2 API reference, DescribeInstances, Filters; moto answers 500.
    """
    utils.filter_dict_attribute_mapping["client-token"] = "client_token"


@before("ec2", "RunInstances")
def an_instance_s_profile_exists(call):
    """The instance profile that is named must exist and have a role.
    Source: EC2 error codes, InvalidParameterValue "Invalid IAM Instance Profile name", "has no associated IAM Roles".
    """
    name = call.param("IamInstanceProfile.Name") or (call.param("IamInstanceProfile.Arn") or "").split("/")[-1]
    if not name:
        return
    found = next((one for one in call.backend_of("iam").instance_profiles.values() if one.name == name), None)
    if found is None:
        call.refuse("InvalidParameterValue",
                    f"Value ({name}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name")
    if not found.roles:
        call.refuse("InvalidParameterValue", f"IAM Instance Profile \"{found.arn}\" has no associated IAM Roles")


@before("ec2", "RunInstances")
def instances_keep_their_token(call):
    """An instance tells the token of the request that made it.
    Source: EC2 API reference, Instance.clientToken.
    """
    call.notes["before"] = set(call.backend.reservations)


@after("ec2", "RunInstances")
def instances_tell_their_token(call, answer):
    """An instance tells the token of the request that made it.
    Source: EC2 API reference, Instance.clientToken.
    """
    for key in set(call.backend.reservations) - call.notes["before"]:
        for instance in call.backend.reservations[key].instances:
            instance.client_token = call.param("ClientToken")


@before("ec2", "CreateLaunchTemplate", "CreateLaunchTemplateVersion")
def a_template_s_data_is_not_empty(call):
    """A template has some data, and a name of 3 to 128 characters.
    Source: EC2 API reference, CreateLaunchTemplate; errors MissingParameter, InvalidParameterValue.
    """
    if not call.param("LaunchTemplateData"):
        call.refuse("MissingParameter", "The request must contain the parameter LaunchTemplateData")


@after("ec2", "CreateLaunchTemplate")
def a_template_s_own_tags_stay_its_own(call, answer):
    """Tags of the template itself are no part of its data.
    Source: EC2 API reference, LaunchTemplate.tagSet, ResponseLaunchTemplateData.tagSpecificationSet; moto mixes them.
    """
    template = call.backend.launch_templates[answer["LaunchTemplate"]["LaunchTemplateId"]]
    data, given = template.versions[0].data, call.param("LaunchTemplateData.TagSpecifications")
    data.pop("TagSpecifications", None)
    if given:
        data["TagSpecifications"] = given


@after("ec2", "DescribeLaunchTemplates", "ModifyLaunchTemplate")
def a_template_tells_its_present_tags(call, answer):
    """Tags put on a template later are told.
    Source: EC2 API reference, LaunchTemplate.tagSet; moto tells those of its creation.
    """
    for item in answer.get("LaunchTemplates") or [answer.get("LaunchTemplate") or {}]:
        template = call.backend.launch_templates.get(item.get("LaunchTemplateId"))
        if template is not None:
            item["Tags"] = [{"Key": tag["key"], "Value": tag["value"]} for tag in template.get_tags()]
