"""What an invoice of the CRM refers to: the account, the order that it is of, the price list."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import Cure as CrmCure
from crm_integration.dataverse.errors import DataverseError
from crm_integration.dataverse.operations import Create
from crm_integration.document_flow.posted_sales_invoices.couple_first import couple_first
from crm_integration.document_flow.posted_sales_invoices.draft import InvoiceRefused
from crm_integration.mappings.customer_account import CUSTOMER
from crm_integration.models import ConnectionSetup, Coupling, CrmDocument
from crm_integration.table_mapping.problem import Awaited, Cure, Problem
from crm_integration.table_mapping.values import LookupValue
from erp.models import Customer, SalesInvoiceHeader, SalesInvoiceLine

ORDER_COLUMNS = ("name", "customerid", "opportunityid", "pricelevelid", "ownerid")


def header_links(client: DataverseClient, invoice: SalesInvoiceHeader) -> dict[str, Any]:
    """Name, customer, and what the CRM's order says. Raises InvoiceRefused, DataverseError."""
    account_id = _account_of(invoice)
    order = _order_of(client, invoice)
    if order is None:
        return {"name": invoice.no, "customerid": LookupValue(account_id, "account")}
    customer = order["customerid"]
    if isinstance(customer, LookupValue) and customer.table == "account" and customer.id != account_id:
        raise InvoiceRefused(Problem("invoice_customer_changed", Cure.REJECTED, {"record": invoice.order_no}))
    links = {name: order[name] for name in ORDER_COLUMNS if order.get(name) is not None}
    return {**links, "salesorderid": LookupValue(order["salesorderid"], "salesorder")}


def _account_of(invoice: SalesInvoiceHeader) -> UUID:
    """A customer that is not coupled is created in the CRM first. Raises InvoiceRefused."""
    customer = Customer.objects.get(no=invoice.sell_to_customer_id)
    coupled = Coupling.objects.filter(mapping=CUSTOMER.name, erp_id=customer.id, state=Coupling.State.COUPLED)
    reason = {} if coupled.exists() else couple_first(CUSTOMER.name, [customer.id])
    coupling = coupled.first()
    if coupling is None:
        raise InvoiceRefused(
            Problem(
                "invoice_customer_not_coupled",
                Cure.MISSING_COUPLING,
                {"record": str(customer), "reason": reason.get(customer.id, {})},
                awaited=Awaited("customer", customer.id),
            )
        )
    return coupling.crm_id


def _order_of(client: DataverseClient, invoice: SalesInvoiceHeader) -> Mapping[str, Any] | None:
    """The CRM's order that the invoiced order was made of, if it is still there."""
    order_id = invoice.order_id or _order_of_shipments(invoice)
    known = CrmDocument.objects.filter(crm_table="salesorder", erp_id=order_id).first()
    if order_id is None or known is None:
        return None
    try:
        row = client.retrieve("salesorders", known.crm_id, select=ORDER_COLUMNS)
    except DataverseError as error:
        if error.cure is not CrmCure.NOT_FOUND:
            raise
        return None
    return {**row.values, "salesorderid": row.id}


def _order_of_shipments(invoice: SalesInvoiceHeader) -> UUID | None:
    """The order of an invoice that shipments were taken into; None if they are of several."""
    shipped = SalesInvoiceLine.objects.filter(document=invoice, shipment_line__isnull=False)
    order_ids = set(shipped.order_by().values_list("shipment_line__document__order_id", flat=True))
    return order_ids.pop() if len(order_ids) == 1 else None


def price_list(client: DataverseClient, invoice: SalesInvoiceHeader, setup: ConnectionSetup) -> LookupValue:
    """The default price list, or the one in the currency of the invoice, which is made when it is missing."""
    code = invoice.currency_id or ""
    if not code and setup.default_price_list_id is not None:
        return LookupValue(setup.default_price_list_id, "pricelevel")
    iso = code or setup.base_currency_code
    currency = _currency(client, iso)
    name = f"Price List in {iso}"
    for page in client.pages("pricelevels", select=("name",), filter=f"name eq '{name}'", top=1):
        for row in page.rows:
            return LookupValue(row.id, "pricelevel")
    assert setup.organization_id is not None  # noqa: S101 (known since the connection was enabled)
    id = uuid5(setup.organization_id, name)
    values = {"name": name, "transactioncurrencyid": LookupValue(currency, "transactioncurrency")}
    result = client.execute([Create("pricelevels", id, values)])[0]
    if result.error is not None and result.error.cure is not CrmCure.DUPLICATE:
        raise result.error
    return LookupValue(id, "pricelevel")


def _currency(client: DataverseClient, iso: str) -> UUID:
    for page in client.pages(
        "transactioncurrencies", select=("isocurrencycode",), filter=f"isocurrencycode eq '{iso}'", top=1
    ):
        for row in page.rows:
            return row.id
    raise InvoiceRefused(Problem("invoice_currency_missing", Cure.REJECTED, {"value": iso}))
