"""DynamoDB."""

from ..registry import after, before


@after("dynamodb", "CreateTable")
def a_table_is_made_slowly(call, answer):
    """A new table is CREATING first, and keeps its class.
    Source: DynamoDB API reference, TableDescription.TableStatus, TableClassSummary; botocore waiter table_exists.
    """
    name = answer["TableDescription"]["TableName"]
    call.box("table-classes")[name] = call.param("TableClass", "STANDARD")
    call.begin("table", name, "table_active")
    if call.waiting("table", name):
        answer["TableDescription"]["TableStatus"] = "CREATING"


@before("dynamodb", "DescribeTable")
def tables_become_active(call):
    """Each read brings a new table nearer to ACTIVE.
    Source: DynamoDB API reference, TableDescription.TableStatus.
    """
    call.step("table")


@before("dynamodb", "UpdateTable")
def a_table_s_class_can_change(call):
    """The class of a table can change.
    Source: DynamoDB API reference, UpdateTable, TableClass; moto drops it.
    """
    if call.param("TableClass"):
        call.box("table-classes")[call.param("TableName", "").split("/")[-1]] = call.param("TableClass")


@after("dynamodb", "DescribeTable")
def a_table_tells_its_state_and_class(call, answer):
    """A table tells whether it is still being made, and its class.
    Source: DynamoDB API reference, TableDescription.
    """
    table = answer["Table"]
    table["TableClassSummary"] = {"TableClass": call.box("table-classes").get(table["TableName"], "STANDARD")}
    if call.waiting("table", table["TableName"]):
        table["TableStatus"] = "CREATING"


@before("dynamodb", "DeleteTable")
def a_table_being_made_stays(call):
    """A table that is being made cannot be deleted yet.
    Source: DynamoDB API reference, DeleteTable; error ResourceInUseException.
    """
    name = call.param("TableName", "").split("/")[-1]
    if call.waiting("table", name):
        call.step("table")
        call.refuse("ResourceInUseException", f"Attempt to change a resource which is still in use: Table is being created: {name}")


@before("dynamodb", "UpdateTable")
def a_table_changes_one_thing_at_a_time(call):
    """A busy table takes no change; one call creates or deletes one index; what is so already is refused.
    Source: DynamoDB API reference, UpdateTable: "You can only perform one of the following operations at once"; errors ResourceInUseException,
    LimitExceededException, ValidationException "will not change".
    """
    name = call.param("TableName", "").split("/")[-1]
    if call.waiting("table", name) or call.waiting("table-change", name):
        call.refuse("ResourceInUseException", f"Attempt to change a resource which is still in use: Table is being updated: {name}")
    table = call.backend.tables.get(name)
    if table is None:
        call.refuse("ResourceNotFoundException", f"Requested resource not found: Table: {name} not found")
    updates = call.param("GlobalSecondaryIndexUpdates", [])
    made = [one for one in updates if "Create" in one or "Delete" in one]
    kinds = [bool(call.param("ProvisionedThroughput") or call.param("BillingMode")), bool(made), bool(call.param("StreamSpecification"))]
    if len(made) > 1 or sum(kinds) > 1:
        call.refuse("LimitExceededException", "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table")
    if not any(value is not None for member, value in call.params.items() if member not in ("TableName", "AttributeDefinitions")):
        call.refuse("ValidationException", "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or "
                                           "SSESpecification or ReplicaUpdates is required")
    stream = call.param("StreamSpecification")
    if stream and bool(table.stream_specification and table.stream_specification.get("StreamEnabled")) == bool(stream["StreamEnabled"]):
        call.refuse("ValidationException", "Table already has an enabled stream" if stream["StreamEnabled"] else "Table has no stream to disable")
    if stream and stream["StreamEnabled"]:
        # moto keeps the label of the stream that was, and takes it for one that is.
        table.latest_stream_label = None
    now = {member: int(value) for member, value in (table.throughput or {}).items() if member in ("ReadCapacityUnits", "WriteCapacityUnits")}
    if call.param("ProvisionedThroughput") and call.param("ProvisionedThroughput") == now and not call.param("BillingMode"):
        call.refuse("ValidationException", "The provisioned throughput for the table will not change.")
    indexes = {index.name: index for index in table.global_indexes}
    if call.param("BillingMode") == "PROVISIONED" and table.billing_mode == "PAY_PER_REQUEST":
        given = {one["Update"]["IndexName"] for one in updates if "Update" in one}
        if not call.param("ProvisionedThroughput") or set(indexes) - given:
            call.refuse("ValidationException", "ProvisionedThroughput must be specified for the table and all of its indexes")
    limits = call.param("OnDemandThroughput")
    if limits:
        call.box("table-limits")[name] = {member: value for member, value in limits.items() if value != -1}
    for one in updates:
        index = (one.get("Update") or one.get("Create") or {})
        if "OnDemandThroughput" in index:
            held = {member: value for member, value in index["OnDemandThroughput"].items() if value != -1}
            call.box("index-limits")[name, index["IndexName"]] = held
    call.notes["changes"] = name


