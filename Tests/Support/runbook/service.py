"""What the runbook sets up for each app."""

import json

import boto3

from .account import ACCOUNT, BUCKET, CLUSTER, REGION, SERVICES


def check(account, expect):
    for app in SERVICES:
        for part in (target_group, rules, repository, task_definition, service, env_file, access_key, distribution, alias, alarm):
            expect.run(f"{app}, {part.__name__.replace('_', ' ')}", lambda part=part, app=app: part(account, expect, app))


def target_group(account, expect, app):
    one = account.target_group(app)
    expect.equal("health check", one["HealthCheckPath"], "/admin/ok")
    expect.equal("network", one["VpcId"], account.vpc()[0]["VpcId"])
    expect.equal("protocol and kind", (one["Protocol"], one["TargetType"]), ("HTTP", "instance"))
    attributes = account.elbv2.describe_target_group_attributes(TargetGroupArn=one["TargetGroupArn"])["Attributes"]
    expect.equal("deregistration delay", [item["Value"] for item in attributes if item["Key"] == "deregistration_delay.timeout_seconds"], ["30"])


def rules(account, expect, app):
    host, priority = SERVICES[app]
    for protocol in ("HTTP", "HTTPS"):
        rule = account.rule(protocol, priority)
        expect.equal(f"host of the {protocol} rule", [(one["Field"], one["HostHeaderConfig"]["Values"]) for one in rule["Conditions"]],
                     [("host-header", [host])])
        expect.equal(f"target of the {protocol} rule", [one["TargetGroupArn"] for one in rule["Actions"]],
                     [account.target_group(app)["TargetGroupArn"]])


def repository(account, expect, app):
    name = f"digital-apps/{app}"
    expect.equal("repository", [one["repositoryName"] for one in account.ecr.describe_repositories(repositoryNames=[name])["repositories"]], [name])
    rule = json.loads(account.ecr.get_lifecycle_policy(repositoryName=name)["lifecyclePolicyText"])["rules"][0]
    expect.equal("what expires", (rule["selection"]["countType"], rule["action"]["type"]), ("imageCountMoreThan", "expire"))
    expect.true("below the limit of 1000 images", rule["selection"]["countNumber"] < 1000)


def task_definition(account, expect, app):
    found = account.ecs.list_task_definitions(familyPrefix=app, status="ACTIVE")["taskDefinitionArns"]
    expect.equal("revisions", len(found), 1)
    one = account.ecs.describe_task_definition(taskDefinition=found[0])["taskDefinition"]
    expect.equal("task role", one["taskRoleArn"], f"arn:aws:iam::{ACCOUNT}:role/{CLUSTER}TaskRole")
    container = one["containerDefinitions"][0]
    expect.equal("ports", [(port["containerPort"], port.get("hostPort", 0)) for port in container["portMappings"]], [(3000, 0)])
    expect.equal("log", container["logConfiguration"], {"logDriver": "awslogs", "options": {
        "awslogs-group": CLUSTER, "awslogs-region": REGION, "awslogs-stream-prefix": app}})
    environment = {one["name"]: one["value"] for one in container["environment"]}
    expect.equal("environment", environment, {"AWS_ECS_SERVICE_NAME": app, "AWS_S3_CONFIG_BUCKET": BUCKET, "NODE_ENV": "production"})


def service(account, expect, app):
    one = account.ecs.describe_services(cluster=CLUSTER, services=[app])["services"][0]
    expect.equal("status", one["status"], "ACTIVE")
    expect.equal("steady", (one["desiredCount"], one["runningCount"], one.get("pendingCount", 0), len(one["deployments"])), (1, 1, 0, 1))
    expect.equal("role", one["roleArn"], f"arn:aws:iam::{ACCOUNT}:role/{CLUSTER}ServiceRole")
    expect.equal("balanced by", [(item["targetGroupArn"], item["containerName"], item["containerPort"]) for item in one["loadBalancers"]],
                 [(account.target_group(app)["TargetGroupArn"], app, 3000)])
    expect.equal("runs", one["taskDefinition"], account.ecs.list_task_definitions(familyPrefix=app)["taskDefinitionArns"][-1])


def env_file(account, expect, app):
    answer = account.s3.get_object(Bucket=BUCKET, Key=f"{app}/.env")
    expect.equal("encryption", answer.get("ServerSideEncryption"), "AES256")
    lines = answer["Body"].read().decode().splitlines()
    expect.equal("first line", lines[0], f"NEXT_ASSET_PREFIX=https://{account.distribution(app)['DomainName']}")
    expect.true("the settings follow", any(f"SECRET={app}/production" in line for line in lines[1:]))


