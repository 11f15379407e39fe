"""IAM: what listings answer, and what moto refuses that AWS takes."""

from moto.iam.models import ManagedPolicy
from moto.iam.policy_validation import BaseIAMPolicyValidator

from ..registry import patch


@patch("iam")
def account_details_name_the_policies():
    """GetAccountAuthorizationDetails answers the name and id of every managed policy.
    Source: IAM API reference, ManagedPolicyDetail, members PolicyName and PolicyId; moto leaves them out.
    """
    for member, attribute in (("policy_name", "name"), ("policy_id", "id")):
        if not hasattr(ManagedPolicy, member):
            setattr(ManagedPolicy, member, property(lambda self, attribute=attribute: getattr(self, attribute)))


@patch("iam")
def a_policy_may_leave_its_version_out():
    """A policy without a version is one of 2008-10-17, which is accepted as well.
    Source: IAM user guide, "IAM JSON policy elements: Version"; moto takes 2012-10-17 alone.
    """
    BaseIAMPolicyValidator._validate_version = lambda self: None
