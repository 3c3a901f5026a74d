"""The messages that there are, and one filter of each for every table that takes them."""

from typing import Final
from uuid import NAMESPACE_OID, UUID, uuid5

from crm import metadata
from crm.business_rules.caller import Caller
from crm.business_rules.create import NewRecord, create_records
from crm.metadata import EntityReference
from crm.models import SdkMessage, SdkMessageFilter
from crm.models.sdkmessage import MESSAGES

# What registrations themselves consist of is not announced.
_SILENT: Final = frozenset({"sdkmessage", "sdkmessagefilter", "sdkmessageprocessingstep", "serviceendpoint"})


def ensure_messages(*, caller: Caller) -> None:
    """Creates the messages and filters that are not there yet. Their ids are the same in every CRM."""
    names = {message_id(name): name for name in MESSAGES}
    present = set(SdkMessage.objects.values_list("pk", flat=True))
    _create(caller, "sdkmessage", {id_: {"name": name} for id_, name in names.items() if id_ not in present})
    filters: dict[UUID, dict[str, object]] = {}
    for table in metadata.tables():
        if table.logical_name not in _SILENT:
            filters |= _filters_of(table.logical_name)
    present = set(SdkMessageFilter.objects.values_list("pk", flat=True))
    _create(caller, "sdkmessagefilter", {id_: v for id_, v in filters.items() if id_ not in present})


def _filters_of(table: str) -> dict[UUID, dict[str, object]]:
    return {
        filter_id(name, table): {
            "name": f"{name} of {table}",
            "sdkmessageid": EntityReference("sdkmessage", message_id(name)),
            "primaryobjecttypecode": table,
        }
        for name in MESSAGES
    }


def _create(caller: Caller, table: str, rows: dict[UUID, dict[str, object]]) -> None:
    if rows:
        records = [NewRecord(values=values, id=identifier) for identifier, values in rows.items()]
        create_records(table=metadata.table(table), records=records, caller=caller, trusted=True)


def message_id(name: str) -> UUID:
    return uuid5(NAMESPACE_OID, f"sdkmessage/{name}")


def filter_id(name: str, table: str) -> UUID:
    return uuid5(NAMESPACE_OID, f"sdkmessagefilter/{name}/{table}")
