"""EC2: CPU credits of instances."""

from ..registry import after, before


@after("ec2", "RunInstances")
def instances_start_with_credits(call, answer):
    """A burstable instance has the credits that it was given, else those of its family.
    Source: EC2 user guide, "Burstable performance instances": T2 launches as standard, T3 and later as unlimited.
    """
    for item in answer.get("Instances") or []:
        family = item["InstanceType"].split(".")[0]
        if family.startswith("t") and item["InstanceId"] not in call.box("credits"):
            call.box("credits")[item["InstanceId"]] = call.param("CreditSpecification.CpuCredits") or ("standard" if family == "t2" else "unlimited")


@before("ec2", "DescribeInstanceCreditSpecifications")
def instances_tell_their_credits(call):
    """The credits of the burstable instances that are named, or of all.
    Source: EC2 API reference, DescribeInstanceCreditSpecifications; moto lacks what was given.
    """
    kept = call.box("credits")
    return {"InstanceCreditSpecifications": [{"InstanceId": instance, "CpuCredits": kept[instance]}
                                             for instance in call.param("InstanceIds") or sorted(kept) if instance in kept]}


@before("ec2", "ModifyInstanceCreditSpecification")
def credits_can_change(call):
    """A burstable instance takes other credits at any time.
    Source: EC2 API reference, ModifyInstanceCreditSpecification. moto lacks it.
    """
    done, failed = [], []
    for asked in call.param("InstanceCreditSpecifications", []):
        if asked["InstanceId"] in call.box("credits"):
            call.box("credits")[asked["InstanceId"]] = asked["CpuCredits"]
            done.append({"InstanceId": asked["InstanceId"]})
        else:
            failed.append({"InstanceId": asked["InstanceId"], "Error": {"Code": "InvalidInstanceID.NotFound", "Message": "does not exist"}})
    return {"SuccessfulInstanceCreditSpecifications": done, "UnsuccessfulInstanceCreditSpecifications": failed}
