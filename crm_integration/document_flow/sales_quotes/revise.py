"""Makes a sales quote say what the next revision of its quote says; the former version is archived.

Source: SD 2; clarification 9: archiving happens whatever Sales & Receivables Setup says.
"""

from typing import Any

from crm_integration.document_flow.sales_documents.draft import DocumentDraft
from erp.models import SalesHeader
from erp.operations.archive_sales_document import archive_sales_document
from erp.operations.modify_sales_document import modify_sales_document
from erp.operations.reopen_sales_document import reopen_sales_document
from erp.operations.sales_customer_defaults import add_party_values

# What a quote that says nothing of it has, besides what comes from its customer.
NOTHING: dict[str, Any] = {"quote_valid_until_date": None, "invoice_discount_amount": 0}


def revise(header: SalesHeader, draft: DocumentDraft) -> None:
    """To be called in a transaction. Raises OperationError.

    The lines are written anew, so that nothing of a former line remains in the one in its place; another
    customer comes first, so that what the revision says is not taken for what the former customer had.
    """
    archive_sales_document(record_id=header.id)
    reopen_sales_document(record_id=header.id)
    customer = {"sell_to_customer_no": draft.values["sell_to_customer_no"]}
    modify_sales_document(record_id=header.id, values={**NOTHING, **customer}, lines=[])
    defaults: dict[str, Any] = dict(customer)
    add_party_values(defaults)
    modify_sales_document(record_id=header.id, values={**defaults, **draft.values}, lines=draft.lines)
