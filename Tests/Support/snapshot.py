"""Prints what the emulated account holds as normalised JSON, or with --empty proves that it holds nothing.

python snapshot.py --endpoint URL [--region R] [--empty]

Ids are replaced by names made from tags and names, times are left out, lists whose order means nothing are sorted: two accounts that hold
the same print the same bytes.
"""

import argparse
import json
import re
import sys
import urllib.request
from contextlib import suppress
from datetime import date
from functools import lru_cache

import boto3
from botocore.config import Config

from account_reader import Reader

#: Members that say when, or that AWS draws at random, and what only counts. Left out wherever they are.
DROPPED = re.compile(
    r"^(.*(Time|Date|Timestamp)|[cC]reate[dD]?|modifiedAt|updatedAt|createdAt|registeredAt|registeredBy|createdBy|createDate|creationTime|"
    r"ResponseMetadata|OwnerId|CallerReference|ETag|CustomerGatewayConfiguration|PrivateIpAddress.*|PrivateIp|PrivateDnsName|MacAddress|Serial|"
    r"storedBytes|LastModified.*|ClientToken|CreationToken|KeyFingerprint|AttachmentCount|AvailableIpAddressCount|NotBefore|NotAfter|IssuedAt|RevisionId|VersionIdsToStages|"
    r"SecretVersionsToStages|revision|ResourceRecordSetCount|OutsideIpAddress|PreSharedKey|TunnelInsideCidr|PublicIp|PublicIpAddress|PublicDnsName|CarrierIp|DnsEntries|plumb-sha256)$")

#: Types' own identifying members, most telling first; the value of the first that is there becomes the stable name.
NAMES = ("Name", "LoadBalancerName", "TargetGroupName", "GroupName", "RoleName", "UserName", "PolicyName", "InstanceProfileName", "clusterName",
         "serviceName", "family", "repositoryName", "logGroupName", "AlarmName", "KeyName", "LaunchTemplateName", "LaunchConfigurationName",
         "AutoScalingGroupName", "TableName", "FunctionName", "TopicArn", "Url")

#: The member that holds a resource's own id.
OWN = {"Vpc": "VpcId", "Subnet": "SubnetId", "InternetGateway": "InternetGatewayId", "RouteTable": "RouteTableId", "SecurityGroup": "GroupId",
       "SecurityGroupRule": "SecurityGroupRuleId", "NetworkInterface": "NetworkInterfaceId", "Address": "AllocationId",
       "NatGateway": "NatGatewayId", "VpcEndpoint": "VpcEndpointId", "CustomerGateway": "CustomerGatewayId", "VpnGateway": "VpnGatewayId",
       "VpnConnection": "VpnConnectionId", "Instance": "InstanceId", "KeyPair": "KeyPairId", "LaunchTemplate": "LaunchTemplateId",
       "LoadBalancer": "LoadBalancerArn", "TargetGroup": "TargetGroupArn", "Listener": "ListenerArn", "ListenerRule": "RuleArn",
       "Role": "RoleId", "User": "UserId", "Group": "GroupId", "Policy": "PolicyId", "InstanceProfile": "InstanceProfileId", "HostedZone": "Id",
       "Distribution": "Id", "Certificate": "CertificateArn", "AutoScalingGroup": "AutoScalingGroupARN",
       "LaunchConfiguration": "LaunchConfigurationARN", "Key": "KeyId", "FileSystem": "FileSystemId", "OriginAccessControl": "Id", "OriginAccessIdentity": "Id",
       "Secret": "ARN", "NetworkAcl": "NetworkAclId", "DhcpOptions": "DhcpOptionsId", "FlowLog": "FlowLogId", "Volume": "VolumeId",
       "VpcPeeringConnection": "VpcPeeringConnectionId", "AccessPoint": "AccessPointId", "MountTarget": "MountTargetId",
       "HealthCheck": "Id", "CachePolicy": "Id"}

#: What else a resource is known by, to be replaced like its id.
ALSO = {"LoadBalancer": ("DNSName",), "Distribution": ("ARN", "DomainName"), "Address": ("PublicIp",)}

#: Before what the full name of a balancer or target group begins in its ARN.
FULL_NAMES = {"LoadBalancer": ":loadbalancer/", "TargetGroup": "123456789012:"}

#: A revision's number tells how many were before it, not what it holds.
REVISION = re.compile(r"(task-definition/[\w-]+):\d+")

#: What AWS draws for a scalable target, a scaling policy, and for the alarms that a target tracking one makes.
DRAWN = re.compile(r"(scalingPolicy:|createdBy/|-Alarm(?:High|Low)-)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|"
                   r"(:scalable-target/)[0-9a-z]+|(:scheduledAction:)[0-9a-f-]+")

ACCESS_KEY = re.compile(r"\bAKIA[A-Z0-9]{16}\b")

