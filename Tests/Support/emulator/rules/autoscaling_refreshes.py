"""Auto Scaling: instance refreshes, which moto does not know."""

from datetime import datetime, timezone
from uuid import uuid4

from ..registry import before

ACTIVE = ("Pending", "InProgress", "Cancelling", "RollbackInProgress", "Baking")


def _group(call):
    name = call.param("AutoScalingGroupName")
    group = call.backend.autoscaling_groups.get(name)
    if group is None or getattr(group, "deleting", False):
        call.refuse("ValidationError", f"AutoScalingGroup name not found - AutoScalingGroup '{name}' not found")
    return group


def _refreshes(call):
    """The refreshes of the group, the newest first."""
    return call.box("instance-refreshes").setdefault(call.param("AutoScalingGroupName"), [])


@before("autoscaling", "StartInstanceRefresh")
def a_group_has_one_refresh_at_a_time(call):
    """Only one refresh is under way; percentages are in their ranges; it takes some reads until it is over.
    Source: Auto Scaling API reference, StartInstanceRefresh, error InstanceRefreshInProgress; RefreshPreferences.
    """
    group = _group(call)
    refreshes = _refreshes(call)
    call.step("instance-refresh")
    if any(refresh["Status"] in ACTIVE for refresh in refreshes):
        call.refuse("InstanceRefreshInProgress", "An Instance Refresh is already in progress and blocks the execution of this Instance Refresh.")
    least = int(call.param("Preferences.MinHealthyPercentage", 90))
    most = call.param("Preferences.MaxHealthyPercentage")
    if not 0 <= least <= 100:
        call.refuse("ValidationError", "MinHealthyPercentage must be from 0 to 100")
    if most is not None and (call.param("Preferences.MinHealthyPercentage") is None or not 100 <= int(most) <= 200 or int(most) - least > 100):
        call.refuse("ValidationError", "MaxHealthyPercentage needs MinHealthyPercentage, and is at most 100 above it")
    refresh = {"InstanceRefreshId": str(uuid4()), "AutoScalingGroupName": group.name, "Status": "InProgress", "PercentageComplete": 0,
               "StartTime": datetime.now(timezone.utc), "InstancesToUpdate": len(group.instance_states),
               "Preferences": dict(call.param("Preferences") or {})}
    refreshes.insert(0, refresh)

    def finish():
        refresh.update(Status="Successful", PercentageComplete=100, InstancesToUpdate=0, EndTime=datetime.now(timezone.utc))
    call.begin("instance-refresh", refresh["InstanceRefreshId"], "instance_refreshed", finish)
    return {"InstanceRefreshId": refresh["InstanceRefreshId"]}


@before("autoscaling", "DescribeInstanceRefreshes")
def refreshes_are_told_newest_first(call):
    """Each read brings a refresh nearer to its end; MaxRecords is at most 100.
    Source: Auto Scaling API reference, DescribeInstanceRefreshes; AWS CLI reference, its examples.
    """
    _group(call)
    refreshes = [dict(refresh) for refresh in _refreshes(call)]
    wanted = call.param("InstanceRefreshIds")
    if wanted:
        refreshes = [refresh for refresh in refreshes if refresh["InstanceRefreshId"] in wanted]
    call.step("instance-refresh")
    return {"InstanceRefreshes": refreshes[:int(call.param("MaxRecords", 50))]}


@before("autoscaling", "CancelInstanceRefresh")
def a_refresh_under_way_is_cancelled(call):
    """Only one that is under way can be cancelled.
    Source: Auto Scaling API reference, CancelInstanceRefresh, error ActiveInstanceRefreshNotFound.
    """
    _group(call)
    for refresh in _refreshes(call):
        if refresh["Status"] in ACTIVE:
            call.forget("instance-refresh", refresh["InstanceRefreshId"])
            refresh.update(Status="Cancelled", EndTime=datetime.now(timezone.utc))
            return {"InstanceRefreshId": refresh["InstanceRefreshId"]}
    call.refuse("ActiveInstanceRefreshNotFound", "No in progress or pending Instance Refresh found for Auto Scaling group "
                                                 + call.param("AutoScalingGroupName"))
