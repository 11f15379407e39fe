"""IAM: what listings answer."""

from moto.iam.models import ManagedPolicy

from ..registry import patch


@patch("iam")
def account_details_name_the_policies():
    """GetAccountAuthorizationDetails answers the name and id of every managed policy.
    Source: IAM API reference, ManagedPolicyDetail, members PolicyName and PolicyId; moto leaves them out.
    """
    for member, attribute in (("policy_name", "name"), ("policy_id", "id")):
        if not hasattr(ManagedPolicy, member):
            setattr(ManagedPolicy, member, property(lambda self, attribute=attribute: getattr(self, attribute)))
