"""S3: replication rules, of which moto answers a few members only."""

import copy

from ..registry import after


def _kept(call):
    return call.global_box(("s3", call.param("Bucket")))


@after("s3", "PutBucketReplication")
def replication_rules_are_kept_whole(call, answer):
    """Every member of a replication rule is kept as it was put.
    Source: S3 API reference, ReplicationRule; moto drops source selection, filters by tag, and more.
    """
    _kept(call)["replication"] = copy.deepcopy(call.param("ReplicationConfiguration.Rules", []))


@after("s3", "GetBucketReplication")
def replication_rules_are_told_whole(call, answer):
    """The rules are told as they were put, each with an id.
    Source: S3 API reference, GetBucketReplication; ReplicationRule, ID: "A unique identifier for the rule".
    """
    told = answer["ReplicationConfiguration"]["Rules"]
    kept = copy.deepcopy(_kept(call).get("replication", told))
    for rule, moto in zip(kept, told):
        rule.setdefault("ID", moto.get("ID"))
    answer["ReplicationConfiguration"]["Rules"] = kept
