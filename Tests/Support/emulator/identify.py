"""Which service and operation a request is for, in whatever protocol it came."""

import re
from urllib.parse import parse_qs

from moto.core.request import Request
from moto.core.routing import NotFound, get_service_router

#: Signing names that are not the botocore service name.
SIGNING_NAMES = {
    "elasticloadbalancing": "elbv2",
    "monitoring": "cloudwatch",
    "elasticfilesystem": "efs",
    "tagging": "resourcegroupstaggingapi",
    "states": "stepfunctions",
}

#: Services whose operation follows from method and path.
REST_SERVICES = {"s3", "route53", "cloudfront", "efs", "lambda"}

READING = re.compile(
    r"^(Describe|List|Get|Head|BatchGet|BatchCheck|Lookup|Filter|Search|Test|Validate|Query|Scan|Select|"
    r"Simulate|Estimate|Decode|AssumeRole|Discover|Check|GenerateDataKey|Decrypt|Encrypt|Verify)"
)


class Identity:
    """The service (botocore's name), operation, region and access key of one request."""

    def __init__(self, environ, body):
        self.request = Request(environ)
        self.url_params = {}
        self.service, self.region, self.access_key = self._scope(environ)
        self.action = self._action(environ, body)

    @property
    def mutating(self):
        return bool(self.action) and not READING.match(self.action)

    @staticmethod
    def _scope(environ):
        scope = None
        authorization = environ.get("HTTP_AUTHORIZATION", "")
        found = re.search(r"Credential=([^,\s]+)", authorization)
        if found:
            scope = found.group(1).split("/")
        else:
            presigned = parse_qs(environ.get("QUERY_STRING", "")).get("X-Amz-Credential")
            if presigned:
                scope = presigned[0].split("/")
        if scope is None or len(scope) < 5:
            return "s3", "us-east-1", None
        key, region, name = scope[0], scope[-3], scope[-2].lower()
        return SIGNING_NAMES.get(name, name), region, key

    def _action(self, environ, body):
        target = environ.get("HTTP_X_AMZ_TARGET")
        if target:
            return target.split(".")[-1]
        if self.service in REST_SERVICES:
            return self._routed()
        # Smithy RPC v2: POST /service/NAME/operation/OPERATION
        rpc = re.match(r"^/service/[^/]+/operation/([A-Za-z0-9]+)$", environ.get("PATH_INFO", ""))
        if rpc:
            return rpc.group(1)
        fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
        fields = fields if "Action" in fields else parse_qs(environ.get("QUERY_STRING", ""))
        if self.service == "elbv2" and fields.get("Version", [""])[0] == "2012-06-01":
            self.service = "elb"
        return fields.get("Action", [None])[0] or self._routed()

    def _routed(self):
        try:
            operation, self.url_params = get_service_router(self.service).match(self.request)
            return operation.name
        except (NotFound, NotImplementedError, Exception):  # noqa: BLE001 - an unknown path has no operation
            return None
