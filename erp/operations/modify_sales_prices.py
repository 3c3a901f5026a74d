"""Modifies sales prices."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from erp.models import SalesPrice
from erp.operations.clean_values import clean_rows
from erp.operations.line_records import change_lines
from erp.operations.locking import lock_where, pick
from erp.operations.sales_price_rules import KEY, TABLE, check_prices
from erp.queries.table_fields import record_values


@transaction.atomic
def modify_sales_prices(
    *,
    changes: Mapping[UUID, Mapping[str, Any]],
    expected_versions: Mapping[UUID, int] | None = None,
) -> list[SalesPrice]:
    """Modifies prices by id and returns them as they are now; what they are prices of may change, too.

    Raises RecordRejected, RecordChanged, RecordMissing; nothing is written then.
    """
    locked = lock_where(SalesPrice, Q(id__in=list(changes)))
    prices = pick(locked, list(changes), model=SalesPrice, expected_versions=expected_versions)
    values = clean_rows(table=TABLE, rows=changes.values())
    check_prices(values, [record_values(price) for price in prices])
    change_lines(records=prices, key=KEY, rows=values)
    return prices
