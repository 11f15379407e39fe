"""Resource Groups Tagging API: what GetResources covers on AWS and moto leaves out, and the other way round."""

from moto.backends import get_backend
from moto.core.resource_tagging import TaggedResource, make_tag_matcher, match_resource_type
from moto.resourcegroupstaggingapi.models import ResourceGroupsTaggingAPIBackend

from ..registry import patch
from ..state import STATE

#: Types that moto answers and AWS does not ("Services that support the Resource Groups Tagging API": Auto Scaling gives an empty answer).
NOT_COVERED = ("autoscaling",)

#: Services without regions: their resources are found in one region only.
HOME = "us-east-1"
WITHOUT_REGION = ("cloudfront", "route53", "iam")


def _ec2(account, region):
    backend = get_backend("ec2")[account][region]
    rules = [rule for groups in backend.groups.values() for group in groups.values() for rule in group.ingress_rules + group.egress_rules]
    kinds = {"elastic-ip": backend.addresses, "vpc-flow-log": backend.flow_logs.values(), "dhcp-options": backend.dhcp_options_sets.values(), "network-acl": backend.network_acls.values(),
             "egress-only-internet-gateway": backend.egress_only_internet_gateways.values(), "vpn-gateway": backend.vpn_gateways.values(), "vpc-endpoint": backend.vpc_end_points.values(),
             "key-pair": backend.key_pairs.values(), "launch-template": backend.launch_templates.values(), "security-group-rule": rules}
    for kind, items in kinds.items():
        for item in items:
            if getattr(item, "state", None) != "deleted":
                yield f"ec2:{kind}", f"arn:aws:ec2:{region}:{account}:{kind}/{item.id}", backend.tags.get(item.id, {})


def _elbv2(account, region):
    backend = get_backend("elbv2")[account][region]
    tags = backend.tagging_service.get_tag_dict_for_resource
    for balancer in backend.load_balancers.values():
        for listener in balancer.listeners.values():
            yield "elasticloadbalancing:listener/app", listener.arn, tags(listener.arn)
            for rule in listener.rules.values():
                yield "elasticloadbalancing:listener-rule/app", rule.arn, tags(rule.arn)


def _ecr(account, region):
    backend = get_backend("ecr")[account][region]
    for repository in backend.repositories.values():
        yield "ecr:repository", repository.arn, backend.tagger.get_tag_dict_for_resource(repository.arn)


def _ecs(account, region):
    backend = get_backend("ecs")[account][region]
    for provider in backend.capacity_providers.values():
        tags = {tag["key"]: tag["value"] for tag in provider.tags or []}
        yield "ecs:capacity-provider", provider.capacity_provider_arn, tags


def _events(account, region):
    backend = get_backend("events")[account][region]
    for bus in backend.event_buses.values():
        for rule in bus.rules.values():
            yield "events:rule", rule.arn, backend.tagger.get_tag_dict_for_resource(rule.arn)


def _service_discovery(account, region):
    backend = get_backend("servicediscovery")[account][region]
    for kind, items in (("namespace", backend.namespaces), ("service", backend.services)):
        for item in items.values():
            yield f"servicediscovery:{kind}", item.arn, backend.tagger.get_tag_dict_for_resource(item.arn)


def _route53(account, region):
    if region != HOME:
        return
    backend = get_backend("route53")[account]["aws"]
    for zone in backend.zones.values():
        tags = backend.resource_tags.get(zone.resource_id, {})
        yield "route53:hostedzone", f"arn:aws:route53:::hostedzone/{zone.resource_id}", dict(tags)
    for identifier in STATE.box(account, "aws", "health-checks"):
        yield "route53:healthcheck", f"arn:aws:route53:::healthcheck/{identifier}", dict(backend.resource_tags.get(identifier, {}))


def _cloudwatch(account, region):
    backend = get_backend("cloudwatch")[account][region]
    for dashboard in backend.dashboards.values():
        yield "cloudwatch:dashboard", dashboard.arn, backend.tagger.get_tag_dict_for_resource(dashboard.arn)


def _iam(account, region):
    """Not roles, users and groups: those the API does not cover."""
    if region != HOME:
        return
    backend = get_backend("iam")[account]["aws"]
    for policy in backend.managed_policies.values():
        if policy.arn.split(":")[4] == account:
            yield "iam:policy", policy.arn, {tag["Key"]: tag["Value"] for tag in policy.tags.values()} if isinstance(policy.tags, dict) else {}
    for provider in backend.open_id_providers.values():
        yield "iam:oidc-provider", provider.arn, {tag["Key"]: tag["Value"] for tag in provider.tag_list_type}
    for profile in backend.instance_profiles.values():
        tags = profile.tags or {}
        yield "iam:instance-profile", profile.arn, {tag["Key"]: tag["Value"] for tag in (tags.values() if isinstance(tags, dict) else tags)}


@patch("resourcegroupstaggingapi")
def pages_count_resources():
    """A page holds up to ResourcesPerPage resources, however many tags they have.
    Source: Resource Groups Tagging API reference, GetResources, ResourcesPerPage; moto ends a page at 100 tags.
    """
    original = ResourceGroupsTaggingAPIBackend.get_resources

    def get_resources(self, tags_per_page=100, **asked):
        return original(self, tags_per_page=10**9 if tags_per_page == 100 else tags_per_page, **asked)
    ResourceGroupsTaggingAPIBackend.get_resources = get_resources


@patch("resourcegroupstaggingapi")
def tagged_resources_are_found():
    """What moto leaves out is found: families of EC2, ELBv2, ECR, ECS, EventBridge, Cloud Map, Route 53 and IAM.
    Services without regions are found in us-east-1.
    Source: Resource Groups Tagging API, "Services that support the Resource Groups Tagging API".
    """
    original = ResourceGroupsTaggingAPIBackend._get_resources_generator

    def generate(self, tag_filters=None, resource_type_filters=None, resource_arn_list=None):
        seen = set()
        for resource in original(self, tag_filters, resource_type_filters, resource_arn_list):
            service = resource.resource_type.split(":")[0]
            if service in NOT_COVERED or (service in WITHOUT_REGION and self.region_name != HOME):
                continue
            seen.add(resource.arn)
            yield resource
        matches = make_tag_matcher(tag_filters)
        for family in (_ec2, _elbv2, _ecr, _ecs, _events, _service_discovery, _route53, _cloudwatch, _iam):
            for kind, arn, tags in family(self.account_id, self.region_name):
                if tags and arn not in seen and match_resource_type(kind, resource_type_filters) and matches(tags) \
                        and (not resource_arn_list or arn in resource_arn_list):
                    yield TaggedResource(arn=arn, tags=dict(tags), resource_type=kind)
    ResourceGroupsTaggingAPIBackend._get_resources_generator = generate
