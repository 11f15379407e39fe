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