@after("dynamodb", "UpdateTable")
def a_changed_table_is_busy(call, answer):
    """A table is UPDATING after a change.
    Source: DynamoDB API reference, UpdateTable: "the table status changes from ACTIVE to UPDATING".
    """
    call.begin("table-change", call.notes["changes"], "table_active")


@before("dynamodb", "DescribeTable")
def changed_tables_become_active(call):
    """Each read brings a changed table nearer to ACTIVE.
    Source: DynamoDB API reference, TableDescription.TableStatus.
    """
    call.step("table-change")


@after("dynamodb", "CreateTable")
def a_new_table_keeps_its_limits(call, answer):
    """Limits of on-demand throughput given at creation are kept, of the table and of its indexes.
    Source: DynamoDB API reference, CreateTable, OnDemandThroughput; moto drops them.
    """
    name = answer["TableDescription"]["TableName"]
    call.box("table-limits")[name] = call.param("OnDemandThroughput", {})
    for index in call.param("GlobalSecondaryIndexes", []):
        call.box("index-limits")[name, index["IndexName"]] = index.get("OnDemandThroughput", {})
    call.box("insights").pop(name, None)
    call.box("streaming").pop(name, None)


@after("dynamodb", "DescribeTable")
def a_table_tells_its_change_and_limits(call, answer):
    """A table tells that it is being changed, and its limits of on-demand throughput.
    Source: DynamoDB API reference, TableDescription, OnDemandThroughput.
    """
    table = answer["Table"]
    if table["TableStatus"] == "ACTIVE" and call.waiting("table-change", table["TableName"]):
        table["TableStatus"] = "UPDATING"
    limits = call.box("table-limits").get(table["TableName"])
    if limits:
        table["OnDemandThroughput"] = limits
    for index in table.get("GlobalSecondaryIndexes") or []:
        held = call.box("index-limits").get((table["TableName"], index["IndexName"]))
        if held:
            index["OnDemandThroughput"] = held


@before("dynamodb", "UpdateContributorInsights", "DescribeContributorInsights")
def a_table_has_contributor_insights(call):
    """Contributor insights of a table are on or off, of one of two modes.
    Source: DynamoDB API reference, UpdateContributorInsights, DescribeContributorInsights; moto lacks them.
    """
    name = call.param("TableName", "").split("/")[-1]
    if name not in call.backend.tables:
        call.refuse("ResourceNotFoundException", f"Requested resource not found: Table: {name} not found")
    if call.action == "UpdateContributorInsights":
        on = call.param("ContributorInsightsAction") == "ENABLE"
        mode = call.param("ContributorInsightsMode", "ACCESSED_AND_THROTTLED_KEYS")
        call.box("insights")[name] = {"ContributorInsightsStatus": "ENABLED", "ContributorInsightsMode": mode} if on else {}
    return {"TableName": name, **(call.box("insights").get(name) or {"ContributorInsightsStatus": "DISABLED"})}


