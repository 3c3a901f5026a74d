"""Reads what must be known before a posted sales invoice becomes an invoice of the CRM."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import Cure as CrmCure
from crm_integration.dataverse.errors import DataverseError
from crm_integration.dataverse.operations import Create, Retrieve
from crm_integration.document_flow.posted_sales_invoices.draft import (
    InvoiceFacts,
    InvoiceLine,
    InvoiceRefused,
    SoldProduct,
)
from crm_integration.document_flow.posted_sales_invoices.mapped_columns import line_columns
from crm_integration.document_flow.reader.couplings import write_in_product
from crm_integration.mappings.customer_account import CUSTOMER
from crm_integration.mappings.item_product import ITEM_PRODUCT
from crm_integration.mappings.item_unit_of_measure_uom import ITEM_UOM
from crm_integration.mappings.resource_product import RESOURCE_PRODUCT
from crm_integration.mappings.resource_unit_of_measure_uom import RESOURCE_UOM
from crm_integration.models import ConnectionSetup, Coupling, CrmDocument
from crm_integration.synch_engine.context import MappingContext
from crm_integration.table_mapping.problem import Awaited, Cure, Problem
from crm_integration.table_mapping.values import LookupValue
from erp.models import (
    Customer,
    Item,
    ItemUnitOfMeasure,
    Resource,
    ResourceUnitOfMeasure,
    SalesInvoiceHeader,
    SalesInvoiceLine,
    SalesReceivablesSetup,
)

COMMENT = "comment"
ORDER_COLUMNS = ("name", "customerid", "opportunityid", "pricelevelid", "ownerid")
COUPLED = Coupling.State.COUPLED


def invoice_lines(invoice: SalesInvoiceHeader, context: MappingContext) -> list[InvoiceLine]:
    """All of them: comments, and what the mapping leaves out, have no columns. Raises InvoiceRefused."""
    rows = list(SalesInvoiceLine.objects.filter(document=invoice).order_by("line_no"))
    columns = line_columns(context, [row for row in rows if row.type != COMMENT and row.quantity])
    if not columns:
        params = {"mapping": context.stored.name}
        raise InvoiceRefused(Problem("invoice_without_lines", Cure.CONFIGURATION, params))
    ids = _record_ids(rows)
    return [
        InvoiceLine(
            line_no=row.line_no,
            type=row.type,
            no=row.no,
            description=row.description,
            record_id=ids.get((row.type, row.no)),
            quantity=row.quantity,
            line_discount_amount=row.line_discount_amount,
            inv_discount_amount=row.inv_discount_amount,
            amount=row.amount,
            amount_including_vat=row.amount_including_vat,
            unit_code=row.unit_of_measure_id or "",
            columns=columns.get(row.id),
        )
        for row in rows
    ]


def _record_ids(rows: Sequence[SalesInvoiceLine]) -> dict[tuple[str, str], UUID]:
    tables: Any = (("item", Item), ("resource", Resource))
    return {
        (table, no): id
        for table, model in tables
        for no, id in model.objects.filter(no__in={row.no for row in rows if row.type == table}).values_list(
            "no", "id"
        )
    }


def read_facts(
    client: DataverseClient, invoice: SalesInvoiceHeader, crm_id: UUID, lines: Sequence[InvoiceLine]
) -> InvoiceFacts:
    """Raises DataverseError."""
    ids = {line.record_id for line in lines if line.record_id}
    products = _products(client, ids)
    return InvoiceFacts(
        invoice_id=crm_id,
        prices_including_vat=invoice.prices_including_vat,
        products=products,
        units=_units(products),
        written_in=_written_in(ids - set(products)),
    )


def _products(client: DataverseClient, ids: Collection[UUID]) -> dict[UUID, SoldProduct]:
    coupled = Coupling.objects.filter(
        mapping__in=(ITEM_PRODUCT.name, RESOURCE_PRODUCT.name), erp_id__in=ids, state=COUPLED
    )
    crm_ids = dict(coupled.values_list("erp_id", "crm_id"))
    found: dict[UUID, SoldProduct] = {}
    reads = [Retrieve("products", crm_id, ("defaultuomid",)) for crm_id in crm_ids.values()]
    by_crm_id = {crm_id: erp_id for erp_id, crm_id in crm_ids.items()}
    for result in client.execute(reads) if reads else ():
        if result.row is not None:
            unit = result.row.values.get("defaultuomid")
            unit_id = unit.id if isinstance(unit, LookupValue) else None
            found[by_crm_id[result.row.id]] = SoldProduct(result.row.id, unit_id)
        elif result.error is not None and result.error.cure is not CrmCure.NOT_FOUND:
            raise result.error
    return found


def _units(products: Mapping[UUID, SoldProduct]) -> dict[tuple[UUID, str], UUID]:
    """The unit of the CRM by product and code, where units go by unit groups."""
    tables: Any = ((ITEM_UOM, ItemUnitOfMeasure, "item"), (RESOURCE_UOM, ResourceUnitOfMeasure, "resource"))
    found: dict[tuple[UUID, str], UUID] = {}
    for mapping, model, owner in tables:
        rows = model.objects.filter(**{f"{owner}__id__in": list(products)})
        owners = {
            id: (of, code) for id, of, code in rows.values_list("id", f"{owner}__id", "unit_of_measure")
        }
        coupled = Coupling.objects.filter(mapping=mapping.name, erp_id__in=owners, state=COUPLED)
        for erp_id, crm_id in coupled.values_list("erp_id", "crm_id"):
            record_id, code = owners[erp_id]
            found[products[record_id].id, code] = crm_id
    return found


def _written_in(ids: Collection[UUID]) -> frozenset[UUID]:
    """What is never coupled: the write-in product, and items and resources that are blocked."""
    setup = SalesReceivablesSetup.objects.first() or SalesReceivablesSetup()
    write_in = write_in_product(setup)
    records: Any = (Item, Resource)
    found: set[UUID] = set()
    for model in records:
        known = model.objects.filter(id__in=ids)
        found |= set(known.filter(blocked=True).values_list("id", flat=True))
        if write_in.type.value == model._meta.model_name:
            found |= set(known.filter(no=write_in.no).values_list("id", flat=True))
    return frozenset(found)


def header_links(
    client: DataverseClient, invoice: SalesInvoiceHeader, setup: ConnectionSetup
) -> dict[str, Any]:
    """Name, customer, price list, and what the CRM's order says. Raises InvoiceRefused, DataverseError."""
    account_id = _account_of(invoice)
    order = _order_of(client, invoice)
    if order is None:
        return {
            "name": invoice.no,
            "customerid": LookupValue(account_id, "account"),
            "pricelevelid": _price_list(client, invoice, setup),
        }
    customer = order["customerid"]
    if isinstance(customer, LookupValue) and customer.table == "account" and customer.id != account_id:
        raise InvoiceRefused(Problem("invoice_customer_changed", Cure.REJECTED, {"record": invoice.order_no}))
    links = {name: order[name] for name in ORDER_COLUMNS if order.get(name) is not None}
    return {**links, "salesorderid": LookupValue(order["salesorderid"], "salesorder")}


