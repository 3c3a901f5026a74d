"""Whose price a sales price is: the sales code names a customer, a price group or a campaign, or is blank."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q

from erp.models import Customer, CustomerPriceGroup, SalesPrice, SalesPriceType
from erp.operations.delete_where import delete_where
from erp.operations.errors import RecordRejected

_TABLES: Mapping[str, tuple[Any, str]] = {
    SalesPriceType.CUSTOMER: (Customer, "no"),
    SalesPriceType.CUSTOMER_PRICE_GROUP: (CustomerPriceGroup, "code"),
}


def check_sales_codes(rows: Sequence[Mapping[str, Any]]) -> None:
    """Checks complete rows, with one query per sales type; campaigns are known to nobody here.

    Raises RecordRejected for a code that is missing, that does not exist, or that all customers cannot have.
    """
    known = {sales_type: _existing(sales_type, rows) for sales_type in _TABLES}
    for index, row in enumerate(rows):
        sales_type, code = row["sales_type"], row["sales_code"]
        if sales_type == SalesPriceType.ALL_CUSTOMERS:
            if code:
                raise _rejected(index, "sales_code_for_all", code)
        elif not code:
            raise _rejected(index, "required", code)
        elif sales_type in known and code not in known[sales_type]:
            raise _rejected(index, "unknown_reference", code)


def delete_prices_of(sales_type: str, codes: Iterable[str]) -> None:
    """Deletes the prices of a customer or a price group, which is about to be deleted itself."""
    delete_where(SalesPrice, Q(sales_type=sales_type, sales_code__in=list(codes)))


def _existing(sales_type: str, rows: Sequence[Mapping[str, Any]]) -> set[str]:
    model, key = _TABLES[sales_type]
    codes = {row["sales_code"] for row in rows if row["sales_type"] == sales_type and row["sales_code"]}
    return set(model.objects.filter(**{f"{key}__in": codes}).values_list(key, flat=True)) if codes else set()


def _rejected(index: int, code: str, value: str) -> RecordRejected:
    return RecordRejected(
        table="sales_price", index=index, field="sales_code", code=code, params={"value": value}
    )
