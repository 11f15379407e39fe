"""SNS and SQS."""

from ..registry import after, before

#: Topic attributes that moto drops.
TOPIC = ("TracingConfig", "SignatureVersion", "FifoThroughputScope", "ArchivePolicy", "MaximumMessageSize")

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
    """Tracing, signature version, throughput, archive and message size can change; an empty archive policy goes.
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
    return {}


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


@before("sqs", "CreateQueue", "SetQueueAttributes")
def queue_attributes_have_ranges(call):
    """Numbers of a queue have ranges.
    Source: SQS API reference, SetQueueAttributes; error InvalidAttributeValue.
    """
    for name, (least, most) in RANGES.items():
        value = call.param("Attributes", {}).get(name)
        if value is not None and not (str(value).isdigit() and least <= int(value) <= most):
            call.refuse("InvalidAttributeValue", f"Invalid value for the parameter {name}.")