def _account_of(invoice: SalesInvoiceHeader) -> UUID:
    customer = Customer.objects.get(no=invoice.sell_to_customer_id)
    coupling = Coupling.objects.filter(mapping=CUSTOMER.name, erp_id=customer.id, state=COUPLED).first()
    if coupling is None:
        raise InvoiceRefused(
            Problem(
                "invoice_customer_not_coupled",
                Cure.MISSING_COUPLING,
                {"record": str(customer)},
                awaited=Awaited("customer", customer.id),
            )
        )
    return coupling.crm_id


def _order_of(client: DataverseClient, invoice: SalesInvoiceHeader) -> Mapping[str, Any] | None:
    """The CRM's order that the invoiced order was made of, if it is still there."""
    known = CrmDocument.objects.filter(crm_table="salesorder", erp_id=invoice.order_id).first()
    if invoice.order_id is None or known is None:
        return None
    try:
        row = client.retrieve("salesorders", known.crm_id, select=ORDER_COLUMNS)
    except DataverseError as error:
        if error.cure is not CrmCure.NOT_FOUND:
            raise
        return None
    return {**row.values, "salesorderid": row.id}


def _price_list(client: DataverseClient, invoice: SalesInvoiceHeader, setup: ConnectionSetup) -> LookupValue:
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
