"""The salesperson's home page: own records in figures, and what changed last."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm import metadata
from crm.business_rules.caller import Caller
from crm.business_rules.errors import CrmFault
from crm.business_rules.privileges import readable

_RECENT = 8


@dataclass(frozen=True)
class Tile:
    label: str | Promise
    figure: int
    url: str
    note: str = ""
    status: None = None


def home_context(caller: Caller) -> dict[str, Any]:
    """Tiles and the latest accounts; nothing of tables that the caller may not read."""
    tiles = [
        Tile(label, _count(caller, table, condition), _list_url(table, query))
        for label, table, condition, query in _figures(caller)
        if _may_read(caller, table)
    ]
    return {"tiles": tiles, "recent_accounts": _recent(caller)}


def _figures(caller: Caller) -> tuple[tuple[Promise, str, Q, str], ...]:
    mine = Q(ownerid=caller.user_id, statecode=0)
    active_quotes = Q(ownerid=caller.user_id, statecode=1)
    return (
        (_("My open opportunities"), "opportunity", mine, "?owner=me&statecode__exact=0"),
        (_("My active quotes"), "quote", active_quotes, "?owner=me&statecode__exact=1"),
        (_("My orders to submit"), "salesorder", mine, "?owner=me&statecode__exact=0"),
        (_("My active accounts"), "account", mine, "?owner=me&statecode__exact=0"),
        (_("All active accounts"), "account", Q(statecode=0), "?statecode__exact=0"),
    )


def _may_read(caller: Caller, table: str) -> bool:
    try:
        readable(caller=caller, table=metadata.table(table))
    except CrmFault:
        return False
    return True


def _count(caller: Caller, table: str, condition: Q) -> int:
    records = metadata.table(table)
    return records.model.objects.filter(readable(caller=caller, table=records), condition).count()


def _list_url(table: str, query: str) -> str:
    return reverse(f"sales:crm_{table}_changelist") + query


def _recent(caller: Caller) -> list[Any]:
    if not _may_read(caller, "account"):
        return []
    table = metadata.table("account")
    rows = table.model.objects.filter(readable(caller=caller, table=table))
    return list(rows.select_related("modifiedby").order_by("-versionnumber")[:_RECENT])
