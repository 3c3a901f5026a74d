"""Invoices of parts of an order."""

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from erp.models import SalesHeader, SalesInvoiceHeader, SalesInvoiceLine, SalesLine
from erp.operations.initialize_company import initialize_company
from erp.operations.modify_sales_document import modify_sales_document
from erp.operations.post_sales_document import post_sales_document
from tests.erp.sales import document, item, set_up_sales


class Invoices(TestCase):
    """Whatever is shipped and invoiced when, the invoices add up to the order."""

    def setUp(self) -> None:
        initialize_company()
        set_up_sales()

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.tuples(
                st.integers(min_value=1, max_value=9),
                st.decimals(min_value="0.01", max_value=999, places=3),
                st.decimals(min_value=0, max_value=40, places=1),
            ),
            min_size=1,
            max_size=3,
        ),
        st.booleans(),
        st.lists(st.integers(min_value=0, max_value=3), min_size=1, max_size=4),
    )
    def test_parts_of_an_order_add_up_to_it(
        self, sold: list[tuple[int, Decimal, Decimal]], included: bool, steps: list[int]
    ) -> None:
        rows = [
            item("BENCH", quantity, price, line_discount_percent=percent, vat_prod_posting_group="STANDARD")
            for quantity, price, percent in sold
        ]
        order = document(*rows, vat_bus_posting_group="DOMESTIC", prices_including_vat=included)
        modify_sales_document(
            record_id=order.id, values={"invoice_discount_amount": round(order.amount / 7, 2)}
        )
        order.refresh_from_db()
        whole = order.amount, order.amount_including_vat, order.invoice_discount_amount
        numbers = []
        for step in [*steps, None]:
            if step == 0:
                continue
            if step:
                lines = [
                    {"id": line.id, "qty_to_ship": min(step, line.outstanding_quantity)}
                    for line in order.lines.all()
                ]
                if not SalesLine.objects.filter(document=order, outstanding_quantity__gt=step).exists():
                    continue
                modify_sales_document(record_id=order.id, values={}, lines=lines)
            invoice = post_sales_document(record_id=order.id).invoice
            assert invoice
            numbers.append(invoice.no)
        invoices = SalesInvoiceHeader.objects.filter(no__in=numbers)
        names = ("amount", "amount_including_vat", "invoice_discount_amount")
        assert tuple(sum(getattr(one, name) for one in invoices) for name in names) == whole
        for line in SalesInvoiceLine.objects.filter(document__in=invoices):
            assert line.amount <= line.amount_including_vat
        assert not SalesHeader.objects.filter(id=order.id).exists()
