"""Columns made at run time."""

from collections.abc import Mapping
from typing import Any, Final

from crm import metadata
from crm.business_rules.caller import Caller
from crm.business_rules.customization.rights import logical_name_of, refuse_known
from crm.business_rules.errors import IN_USE, INVALID_DEFINITION, NOT_CUSTOM, CrmFault
from crm.business_rules.privileges import check_general
from crm.metadata import Table
from crm.models import CrmColumn, CrmOption, CrmOptionSet

Definition = dict[str, Any]
_CURRENCY: Final[Mapping[str, Definition]] = {
    "exchangerate": {"type": "Decimal", "read_only": True},
    "transactioncurrencyid": {
        "type": "Lookup",
        "targets": {"transactioncurrency": "transactioncurrencyid"},
    },
}
_CHUNK: Final = 500


def create_column(table: Table, schema_name: str, definition: Definition, *, caller: Caller) -> str:
    """Makes the column and returns its logical name; an amount brings what amounts need. Raises CrmFault."""
    check_general(caller=caller, name="CreateAttribute")
    name = logical_name_of(schema_name)
    refuse_known(name in table.columns or name in table.collections, name)
    _check(definition)
    columns = {name: {**definition, "schema_name": schema_name}}
    if definition["type"] == "Money":
        base = {**definition, "read_only": True, "required": False, "schema_name": f"{schema_name}_Base"}
        columns[f"{name}_base"] = base
        columns |= {key: value for key, value in _CURRENCY.items() if key not in table.columns}
    for key, value in columns.items():
        CrmColumn.objects.create(table=table.logical_name, logical_name=key, definition=value)
    metadata.refresh()
    return name


def change_column(table: Table, name: str, changes: Definition, *, caller: Caller) -> None:
    """Changes label, limits and whether a value is required; never the type. Raises CrmFault."""
    check_general(caller=caller, name="WriteAttribute")
    row = _row(table, name)
    if changes.get("type", row.definition["type"]) != row.definition["type"]:
        raise CrmFault(INVALID_DEFINITION, reason="the type of a column cannot be changed")
    definition = {**row.definition, **changes}
    _check(definition)
    row.definition = definition
    row.save()
    metadata.refresh()


def delete_column(table: Table, name: str, *, caller: Caller) -> None:
    """Removes the column with all its values. Raises CrmFault."""
    check_general(caller=caller, name="DeleteAttribute")
    row = _row(table, name)
    key = next((key for key, columns in table.keys.items() if name in columns), None)
    if key is not None or name == table.primary_name:
        raise CrmFault(IN_USE, name=name, by=key or table.logical_name)
    names = [name, f"{name}_base"] if row.definition["type"] == "Money" else [name]
    for item in names:
        _forget(table, item)
    CrmOption.objects.filter(table=table.logical_name, column__in=names).delete()
    for found in CrmColumn.objects.filter(table=table.logical_name, logical_name__in=names):
        found.delete()
    metadata.refresh()


def _forget(table: Table, name: str) -> None:
    """A column that is made again under the same name begins without values."""
    changed = []
    for record in table.model._base_manager.filter(extra__has_key=name).iterator(chunk_size=_CHUNK):
        del record.extra[name]
        changed.append(record)
    table.model._base_manager.bulk_update(changed, ["extra"], batch_size=_CHUNK)


def _row(table: Table, name: str) -> CrmColumn:
    row = CrmColumn.objects.filter(table=table.logical_name, logical_name=name).first()
    if row is None:
        raise CrmFault(NOT_CUSTOM, name=name)
    return row


def _check(definition: Definition) -> None:
    low, high = definition.get("minimum"), definition.get("maximum")
    if low is not None and high is not None and low > high:
        raise CrmFault(INVALID_DEFINITION, reason="the minimum is greater than the maximum")
    shared = definition.get("option_set")
    if shared and not CrmOptionSet.objects.filter(name=shared).exists():
        raise CrmFault(INVALID_DEFINITION, reason=f"there is no global option set '{shared}'")
