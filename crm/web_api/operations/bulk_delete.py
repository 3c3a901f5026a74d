"""BulkDelete: a system job that deletes in the background what queries find."""

from typing import Final

from crm.business_rules.privileges import DELETE, depth
from crm.business_rules.system_jobs import BULK_DELETE, begin_job
from crm.outbound.wake import wake
from crm.web_api.errors import bad_payload, not_implemented
from crm.web_api.messages import ApiResponse
from crm.web_api.operations.bulk_deletion import TASK, is_due, job_of
from crm.web_api.operations.operation import Call, Operation, Parameter
from crm.web_api.operations.query_expression import query_condition, query_table


def bulk_delete(call: Call) -> ApiResponse:
    """Notes the job; its state is that of ``asyncoperations(JobId)``. Mails about it are not sent."""
    queries, caller = call.arguments["QuerySet"], call.request.caller
    if not queries:
        raise bad_payload("'QuerySet' must hold at least one query.")
    if call.arguments["RecurrencePattern"]:
        raise not_implemented("Bulk deletions that recur are not implemented.")
    for query in queries:
        table = query_table(query)
        depth(caller=caller, table=table, verb=DELETE)
        query_condition(query, table)
    not_before = None if call.arguments["RunNow"] else call.arguments["StartDateTime"]
    job_id = begin_job(
        kind=BULK_DELETE,
        name=call.arguments["JobName"],
        data=job_of(queries),
        table=query_table(queries[0]).logical_name,
        not_before=not_before,
        caller=caller,
    )
    if is_due(not_before):
        wake(TASK)
    return call.answer({"JobId": str(job_id)})


OPERATIONS: Final = (
    Operation(
        "BulkDelete",
        bulk_delete,
        parameters=(
            Parameter("QuerySet", "Collection(mscrm.QueryExpression)"),
            Parameter("JobName", "Edm.String"),
            Parameter("SendEmailNotification", "Edm.Boolean", required=False),
            Parameter("ToRecipients", "Collection(mscrm.crmbaseentity)", required=False),
            Parameter("CCRecipients", "Collection(mscrm.crmbaseentity)", required=False),
            Parameter("RecurrencePattern", "Edm.String", required=False),
            Parameter("StartDateTime", "Edm.DateTimeOffset", required=False),
            Parameter("SourceImportId", "Edm.Guid", required=False),
            Parameter("RunNow", "Edm.Boolean", required=False),
        ),
        response={"JobId": "Edm.Guid"},
    ),
)
