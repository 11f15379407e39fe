"""Faults on purpose: calls that fail before, after or instead of taking effect."""

import contextlib
import os
import signal
import threading

from .server import BrokenConnection
from .wire import Answer, write_refusal
from .registry import Refusal

ERRORS = {
    "500": ("InternalFailure", "An internal error has occurred.", 500),
    "501": ("InternalFailure", "API action not yet implemented", 501),
    "503": ("ServiceUnavailable", "Service is unable to handle request.", 503),
    "throttle": ("ThrottlingException", "Rate exceeded", 400),
    "expire": ("ExpiredTokenException", "The security token included in the request is expired", 403),
    "deny": ("AccessDenied", "User is not authorized to perform this operation", 403),
}

#: The code by which a service itself says the same.
CODES = {
    ("throttle", "ec2"): ("RequestLimitExceeded", 503), ("throttle", "s3"): ("SlowDown", 503),
    ("throttle", "iam"): ("Throttling", 400), ("throttle", "elbv2"): ("Throttling", 400),
    ("throttle", "autoscaling"): ("Throttling", 400), ("throttle", "route53"): ("Throttling", 400),
    ("throttle", "cloudfront"): ("Throttling", 400), ("throttle", "sts"): ("Throttling", 400),
    ("500", "ec2"): ("InternalError", 500), ("500", "s3"): ("InternalError", 500),
    ("503", "ec2"): ("Unavailable", 503),
    ("expire", "ec2"): ("RequestExpired", 400), ("expire", "s3"): ("ExpiredToken", 400),
    ("expire", "iam"): ("ExpiredToken", 403), ("expire", "elbv2"): ("ExpiredToken", 403),
    ("expire", "autoscaling"): ("ExpiredToken", 403), ("expire", "sts"): ("ExpiredToken", 403),
    ("deny", "ec2"): ("UnauthorizedOperation", 403),
    ("deny", "ecs"): ("AccessDeniedException", 400), ("deny", "logs"): ("AccessDeniedException", 400),
    ("deny", "ecr"): ("AccessDeniedException", 400), ("deny", "acm"): ("AccessDeniedException", 400),
    ("deny", "ssm"): ("AccessDeniedException", 400), ("deny", "secretsmanager"): ("AccessDeniedException", 400),
}

#: What a service says while a role or a principal that was made a moment ago has not reached it.
#: Sources: documentation and issue threads of AWS's Terraform provider; ECS API reference, CreateService.
PROPAGATION = {
    ("autoscaling", "CreateLaunchConfiguration"): ("ValidationError", "Invalid IamInstanceProfile: it does not exist yet"),
    ("ec2", "RunInstances"): (
        "InvalidParameterValue", "Value (profile) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name"),
    ("ec2", "AssociateIamInstanceProfile"): (
        "InvalidParameterValue", "Value (profile) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name"),
    ("ecs", "CreateService"): (
        "InvalidParameterException", "Unable to assume role and validate the specified targetGroupArn. Please verify that the ECS service "
        "role being passed has the proper permissions."),
    ("ecs", "RegisterTaskDefinition"): ("ClientException", "Role is not valid"),
    ("iam", "AddRoleToInstanceProfile"): ("NoSuchEntity", "The role with name role cannot be found."),
    ("iam", "CreateRole"): ("MalformedPolicyDocument", "Invalid principal in policy"),
    ("iam", "UpdateAssumeRolePolicy"): ("MalformedPolicyDocument", "Invalid principal in policy"),
    ("lambda", "CreateFunction"): ("InvalidParameterValueException", "The role defined for the function cannot be assumed by Lambda."),
    ("s3", "PutBucketPolicy"): ("MalformedPolicy", "Invalid principal in policy"),
}

WHENS = ("before", "after", "during")
DOES = tuple(ERRORS) + ("reset", "stall", "kill", "stale", "propagation")


class Fault:
    """One rule: which calls, at which moment, what happens, how often."""

    def __init__(self, given):
        match = given.get("match", {})
        self.action, self.service = match.get("action"), match.get("service")
        self.mutating, self.nth = match.get("mutating"), match.get("nth")
        self.when, self.do = given.get("when", "before"), str(given.get("do", "500"))
        self.times = given.get("times", 1)
        self.seconds = float(given.get("seconds", 30))
        self.process = int(given.get("pid", 0))
        self.reads = int(given.get("reads", 2))
        #: Whether reads lag behind what the call has changed: always with `stale`, and with another fault where asked for.
        self.lags = self.do == "stale" or bool(given.get("lags"))
        if self.when not in WHENS or self.do not in DOES:
            raise ValueError(f"a fault is {'|'.join(WHENS)} and does {'|'.join(DOES)}")
        if self.do == "kill" and self.process <= 1:
            raise ValueError("kill needs the pid of the client")
        #: What it fired on last, for reports.
        self.hit = None
        self.seen = 0
        self.fired = 0
        #: Set when other faults have taken its place: what it stalls goes on then.
        self.over = threading.Event()

    def fires(self, call):
        if self.action not in (None, call.action) or self.service not in (None, call.service):
            return False
        if self.mutating is not None and self.mutating != call.identity.mutating:
            return False
        if self.do == "propagation" and (call.service, call.action) not in PROPAGATION:
            return False
        self.seen += 1
        if self.nth is not None and self.seen < self.nth:
            return False
        if self.times and self.fired >= self.times:
            return False
        self.fired += 1
        self.hit = f"{call.service}:{call.action}"
        return True

    def report(self):
        return {"action": self.action, "service": self.service, "mutating": self.mutating, "nth": self.nth,
                "when": self.when, "do": self.do, "seen": self.seen, "fired": self.fired, "hit": self.hit}

    def answer(self, call):
        """Answers in the service's own words, or breaks the connection."""
        if self.do == "stall":
            self.over.wait(self.seconds)
            raise BrokenConnection()
        if self.do == "kill":
            # The client is gone before it could read an answer.
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)
            raise BrokenConnection()
        if self.do == "reset":
            raise BrokenConnection()
        code, message, status = ERRORS.get(self.do) or (*PROPAGATION[call.service, call.action], 400)
        if (self.do, call.service) in CODES:
            code, status = CODES[self.do, call.service]
        try:
            return write_refusal(call, Refusal(code, message, status))
        except Exception:  # noqa: BLE001 - an operation that no model knows still gets its fault
            return Answer(status, [("Content-Type", "text/plain")], message)


class Faults:
    def __init__(self):
        self._lock = threading.Lock()
        self._faults = []

    def set(self, given):
        faults = [Fault(one) for one in given]
        with self._lock:
            ended, self._faults = self._faults, faults
        for fault in ended:
            fault.over.set()

    def pick(self, call):
        """The first fault that fires for this call. Every fault counts the calls that it matches."""
        with self._lock:
            firing = [fault for fault in self._faults if fault.fires(call)]
        return firing[0] if firing else None

    def report(self):
        with self._lock:
            return [fault.report() for fault in self._faults]