RANDOM = re.compile(r"\b(eni|eipassoc|rtbassoc|aclassoc|acl|dopt|fl|pcx|sgr|igw|vpc|subnet|sg|rtb|i|vol|eni-attach|r|vpc-cidr-assoc|ecs-svc)[-/][0-9a-f]{8,}\b|\becs-svc/\d+\b|(?<=ELB )(app|net)/[\w-]+/[0-9a-f]{16}\b")


#: A tag of digests, by setting, of what was sent, ids among it.
FIXED = "plumb:fixed"
DIGEST = re.compile(r":[0-9a-f]{8}\b")


def tag(item, key):
    tags = item.get("Tags") or item.get("tags") or item.get("TagSet") or []
    if isinstance(tags, dict):
        return tags.get(key)
    return next((one.get("Value", one.get("value")) for one in tags if one.get("Key", one.get("key")) == key), None)


def stable_name(kind, item):
    """A name for a resource that does not change from run to run, or None."""
    name = tag(item, "plumb:resource")
    if name:
        return f"{kind}:{tag(item, 'plumb:stack')}/{name}"
    name = tag(item, "Name") or next((item[member] for member in NAMES if item.get(member)), None)
    return f"{kind}:{name}" if name else None


def stable_names(found):
    """id -> stable name, for everything that has both; the nameless are numbered in the order of their content."""
    names, taken = {}, {}
    # What the nameless belong to tells them apart, so that they come after what has a name.
    for is_nameless in (False, True):
        known = dict(names)
        for kind, items in sorted(found.items()):
            own = OWN.get(kind)
            some = [item for item in items if own in item and (stable_name(kind, item) is None) == is_nameless]
            for item in sorted(some, key=lambda item: (stable_name(kind, item) or "", json.dumps(pruned(item, known), sort_keys=True, default=str))):
                name = stable_name(kind, item) or kind
                taken[name] = taken.get(name, 0) + 1
                name = name if taken[name] == 1 else f"{name}#{taken[name]}"
                for member in (own, *ALSO.get(kind, ())):
                    if item.get(member):
                        names[str(item[member])] = f"<{name}>" if member == own else f"<{name}.{member}>"
                if kind in FULL_NAMES:  # metrics know it by the end of its ARN
                    names[item[own].split(FULL_NAMES[kind], 1)[1]] = f"<{name}.FullName>"
    return names


def pruned(value, names):
    """A value without times and random parts, with ids replaced by their names."""
    if isinstance(value, dict):
        if FIXED in (value.get("Key"), value.get("key"), *value):
            value = {key: DIGEST.sub(":<digest>", one) if isinstance(one, str) and key != "Key" else one for key, one in value.items()}
        return {key: pruned(one, names) for key, one in value.items() if not DROPPED.match(key) and not isinstance(one, date)}
    if isinstance(value, (list, tuple)):
        items = [pruned(one, names) for one in value]
        return sorted(items, key=lambda one: json.dumps(one, sort_keys=True, default=str))
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, str):
        for identifier in sorted((one for one in names if one in value), key=len, reverse=True):
            value = value.replace(identifier, names[identifier])
        value = DRAWN.sub(lambda found: f"{found.group(1) or found.group(2) or found.group(3)}<drawn>", ACCESS_KEY.sub("<access key>", value))
        return REVISION.sub(r"\1:<revision>", RANDOM.sub(lambda found: f"<{found.group(1) or found.group(2) or 'deployment'}>", value))
    return value


@lru_cache(maxsize=None)
def client_of(service, endpoint, region, key, secret):
    """A client takes longer to make than what is read with it, so it is kept."""
    return boto3.client(service, region_name=region, endpoint_url=endpoint, aws_access_key_id=key, aws_secret_access_key=secret,
                        config=Config(s3={"addressing_style": "path"}))


def take(endpoint, region, key="AKIAIOSFODNN7EXAMPLE", secret="secret"):
    """What the account holds, as read: type -> list of items."""
    with suppress(OSError):  # what is on its way arrives, where the endpoint is the emulator
        urllib.request.urlopen(urllib.request.Request(f"{endpoint}/_plumb/settle", data=b"", method="POST")).close()
    return Reader(lambda service: client_of(service, endpoint, region, key, secret)).read()


def normalised(found):
    names = stable_names(found)
    return {kind: pruned(items, names) for kind, items in sorted(found.items())}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("--region", default="us-east-1")
    parser.add_argument("--access-key", default="AKIAIOSFODNN7EXAMPLE")
    parser.add_argument("--secret-key", default="secret")
    parser.add_argument("--empty", action="store_true", help="print what is there beyond a fresh account, and fail if anything is")
    given = parser.parse_args()
    found = take(given.endpoint, given.region, given.access_key, given.secret_key)
    if not given.empty:
        json.dump(normalised(found), sys.stdout, indent=1, sort_keys=True, default=str)
        print()
        return 0
    for kind, items in sorted(found.items()):
        for item in items:
            print(f"{kind}\t{stable_name(kind, item) or json.dumps(item, default=str)[:200]}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
