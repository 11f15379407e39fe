"""What makes moto slow to start again, made quick. Changes no answer."""

import random

from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.base_backend import AccountSpecificBackend, BaseBackend
from moto.ec2 import utils as ec2_utils
from moto.iam import models as iam
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
            policy = object.__new__(type(one))  # moto's own way also enters it into a list that is never emptied
            policy.__dict__.update(one.__dict__)
            policy.account_id, policy.versions, policy.attachment_count = self.account_id, list(one.versions), 0
            policies.append(policy)
        return policies
    IAMBackend._init_aws_policies = init


@patch("iam")
def an_account_is_found_by_its_keys():
    """A call belongs to the account of its access key.
    Source: ours: moto makes the identities of five partitions to look for the key, with each call of a fresh account.
    """
    def get_account_id_from(access_key):
        for account, partitions in list(iam.iam_backends.items()):
            if any(access_key in backend.access_keys for backend in list(partitions.values())):
                return account
        return DEFAULT_ACCOUNT_ID
    iam.get_account_id_from = get_account_id_from
