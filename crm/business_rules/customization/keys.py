"""Alternate keys made at run time."""

from typing import Any, Final

from crm import metadata
from crm.business_rules.caller import Caller
from crm.business_rules.customization.rights import logical_name_of, refuse_known
from crm.business_rules.errors import DUPLICATE_KEY, INVALID_DEFINITION, NOT_CUSTOM, CrmFault
from crm.business_rules.privileges import check_general
from crm.metadata import EntityReference, Table
from crm.metadata.stored_values import stored_value
from crm.models import CrmKey
from crm.models.fields import fold

_KINDS: Final = ("String", "Integer", "Decimal", "DateTime", "Lookup", "Picklist")


def create_key(table: Table, schema_name: str, columns: list[str], *, caller: Caller) -> str:
    """Makes the key. Raises CrmFault if two records have the same values already."""
    check_general(caller=caller, name="CreateEntityKey")
    name = logical_name_of(schema_name)
    refuse_known(name in table.keys, name)
    if not 1 <= len(columns) <= 16 or any(
        item not in table.columns or table.columns[item].type not in _KINDS for item in columns
    ):
        raise CrmFault(INVALID_DEFINITION, reason="a key has between 1 and 16 columns of plain kinds")
    _refuse_doubles(table, name, columns)
    CrmKey.objects.create(
        table=table.logical_name,
        logical_name=name,
        columns=columns,
        definition={"schema_name": schema_name},
    )
    metadata.refresh()
    return name


def _refuse_doubles(table: Table, name: str, columns: list[str]) -> None:
    seen = set()
    for record in table.model.objects.all().iterator(chunk_size=2_000):
        values = tuple(_comparable(stored_value(record, table.columns[item])) for item in columns)
        if None in values:
            continue
        if values in seen:
            raise CrmFault(DUPLICATE_KEY, key=name, columns=", ".join(columns), column=columns[0])
        seen.add(values)


def _comparable(value: Any) -> Any:
    if isinstance(value, EntityReference):
        return value.id
    return fold(value).rstrip(" ") if isinstance(value, str) else value


def delete_key(table: Table, name: str, *, caller: Caller) -> None:
    check_general(caller=caller, name="DeleteEntityKey")
    row = CrmKey.objects.filter(table=table.logical_name, logical_name=name).first()
    if row is None:
        raise CrmFault(NOT_CUSTOM, name=name)
    row.delete()
    metadata.refresh()
