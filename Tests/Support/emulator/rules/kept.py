"""Settings of identity, DNS and log types that moto takes and does not answer."""

from moto.s3.models import S3Backend

from ..registry import after, before, patch

#: Members of a metric filter and of a subscription filter that moto drops.
METRIC_FILTER = ("applyOnTransformedLogs", "fieldSelectionCriteria", "emitSystemFieldDimensions")
SUBSCRIPTION_FILTER = ("applyOnTransformedLogs", "distribution", "emitSystemFields", "fieldSelectionCriteria")


@after("iam", "GetAccountAuthorizationDetails")
def account_details_tell_users_boundaries(call, answer):
    """Account details tell a user's permissions boundary.
    Source: IAM API reference, UserDetail, member PermissionsBoundary.
    """
    boundaries = call.global_box("boundaries")
    for user in answer.get("UserDetailList") or []:
        arn = boundaries.get(user["UserName"])
        if arn:
            user["PermissionsBoundary"] = {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn}


@after("route53", "GetHostedZone")
def a_private_zone_tells_its_networks(call, answer):
    """A private zone tells the networks in which it answers.
    Source: Route 53 API reference, GetHostedZone, VPCs: "information about the VPCs that are associated with the specified hosted zone".
    """
    zone = call.backend.zones[answer["HostedZone"]["Id"].split("/")[-1]]
    if zone.private_zone:
        answer["VPCs"] = [{"VPCRegion": vpc["vpc_region"], "VPCId": vpc["vpc_id"]} for vpc in zone.vpcs]


@before("logs", "PutBearerTokenAuthentication")
def bearer_tokens_can_be_allowed(call):
    """Bearer tokens are allowed or not, for each log group.
    Source: CloudWatch Logs API reference, PutBearerTokenAuthentication; moto lacks it.
    """
    name = call.param("logGroupIdentifier").split(":log-group:")[-1].removesuffix(":*")
    if name not in call.backend.groups:
        call.refuse("ResourceNotFoundException", "The specified log group does not exist.")
    call.box("bearer-tokens")[name] = call.param("bearerTokenAuthenticationEnabled")
    return {}


@after("logs", "DescribeLogGroups")
def a_log_group_tells_whether_it_takes_bearer_tokens(call, answer):
    """A log group tells whether it takes bearer tokens.
    Source: CloudWatch Logs API reference, LogGroup, member bearerTokenAuthenticationEnabled.
    """
    for group in answer.get("logGroups") or []:
        group["bearerTokenAuthenticationEnabled"] = call.box("bearer-tokens").get(group["logGroupName"], False)


@after("logs", "CreateLogGroup", "DeleteLogGroup")
def a_new_log_group_takes_no_bearer_tokens(call, answer):
    """Bearer tokens are not allowed until they are.
    Source: CloudWatch Logs API reference, PutBearerTokenAuthentication.
    """
    call.box("bearer-tokens").pop(call.param("logGroupName"), None)


@after("logs", "PutMetricFilter", "PutSubscriptionFilter")
def a_filter_keeps_all_that_it_is_given(call, answer):
    """A filter keeps its criteria, its fields, its distribution and whether it applies after a transformation.
    Source: CloudWatch Logs API reference, PutMetricFilter, PutSubscriptionFilter; moto drops them.
    """
    names = METRIC_FILTER if call.action == "PutMetricFilter" else SUBSCRIPTION_FILTER
    given = {name: call.param(name) for name in names if call.param(name) not in (None, "", [])}
    call.box(call.action)[call.param("logGroupName"), call.param("filterName")] = given


@after("logs", "DescribeMetricFilters")
def a_metric_filter_tells_what_it_was_given(call, answer):
    """A metric filter tells its criteria and dimensions of the system.
    Source: CloudWatch Logs API reference, MetricFilter.
    """
    for item in answer.get("metricFilters") or []:
        item.update(call.box("PutMetricFilter").get((item["logGroupName"], item["filterName"]), {}))


@after("logs", "DescribeSubscriptionFilters")
def a_subscription_filter_tells_what_it_was_given(call, answer):
    """A subscription filter tells its distribution, criteria and fields of the system.
    Source: CloudWatch Logs API reference, SubscriptionFilter.
    """
    for item in answer.get("subscriptionFilters") or []:
        item.update(call.box("PutSubscriptionFilter").get((item["logGroupName"], item["filterName"]), {}))


@after("route53", "CreateHostedZone")
def a_zone_with_a_network_is_private(call, answer):
    """A zone that is made with a network is a private one.
    Source: Route 53 API reference, CreateHostedZone, VPC: "Private hosted zones only"; PrivateZone need not be given.
    """
    network = call.param("VPC")
    zone = call.backend.zones[answer["HostedZone"]["Id"].split("/")[-1]]
    if network and not zone.private_zone:
        zone.private_zone = True
        zone.add_vpc(network["VPCId"], network.get("VPCRegion"))
        answer["HostedZone"].setdefault("Config", {})["PrivateZone"] = True
        answer["VPC"] = network


@patch("s3")
def access_logs_come_late():
    """Access logs are written hours later.
    Source: Amazon S3 User Guide, Logging requests with server access logging: "Most log records are delivered within a few hours"; moto
    writes one for every call, also for the deletion of what is logged.
    """
    S3Backend.log_incoming_request = lambda self, request, bucket_name: None
