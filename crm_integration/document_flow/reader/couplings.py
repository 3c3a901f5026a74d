"""What records of the CRM are coupled with, in the words of the back office's documents."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from crm_integration.document_flow.sales_documents.crm_document import QUOTE
from crm_integration.document_flow.sales_documents.facts import LineType, WriteIn
from crm_integration.mappings.customer_account import CUSTOMER
from crm_integration.mappings.item_product import ITEM_PRODUCT
from crm_integration.mappings.item_unit_of_measure_uom import ITEM_UOM
from crm_integration.mappings.resource_product import RESOURCE_PRODUCT
from crm_integration.mappings.resource_unit_of_measure_uom import RESOURCE_UOM
from crm_integration.models import Coupling, CrmDocument, OptionMapping
from erp.models import (
    Customer,
    Item,
    ItemUnitOfMeasure,
    Resource,
    ResourceUnitOfMeasure,
    SalesReceivablesSetup,
    VatPostingSetup,
    WriteInProductType,
)
from erp.queries.table_fields import model_of

Ids = Collection[UUID]


class Sold(NamedTuple):
    """A number, blank if the record is gone, and what it is called."""

    no: str
    description: str
    vat_group: str = ""
    vat_percent: Decimal = Decimal(0)


class Buyer(NamedTuple):
    """The number of a customer and its VAT business posting group."""

    no: str
    vat_group: str


def buyers(account_ids: Ids) -> dict[UUID, Buyer]:
    """The customer by account; nothing for what is not coupled."""
    coupled = _coupled(CUSTOMER.name, account_ids)
    customers = Customer.objects.in_bulk(coupled.values())
    return {
        crm_id: Buyer(customers[erp_id].no, customers[erp_id].vat_bus_posting_group_id or "")
        for crm_id, erp_id in coupled.items()
        if erp_id in customers
    }


def sold_records(product_ids: Ids) -> dict[UUID, Sold]:
    """The item or resource by product; nothing for what is not coupled."""
    items, resources = (_coupled(mapping.name, product_ids) for mapping in (ITEM_PRODUCT, RESOURCE_PRODUCT))
    sold_items = {item.id: _sold_item(item) for item in Item.objects.filter(id__in=items.values())}
    people = Resource.objects.filter(id__in=resources.values()).values_list("id", "no", "name")
    sold = sold_items | {id: Sold(no, name) for id, no, name in people}
    return {crm_id: sold.get(erp_id, Sold("", "")) for crm_id, erp_id in (items | resources).items()}


def _sold_item(item: Item) -> Sold:
    """With the VAT that its price includes, and for whom."""
    group = (item.vat_bus_posting_gr_price_id or "") if item.price_includes_vat else ""
    setups: Any = VatPostingSetup.objects.values_list("vat_percent", flat=True)
    key = {"vat_bus_posting_group": group, "vat_prod_posting_group": item.vat_prod_posting_group_id}
    percent = setups.filter(**key).first() if group else None
    return Sold(item.no, item.description, group, percent or Decimal(0))


def unit_codes(unit_ids: Ids) -> dict[UUID, str]:
    """The code of the unit of an item or a resource by unit of the CRM."""
    found: dict[UUID, str] = {}
    units: Any = ((ITEM_UOM, ItemUnitOfMeasure), (RESOURCE_UOM, ResourceUnitOfMeasure))
    for mapping, model in units:
        coupled = _coupled(mapping.name, unit_ids)
        known = model.objects.filter(id__in=coupled.values())
        codes = dict(known.values_list("id", "unit_of_measure"))
        found |= {crm_id: codes[erp_id] for crm_id, erp_id in coupled.items() if erp_id in codes}
    return found


def option_codes() -> Mapping[tuple[str, int], str]:
    """The code by column of accounts and option."""
    mapped = list(OptionMapping.objects.values_list("erp_table", "erp_id", "crm_column", "option_value"))
    codes: dict[UUID, str] = {}
    for table in {table for table, *_ in mapped}:
        records: Any = model_of(table)._default_manager
        codes |= dict(records.values_list("id", "code"))
    return {(column, value): codes[id] for _, id, column, value in mapped if id in codes}


def write_in_product(setup: SalesReceivablesSetup) -> WriteIn:
    """Source: SD 1.6; it may not be coupled."""
    is_item = setup.write_in_product_type == WriteInProductType.ITEM
    records: Any = (Item if is_item else Resource)._default_manager
    ids = records.filter(no=setup.write_in_product_no).values("id")
    return WriteIn(
        type=LineType.ITEM if is_item else LineType.RESOURCE,
        no=setup.write_in_product_no,
        is_coupled=Coupling.objects.filter(
            erp_table="item" if is_item else "resource", erp_id__in=ids
        ).exists(),
    )


def _coupled(mapping_name: str, crm_ids: Ids) -> dict[UUID, UUID]:
    """The ERP record by record of the CRM; what is being created there is none yet."""
    if not crm_ids:
        return {}
    couplings = Coupling.objects.filter(mapping=mapping_name, crm_id__in=list(crm_ids))
    return dict(couplings.exclude(state=Coupling.State.CREATING).values_list("crm_id", "erp_id"))


def quotes_not_here(ids: Ids) -> set[UUID]:
    """Those of the quotes of the CRM that did not become a sales quote."""
    known = CrmDocument.objects.filter(crm_table=QUOTE, crm_id__in=ids, erp_id__isnull=False)
    return set(ids) - set(known.values_list("crm_id", flat=True))
