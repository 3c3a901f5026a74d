"""What follows from the dates and the currency of a sales document."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from erp.operations.errors import RecordRejected
from erp.operations.sales_customer_defaults import TABLE, due_date
from erp.queries.exchange_rate import ExchangeRateMissing, exchange_rate

_FACTOR_PLACES: Final = Decimal(1).scaleb(-15)


def add_dates(row: dict[str, Any], *, today: date) -> None:
    """Adds the dates that a new document's row does not say."""
    for name in ("document_date", "order_date", "posting_date"):
        row[name] = row.get(name) or today
    if not row.get("shipment_date"):
        row["shipment_date"] = row.get("requested_delivery_date") or row["order_date"]
    if not row.get("due_date"):
        row["due_date"] = due_date(row.get("payment_terms_code", ""), row["document_date"])


def follow_terms(row: dict[str, Any], current: Mapping[str, Any]) -> None:
    """Adds to the changes of a document a new due date and a new currency factor, as far as they follow."""
    whole = {**current, **row}
    if {"document_date", "payment_terms_code"} & row.keys() and "due_date" not in row:
        on = whole["document_date"]
        row["due_date"] = due_date(whole["payment_terms_code"], on) if on else None
    if {"currency_code", "posting_date"} & row.keys():
        row["currency_factor"] = currency_factor(whole["currency_code"], whole["posting_date"])


def currency_factor(currency_code: str, on: date) -> Decimal:
    """Returns how many units of a currency one unit of LCY is worth; raises RecordRejected without a rate."""
    if not currency_code:
        return Decimal(1)
    try:
        return exchange_rate(currency_code, on).quantize(_FACTOR_PLACES, ROUND_HALF_UP)
    except ExchangeRateMissing as error:
        raise RecordRejected(
            table=TABLE,
            index=0,
            field="currency_code",
            code="no_exchange_rate",
            params={"value": currency_code, "date": on.isoformat()},
        ) from error
