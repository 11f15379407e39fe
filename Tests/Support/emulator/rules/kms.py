"""KMS."""

from moto.kms.models import KmsBackend

from .. import policies
from ..registry import after, before, patch


@patch("kms")
def default_keys_are_aws_s_own():
    """What an encrypted volume makes on first use (alias/aws/ebs) is a key of AWS's, not one of the account's.
    Source: KMS API reference, KeyMetadata.KeyManager: "KMS keys in your Amazon Web Services account are either customer managed or
    Amazon Web Services managed"; moto calls all of them the customer's.
    """
    original = KmsBackend.create_alias

    def create_alias(self, target_key_id, alias_name):
        original(self, target_key_id, alias_name)
        if alias_name.startswith("alias/aws/"):
            self.keys[target_key_id].key_manager = "AWS"
    KmsBackend.create_alias = create_alias


@before("kms", "EnableKey", "DisableKey", "ScheduleKeyDeletion", "CancelKeyDeletion")
def a_key_can_be_named_by_its_arn(call):
    """These operations take a key's ARN as well as its id.
    Source: KMS API reference, KeyId: "Specify the key ID or key ARN"; moto answers 500 for an ARN.
    """
    key = call.param("KeyId", "")
    identifier = key.split(":key/")[-1]
    if identifier not in call.backend.keys:
        call.refuse("NotFoundException", f"Key '{key}' does not exist")
    if call.backend.keys[identifier].key_state == "PendingDeletion" and call.action != "CancelKeyDeletion":
        call.refuse("KMSInvalidStateException", f"{call.backend.keys[identifier].arn} is pending deletion.")
    call.rewrite_json(KeyId=identifier)


@before("kms", "CreateKey", "PutKeyPolicy")
def a_key_policy_is_checked(call):
    """A key policy must parse and name principals.
    Source: KMS API reference, CreateKey, Policy; error MalformedPolicyDocumentException.
    """
    if call.param("Policy"):
        wrong = policies.fault(call.param("Policy"), principal=True, resource=True)
        if wrong:
            call.refuse("MalformedPolicyDocumentException", wrong)


@before("kms", "EnableKeyRotation")
def a_key_keeps_its_rotation_period(call):
    """The rotation period is kept, 365 days unless given.
    Source: KMS API reference, EnableKeyRotation, RotationPeriodInDays: 90 to 2560.
    """
    period = call.param("RotationPeriodInDays", 365)
    if not 90 <= int(period) <= 2560:
        call.refuse("ValidationException", "RotationPeriodInDays must be between 90 and 2560")
    call.box("rotation")[call.param("KeyId", "").split(":key/")[-1]] = int(period)


@after("kms", "GetKeyRotationStatus")
def a_key_tells_its_rotation_period(call, answer):
    """The rotation period is told while rotation is on.
    Source: KMS API reference, GetKeyRotationStatus.RotationPeriodInDays; moto leaves it out.
    """
    if answer.get("KeyRotationEnabled"):
        answer["RotationPeriodInDays"] = call.box("rotation").get(call.param("KeyId", "").split(":key/")[-1], 365)


@after("kms", "DescribeKey", "CreateKey")
def a_key_tells_whether_it_is_in_one_region(call, answer):
    """MultiRegion is told when it is false, too.
    Source: KMS API reference, KeyMetadata.MultiRegion; moto leaves it out.
    """
    answer["KeyMetadata"].setdefault("MultiRegion", False)
