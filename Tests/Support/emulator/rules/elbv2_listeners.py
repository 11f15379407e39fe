"""Elastic Load Balancing: listeners and rules."""

from moto.elbv2.models import ELBv2Backend
from moto.elbv2.ssl_policies import SSL_POLICIES

from ..registry import after, before, patch
from .elbv2_targets import target_groups_of

REDIRECT = {"Protocol": "#{protocol}", "Port": "#{port}", "Host": "#{host}", "Path": "/#{path}", "Query": "#{query}"}

HEADERS = ("strict_transport_security", "access_control_allow_origin", "access_control_allow_methods", "access_control_allow_headers",
           "access_control_allow_credentials", "access_control_expose_headers", "access_control_max_age", "content_security_policy",
           "x_content_type_options", "x_frame_options")

ATTRIBUTES = {"routing.http.response.server.enabled": "true",
              **{f"routing.http.response.{header}.header_value": "" for header in HEADERS}}

CONFIGS = {"host-header": "HostHeaderConfig", "path-pattern": "PathPatternConfig"}

POLICY = "ELBSecurityPolicy-2016-08"


def _listeners(call):
    for balancer in call.backend.load_balancers.values():
        for listener in balancer.listeners.values():
            yield balancer, listener


@before("elbv2", "CreateListener", "ModifyListener")
def a_listener_is_proper(call):
    """A port is taken once; HTTPS needs one issued certificate, HTTP has none; target groups exist and have one network.
    Source: ELBv2 API reference, CreateListener; errors DuplicateListener, CertificateNotFound, UnsupportedCertificate, TargetGroupNotFound,
    ValidationError, InvalidConfigurationRequest.
    """
    if call.action == "CreateListener":
        balancer, itself = call.backend.load_balancers.get(call.param("LoadBalancerArn")), None
    else:
        balancer, itself = next(((owner, one) for owner, one in _listeners(call) if one.arn == call.param("ListenerArn")), (None, None))
    if balancer is None:
        return
    port = call.param("Port")
    for listener in balancer.listeners.values():
        if listener is not itself and port is not None and str(listener.port) == str(port):
            call.refuse("DuplicateListener", f"A listener already exists on this port for this load balancer '{balancer.arn}'")
    protocol = call.param("Protocol", itself.protocol if itself else None)
    certificates = call.param("Certificates", [])
    if protocol == "HTTPS" and not certificates and (itself is None or not itself.certificates):
        call.refuse("ValidationError", "A certificate must be specified for HTTPS listeners")
    if protocol == "HTTP" and certificates:
        call.refuse("InvalidConfigurationRequest", "Certificates cannot be specified for HTTP listeners")
    for certificate in certificates:
        _check_certificate(call, certificate["CertificateArn"])
    _check_actions(call, balancer, call.param("DefaultActions", []))


def _check_certificate(call, arn):
    if ":acm:" not in arn:
        return
    certificate = call.backend_of("acm")._certificates.get(arn)
    if certificate is None:
        call.refuse("CertificateNotFound", f"Certificate ARN '{arn}' is not found")
    if certificate.status != "ISSUED":
        call.refuse("UnsupportedCertificate", f"The certificate '{arn}' must have a fully-qualified domain name, a supported signature, "
                                              "and a supported key size.")


def _check_actions(call, balancer, actions):
    for action in actions:
        for arn in target_groups_of(action):
            group = call.backend.target_groups.get(arn)
            if group is None:
                call.refuse("TargetGroupNotFound", f"Target groups '{arn}' not found")
            if balancer is not None and group.vpc_id and group.vpc_id != balancer.vpc_id:
                call.refuse("InvalidConfigurationRequest", "Target group and load balancer must be in the same VPC")


@before("elbv2", "CreateRule", "ModifyRule")
def a_rule_is_proper(call):
    """Priorities lie between 1 and 50000, conditions and actions are not empty, target groups exist.
    Source: ELBv2 API reference, CreateRule; errors ValidationError, TargetGroupNotFound, PriorityInUse.
    """
    priority = call.param("Priority")
    if priority is not None and not 1 <= int(priority) <= 50000:
        call.refuse("ValidationError", f"1 validation error detected: Value '{priority}' at 'priority' failed to satisfy constraint")
    if call.action == "CreateRule":
        if not call.param("Conditions"):
            call.refuse("ValidationError", "At least one condition must be specified")
        if not any(listener.arn == call.param("ListenerArn") for _, listener in _listeners(call)):
            call.refuse("ListenerNotFound", "One or more listeners not found")
    for condition in call.param("Conditions", []):
        config = condition.get(CONFIGS.get(condition.get("Field"), ""), {})
        if condition.get("Field") in CONFIGS and not condition.get("Values") and not config.get("Values") and not config.get("RegexValues"):
            call.refuse("ValidationError", f"A condition value must be specified for '{condition['Field']}'")
    _check_actions(call, None, call.param("Actions", []))


@before("elbv2", "DeleteRule", "DeleteListener")
def what_is_deleted_exists(call):
    """Deleting a rule or listener that is not there is an error; the default rule stays.
    Source: ELBv2 API reference, DeleteRule, DeleteListener; errors RuleNotFound, ListenerNotFound, OperationNotPermitted.
    """
    if call.action == "DeleteListener":
        return
    for _, listener in _listeners(call):
        for rule in listener.rules.values():
            if rule.arn == call.param("RuleArn"):
                if rule.is_default:
                    call.refuse("OperationNotPermitted", "Default rule cannot be deleted")
                return
    call.refuse("RuleNotFound", "One or more rules not found")


