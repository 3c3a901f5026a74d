"""Open entries of a customer, as rows to choose from."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.formats import sanitize_separators

from erp.admin.formats import money_text
from erp.admin.receivables.customer_ledger import entry_status
from erp.admin.record_form import AmountInput
from erp.models import CustomerLedgerEntry
from erp.queries.customer_ledger import with_amounts
from erp.queries.local_currency import local_currency_code

MOST_SHOWN: Final = 200


class OptionalAmount(forms.DecimalField):
    """An amount as people write it; left empty it is None."""

    widget = AmountInput

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_digits": 20, "decimal_places": 5, "required": False, **kwargs})

    def to_python(self, value: Any) -> Any:
        return super().to_python(sanitize_separators(value.strip()) if isinstance(value, str) else value)


def open_entries(entries: QuerySet[CustomerLedgerEntry]) -> list[Any]:
    """Those that are open, with their amounts, what falls due first at the top."""
    found = with_amounts(entries.filter(open=True)).select_related("customer")
    return list(found.order_by("due_date", "entry_no")[:MOST_SHOWN])


def rows(entries: Sequence[Any], chosen: Sequence[str]) -> list[dict[str, Any]]:
    """What the table of the page shows."""
    local = local_currency_code()
    return [
        {
            "entry": entry,
            "status": entry_status(entry),
            "remaining": money_text(entry.remaining_amount, entry.currency_id or local),
            "amount": money_text(entry.amount, entry.currency_id or local),
            "chosen": str(entry.pk) in chosen,
        }
        for entry in entries
    ]
