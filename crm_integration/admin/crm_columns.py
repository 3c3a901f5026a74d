"""Asks the CRM for the columns of a mapping's table, for a person who waits in front of the page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from crm_integration.admin.performing import crm_sentence
from crm_integration.dataverse.clients import FOR_READERS, client_for
from crm_integration.dataverse.errors import DataverseError
from crm_integration.dataverse.known_tables import learn_table, learned_at
from crm_integration.models import ConnectionSetup

FRESH = timedelta(minutes=10)


@dataclass(frozen=True)
class ColumnsNote:
    """``read_at``: as of when the columns are known, if the CRM was ever asked; ``error``: why not now."""

    is_connected: bool
    read_at: datetime | None = None
    error: str = ""


def columns_of(table: str, *, ask: bool = True, ask_again: bool = False) -> ColumnsNote:
    """Reads the columns that the CRM has now, unless that was done a few minutes ago.

    Whatever goes wrong on the way is told; the columns stay those that were known before.
    """
    setup, now = ConnectionSetup.get(), timezone.now()
    known = learned_at(setup, table)
    is_fresh = known is not None and now - known < FRESH
    if not setup.is_enabled or not ask or (is_fresh and not ask_again):
        return ColumnsNote(setup.is_enabled, known)
    try:
        learn_table(setup, client_for(setup, policy=FOR_READERS), table, now=now)
    except DataverseError as error:
        return ColumnsNote(True, known, crm_sentence(error))
    return ColumnsNote(True, now)
