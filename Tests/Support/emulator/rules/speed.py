"""What makes moto slow to start again, made quick. Changes no answer."""

import copy
import random

from moto.core.base_backend import AccountSpecificBackend, BaseBackend
from moto.ec2 import utils as ec2_utils
from moto.iam.models import IAMBackend

from ..registry import patch


@patch("moto")
def a_reset_drops_backends():
    """A reset forgets everything at once.
    Source: ours: moto fills each backend again just before it throws it away.
    """
    def reset(self):
        for backend in self.values():
            if type(backend).reset is not BaseBackend.reset:
                backend.reset()  # has more to forget than itself, as S3 has the names that are taken
    AccountSpecificBackend.reset = reset


@patch("ec2")
def ids_are_made_quickly():
    """Ids are random hexadecimal digits.
    Source: ours: moto draws each digit by itself, some fifty thousand per reset.
    """
    random_bits = random.SystemRandom().getrandbits
    ec2_utils.random_resource_id = lambda size=8: f"{random_bits(4 * size):0{size}x}"


@patch("iam")
def managed_policies_are_read_once():
    """AWS's managed policies are there in each account.
    Source: ours: moto parses their documents again for each account and reset.
    """
    parse, parsed = IAMBackend._init_aws_policies, []

    def init(self):
        if not parsed:
            parsed.extend(parse(self))
        policies = []
        for one in parsed:
            policy = copy.copy(one)
            policy.account_id, policy.versions, policy.attachment_count = self.account_id, list(one.versions), 0
            policies.append(policy)
        return policies
    IAMBackend._init_aws_policies = init