def access_key(account, expect, app):
    user = f"digital-ci-{app}"
    keys = account.iam.list_access_keys(UserName=user)["AccessKeyMetadata"]
    expect.equal("keys", [one["Status"] for one in keys], ["Active"])
    secret = account.secretsmanager.get_secret_value(SecretId=f"digital-ci/{app}")["SecretString"]
    expect.true("the secret looks like one", len(secret) == 40 and " " not in secret)
    # Only the right pair passes a signature check: who it belongs to says AWS itself.
    caller = boto3.client("sts", region_name=REGION, endpoint_url=account.endpoint, aws_access_key_id=keys[0]["AccessKeyId"],
                          aws_secret_access_key=secret).get_caller_identity()
    expect.equal("owner of the key", caller["Arn"], f"arn:aws:iam::{ACCOUNT}:user/{user}")


def distribution(account, expect, app):
    item = account.distribution(app)
    told = account.cloudfront.get_distribution(Id=item["Id"])["Distribution"]
    one = told["DistributionConfig"]
    expect.equal("status", told["Status"], "Deployed")
    expect.equal("comment", one["Comment"], app)
    expect.equal("price class", one["PriceClass"], "PriceClass_100")
    expect.equal("host names", one["Aliases"]["Items"], [SERVICES[app][0]])
    expect.equal("origins", [origin["DomainName"] for origin in one["Origins"]["Items"]], [account.balancer()["DNSName"]])
    expect.equal("headers passed on", one["DefaultCacheBehavior"]["ForwardedValues"]["Headers"]["Items"], ["Host"])
    expect.equal("certificate", one["ViewerCertificate"]["ACMCertificateArn"],
                 account.acm.list_certificates()["CertificateSummaryList"][0]["CertificateArn"])


def alias(account, expect, app):
    record = account.record(SERVICES[app][0])
    expect.equal("target", record["AliasTarget"]["DNSName"].rstrip("."), account.distribution(app)["DomainName"])
    expect.equal("zone of CloudFront", record["AliasTarget"]["HostedZoneId"], "Z2FDTNDATAQYW2")


def alarm(account, expect, app):
    one = account.cloudwatch.describe_alarms(AlarmNames=[f"digital-{app}-healthy-hosts"])["MetricAlarms"][0]
    expect.equal("metric", (one["Namespace"], one["MetricName"]), ("AWS/ApplicationELB", "HealthyHostCount"))
    expect.equal("limit", (one["ComparisonOperator"], one["Threshold"], one["EvaluationPeriods"], one["Period"]),
                 ("LessThanThreshold", 1.0, 2, 60))
    expect.equal("missing data", one["TreatMissingData"], "breaching")
    dimensions = {item["Name"]: item["Value"] for item in one["Dimensions"]}
    expect.equal("dimensions", dimensions, {"LoadBalancer": account.balancer()["LoadBalancerArn"].split(":loadbalancer/")[1],
                                            "TargetGroup": account.target_group(app)["TargetGroupArn"].split(":")[-1]})


def variables(account, app):
    """What CI needs, by the runbook's names."""
    keys = account.iam.list_access_keys(UserName=f"digital-ci-{app}")["AccessKeyMetadata"]
    return {
        "AWS_CLOUDWATCH_LOGS_GROUP": CLUSTER, "AWS_DEFAULT_REGION": REGION, "AWS_ECS_CLUSTER": CLUSTER,
        "AWS_ECS_REGISTRY": f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com", "AWS_ECS_REPOSITORY_NAMESPACE": "digital-apps",
        "AWS_ECS_SERVICE_ROLE_ARN": f"arn:aws:iam::{ACCOUNT}:role/{CLUSTER}ServiceRole",
        "AWS_ECS_TASK_ROLE_ARN": f"arn:aws:iam::{ACCOUNT}:role/{CLUSTER}TaskRole", "AWS_S3_CONFIG_BUCKET": BUCKET,
        "AWS_ACCESS_KEY_ID": keys[0]["AccessKeyId"], "AWS_EC2_TARGET_GROUP_ARN": account.target_group(app)["TargetGroupArn"],
        "AWS_ECS_SERVICE_NAME": app,
    }
