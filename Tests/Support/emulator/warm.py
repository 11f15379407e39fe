"""Loads what the first call to each service would otherwise wait for."""

from moto.backends import get_backend
from moto.core.utils import get_service_model
from moto.moto_server.werkzeug_app import create_backend_app

from .call import MODULES

SERVICES = ("ec2", "s3", "iam", "sts", "logs", "ecs", "ecr", "elbv2", "autoscaling", "acm", "route53", "cloudfront",
            "cloudwatch", "ssm", "secretsmanager", "resourcegroupstaggingapi")


def warm(gateway):
    for service in SERVICES:
        get_backend(MODULES.get(service, service))
        get_service_model(service)
        gateway.moto.app_instances[service] = create_backend_app(MODULES.get(service, service))
    # AWS's managed policies and the default VPC of the usual region take longest to make.
    get_backend("iam")["123456789012"]["aws"]
    get_backend("ec2")["123456789012"]["us-east-1"]
