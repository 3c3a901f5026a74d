"""The lines of sales documents. Quantities are in the line's unit, amounts in the document's currency.

``netAmount`` is without VAT and after all discounts, the invoice discount among them.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db.models import DecimalField, ExpressionWrapper, F

from erp.models import (
    ErpRecord,
    GLAccount,
    Item,
    SalesDocumentType,
    SalesInvoiceLine,
    SalesLine,
    SalesLineType,
    SalesShipmentLine,
)
from erp.models.fields import AMOUNT
from erp.operations.create_sales_line import create_sales_line
from erp.operations.delete_sales_line import delete_sales_line
from erp.operations.modify_sales_line import modify_sales_line
from erp.operations.record_operations import Operations, Values
from erp.rest_api.entities.posted_invoices import SEE_POSTED_INVOICES, unless_posted
from erp.rest_api.entity import (
    RECORD_ID,
    Entity,
    FurtherTable,
    Property,
    id_of,
    joined,
    option,
    product_id,
    value,
)
from erp.rest_api.kinds import DECIMAL, ID

# The VAT of a document or a line.
TAX_AMOUNT: Final = ExpressionWrapper(
    F("amount_including_vat") - F("amount"),
    output_field=DecimalField(**AMOUNT),  # type: ignore[arg-type]
)


def _products(
    tables: Sequence[Any], products: Any, line_type: str, line_ids: Collection[UUID]
) -> Mapping[UUID, UUID | None]:
    """The ids of what lines of a type sell, by the lines' ids."""
    numbers: dict[UUID, str] = {}
    for lines in tables:
        numbers |= dict(lines.objects.filter(id__in=line_ids, type=line_type).values_list("id", "no"))
    ids = dict(products.objects.filter(no__in=set(numbers.values())).values_list("no", "id"))
    return dict.fromkeys(line_ids) | {line_id: ids.get(no) for line_id, no in numbers.items()}


def _of_every_line(*tables: type[ErpRecord]) -> tuple[Property, ...]:
    """What lines of all documents have; they are in these tables."""
    item = partial(_products, tables, Item, SalesLineType.ITEM)
    account = partial(_products, tables, GLAccount, SalesLineType.GL_ACCOUNT)
    return (
        RECORD_ID,
        joined("documentId", "document_id", kind=ID),
        value("sequence", "line_no"),
        product_id("itemId", "no", item, Item),
        product_id("accountId", "no", account, GLAccount),
        option(
            "lineType",
            "type",
            {
                SalesLineType.COMMENT: "Comment",
                SalesLineType.GL_ACCOUNT: "Account",
                SalesLineType.ITEM: "Item",
                SalesLineType.RESOURCE: "Resource",
            },
        ),
        value("lineObjectNumber", "no"),
        value("description", "description"),
        value("description2", "description_2"),
        id_of("unitOfMeasureId", "unit_of_measure_code"),
        value("unitOfMeasureCode", "unit_of_measure_code"),
        value("quantity", "quantity"),
        value("unitPrice", "unit_price"),
        value("discountAmount", "line_discount_amount"),
        value("discountPercent", "line_discount_percent"),
        value("taxCode", "vat_prod_posting_group"),
        value("taxPercent", "vat_percent"),
        value("shipmentDate", "shipment_date"),
    )


_AMOUNTS: Final = (
    value("invoiceDiscountAllocation", "inv_discount_amount"),
    value("netAmount", "amount"),
    joined("netTaxAmount", "tax_amount", kind=DECIMAL),
    value("netAmountIncludingTax", "amount_including_vat"),
)
_OF_ORDER_LINES: Final = (
    value("shippedQuantity", "quantity_shipped"),
    value("invoicedQuantity", "quantity_invoiced"),
    value("invoiceQuantity", "qty_to_invoice"),
    value("shipQuantity", "qty_to_ship"),
)


def _create(values: Values) -> SalesLine:
    given = {name: value for name, value in values.items() if name != "document_id"}
    return create_sales_line(document_id=values["document_id"], values=given)


def _modify(line_id: UUID, values: Values, version: int | None) -> SalesLine:
    return modify_sales_line(line_id=line_id, values=values, expected_version=version)


def _delete(line_id: UUID, version: int | None) -> None:
    delete_sales_line(line_id=line_id, expected_version=version)


LINE_OPERATIONS: Final = Operations(create=_create, modify=_modify, delete=_delete)


def _lines(
    name: str, document_type: SalesDocumentType, permissions: str, own: tuple[Property, ...] = ()
) -> Entity:
    return Entity(
        name=f"{name}s",
        singular=name,
        model=SalesLine,
        key="id",
        declared=(*_of_every_line(SalesLine), *_AMOUNTS, *own),
        operations=LINE_OPERATIONS,
        where={"document__document_type": document_type},
        annotations={"tax_amount": TAX_AMOUNT},
        permissions=permissions,
        part_of="document_id",
    )


SALES_ORDER_LINES = _lines("salesOrderLine", SalesDocumentType.ORDER, "salesorder", _OF_ORDER_LINES)
SALES_QUOTE_LINES = _lines("salesQuoteLine", SalesDocumentType.QUOTE, "salesquote")
SALES_INVOICE_LINES = Entity(
    name="salesInvoiceLines",
    singular="salesInvoiceLine",
    model=SalesLine,
    key="id",
    declared=(*_of_every_line(SalesLine, SalesInvoiceLine), *_AMOUNTS),
    operations=unless_posted(LINE_OPERATIONS, lines=True),
    where={"document__document_type": SalesDocumentType.INVOICE},
    annotations={"tax_amount": TAX_AMOUNT},
    permissions="salesinvoice",
    part_of="document_id",
    further=FurtherTable(
        model=SalesInvoiceLine,
        permission=SEE_POSTED_INVOICES,
        annotations={"tax_amount": TAX_AMOUNT},
    ),
)
SALES_SHIPMENT_LINES = Entity(
    name="salesShipmentLines",
    singular="salesShipmentLine",
    model=SalesShipmentLine,
    key="id",
    declared=(*_of_every_line(SalesShipmentLine), value("invoicedQuantity", "quantity_invoiced")),
    operations=Operations(),
    permissions="salesshipmentheader",
    part_of="document_id",
)
