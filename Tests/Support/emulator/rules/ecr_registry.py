"""ECR: what a registry has beside its repositories."""

from datetime import datetime, timezone

from ..registry import before


def _now():
    return datetime.now(timezone.utc).replace(microsecond=0)


def _rules(call):
    return call.box("pull-through-cache-rules")


@before("ecr", "CreatePullThroughCacheRule")
def a_cache_rule_is_made_once(call):
    """A prefix has one rule at the most.
    Source: ECR API reference, CreatePullThroughCacheRule; error PullThroughCacheRuleAlreadyExistsException. moto lacks it.
    """
    prefix = call.param("ecrRepositoryPrefix")
    if prefix in _rules(call):
        call.refuse("PullThroughCacheRuleAlreadyExistsException",
                    f"A pull through cache rule with the prefix '{prefix}' already exists in the registry with id '{call.account}'")
    rule = {name: call.param(name) for name in (
        "ecrRepositoryPrefix", "upstreamRegistryUrl", "upstreamRegistry", "credentialArn", "customRoleArn") if call.param(name)}
    rule.update(createdAt=_now(), registryId=call.account, upstreamRepositoryPrefix=call.param("upstreamRepositoryPrefix", "ROOT"))
    _rules(call)[prefix] = rule
    return dict(rule)


@before("ecr", "DescribePullThroughCacheRules")
def cache_rules_are_told(call):
    """All rules, or those asked for.
    Source: ECR API reference, DescribePullThroughCacheRules; error PullThroughCacheRuleNotFoundException.
    """
    wanted = call.param("ecrRepositoryPrefixes") or sorted(_rules(call))
    for prefix in wanted:
        if prefix not in _rules(call):
            call.refuse("PullThroughCacheRuleNotFoundException", f"The rule with the prefix '{prefix}' does not exist")
    return {"pullThroughCacheRules": [{**_rules(call)[prefix], "updatedAt": _now()} for prefix in wanted]}


@before("ecr", "DeletePullThroughCacheRule")
def a_cache_rule_goes(call):
    """A rule that does not exist cannot be deleted.
    Source: ECR API reference, DeletePullThroughCacheRule; error PullThroughCacheRuleNotFoundException.
    """
    prefix = call.param("ecrRepositoryPrefix")
    if prefix not in _rules(call):
        call.refuse("PullThroughCacheRuleNotFoundException", f"The rule with the prefix '{prefix}' does not exist")
    return _rules(call).pop(prefix)


TEMPLATE_MEMBERS = ("appliedFor", "customRoleArn", "description", "encryptionConfiguration", "imageTagMutability",
                    "imageTagMutabilityExclusionFilters", "lifecyclePolicy", "repositoryPolicy", "resourceTags")


def _templates(call):
    return call.box("repository-creation-templates")


def _given(call):
    return {name: call.params[name] for name in TEMPLATE_MEMBERS if name in call.params}


@before("ecr", "CreateRepositoryCreationTemplate")
def a_creation_template_is_made_once(call):
    """A prefix has one template at the most; encryption and mutability have defaults.
    Source: ECR API reference, CreateRepositoryCreationTemplate; error TemplateAlreadyExistsException. moto lacks it.
    """
    prefix = call.param("prefix")
    if prefix in _templates(call):
        call.refuse("TemplateAlreadyExistsException", f"The template with the prefix '{prefix}' already exists")
    _templates(call)[prefix] = {
        "prefix": prefix, "encryptionConfiguration": {"encryptionType": "AES256"}, "imageTagMutability": "MUTABLE", **_given(call),
        "createdAt": _now(), "updatedAt": _now()}
    return {"registryId": call.account, "repositoryCreationTemplate": _templates(call)[prefix]}


@before("ecr", "UpdateRepositoryCreationTemplate")
def a_creation_template_changes(call):
    """Members that are not given stay as they are.
    Source: ECR API reference, UpdateRepositoryCreationTemplate; error TemplateNotFoundException.
    """
    prefix = call.param("prefix")
    if prefix not in _templates(call):
        call.refuse("TemplateNotFoundException", f"The template with the prefix '{prefix}' does not exist")
    _templates(call)[prefix].update(_given(call), updatedAt=_now())
    return {"registryId": call.account, "repositoryCreationTemplate": _templates(call)[prefix]}


@before("ecr", "DescribeRepositoryCreationTemplates")
def creation_templates_are_told(call):
    """All templates, or those asked for.
    Source: ECR API reference, DescribeRepositoryCreationTemplates.
    """
    wanted = call.param("prefixes") or sorted(_templates(call))
    return {"registryId": call.account,
            "repositoryCreationTemplates": [_templates(call)[prefix] for prefix in wanted if prefix in _templates(call)]}


@before("ecr", "DeleteRepositoryCreationTemplate")
def a_creation_template_goes(call):
    """A template that does not exist cannot be deleted.
    Source: ECR API reference, DeleteRepositoryCreationTemplate; error TemplateNotFoundException.
    """
    prefix = call.param("prefix")
    if prefix not in _templates(call):
        call.refuse("TemplateNotFoundException", f"The template with the prefix '{prefix}' does not exist")
    return {"registryId": call.account, "repositoryCreationTemplate": _templates(call).pop(prefix)}
