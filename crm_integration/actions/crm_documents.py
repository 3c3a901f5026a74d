"""What actions that make documents of the CRM's documents have in common: one at once, several later."""

from dataclasses import dataclass
from uuid import UUID

from crm_integration.actions.action import Call, Level, Outcome
from crm_integration.actions.perform import ActionRefused
from crm_integration.dataverse.clients import FOR_PEOPLE, client_of_documents
from crm_integration.document_flow.in_background import OF_PEOPLE, InBackground
from crm_integration.document_flow.result import Result
from crm_integration.models import ConnectionSetup


@dataclass(frozen=True)
class Codes:
    """The sentences of what came of it: asked for in the background, made now, made before."""

    scheduled: str
    made: str
    known: str


def make_documents(call: Call, background: InBackground, codes: Codes) -> Outcome:
    """Raises ActionRefused, DataverseError."""
    setup = ConnectionSetup.get()
    if off := setup.sales_obstacle:
        raise ActionRefused(off)
    if not setup.is_sales_order_integration_enabled:
        raise ActionRefused("order_integration_is_off")
    ids = [UUID(str(id)) for id in call.ids]
    if len(ids) > 1:
        job = background.ask_for(ids, user=call.user, priority=OF_PEOPLE)
        return Outcome(codes.scheduled, {"number": len(ids)}, Level.INFO, job.pk)
    client = client_of_documents(setup, policy=FOR_PEOPLE)
    return _told(background.make(client, ids, setup=setup, now=call.now)[0], codes)


def _told(result: Result, codes: Codes) -> Outcome:
    """A success names the document by ``erp_id``."""
    if result.problem is not None:
        return Outcome(result.problem.code, result.problem.params, Level.ERROR)
    assert result.document is not None  # noqa: S101 (one or the other)
    params = {"no": result.document.erp_no, "erp_id": str(result.document.erp_id)}
    if result.is_new:
        return Outcome(result.code or codes.made, params)
    return Outcome(codes.known, params, Level.INFO)
