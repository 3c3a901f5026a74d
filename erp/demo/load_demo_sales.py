"""Quotes, orders, invoices and payments of the demo company in every state."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.utils import timezone

from erp.demo.companies import DEMO_COMPANIES
from erp.demo.factories import SalesDocumentFactory
from erp.demo.products import DEMO_ITEMS
from erp.models import CustomerLedgerEntry, Item, SalesHeader, SalesInvoiceHeader
from erp.operations.cancel_posted_invoice import cancel_posted_invoice
from erp.operations.modify_sales_document import modify_sales_document
from erp.operations.post_sales_document import post_sales_document
from erp.operations.register_payment import register_payment
from erp.operations.release_sales_document import release_sales_document
from erp.queries.customer_ledger import entry_amounts


class DemoSale(NamedTuple):
    """One invented document: ``customer`` and the items are places in the lists of the demo company."""

    reference: str
    customer: int
    lines: tuple[tuple[int, int, int], ...]  # item, quantity, line discount in per cent
    days_ago: int
    state: str


_SALES: Final = (
    DemoSale("DEMO-01", 0, ((0, 4, 0), (3, 2, 10)), 3, "quote"),
    DemoSale("DEMO-02", 4, ((1, 10, 5),), 6, "released quote"),
    DemoSale("DEMO-03", 2, ((2, 6, 0), (5, 1, 0)), 1, "order"),
    DemoSale("DEMO-04", 5, ((4, 3, 0), (0, 2, 0)), 2, "released"),
    DemoSale("DEMO-05", 7, ((3, 8, 0), (1, 4, 0)), 9, "partly shipped"),
    DemoSale("DEMO-06", 8, ((6, 5, 0),), 8, "shipped"),
    DemoSale("DEMO-07", 1, ((2, 3, 0), (7, 2, 15)), 12, "invoiced"),
    DemoSale("DEMO-08", 3, ((0, 12, 5),), 70, "invoiced"),
    DemoSale("DEMO-09", 6, ((5, 4, 0),), 20, "partly paid"),
    DemoSale("DEMO-10", 9, ((1, 6, 0), (4, 1, 0)), 25, "paid"),
    DemoSale("DEMO-11", 0, ((7, 9, 0),), 40, "paid"),
    DemoSale("DEMO-12", 2, ((6, 2, 0),), 15, "cancelled"),
)


def load_demo_sales() -> None:
    """Creates the documents that are missing, with dates before today; what became of others stays."""
    known = _references(SalesHeader) | _references(SalesInvoiceHeader)
    today = timezone.localdate()
    for sale in _SALES:
        if sale.reference not in known:
            _load(sale, today)


def _references(model: Any) -> set[str]:
    wanted = [sale.reference for sale in _SALES]
    found = model.objects.filter(external_document_no__in=wanted)
    return set(found.values_list("external_document_no", flat=True))


def _load(sale: DemoSale, today: date) -> None:
    on = today - timedelta(days=sale.days_ago)
    numbers = [DEMO_ITEMS[item].no for item, _quantity, _discount in sale.lines]
    if Item.objects.filter(no__in=numbers, blocked=False, sales_blocked=False).count() < len(set(numbers)):
        return
    made = SalesDocumentFactory.create(
        document_type="quote" if "quote" in sale.state else "order",
        sell_to_customer_no=DEMO_COMPANIES[sale.customer].no,
        external_document_no=sale.reference,
        document_date=on,
        order_date=on,
        posting_date=on,
        requested_delivery_date=on + timedelta(days=14),
        lines=[
            {"type": "item", "no": no, "quantity": quantity, "line_discount_percent": discount}
            for no, (_item, quantity, discount) in zip(numbers, sale.lines, strict=True)
        ],
    )
    if sale.state in _STEPS:
        _STEPS[sale.state](made)


def _release(made: SalesHeader) -> None:
    release_sales_document(record_id=made.id)


def _ship(made: SalesHeader) -> None:
    post_sales_document(record_id=made.id, invoice=False)


def _ship_half(made: SalesHeader) -> None:
    rows = [{"id": line.id, "qty_to_ship": line.quantity // 2} for line in made.lines.all()]
    modify_sales_document(record_id=made.id, values={}, lines=rows)
    _ship(made)


def _invoice(made: SalesHeader) -> SalesInvoiceHeader:
    invoice = post_sales_document(record_id=made.id).invoice
    if invoice is None:
        raise RuntimeError(f"{made} was not invoiced.")
    return invoice


def _pay(made: SalesHeader, share: Decimal = Decimal(1)) -> None:
    invoice = _invoice(made)
    entry = CustomerLedgerEntry.objects.get(document_type="invoice", document_no=invoice.no)
    register_payment(
        customer_no=entry.customer_id,
        posting_date=entry.posting_date + timedelta(days=5),
        amount=entry_amounts([entry.id])[entry.id].amount * share,
        document_no=f"BANK-{made.external_document_no[-2:]}",
        applies_to=[entry.id],
        currency_code=entry.currency_id or "",
    )


def _pay_part(made: SalesHeader) -> None:
    _pay(made, Decimal("0.4"))


def _cancel(made: SalesHeader) -> None:
    cancel_posted_invoice(invoice_id=_invoice(made).id)


_STEPS: Final[Mapping[str, Callable[[SalesHeader], Any]]] = {
    "released quote": _release,
    "released": _release,
    "partly shipped": _ship_half,
    "shipped": _ship,
    "invoiced": _invoice,
    "partly paid": _pay_part,
    "paid": _pay,
    "cancelled": _cancel,
}
