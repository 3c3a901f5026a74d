"""Whose order or quote it is. Source: SD 1.4."""

from uuid import UUID

from crm_integration.document_flow.sales_documents.crm_document import CrmDocument
from crm_integration.document_flow.sales_documents.facts import AccountFact, DocumentRefused, Facts
from crm_integration.table_mapping.problem import Awaited, Cure, Problem

FIELD = "customerid"


def customer_no(document: CrmDocument, facts: Facts) -> str:
    """Returns the number of the customer. Raises DocumentRefused."""
    return account_of(document, facts).customer_no


def account_of(document: CrmDocument, facts: Facts) -> AccountFact:
    """Returns the document's account, or its contact's; it is coupled with a customer.

    An account must be a customer; that of a contact is not asked whether it is one. Raises DocumentRefused.
    """
    lookup = document.lookup(FIELD)
    if lookup is None:
        raise _refused("document_without_customer", {})
    if lookup.table == "contact":
        account_id = _account_of_contact(lookup.id, facts)
        account = _known(account_id, facts)
    else:
        account_id = lookup.id
        account = _known(account_id, facts)
        if not account.is_customer:
            raise _refused("account_is_no_customer", {"record": account.name})
    if not account.customer_no:
        problem = Problem(
            "account_not_coupled",
            Cure.MISSING_COUPLING,
            {"record": account.name},
            FIELD,
            Awaited("account", account_id),
        )
        raise DocumentRefused(problem)
    return account


def _account_of_contact(contact_id: UUID, facts: Facts) -> UUID:
    contact = facts.contacts.get(contact_id)
    if contact is None or contact.account_id is None:
        raise _refused("contact_without_account", {"record": contact.name if contact else ""})
    return contact.account_id


def _known(account_id: UUID, facts: Facts) -> AccountFact:
    account = facts.accounts.get(account_id)
    if account is None:
        raise _refused("account_missing", {})
    return account


def _refused(code: str, params: dict[str, str]) -> DocumentRefused:
    return DocumentRefused(Problem(code, Cure.REJECTED, params, FIELD))
