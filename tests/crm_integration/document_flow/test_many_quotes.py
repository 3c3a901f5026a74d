"""What belongs to a quote is found by its number, however many documents there are."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from crm_integration.models import CrmDocument
from erp.models import SalesHeader, SalesHeaderArchive, SalesInvoiceHeader, SalesShipmentHeader

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans in its own way"),
    pytest.mark.django_db,
]


def plan(rows: QuerySet[Any]) -> str:
    """How the rows are found where the table is too large to be read as a whole."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    return rows.explain()


def test_a_quote_of_the_crm_is_found_by_its_number() -> None:
    assert "number)::text = 'QUO-1'" in plan(CrmDocument.objects.filter(crm_table="quote", number="QUO-1"))


@pytest.mark.parametrize(
    ("model", "index"),
    [
        (SalesHeader, "erp_sales_header_quote"),
        (SalesHeaderArchive, "erp_sales_archive_quote"),
        (SalesShipmentHeader, "erp_sales_shipment_quote"),
        (SalesInvoiceHeader, "erp_sales_invoice_quote"),
    ],
)
def test_what_was_made_of_a_sales_quote_is_found_by_the_quotes_number(model: Any, index: str) -> None:
    assert index in plan(model.objects.filter(quote_no__in=["SQ1", "SQ2"]))
