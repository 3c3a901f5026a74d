"""A customer who owes for two invoices."""

import pytest

from erp.models import CustomerLedgerEntry
from erp.operations.post_sales_document import post_sales_document
from tests.erp.sales import document, item, set_up_sales


@pytest.fixture
def invoices(company: None) -> list[CustomerLedgerEntry]:
    """Of 1,000 (due first) and 200, both of Acme."""
    set_up_sales()
    for quantity, day in ((10, "2026-03-01"), (2, "2026-04-01")):
        order = document(item("BENCH", quantity), posting_date=day, document_date=day, due_date=day)
        post_sales_document(record_id=order.pk)
    return list(CustomerLedgerEntry.objects.order_by("entry_no"))
