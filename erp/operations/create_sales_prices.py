"""Creates sales prices."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from erp.models import SalesPrice
from erp.operations.clean_values import clean_rows
from erp.operations.line_records import insert_lines
from erp.operations.sales_price_rules import KEY, TABLE, check_prices, values_of_new_price


@transaction.atomic
def create_sales_prices(
    *, rows: Sequence[Mapping[str, Any]], created_ids: Sequence[UUID] | None = None
) -> list[SalesPrice]:
    """Creates a price per row; ``item_no`` is required, and ``sales_code`` unless it is for all customers.

    Only one price may have the same item, sales type, sales code, starting date, currency, unit and minimum
    quantity. Raises RecordRejected; nothing is written then.
    """
    values = clean_rows(table=TABLE, rows=rows)
    check_prices(values, [values_of_new_price()] * len(values))
    return insert_lines(model=SalesPrice, key=KEY, rows=values, created_ids=created_ids)
