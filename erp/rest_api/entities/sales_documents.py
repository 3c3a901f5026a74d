"""Sales orders and sales quotes. Amounts are in the document's currency.

An order's status is *Draft* until it is released, then *Open*. An order that is invoiced in full is gone.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from uuid import UUID

from erp.models import SalesDocumentStatus, SalesDocumentType, SalesHeader, SalesLine
from erp.operations.create_sales_document import create_sales_document
from erp.operations.delete_sales_document import delete_sales_document
from erp.operations.make_order_of_quote import make_order_of_quote
from erp.operations.modify_sales_document import modify_sales_document
from erp.operations.post_sales_document import post_sales_document
from erp.operations.record_operations import Operations, Values
from erp.rest_api.entities.sales_headers import PARTIES, TERMS
from erp.rest_api.entities.sales_lines import SALES_ORDER_LINES, SALES_QUOTE_LINES, TAX_AMOUNT
from erp.rest_api.entity import (
    RECORD_ID,
    Action,
    Entity,
    calculated,
    option,
    value,
)
from erp.rest_api.kinds import BOOLEAN


def _fully_shipped(order_ids: Collection[UUID]) -> Mapping[UUID, bool]:
    """Whether an order has something to ship and nothing of it is left."""
    lines = SalesLine.objects.filter(document__in=order_ids, quantity__gt=0).order_by()
    left = set(lines.filter(outstanding_quantity__gt=0).values_list("document_id", flat=True))
    shipped = set(lines.values_list("document_id", flat=True)) - left
    return {order_id: order_id in shipped for order_id in order_ids}


def _create(document_type: str, values: Values, lines: Sequence[Values]) -> SalesHeader:
    return create_sales_document(document_type=document_type, values=values, lines=lines)


def _modify(record_id: UUID, values: Values, version: int | None) -> SalesHeader:
    return modify_sales_document(record_id=record_id, values=values, expected_version=version)


def _delete(record_id: UUID, version: int | None) -> None:
    delete_sales_document(record_id=record_id, expected_version=version)


def _ship_and_invoice(record_id: UUID, version: int | None, user_name: str) -> None:
    post_sales_document(record_id=record_id, expected_version=version)


def _make_order(record_id: UUID, version: int | None, user_name: str) -> UUID:
    order = make_order_of_quote(record_id=record_id, archived_by=user_name, expected_version=version)
    return order.id


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
        calculated("fullyShipped", _fully_shipped, kind=BOOLEAN),
        option("status", "status", {SalesDocumentStatus.OPEN: "Draft", SalesDocumentStatus.RELEASED: "Open"}),
        *TERMS,
    ),
    operations=Operations(modify=_modify, delete=_delete),
    create_with_lines=partial(_create, SalesDocumentType.ORDER),
    where={"document_type": SalesDocumentType.ORDER},
    annotations={"tax_amount": TAX_AMOUNT},
    permissions="salesorder",
    lines=SALES_ORDER_LINES,
    actions=(Action(name="Microsoft.NAV.shipAndInvoice", run=_ship_and_invoice),),
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
        *TERMS,
    ),
    operations=Operations(modify=_modify, delete=_delete),
    create_with_lines=partial(_create, SalesDocumentType.QUOTE),
    where={"document_type": SalesDocumentType.QUOTE},
    annotations={"tax_amount": TAX_AMOUNT},
    permissions="salesquote",
    lines=SALES_QUOTE_LINES,
    actions=(Action(name="Microsoft.NAV.makeOrder", run=_make_order, makes="salesOrders"),),
)
