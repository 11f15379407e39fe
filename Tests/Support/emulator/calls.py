"""The ordered log of API calls."""

import threading
import time
from collections import Counter

#: Input members that name what a call is about, most telling first.
TARGETS = ("Name", "Bucket", "LoadBalancerName", "serviceName", "clusterName", "RoleName", "UserName", "PolicyName",
           "GroupName", "LaunchConfigurationName", "AutoScalingGroupName", "logGroupName", "VpcId", "SubnetId",
           "GroupId", "AllocationId", "RouteTableId", "InternetGatewayId", "Id", "HostedZoneId", "repositoryName",
           "family", "AlarmName", "SecretId", "DomainName", "LoadBalancerArn", "TargetGroupArn", "ListenerArn",
           "RuleArn", "KeyName", "cluster", "service", "InstanceProfileName", "ResourceArn", "resourceArn")


class CallLog:
    """Thread-safe; a call is added when it has been answered (or lost on purpose)."""

    def __init__(self):
        self._lock = threading.Lock()
        self._calls = []
        self._started = time.time()

    def add(self, call, status, started, fault=None):
        entry = {
            "service": call.service, "action": call.action, "region": call.region, "mutating": call.identity.mutating,
            "status": status, "time": round(started - self._started, 6),
            "milliseconds": round((time.time() - started) * 1000, 2), "target": _target(call),
        }
        if fault:
            entry["fault"] = fault
        with self._lock:
            entry["index"] = len(self._calls)
            self._calls.append(entry)

    def clear(self):
        with self._lock:
            self._calls.clear()
            self._started = time.time()

    def report(self, since=0):
        with self._lock:
            calls = list(self._calls[since:])
        counts = Counter(f"{call['service']}:{call['action']}" for call in calls)
        return {
            "total": len(calls),
            "mutating": sum(call["mutating"] for call in calls),
            "counts": dict(sorted(counts.items())),
            "calls": calls,
        }


def _target(call):
    params = call.__dict__.get("params")  # only when a rule or the log's own look has parsed it
    if params is None:
        try:
            params = call.params
        except Exception:  # noqa: BLE001 - a request that does not parse has no target
            return None
    for name in TARGETS:
        value = params.get(name)
        if isinstance(value, str):
            return f"{value}/{params['Key']}" if name == "Bucket" and "Key" in params else value
    first = next((value for value in params.values() if isinstance(value, str)), None)
    return first[:120] if first else None
