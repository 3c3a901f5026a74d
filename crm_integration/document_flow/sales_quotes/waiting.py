"""Which quotes of the CRM wait for something to be done. Source: SD 2."""

from collections.abc import Collection, Mapping
from uuid import UUID

from crm_integration.document_flow.sales_documents.crm_document import QUOTE
from crm_integration.document_flow.sales_documents.crm_document import CrmDocument as Read
from crm_integration.models import CrmDocument

ACTIVE, WON, CLOSED = 1, 2, 3
REVISED = 7
# Drafts are the salesperson's own; what was closed as lost or canceled is left as it is.
OFFERED = f"(statecode eq {ACTIVE} or statecode eq {WON})"
AT_ONCE = 500


def is_offered(quote: Read) -> bool:
    return quote.values.get("statecode") in (ACTIVE, WON)


def is_won(quote: Read) -> bool:
    return quote.values.get("statecode") == WON


def waiting_ids(states: Mapping[UUID, int]) -> list[UUID]:
    """Those that have no document yet, or were won since; not those with a problem, which are known by it.

    ``states``: the state code by quote; their order is kept.
    """
    ids = list(states)
    done: set[UUID] = set()
    for start in range(0, len(ids), AT_ONCE):
        done |= _done(ids[start : start + AT_ONCE], states)
    return [id for id in ids if id not in done]


def _done(ids: Collection[UUID], states: Mapping[UUID, int]) -> set[UUID]:
    known = CrmDocument.objects.filter(crm_table=QUOTE, crm_id__in=ids)
    return {
        id
        for id, code, won_at in known.values_list("crm_id", "code", "won_at")
        if code or won_at or states[id] != WON
    }
