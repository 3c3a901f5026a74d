"""Posted sales shipments. What of them is not invoiced yet can become an invoice of its own."""

from typing import Final
from uuid import UUID

from erp.models import SalesShipmentHeader
from erp.operations.create_invoice_of_shipments import create_invoice_of_shipments
from erp.operations.record_operations import Operations
from erp.rest_api.entities.sales_headers import NAMED, PARTIES
from erp.rest_api.entities.sales_lines import SALES_SHIPMENT_LINES
from erp.rest_api.entity import LAST_MODIFIED, RECORD_ID, Action, Entity, joined, value
from erp.rest_api.kinds import ID


def _create_invoice(record_id: UUID, version: int | None, user_name: str) -> UUID:
    return create_invoice_of_shipments(shipment_ids=[record_id]).id


CREATE_INVOICE: Final = Action(
    name="Dynamics.createInvoice",
    run=_create_invoice,
    makes="salesInvoices",
    permissions=("erp.view_salesshipmentheader", "erp.add_salesinvoice"),
)
SALES_SHIPMENTS = Entity(
    name="salesShipments",
    singular="salesShipment",
    model=SalesShipmentHeader,
    key="id",
    declared=(
        RECORD_ID,
        value("number", "no"),
        value("externalDocumentNumber", "external_document_no"),
        value("invoiceDate", "document_date"),
        value("postingDate", "posting_date"),
        value("dueDate", "due_date"),
        value("customerPurchaseOrderReference", "your_reference"),
        *PARTIES,
        value("currencyCode", "currency_code"),
        joined("orderId", "order_id", kind=ID),
        value("orderNumber", "order_no"),
        value("paymentTermsCode", "payment_terms_code"),
        value("shipmentMethodCode", "shipment_method_code"),
        value("salesperson", "salesperson_code"),
        value("pricesIncludeTax", "prices_including_vat"),
        value("phoneNumber", "sell_to_phone_no"),
        value("email", "sell_to_e_mail"),
        LAST_MODIFIED,
    ),
    operations=Operations(),
    lines=SALES_SHIPMENT_LINES,
    navigations=NAMED,
    actions=(CREATE_INVOICE,),
)
