"""Reads what must be known before a posted sales invoice becomes an invoice of the CRM."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from crm_integration.dataverse.client import DataverseClient
from crm_integration.dataverse.errors import Cure as CrmCure
from crm_integration.dataverse.operations import Retrieve
from crm_integration.document_flow.posted_sales_invoices.couple_first import Reason, couple_first
from crm_integration.document_flow.posted_sales_invoices.draft import (
    InvoiceFacts,
    InvoiceLine,
    InvoiceRefused,
    SoldProduct,
)
from crm_integration.document_flow.posted_sales_invoices.mapped_columns import line_columns
from crm_integration.document_flow.reader.couplings import write_in_product
from crm_integration.document_flow.reader.facts import PER_UNIT
from crm_integration.mappings.item_product import ITEM_PRODUCT
from crm_integration.mappings.item_unit_of_measure_uom import ITEM_UOM
from crm_integration.mappings.resource_product import RESOURCE_PRODUCT
from crm_integration.mappings.resource_unit_of_measure_uom import RESOURCE_UOM
from crm_integration.models import ConnectionSetup, Coupling
from crm_integration.synch_engine.context import MappingContext
from crm_integration.synch_engine.reader.erp_records import inside_filter
from crm_integration.table_mapping.problem import Cure, Problem
from crm_integration.table_mapping.values import LookupValue
from erp.models import (
    Item,
    ItemUnitOfMeasure,
    Resource,
    ResourceUnitOfMeasure,
    SalesInvoiceHeader,
    SalesInvoiceLine,
    SalesReceivablesSetup,
)

COMMENT = "comment"
COUPLED = Coupling.State.COUPLED


def invoice_lines(invoice: SalesInvoiceHeader, context: MappingContext) -> list[InvoiceLine]:
    """All of them: comments, and what the mapping leaves out, have no columns. Raises InvoiceRefused."""
    rows = list(SalesInvoiceLine.objects.filter(document=invoice).order_by("line_no"))
    columns = line_columns(context, [row for row in rows if row.type != COMMENT and row.quantity])
    if not columns:
        params = {"mapping": context.stored.name}
        raise InvoiceRefused(Problem("invoice_without_lines", Cure.CONFIGURATION, params))
    records = _records(rows)
    return [
        InvoiceLine(
            line_no=row.line_no,
            type=row.type,
            no=row.no,
            description=row.description,
            record_id=records.get((row.type, row.no), (None, False))[0],
            is_blocked=records.get((row.type, row.no), (None, False))[1],
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


def _records(rows: Sequence[SalesInvoiceLine]) -> dict[tuple[str, str], tuple[UUID, bool]]:
    """The id of each item and resource, and whether it is blocked, by table and number."""
    tables: Any = (("item", Item), ("resource", Resource))
    found: dict[tuple[str, str], tuple[UUID, bool]] = {}
    for table, model in tables:
        known = model.objects.filter(no__in={row.no for row in rows if row.type == table})
        found |= {(table, no): (id, blocked) for id, no, blocked in known.values_list("id", "no", "blocked")}
    return found


def read_facts(
    client: DataverseClient,
    invoice: SalesInvoiceHeader,
    crm_id: UUID,
    lines: Sequence[InvoiceLine],
    setup: ConnectionSetup,
) -> InvoiceFacts:
    """Products that are missing are created first. Raises DataverseError."""
    ids = {line.record_id: line.type for line in lines if line.record_id and line.columns is not None}
    products = _products(client, ids)
    written_in = _written_in(ids.keys() - products.keys())
    reasons = _couple_first({id: ids[id] for id in ids.keys() - products.keys() - written_in})
    products |= _products(client, ids.keys() - products.keys() - written_in - reasons.keys())
    return InvoiceFacts(
        invoice_id=crm_id,
        prices_including_vat=invoice.prices_including_vat,
        is_discount_per_unit=_is_discount_per_unit(client, lines, setup),
        products=products,
        units=_units(products),
        written_in=written_in,
        reasons=reasons,
    )


def _is_discount_per_unit(
    client: DataverseClient, lines: Sequence[InvoiceLine], setup: ConnectionSetup
) -> bool:
    """Not asked where no line has a discount. Raises DataverseError."""
    has_discount = any(line.columns and line.columns.get("manualdiscountamount") for line in lines)
    if not has_discount or setup.organization_id is None:
        return False
    row = client.retrieve("organizations", setup.organization_id, select=("discountcalculationmethod",))
    return row.values.get("discountcalculationmethod") == PER_UNIT


def _couple_first(tables: Mapping[UUID, str]) -> dict[UUID, Reason]:
    """``tables``: that of each record. Returns why it could not be done."""
    reasons: dict[UUID, Reason] = {}
    for mapping in (ITEM_PRODUCT, RESOURCE_PRODUCT):
        ids = [id for id, table in tables.items() if table == mapping.erp_table]
        reasons |= couple_first(mapping.name, ids) if ids else {}
    return reasons


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
    """What is never coupled: the write-in product, and items that the mapping leaves out."""
    if not ids:
        return frozenset()
    context = MappingContext.open(ITEM_PRODUCT.name)
    items = Item.objects.filter(id__in=ids).exclude(id__in=inside_filter(context).values("id"))
    setup = SalesReceivablesSetup.objects.first() or SalesReceivablesSetup()
    write_in = write_in_product(setup)
    model: Any = Item if write_in.type.value == "item" else Resource
    chosen = model.objects.filter(id__in=ids, no=write_in.no)
    return frozenset({*items.values_list("id", flat=True), *chosen.values_list("id", flat=True)})
