"""Checks signatures and IAM policies at the front door, for every protocol alike.

moto's own check hashes the headers instead of the (empty) body of REST GET and DELETE calls, and so refuses them all; it
also cannot tell an expired or unsigned request. This one is used in its place when switched on.
"""

import json
import re
from datetime import datetime, timedelta, timezone
from urllib.parse import quote, unquote

from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from moto.iam.access_control import create_access_key

from .permissions import demands, permitted
from .registry import Refusal
from .state import STATE

SKEW = timedelta(minutes=5)
S3_SKEW = timedelta(minutes=15)


class Authenticator:
    """`root` is an optional (access key, secret) that may do everything."""

    def __init__(self, root=None):
        self.root = root

    def check(self, call):
        """Refuses the call unless it is signed by a known key, in time, and allowed by the key's policies."""
        authorization = call.environ.get("HTTP_AUTHORIZATION", "")
        found = re.match(r"AWS4-HMAC-SHA256\s+Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=(\w+)", authorization)
        if not found:
            raise _refusal(call, "missing")
        scope, signed, signature = found.group(1).split("/"), found.group(2).split(";"), found.group(3)
        self._check_time(call)
        headers = {name: call.identity.request.headers.get(name, "") for name in signed}
        if self.root and scope[0] == self.root[0]:
            self._check_signature(call, scope, headers, signature, _Secret(*self.root))
            return
        try:
            key = create_access_key(call.account, "aws", scope[0], dict(call.identity.request.headers))
        except Exception as error:
            raise _refusal(call, "unknown") from error
        if getattr(key, "status", None) == "Inactive" or _inactive(call, scope[0]):
            raise _refusal(call, "unknown")
        self._check_signature(call, scope, headers, signature, key.create_credentials())
        self._check_allowed(call, key)

    def _check_time(self, call):
        date = call.environ.get("HTTP_X_AMZ_DATE", "")
        try:
            at = datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
        except ValueError as error:
            raise _refusal(call, "missing") from error
        now = datetime.now(timezone.utc) + timedelta(seconds=STATE.config["clock_ahead"])
        if abs(now - at) > (S3_SKEW if call.service == "s3" else SKEW):
            raise _refusal(call, "skewed")

    @staticmethod
    def _check_signature(call, scope, headers, signature, credentials):
        raw = call.environ.get("RAW_URI", "/")
        signer = (S3SigV4Auth if call.service == "s3" else SigV4Auth)(credentials, scope[-2], scope[-3])
        path, _, query = raw.partition("?")
        if call.service != "s3":
            path = quote(unquote(path), safe="/~") if "%" not in path else path
        request = AWSRequest(call.environ["REQUEST_METHOD"], f"http://host{path}" + (f"?{query}" if query else ""),
                             headers=headers, data=call.body)
        request.context["timestamp"] = call.environ.get("HTTP_X_AMZ_DATE", "")
        request.context["payload_signing_enabled"] = True
        text = signer.string_to_sign(request, signer.canonical_request(request))
        if signer.signature(text, request) != signature:
            raise _refusal(call, "mismatch")

    @staticmethod
    def _check_allowed(call, key):
        documents = [_document(policy) for policy in key.collect_policies()]
        for action, arns, context in demands(call):
            context = {"aws:requestedregion": call.region or "", **context}
            for arn in arns:
                given, refused = permitted(documents, action, arn, context)
                if refused or not given:
                    raise _refusal(call, "denied", action, arn)


def _document(policy):
    """A policy in any of the forms in which moto keeps them, as a document."""
    if isinstance(policy, dict):
        policy = policy["policy_document"]
    elif not isinstance(policy, str):
        policy = next(version.document for version in policy.versions if version.is_default)
    return json.loads(policy)


class _Secret:
    def __init__(self, access_key, secret_key):
        self.access_key, self.secret_key, self.token = access_key, secret_key, None


def _inactive(call, access_key):
    for user in call.backend_of("iam").users.values():
        if any(key.access_key_id == access_key and key.status == "Inactive" for key in user.access_keys):
            return True
    return False


def _refusal(call, why, action="", arn=None):
    """The service family's own words for why a request is not accepted."""
    ec2, s3 = call.service == "ec2", call.service == "s3"
    json = call.service in {"ecs", "ecr", "logs", "acm", "ssm", "secretsmanager", "kms", "dynamodb"}
    if why == "denied":
        if ec2:
            return Refusal("UnauthorizedOperation", f"You are not authorized to perform this operation. ({action})", 403)
        return Refusal("AccessDeniedException" if json else "AccessDenied",
                       f"User is not authorized to perform: {action}" + (f" on resource: {arn}" if arn not in (None, "*") else ""), 400 if json else 403)
    if why == "unknown":
        if ec2:
            return Refusal("AuthFailure", "AWS was not able to validate the provided access credentials", 401)
        if s3:
            return Refusal("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", 403)
        return Refusal("UnrecognizedClientException" if json else "InvalidClientTokenId",
                       "The security token included in the request is invalid.", 400 if json else 403)
    if why == "skewed":
        if s3:
            return Refusal("RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", 403)
        return Refusal("AuthFailure" if ec2 else "InvalidSignatureException" if json else "SignatureDoesNotMatch",
                       "Signature expired or not yet current", 401 if ec2 else 400 if json else 403)
    if why == "missing":
        return Refusal("AuthFailure" if ec2 else "AccessDenied" if s3 else "MissingAuthenticationToken" if not json
                       else "MissingAuthenticationTokenException", "Missing Authentication Token", 401 if ec2 else 403)
    return Refusal("AuthFailure" if ec2 else "InvalidSignatureException" if json else "SignatureDoesNotMatch",
                   "The request signature we calculated does not match the signature you provided.",
                   401 if ec2 else 400 if json else 403)
