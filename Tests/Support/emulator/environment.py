"""moto's settings. Read by moto when it is imported, so this module comes first."""

import os

SETTINGS = {
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",   # AWS's managed policies exist, and others do not
    "MOTO_ENABLE_AMI_VALIDATION": "true",
    "MOTO_ENABLE_KEYPAIR_VALIDATION": "true",
    "MOTO_EC2_ENABLE_INSTANCE_TYPE_VALIDATION": "true",
    "MOTO_ACM_VALIDATION_WAIT": "1000000000",   # our own rule decides when a certificate is issued
    "TEST_SERVER_MODE": "true",
    # moto builds clients of its own now and then; they must not look for anybody's credentials.
    "AWS_ACCESS_KEY_ID": "emulator",
    "AWS_SECRET_ACCESS_KEY": "emulator",
    "AWS_EC2_METADATA_DISABLED": "true",
}

for _name, _value in SETTINGS.items():
    os.environ[_name] = _value
for _name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "MOTO_ACCOUNT_ID"):
    os.environ.pop(_name, None)