def _fill_action(action):
    if action.get("Type") == "redirect":
        action["RedirectConfig"] = {**REDIRECT, **{key: value for key, value in (action.get("RedirectConfig") or {}).items() if value}}
    if action.get("Type") == "forward":
        arns = list(dict.fromkeys(target_groups_of(action)))
        config = action.setdefault("ForwardConfig", {}) or {}
        action["ForwardConfig"] = config
        config["TargetGroups"] = [{"Weight": 1, **group} for group in config.get("TargetGroups") or [{"TargetGroupArn": arn} for arn in arns]]
        config.setdefault("TargetGroupStickinessConfig", {"Enabled": False})
        if len(arns) == 1:
            action["TargetGroupArn"] = arns[0]


@after("elbv2", "CreateListener", "ModifyListener", "DescribeListeners")
def listeners_tell_defaults(call, answer):
    """Redirects and forwards are told in full; only HTTPS has a policy; new listeners have default attributes.
    Source: ELBv2 API reference, RedirectActionConfig, ForwardActionConfig, Listener.SslPolicy, ListenerAttribute.
    """
    for item in answer.get("Listeners") or []:
        for action in item.get("DefaultActions") or []:
            _fill_action(action)
        if item.get("Protocol") not in ("HTTPS", "TLS"):
            item.pop("SslPolicy", None)
            item.pop("Certificates", None)
        else:
            item["SslPolicy"] = item.get("SslPolicy") or POLICY
            # The listener tells its default certificate only; the others are told by DescribeListenerCertificates.
            item["Certificates"] = (item.get("Certificates") or [])[:1]
        kept = call.box("mutual-authentication")
        if call.action != "DescribeListeners" and call.param("MutualAuthentication"):
            kept[item["ListenerArn"]] = call.param("MutualAuthentication")
        if item.get("Protocol") == "HTTPS":
            item["MutualAuthentication"] = kept.get(item["ListenerArn"], {"Mode": "off"})
    if call.action == "CreateListener":
        made = next(one for _, one in _listeners(call) if one.arn == answer["Listeners"][0]["ListenerArn"])
        if made.protocol in ("HTTP", "HTTPS"):
            made.attributes = dict(ATTRIBUTES)
        if made.protocol == "HTTPS" and not made.ssl_policy:
            made.ssl_policy = POLICY


@after("elbv2", "CreateRule", "ModifyRule", "DescribeRules", "SetRulePriorities")
def rules_tell_defaults(call, answer):
    """Conditions are told in both their forms, actions in full.
    Source: ELBv2 API reference, RuleCondition: Values is the older form of HostHeaderConfig and PathPatternConfig.
    """
    for item in answer.get("Rules") or []:
        for action in item.get("Actions") or []:
            _fill_action(action)
        for condition in item.get("Conditions") or []:
            name = CONFIGS.get(condition.get("Field"))
            if not name:
                continue
            values = condition.get("Values") or (condition.get(name) or {}).get("Values") or []
            condition["Values"] = values
            condition[name] = {**(condition.get(name) or {}), "Values": values}


@patch("elbv2")
def older_security_policies_are_known():
    """The forward secrecy policies of 2018 and 2019 and the one for old clients can be chosen.
    Source: ELB user guide, Security policies for your Application Load Balancer, "FS policies"; moto lacks them.
    """
    for name in ("FS-1-2-Res-2019-08", "FS-1-2-2019-08", "FS-1-1-2019-08", "FS-2018-06", "TLS-1-0-2015-04"):
        like = SSL_POLICIES["ELBSecurityPolicy-FS-1-2-Res-2020-10" if name.startswith("FS-1-2") else POLICY]
        SSL_POLICIES.setdefault(f"ELBSecurityPolicy-{name}", {**like, "name": f"ELBSecurityPolicy-{name}"})


@patch("elbv2")
def rules_of_one_request_make_way():
    """Only the priority of a rule that the request does not name is in use; a rule may be given its own again.
    Source: ELBv2 API reference, SetRulePriorities: the new order must have no conflicts. moto refuses a rule's own priority.
    """
    original = ELBv2Backend.set_rule_priorities

    def set_rule_priorities(self, rule_priorities):
        arns = {item["RuleArn"] for item in rule_priorities}
        rules = [rule for balancer in self.load_balancers.values() for listener in balancer.listeners.values()
                 for rule in listener.rules.values() if rule.arn in arns]
        before = [rule.priority for rule in rules]
        for rule in rules:
            rule.priority = None
        try:
            return original(self, rule_priorities)
        except Exception:
            for rule, priority in zip(rules, before):
                rule.priority = priority
            raise
    ELBv2Backend.set_rule_priorities = set_rule_priorities


@before("elbv2", "DeleteTargetGroup")
def a_target_group_in_use_stays(call):
    """A group that any listener or rule forwards to cannot be deleted.
    Source: ELBv2 API reference, DeleteTargetGroup; error ResourceInUse.
    """
    arn = call.param("TargetGroupArn")
    for _, listener in _listeners(call):
        for rule in listener.rules.values():
            if any(arn in target_groups_of(action.data) for action in rule.actions):
                call.refuse("ResourceInUse", f"Target group '{arn}' is currently in use by a listener or a rule")
