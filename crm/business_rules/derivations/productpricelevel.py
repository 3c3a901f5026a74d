"""Price list items: one price for a product in a unit on a price list, in the currency of the list."""

from typing import Any, Final

from crm.business_rules.draft import Draft
from crm.business_rules.errors import CURRENCIES_DIFFER, DUPLICATE_PRICE, INVALID_UNIT, REQUIRED, CrmFault
from crm.business_rules.sales.amounts import ZERO
from crm.metadata import EntityReference

_KEY: Final = ("pricelevelid", "productid", "uomid")


def complete(draft: Draft) -> None:
    for column in _KEY:
        if draft.get(column) is None:
            raise CrmFault(REQUIRED, column=column, table="productpricelevel")
    for column in ("amount", "percentage", "roundingoptionamount"):
        if draft.get(column) is None:
            draft.set(column, ZERO)
    price_list, product, unit = (draft.context.record(draft.get(column)) for column in _KEY)
    if price_list is not None:
        _follow_price_list(draft, price_list)
    if product is not None:
        _follow_product(draft, product, unit)
    if draft.changes_any(*_KEY):
        _check_once(draft)


def _follow_price_list(draft: Draft, price_list: Any) -> None:
    currency = EntityReference("transactioncurrency", price_list.transactioncurrencyid_id)
    if "transactioncurrencyid" in draft.asked and draft.get("transactioncurrencyid") not in (None, currency):
        raise CrmFault(CURRENCIES_DIFFER, column="transactioncurrencyid")
    draft.set("transactioncurrencyid", currency)


def _follow_product(draft: Draft, product: Any, unit: Any) -> None:
    draft.set("productnumber", product.productnumber)
    group = EntityReference("uomschedule", product.defaultuomscheduleid_id)
    if "uomscheduleid" in draft.asked and draft.get("uomscheduleid") not in (None, group):
        raise CrmFault(INVALID_UNIT, column="uomscheduleid")
    draft.set("uomscheduleid", group)
    if unit is not None and unit.uomscheduleid_id != product.defaultuomscheduleid_id:
        raise CrmFault(INVALID_UNIT, column="uomid")


def _check_once(draft: Draft) -> None:
    values = {column: draft.get(column).id for column in _KEY}
    key = ("price", *values.values())
    taken = draft.table.model.objects.filter(**values).exclude(pk=draft.id).exists()
    if taken or draft.context.memory.setdefault(key, draft.id) != draft.id:
        raise CrmFault(DUPLICATE_PRICE, column="uomid")