STREAMING = ("EnableKinesisStreamingDestination", "DisableKinesisStreamingDestination", "UpdateKinesisStreamingDestination")


@before("dynamodb", *STREAMING, "DescribeKinesisStreamingDestination")
def a_table_streams_to_kinesis(call):
    """A table's Kinesis streams are switched on and off, once the last change is through; one that is off is still told.
    Source: DynamoDB API reference, EnableKinesisStreamingDestination, DisableKinesisStreamingDestination,
    UpdateKinesisStreamingDestination, DescribeKinesisStreamingDestination; error ResourceInUseException, ValidationException. moto lacks
    them.
    """
    name = call.param("TableName", "").split("/")[-1]
    if name not in call.backend.tables:
        call.refuse("ResourceNotFoundException", f"Requested resource not found: Table: {name} not found")
    known = call.box("streaming").setdefault(name, {})
    if call.action == "DescribeKinesisStreamingDestination":
        call.step("streaming")
        for one in known.values():
            if not call.waiting("streaming", name):
                one["DestinationStatus"] = {"ENABLING": "ACTIVE", "UPDATING": "ACTIVE", "DISABLING": "DISABLED"}.get(
                    one["DestinationStatus"], one["DestinationStatus"])
        return {"TableName": name, "KinesisDataStreamDestinations": list(known.values())}
    if call.waiting("table", name) or call.waiting("table-change", name) or call.waiting("streaming", name):
        call.refuse("ResourceInUseException", f"Table is being updated: {name}")
    arn = call.param("StreamArn")
    live = known.get(arn, {}).get("DestinationStatus") == "ACTIVE"
    if live == (call.action == STREAMING[0]):
        call.refuse("ValidationException", f"Table {name} is {'' if live else 'not '}in a state to do that with {arn}")
    if call.action == STREAMING[1]:
        known[arn]["DestinationStatus"] = "DISABLING"
    else:
        verb, status = ("Enable", "ENABLING") if call.action == STREAMING[0] else ("Update", "UPDATING")
        precision = (call.param(f"{verb}KinesisStreamingConfiguration") or {}).get("ApproximateCreationDateTimePrecision", "MILLISECOND")
        known[arn] = {"StreamArn": arn, "DestinationStatus": status, "ApproximateCreationDateTimePrecision": precision}
    call.begin("streaming", name, "table_active")
    return {"TableName": name, "StreamArn": arn, "DestinationStatus": known[arn]["DestinationStatus"]}


@after("dynamodb", "UpdateTable")
def a_table_s_encryption_can_change(call, answer):
    """The encryption of a table can change; without it DynamoDB's own key encrypts, which is not told.
    Source: DynamoDB API reference, UpdateTable, SSESpecification; moto drops it.
    """
    given = call.param("SSESpecification")
    if given is not None:
        table = call.backend.tables[call.notes["changes"]]
        table.sse_specification = {**given, "Enabled": True} if given.get("Enabled") else {}
        if table.sse_specification and not table.sse_specification.get("KMSMasterKeyId"):
            table.sse_specification["KMSMasterKeyId"] = table._get_default_encryption_key(call.account, call.region)


@before("dynamodb", "TagResource")
def a_tag_has_one_value(call):
    """A tag that is there already gets another value.
    Source: DynamoDB API reference, TagResource; tag keys are unique (Tag, Key: "each DynamoDB table can only have up to one tag with the same
    key"). moto keeps both.
    """
    keys = {tag["Key"] for tag in call.param("Tags", [])}
    for table in call.backend.tables.values():
        if table.table_arn == call.param("ResourceArn"):
            table.tags = [tag for tag in table.tags if tag["Key"] not in keys]
