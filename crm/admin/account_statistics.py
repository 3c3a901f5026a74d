"""What an account owes, has ordered and has bought in the back office: a FactBox.

The integration writes it to a row that the account points to; table and pointer come with its solution.
"""

from typing import Any, Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.formats import date_format

from crm import metadata
from crm.admin.acting_user import has_right
from crm.admin.amounts import amount_text
from crm.business_rules.privileges import READ
from crm.metadata import EntityReference, Table
from crm.metadata.stored_values import stored_value
from crm.models import CrmRecord, TransactionCurrency

TABLE: Final = "nav_accountstatistics"
POINTER: Final = "nav_accountstatisticsid"
AMOUNTS: Final = (
    "nav_balancelcy",
    "nav_outstandingorderslcy",
    "nav_shippednotinvoicedlcy",
    "nav_outstandinginvoiceslcy",
    "nav_totallcy",
    "nav_creditlimitlcy",
    "nav_totalsaleslcy",
)
OVERDUE, AS_OF, CURRENCY = "nav_overdueamountslcy", "nav_overdueamountsasof", "transactioncurrencyid"


def statistics_box(request: HttpRequest, account: CrmRecord) -> list[str]:
    """Nothing where the account has no statistics, or the person may not read them."""
    pointer = metadata.table("account").columns.get(POINTER)
    found = stored_value(account, pointer) if pointer else None
    if found is None or not has_right(request, TABLE, READ):
        return []
    table = metadata.table(TABLE)
    row = table.model.objects.filter(pk=found.id).first()
    return (
        [render_to_string("crm/statistics_factbox.html", _shown(row, table), request=request)] if row else []
    )


def _shown(row: CrmRecord, table: Table) -> dict[str, Any]:
    values = {name: stored_value(row, table.columns[name]) for name in (*AMOUNTS, OVERDUE, AS_OF, CURRENCY)}
    currency = _currency(values[CURRENCY])
    return {
        "title": table.display_name,
        "figures": [(table.columns[name].label, amount_text(values[name], currency)) for name in AMOUNTS],
        "overdue_label": table.columns[OVERDUE].label,
        "overdue": amount_text(values[OVERDUE], currency),
        "is_overdue": bool(values[OVERDUE]),
        "as_of": date_format(values[AS_OF], "j M Y") if values[AS_OF] else "",
    }


def _currency(reference: EntityReference | None) -> TransactionCurrency | None:
    return TransactionCurrency.objects.filter(pk=reference.id).first() if reference else None
