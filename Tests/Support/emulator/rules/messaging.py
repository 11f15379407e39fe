"""SNS and SQS."""

from ..registry import after, before

#: Topic attributes that moto drops.
TOPIC = ("TracingConfig", "SignatureVersion", "FifoThroughputScope", "ArchivePolicy", "MaximumMessageSize") + tuple(
    prefix + member for prefix in ("Application", "Firehose", "HTTP", "Lambda", "SQS")
    for member in ("SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate", "FailureFeedbackRoleArn"))

#: Queue attribute: smallest and largest value.
RANGES = {"DelaySeconds": (0, 900), "MaximumMessageSize": (1024, 1048576), "MessageRetentionPeriod": (60, 1209600),
          "ReceiveMessageWaitTimeSeconds": (0, 20), "VisibilityTimeout": (0, 43200), "KmsDataKeyReusePeriodSeconds": (60, 86400)}


@after("sns", "CreateTopic")
def a_topic_keeps_its_attributes(call, answer):
    """Tracing, signature version, throughput, archive and message size given at creation are kept.
    Source: SNS API reference, CreateTopic, Attributes; moto drops them.
    """
    given = {name: value for name, value in call.param("Attributes", {}).items() if name in TOPIC}
    call.box("topics").setdefault(answer["TopicArn"], {}).update(given)


@before("sns", "SetTopicAttributes")
def a_topic_s_attributes_can_change(call):
    """Tracing, signature version, throughput, archive, message size and delivery logging can change; an empty archive policy goes.
    Source: SNS API reference, SetTopicAttributes.
    """
    if call.param("AttributeName") not in TOPIC:
        return None
    if call.param("TopicArn") not in call.backend.topics:
        call.refuse("NotFound", "Topic does not exist", 404)
    held = call.box("topics").setdefault(call.param("TopicArn"), {})
    held[call.param("AttributeName")] = call.param("AttributeValue")
    if call.param("AttributeName") == "ArchivePolicy" and call.param("AttributeValue") == "{}":
        held.pop("ArchivePolicy")
    if not call.param("AttributeValue"):
        held.pop(call.param("AttributeName"))
    return {}


@before("sns", "PutDataProtectionPolicy")
def a_topic_s_data_can_be_protected(call):
    """A topic's data protection policy is kept; an empty one takes it away.
    Source: SNS API reference, PutDataProtectionPolicy; moto lacks it.
    """
    if call.param("ResourceArn") not in call.backend.topics:
        call.refuse("NotFound", "Topic does not exist", 404)
    call.box("protection")[call.param("ResourceArn")] = call.param("DataProtectionPolicy")
    return {}


@after("sns", "CreateTopic")
def a_topic_is_made_with_its_protection(call, answer):
    """A data protection policy can come with the creation; a topic of the same name starts anew.
    Source: SNS API reference, CreateTopic, DataProtectionPolicy.
    """
    if call.param("DataProtectionPolicy"):
        call.box("protection")[answer["TopicArn"]] = call.param("DataProtectionPolicy")


@before("sns", "GetDataProtectionPolicy")
def a_topic_tells_its_protection(call):
    """The data protection policy is told, or nothing.
    Source: SNS API reference, GetDataProtectionPolicy; moto lacks it.
    """
    if call.param("ResourceArn") not in call.backend.topics:
        call.refuse("NotFound", "Topic does not exist", 404)
    policy = call.box("protection").get(call.param("ResourceArn"))
    return {"DataProtectionPolicy": policy} if policy else {}


@after("sns", "GetTopicAttributes")
def a_topic_tells_its_attributes(call, answer):
    """Tracing, signature version, throughput, archive and message size are told.
    Source: SNS API reference, GetTopicAttributes.
    """
    answer["Attributes"].update(call.box("topics").get(call.param("TopicArn"), {}))


@after("sns", "DeleteTopic")
def a_topic_takes_its_attributes_along(call, answer):
    """A topic of the same name starts anew.
    Source: SNS API reference, DeleteTopic: "Deletes a topic and all its subscriptions".
    """
    call.box("topics").pop(call.param("TopicArn"), None)
    call.box("protection").pop(call.param("TopicArn"), None)


@before("sqs", "CreateQueue", "SetQueueAttributes")
def queue_attributes_have_ranges(call):
    """Numbers of a queue have ranges.
    Source: SQS API reference, SetQueueAttributes; error InvalidAttributeValue.
    """
    for name, (least, most) in RANGES.items():
        value = call.param("Attributes", {}).get(name)
        if value is not None and not (str(value).isdigit() and least <= int(value) <= most):
            call.refuse("InvalidAttributeValue", f"Invalid value for the parameter {name}.")


@after("sqs", "CreateQueue")
def a_queue_keeps_who_may_send_dead_letters(call, answer):
    """Which queues may use this one for dead letters is kept.
    Source: SQS API reference, CreateQueue, attribute RedriveAllowPolicy; moto drops it.
    """
    given = call.param("Attributes", {}).get("RedriveAllowPolicy")
    call.box("redrive")[answer["QueueUrl"].rsplit("/", 1)[-1]] = given


@after("sqs", "SetQueueAttributes")
def a_queue_changes_who_may_send_dead_letters(call, answer):
    """Which queues may use this one for dead letters can change; an empty text takes it away.
    Source: SQS API reference, SetQueueAttributes, attribute RedriveAllowPolicy.
    """
    if "RedriveAllowPolicy" in call.param("Attributes", {}):
        call.box("redrive")[call.param("QueueUrl").rsplit("/", 1)[-1]] = call.param("Attributes")["RedriveAllowPolicy"]


@after("sqs", "GetQueueAttributes")
def a_queue_tells_who_may_send_dead_letters(call, answer):
    """Which queues may use this one for dead letters is told.
    Source: SQS API reference, GetQueueAttributes.
    """
    held = call.box("redrive").get(call.param("QueueUrl").rsplit("/", 1)[-1])
    answer.setdefault("Attributes", {}).pop("RedriveAllowPolicy", None)
    if held and {"All", "RedriveAllowPolicy"} & set(call.param("AttributeNames", [])):
        answer["Attributes"]["RedriveAllowPolicy"] = held
