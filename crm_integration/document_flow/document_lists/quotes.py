"""Quotes of the CRM: activated and won ones wait to become sales quotes and what follows from them."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from django.db.models import Q

from crm_integration.dataverse.client import DataverseClient
from crm_integration.document_flow.document_lists.document_list import (
    CREATED,
    FAILED,
    HAS_FAILED,
    WAS_CREATED,
    DocumentList,
    Listed,
)
from crm_integration.document_flow.reader.listing import ListedDocument, documents_by_id
from crm_integration.document_flow.sales_documents.crm_document import QUOTE
from crm_integration.document_flow.sales_quotes.deleted import deleted_sales_quotes
from crm_integration.document_flow.sales_quotes.waiting import ACTIVE as IS_ACTIVE
from crm_integration.document_flow.sales_quotes.waiting import CLOSED as IS_CLOSED
from crm_integration.document_flow.sales_quotes.waiting import OFFERED, waiting_ids
from crm_integration.document_flow.sales_quotes.waiting import WON as IS_WON
from crm_integration.models import CrmDocument

WON: Final = "won"
CLOSED: Final = "closed"
# Nothing in the CRM's quotes says that they came over: so many of the last changed are looked through.
LOOKED_THROUGH: Final = 1000


def _waiting(client: DataverseClient, limit: int) -> list[ListedDocument]:
    pages = client.pages(
        "quotes", select=["statecode"], filter=OFFERED, top=LOOKED_THROUGH, orderby="modifiedon desc"
    )
    states = {row.id: int(row.values["statecode"]) for page in pages for row in page.rows}
    ids = waiting_ids(states)[:limit]
    known = documents_by_id(client, QUOTE, ids)
    return [known[id] for id in ids if id in known]


def _state(listed: ListedDocument | None, document: CrmDocument) -> str:
    if document.won_at is not None:
        return WON
    return CLOSED if listed is not None and listed.statecode == IS_CLOSED else CREATED


def _deleted(documents: Sequence[CrmDocument], listed: Listed) -> Collection[UUID]:
    """Only what the CRM still offers can be made anew."""
    offered = {id for id, one in listed.items() if one.statecode in (IS_ACTIVE, IS_WON)}
    return deleted_sales_quotes([one for one in documents if one.crm_id in offered])


QUOTES: Final = DocumentList(
    table=QUOTE,
    shows={
        FAILED: HAS_FAILED,
        CREATED: WAS_CREATED & Q(won_at=None),
        WON: WAS_CREATED & Q(won_at__isnull=False),
    },
    read_waiting=_waiting,
    state_of=_state,
    deleted=_deleted,
)
