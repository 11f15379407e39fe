"""S3: which buckets take access logs."""

import fnmatch
import json

from moto.s3.models import FakeBucket

from ..policies import as_list, statements
from ..registry import patch

SERVICE = "logging.s3.amazonaws.com"


@patch("s3")
def the_logging_service_is_let_in_by_any_fitting_statement():
    """A statement lets the logging service in however it spells principal, action and resource.
    Source: S3 user guide, "Permissions for log delivery"; IAM user guide, "JSON policy element reference". moto takes one spelling, and fails
    over `"Principal": "*"`.
    """
    def allowed(target_bucket, target_prefix):
        document = json.loads(target_bucket.policy.decode()) if target_bucket.policy else {}
        wanted = f"arn:{target_bucket.partition}:s3:::{target_bucket.name}/{target_prefix or ''}"
        return any(
            one.get("Effect") == "Allow" and _is_service(one.get("Principal"))
            and any(fnmatch.fnmatchcase("s3:putobject", action.lower()) for action in as_list(one.get("Action", [])))
            and any(fnmatch.fnmatchcase(wanted + "x", resource) for resource in as_list(one.get("Resource", [])))
            for one in statements(document))
    FakeBucket._log_permissions_enabled_policy = staticmethod(allowed)


def _is_service(principal):
    return principal == "*" or isinstance(principal, dict) and SERVICE in as_list(principal.get("Service", []))
