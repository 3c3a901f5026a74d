"""Lines of opportunities, quotes, orders and invoices: product, numbers, price and amounts."""

from decimal import Decimal
from typing import Any

from django.db.models import Max

from crm.business_rules.draft import Draft
from crm.business_rules.errors import (
    CURRENCIES_DIFFER,
    INVALID_UNIT,
    PARENT_READ_ONLY,
    PRODUCT_NOT_ACTIVE,
    QUANTITY_DECIMALS,
    REQUIRED,
    WRITE_INS_REFUSED,
    CrmFault,
)
from crm.business_rules.sales import line_price
from crm.business_rules.sales.amounts import ZERO
from crm.business_rules.sales.documents import BY_LINES, Document
from crm.business_rules.sales.settings import sales_settings
from crm.business_rules.sales.states import ACTIVE_PRODUCT, STATES
from crm.metadata import EntityReference

_FAMILY = 2


def complete(draft: Draft) -> None:
    document = BY_LINES[draft.table.logical_name]
    reference = draft.get(document.primary_id)
    if reference is None:
        raise CrmFault(REQUIRED, column=document.primary_id, table=draft.table.logical_name)
    header = draft.context.record(reference)
    if header is None:
        return  # said when references are checked
    check_writable(draft, document)
    _follow_currency(draft, header)
    _mirror(draft, header, document)
    _choose_product(draft, document)
    if draft.creating:
        _number(draft, document, reference)
        if draft.get("volumediscountamount") is None:
            draft.set("volumediscountamount", ZERO)
    line_price.complete(draft, header, document)


def check_writable(draft: Draft, document: Document) -> None:
    """Raises CrmFault if the document of the line, or the one that it leaves, is closed."""
    if draft.trusted:
        return
    for reference in {draft.get(document.primary_id), draft.before(document.primary_id)} - {None}:
        header = draft.context.record(reference)
        if header is not None and header.statecode not in STATES[document.table].editable:
            raise CrmFault(PARENT_READ_ONLY)


def _follow_currency(draft: Draft, header: Any) -> None:
    currency = EntityReference("transactioncurrency", header.transactioncurrencyid_id)
    if "transactioncurrencyid" in draft.asked and draft.get("transactioncurrencyid") not in (None, currency):
        raise CrmFault(CURRENCIES_DIFFER, column="transactioncurrencyid")
    draft.set("transactioncurrencyid", currency)


def _mirror(draft: Draft, header: Any, document: Document) -> None:
    if document.line_state:
        draft.set(document.line_state, header.statecode)
    if document.line_lock:
        draft.set(document.line_lock, header.ispricelocked)


def _choose_product(draft: Draft, document: Document) -> None:
    names = ("productid", "productdescription", "isproductoverridden", "uomid", "quantity")
    if not (draft.creating or draft.changes_any(*names)):
        return
    product = draft.context.record(draft.get("productid"))
    if "isproductoverridden" not in draft.asked and draft.changes_any("productid", "productdescription"):
        draft.set("isproductoverridden", product is None and bool(draft.get("productdescription")))
    if draft.get("isproductoverridden"):
        _check_write_in(draft)
        name = draft.get("productdescription")
    else:
        if product is not None:
            _check_product(draft, product)
        name = None if product is None else product.name
    _name(draft, document, name, None if product is None else product.productnumber)


def _name(draft: Draft, document: Document, name: str | None, number: str | None) -> None:
    columns = draft.table.columns
    for column in ("productname", document.line_name):
        if column in columns and (column not in draft.asked or draft.get(column) is None):
            draft.set(column, name[: columns[column].max_length] if name else None)
    if "productnumber" in columns:
        draft.set("productnumber", number)


def _check_write_in(draft: Draft) -> None:
    if not sales_settings(draft.context).iswriteinproductsallowed:
        raise CrmFault(WRITE_INS_REFUSED, column="isproductoverridden")
    draft.set("productid", None)
    draft.set("ispriceoverridden", True)


def _check_product(draft: Draft, product: Any) -> None:
    if draft.changes_any("productid") and not draft.trusted:
        sellable = product.statecode == ACTIVE_PRODUCT and product.productstructure != _FAMILY
        if not sellable and draft.get("productid") != draft.before("productid"):
            raise CrmFault(PRODUCT_NOT_ACTIVE, name=product.name, column="productid")
    unit = draft.context.record(draft.get("uomid"))
    if unit is not None and unit.uomscheduleid_id != product.defaultuomscheduleid_id:
        raise CrmFault(INVALID_UNIT, column="uomid")
    if draft.changes_any("quantity", "productid") and not draft.trusted:
        _check_decimals(Decimal(draft.get("quantity") or 0), product.quantitydecimal)


def _check_decimals(quantity: Decimal, decimals: int | None) -> None:
    exponent = quantity.normalize().as_tuple().exponent
    if decimals is not None and isinstance(exponent, int) and -exponent > decimals:
        raise CrmFault(QUANTITY_DECIMALS, decimals=decimals, column="quantity")


def _number(draft: Draft, document: Document, reference: EntityReference) -> None:
    """Lines are numbered in the order in which they come, after those that are there."""
    memory = draft.context.memory
    for column in ("lineitemnumber", "sequencenumber"):
        key = (column, reference)
        if key not in memory:
            lines = draft.table.model.objects.filter(**{document.primary_id: reference.id})
            memory[key] = lines.aggregate(last=Max(column))["last"] or 0
        given = draft.get(column)
        if given is None:
            largest = draft.table.columns[column].maximum or 2**31 - 1
            given = min(memory[key] + 1, int(largest))
            draft.set(column, given)
        memory[key] = max(memory[key], given)
