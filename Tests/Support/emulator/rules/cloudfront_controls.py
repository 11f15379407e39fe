"""CloudFront: origin access controls."""

from moto.cloudfront.models import random_id

from ..registry import after, before
from .cloudfront_versions import check_version


@before("cloudfront", "UpdateOriginAccessControl", "DeleteOriginAccessControl")
def a_control_s_version_is_named(call):
    """A change or deletion names the version that it is about, of a control that exists.
    Source: CloudFront API reference, UpdateOriginAccessControl, DeleteOriginAccessControl; errors NoSuchOriginAccessControl,
    InvalidIfMatchVersion, PreconditionFailed. moto fails for want of the control and looks at no version.
    """
    control = call.backend.origin_access_controls.get(call.param("Id"))
    if control is None:
        call.refuse("NoSuchOriginAccessControl", "The specified origin access control does not exist.", 404)
    check_version(call, control.etag)


@after("cloudfront", "UpdateOriginAccessControl")
def an_update_replaces_the_whole_control(call, answer):
    """What an update of an origin access control leaves out is gone, and the ETag changes.
    Source: CloudFront API reference, UpdateOriginAccessControl; Description is optional in OriginAccessControlConfig; ETag is "The new version".
    """
    given, control = call.param("OriginAccessControlConfig"), call.backend.origin_access_controls[call.param("Id")]
    if "Description" not in given:
        control.description = ""
        answer["OriginAccessControl"]["OriginAccessControlConfig"].pop("Description", None)
    control.etag = answer["ETag"] = random_id()


@before("cloudfront", "DeleteOriginAccessControl")
def an_access_control_in_use_stays(call):
    """An origin access control that a distribution uses cannot be deleted.
    Source: CloudFront API reference, DeleteOriginAccessControl; error OriginAccessControlInUse.
    """
    for record in call.global_box("distributions").values():
        if any(origin.get("OriginAccessControlId") == call.param("Id") for origin in record["config"]["Origins"]["Items"]):
            call.refuse("OriginAccessControlInUse", "Cannot delete the origin access control because it's in use by one or more distributions.", 409)
