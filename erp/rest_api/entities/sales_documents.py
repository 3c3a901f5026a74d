"""Sales orders and sales quotes. Amounts are in the document's currency.

The status is *Draft* until the document is released, then an order is *Open* and a quote, for want of another
word in Business Central, *Sent*. An order that is invoiced in full is gone.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef

from erp.models import SalesDocumentStatus, SalesDocumentType, SalesHeader, SalesLine
from erp.operations.create_sales_document import create_sales_document
from erp.operations.delete_sales_document import delete_sales_document
from erp.operations.modify_sales_document import modify_sales_document
from erp.operations.record_operations import Operations, Values
from erp.rest_api.entities.sales_headers import NAMED, PARTIES, TERMS
from erp.rest_api.entities.sales_lines import SALES_ORDER_LINES, SALES_QUOTE_LINES, TAX_AMOUNT
from erp.rest_api.entities.sales_steps import OF_ORDERS, OF_QUOTES
from erp.rest_api.entity import RECORD_ID, Entity, joined, option, value
from erp.rest_api.kinds import BOOLEAN

_SELLING: Final = SalesLine.objects.filter(document=OuterRef("pk"), quantity__gt=0)
# Something is to be shipped, and nothing of it is left.
FULLY_SHIPPED: Final = ExpressionWrapper(
    Exists(_SELLING) & ~Exists(_SELLING.filter(outstanding_quantity__gt=0)), output_field=BooleanField()
)


def create_document(document_type: str, values: Values, lines: Sequence[Values]) -> SalesHeader:
    return create_sales_document(document_type=document_type, values=values, lines=lines)


def _modify(record_id: UUID, values: Values, version: int | None) -> SalesHeader:
    return modify_sales_document(record_id=record_id, values=values, expected_version=version)


def _delete(record_id: UUID, version: int | None) -> None:
    delete_sales_document(record_id=record_id, expected_version=version)


DOCUMENT_OPERATIONS: Final = Operations(modify=_modify, delete=_delete)
_STATUS: Final[Mapping[str, str]] = {SalesDocumentStatus.OPEN: "Draft", SalesDocumentStatus.RELEASED: "Open"}
_STATUS_OF_QUOTE: Final[Mapping[str, str]] = {
    SalesDocumentStatus.OPEN: "Draft",
    SalesDocumentStatus.RELEASED: "Sent",
}

SALES_ORDERS = Entity(
    name="salesOrders",
    singular="salesOrder",
    model=SalesHeader,
    key="id",
    declared=(
        RECORD_ID,
        value("number", "no"),
        value("externalDocumentNumber", "external_document_no"),
        value("orderDate", "order_date"),
        value("postingDate", "posting_date"),
        *PARTIES,
        value("pricesIncludeTax", "prices_including_vat", read_only=True),
        value("requestedDeliveryDate", "requested_delivery_date"),
        joined("fullyShipped", "fully_shipped", kind=BOOLEAN),
        option("status", "status", _STATUS),
        *TERMS,
    ),
    operations=DOCUMENT_OPERATIONS,
    create_with_lines=partial(create_document, SalesDocumentType.ORDER),
    where={"document_type": SalesDocumentType.ORDER},
    annotations={"tax_amount": TAX_AMOUNT, "fully_shipped": FULLY_SHIPPED},
    permissions="salesorder",
    lines=SALES_ORDER_LINES,
    navigations=NAMED,
    actions=OF_ORDERS,
)
SALES_QUOTES = Entity(
    name="salesQuotes",
    singular="salesQuote",
    model=SalesHeader,
    key="id",
    declared=(
        RECORD_ID,
        value("number", "no"),
        value("externalDocumentNumber", "external_document_no"),
        value("documentDate", "document_date"),
        value("postingDate", "posting_date"),
        value("dueDate", "due_date"),
        *PARTIES,
        value("validUntilDate", "quote_valid_until_date"),
        option("status", "status", _STATUS_OF_QUOTE),
        *TERMS,
    ),
    operations=DOCUMENT_OPERATIONS,
    create_with_lines=partial(create_document, SalesDocumentType.QUOTE),
    where={"document_type": SalesDocumentType.QUOTE},
    annotations={"tax_amount": TAX_AMOUNT},
    permissions="salesquote",
    lines=SALES_QUOTE_LINES,
    navigations=NAMED,
    actions=OF_QUOTES,
)
