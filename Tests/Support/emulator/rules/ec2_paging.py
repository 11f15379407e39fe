"""EC2: pages, filters and the speed of tags."""

import base64

from moto.core.exceptions import ServiceException
from moto.ec2 import exceptions
from moto.ec2.models.core import TaggedEC2Resource

from ..registry import Refusal, after, before, patch

#: Action: (member that is paged, smallest and largest MaxResults, page without MaxResults).
PAGED = {
    "DescribeVpcs": ("Vpcs", 5, 1000, 1000),
    "DescribeSubnets": ("Subnets", 5, 1000, 1000),
    "DescribeInternetGateways": ("InternetGateways", 5, 1000, 1000),
    "DescribeRouteTables": ("RouteTables", 5, 100, 100),
    "DescribeNatGateways": ("NatGateways", 5, 1000, 1000),
    "DescribeSecurityGroups": ("SecurityGroups", 5, 1000, 1000),
    "DescribeSecurityGroupRules": ("SecurityGroupRules", 5, 1000, 1000),
    "DescribeNetworkInterfaces": ("NetworkInterfaces", 5, 1000, 1000),
    "DescribeVpcEndpoints": ("VpcEndpoints", 5, 1000, 1000),
    "DescribeInstances": ("Reservations", 5, 1000, 1000),
    "DescribeLaunchTemplates": ("LaunchTemplates", 1, 200, 200),
    "DescribeLaunchTemplateVersions": ("LaunchTemplateVersions", 1, 200, 200),
    "DescribeTags": ("Tags", 5, 1000, 1000),
}


@before("ec2", *PAGED)
def pages_are_taken_out_of_the_request(call):
    """MaxResults has a range, and a token must be one that AWS gave.
    Source: EC2 API reference, MaxResults of each action; error InvalidParameterValue.
    """
    _, least, most, default = PAGED[call.action]
    size = call.param("MaxResults")
    if size is not None and not least <= int(size) <= most:
        call.refuse("InvalidParameterValue",
                    f"Value ( {size} ) for parameter maxResults is invalid. Expecting a value between {least} and {most}.")
    token = call.param("NextToken")
    start = 0
    if token:
        try:
            start = int(base64.b64decode(token, validate=True).decode("ascii").removeprefix("page-"))
        except ValueError:
            call.refuse("InvalidParameterValue", "The token is invalid.")
    size = int(size) if size is not None else default
    if call.config["page_size"]:
        size = min(size, call.config["page_size"])
    call.notes["page"] = (start, size)
    call.rewrite_form(remove=("MaxResults", "NextToken"))
    if call.action.startswith("DescribeLaunchTemplate"):
        call.rewrite_form(MaxResults="1000000")


@after("ec2", *PAGED)
def answers_come_in_pages(call, answer):
    """Describe answers are cut at MaxResults, with a NextToken for the rest.
    Source: EC2 developer guide, "Pagination"; moto answers everything at once, launch templates the first 15 only.
    """
    member, start, size = PAGED[call.action][0], *call.notes["page"]
    found = answer.get(member) or []
    answer[member] = found[start:start + size]
    answer.pop("NextToken", None)
    if len(found) > start + size:
        answer["NextToken"] = base64.b64encode(f"page-{start + size}".encode("ascii")).decode("ascii")


@before("ec2", "DescribeInstances")
def instance_ids_exclude_pages(call):
    """InstanceIds and MaxResults cannot go together.
    Source: EC2 API reference, DescribeInstances, MaxResults; error InvalidParameterCombination.
    """
    if call.param("InstanceIds") and call.param("MaxResults"):
        call.refuse("InvalidParameterCombination", "The parameter instancesSet cannot be used with the parameter maxResults")


def matches(filters, item, value_of):
    """Whether an item passes EC2 filters; `value_of(item, name)` gives its values for a filter name."""
    import fnmatch
    for one in filters or []:
        values = value_of(item, one["Name"])
        if not any(fnmatch.fnmatchcase(str(value), pattern) for value in values for pattern in one.get("Values", [])):
            return False
    return True


def tag_values(tags, name):
    """The values of a tag filter (`tag:K`, `tag-key`) among a resource's tags, or None for another filter."""
    if name.startswith("tag:"):
        return [tag["Value"] for tag in tags or [] if tag["Key"] == name[4:]]
    if name == "tag-key":
        return [tag["Key"] for tag in tags or []]
    return None


def filter_answer(call, answer, list_member, filters_member, members):
    """Applies the request's filters to an answer; `members` says which answer member each filter name looks at."""
    def value_of(item, name):
        found = tag_values(item.get("Tags"), name)
        if found is not None:
            return found
        if name not in members:
            raise Refusal("InvalidParameterValue", f"The filter '{name}' is invalid")
        value = item.get(members[name])
        return [] if value is None else [value]
    answer[list_member] = [item for item in answer.get(list_member) or []
                           if matches(call.param(filters_member), item, value_of)]


def _type(resource_id):
    from moto.ec2.utils import EC2_PREFIX_TO_RESOURCE, get_prefix
    return EC2_PREFIX_TO_RESOURCE.get(get_prefix(resource_id), "")


def _modules(package):
    import importlib
    import pkgutil
    import moto.ec2.utils
    names = [info.name for info in pkgutil.iter_modules(package.__path__)]
    return [importlib.import_module(f"{package.__name__}.{name}") for name in names] + [moto.ec2.utils]


@patch("ec2")
def tags_are_looked_up_by_resource():
    """A resource's tags cost the same however many others there are.
    Source: ours: moto scans all tags for each resource, which makes big accounts unusably slow.
    """
    def get_tags(self):
        tags = self.ec2_backend.tags.get(self.id) if self.id else None
        if not tags:
            return []
        return [{"resource_id": self.id, "key": key, "value": value, "resource_type": _type(self.id)}
                for key, value in tags.items()]
    TaggedEC2Resource.get_tags = get_tags


@patch("ec2")
def unknown_filters_are_invalid():
    """A filter name that the action does not have is an error of the caller.
    Source: EC2 error codes, InvalidParameterValue "The filter '...' is invalid"; moto answers 500.
    """
    def __init__(self, filter_name, method_name):
        ServiceException.__init__(self, "InvalidParameterValue", f"The filter '{filter_name}' is invalid")
    invalid = type("InvalidFilter", (ServiceException,), {"__init__": __init__})
    from moto.ec2 import models
    exceptions.FilterNotImplementedError = invalid
    for module in _modules(models):
        if hasattr(module, "FilterNotImplementedError"):
            module.FilterNotImplementedError = invalid
