"""Where the documents of an order's journey are opened."""

from collections.abc import Mapping

from django.urls import reverse

from crm_integration.document_flow.order_life.journey_facts import DocumentFact

MODELS: Mapping[str, str] = {
    "sales_header": "salesorder",
    "sales_shipment_header": "salesshipmentheader",
    "sales_invoice_header": "salesinvoiceheader",
    "customer_ledger_entry": "customerledgerentry",
}


def document_url(document: DocumentFact) -> str:
    """The address of the card of a document that is there."""
    return reverse(f"admin:erp_{MODELS[document.table]}_change", args=[document.id])
