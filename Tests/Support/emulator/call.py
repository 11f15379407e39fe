"""One API call as the rules see it."""

import json
from functools import cached_property
from urllib.parse import parse_qsl, urlencode

from moto.backends import get_backend
from moto.core.utils import get_service_model
from moto.iam import models as iam

from . import wire
from .registry import Refusal
from .state import STATE

#: Services that moto keeps once per partition, not per region.
GLOBAL_SERVICES = {"iam", "s3", "route53", "cloudfront", "sts"}

#: moto's module name where it is not botocore's service name.
MODULES = {"lambda": "awslambda", "application-autoscaling": "applicationautoscaling"}


class Call:
    """Service, operation, parsed input, account and region of one request."""

    def __init__(self, identity, environ, body):
        #: `received` is the body as it came, `body` the one that moto will see.
        self.identity, self.environ, self.received, self.body = identity, environ, body, body
        self.service, self.action, self.region = identity.service, identity.action, identity.region
        #: Free for a rule to hand something from `before` to `after`.
        self.notes = {}

    @cached_property
    def account(self):
        return self.environ.get("HTTP_X_MOTO_ACCOUNT_ID") or iam.get_account_id_from(self.identity.access_key or "")

    @cached_property
    def model(self):
        return get_service_model(self.service)

    @cached_property
    def operation(self):
        return self.model.operation_model(self.action)

    @cached_property
    def params(self):
        """The input by the API model's member names."""
        return wire.parse_input(self)

    @property
    def backend(self):
        return self.backend_of(self.service)

    def backend_of(self, service, region=None):
        """moto's backend of another service in this account (and region, unless said otherwise)."""
        name = MODULES.get(service, service)
        place = "aws" if service in GLOBAL_SERVICES else (region or self.region)
        return get_backend(name)[self.account][place]

    def box(self, name, region=None):
        """A dictionary for `name`, of this account and region."""
        return STATE.box(self.account, region or self.region, name)

    def global_box(self, name):
        return STATE.box(self.account, "aws", name)

    def begin(self, kind, identifier, delay, finish=None):
        """Starts the wait called `delay`; see `State.begin`."""
        STATE.begin(self.account, self.region, kind, identifier, delay, finish)

    def step(self, kind):
        STATE.step(self.account, self.region, kind)

    def waiting(self, kind, identifier):
        return STATE.waiting(self.account, self.region, kind, identifier)

    def forget(self, kind, identifier):
        STATE.forget(self.account, self.region, kind, identifier)

    @property
    def config(self):
        return STATE.config

    def rewrite_form(self, remove=(), **add):
        """Changes the form body that moto will see: drops whole members, adds plain ones."""
        prefixes = tuple(f"{name}." for name in remove)
        fields = [(key, value) for key, value in parse_qsl(self.body.decode("utf-8"), keep_blank_values=True)
                  if key not in remove and not key.startswith(prefixes)]
        self.body = urlencode(fields + list(add.items())).encode("ascii")

    def rewrite_json(self, **change):
        """Changes the JSON body that moto will see; None drops a member."""
        members = {**json.loads(self.body or b"{}"), **change}
        self.body = json.dumps({name: value for name, value in members.items() if value is not None}).encode("utf-8")

    def refuse(self, code, message, status=400, **members):
        raise Refusal(code, message, status, **members)

    def param(self, path, default=None):
        """An input member by a dotted path, or the default."""
        value = self.params
        for part in path.split("."):
            if not isinstance(value, dict) or part not in value:
                return default
            value = value[part]
        return value
