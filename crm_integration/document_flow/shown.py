"""What lists show of a document of the CRM without asking it again."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from crm_integration.document_flow.sales_documents.crm_document import ORDER, CrmDocument
from crm_integration.document_flow.sales_documents.facts import AccountFact, Facts

SUBMITTED = 1


def shown(document: CrmDocument, facts: Facts) -> dict[str, object]:
    """Values of the row that is kept of the document."""
    return {
        "number": document.number[:100],
        "name": document.text("name")[:300],
        "customer": _customer_name(document, facts)[:200],
        "statecode": document.values.get("statecode"),
        "statuscode": document.values.get("statuscode"),
        "revision": document.revision,
        "submitted_at": _submitted_at(document),
    }


def _submitted_at(document: CrmDocument) -> datetime | None:
    """Of an order that is taken over: it takes no change while it is submitted, so that was its last one."""
    is_submitted = document.table == ORDER and document.values.get("statecode") == SUBMITTED
    return document.moment("modifiedon") if is_submitted else None


def _customer_name(document: CrmDocument, facts: Facts) -> str:
    lookup = document.lookup("customerid")
    if lookup is None:
        return ""
    known: Mapping[UUID, AccountFact] = facts.accounts
    account = known.get(lookup.id)
    contact = facts.contacts.get(lookup.id)
    return account.name if account else contact.name if contact else ""
