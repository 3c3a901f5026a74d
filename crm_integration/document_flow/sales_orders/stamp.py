"""Writes into an order of the CRM that the back office has it; done until it is seen to be done.

Source: SD 1.8, clarification 12. A submitted order takes no change: it is made active, stamped and submitted
again, in one change set.
"""

from datetime import UTC, datetime, time

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import Cure, DataverseError
from crm_integration.dataverse.operations import Update
from crm_integration.document_flow.problem_book import OF_ONE_RECORD, forget_refusal, keep_refusal
from crm_integration.document_flow.sales_orders.waiting import SUBMITTED, is_stamped
from crm_integration.models import CrmDocument

ORDERS = "salesorders"
ACTIVE = {"statecode": 0, "statuscode": 2}
IN_PROGRESS = {"statecode": SUBMITTED, "statuscode": 3}
READ = ("statecode", "statuscode", "lastbackofficesubmit")
TRIES = 3


def stamp_order(
    client: DataverseClient, document: CrmDocument, *, version: int | None, now: datetime
) -> None:
    """Stamps the order as it was read in that version. Raises DataverseError; then it is still to be done.

    One that is submitted no more, or gone, takes no stamp: what became of it is for people to see.
    """
    for _ in range(TRIES):
        if version is None:
            version = _unstamped_version(client, document, now)
            if version is None:
                return
        try:
            client.execute_atomically(_changes(document, version))
        except DataverseError as error:
            if error.cure is not Cure.CONCURRENCY:
                raise
            version = None  # somebody changed it, or the answer to our own change was lost
            continue
        _done(document, IN_PROGRESS, now)
        return
    raise DataverseError(
        cure=Cure.TRANSIENT, code="changed_meanwhile", message="The order is being changed again and again."
    )


def stamp_or_keep(
    client: DataverseClient, document: CrmDocument, *, version: int | None, now: datetime
) -> None:
    """Stamps; what the CRM refuses of this one order is kept with it, and tried again by the next run.

    Raises DataverseError for what concerns other orders, too.
    """
    try:
        stamp_order(client, document, version=version, now=now)
    except DataverseError as error:
        if error.cure not in OF_ONE_RECORD:
            raise
        keep_refusal(document, error, now=now)
    else:
        forget_refusal(document)


def _changes(document: CrmDocument, version: int) -> list[Update]:
    day = document.stamp_date
    assert day is not None  # noqa: S101 (a document that was created bears it)
    stamp = datetime.combine(day, time(), UTC)
    return [
        Update(ORDERS, document.crm_id, ACTIVE, version=version),
        Update(ORDERS, document.crm_id, {"lastbackofficesubmit": stamp}),
        Update(ORDERS, document.crm_id, IN_PROGRESS),
    ]


def _unstamped_version(client: DataverseClient, document: CrmDocument, now: datetime) -> int | None:
    """None if there is nothing left to stamp."""
    try:
        row = client.retrieve(ORDERS, document.crm_id, select=READ)
    except DataverseError as error:
        if error.cure is not Cure.NOT_FOUND:
            raise
        _done(document, {}, now)
        return None
    if is_stamped(row.values) or row.values["statecode"] != SUBMITTED:
        _done(document, {name: row.values[name] for name in ACTIVE}, now)
        return None
    return row.version


def _done(document: CrmDocument, state: dict[str, int], now: datetime) -> None:
    CrmDocument.objects.filter(pk=document.pk).update(stamped_at=now, state_read_at=now, **state)
