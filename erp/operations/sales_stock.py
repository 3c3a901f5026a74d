"""What sales take out of stock, and what credit memos bring back."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils import timezone

from erp.models import InventorySetup, ItemEntryType, SalesInvoiceLine, SalesLine, SalesLineType
from erp.operations.post_item_changes import ItemChange, Shortage, post_item_changes
from erp.operations.sales_line_rejections import LINES
from erp.queries.sold_products import sold_products


def post_stock(
    lines: Sequence[tuple[SalesLine | SalesInvoiceLine, Decimal]],
    *,
    setup: InventorySetup,
    document_no: str,
    posting_date: date | None,
) -> Sequence[Shortage]:
    """Posts quantities of lines, positive for what goes out; returns the items that fall below zero by it.

    Only items of which there is a stock have entries. Raises RecordRejected.
    """
    items = [(line, quantity) for line, quantity in lines if line.type == SalesLineType.ITEM and quantity]
    products = sold_products([(line.type, line.no) for line, _quantity in items])
    changes = [
        ItemChange(
            item_no=line.no,
            posting_date=posting_date or timezone.localdate(),
            entry_type=ItemEntryType.SALE,
            document_no=document_no,
            quantity=-quantity,
            unit_of_measure_code=line.unit_of_measure_id or "",
            description=line.description,
        )
        for line, quantity in items
        if products[line.type, line.no].has_inventory
    ]
    return post_item_changes(changes=changes, setup=setup, table=LINES).shortages if changes else ()
