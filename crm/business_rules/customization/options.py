"""Options that are added to columns and shared sets, called by another name, or taken away at run time."""

from typing import Any, Final

from django.db.models import Max

from crm import metadata
from crm.business_rules.caller import Caller
from crm.business_rules.customization.rights import logical_name_of, refuse_known
from crm.business_rules.errors import DEFINITION_NOT_FOUND, IN_USE, INVALID_DEFINITION, CrmFault
from crm.business_rules.privileges import check_general
from crm.metadata import Column, Table
from crm.models import CrmColumn, CrmOption, CrmOptionSet, Publisher

FIRST_OPTION: Final = 100_000_000


def create_option_set(name: str, definition: dict[str, Any], *, caller: Caller) -> None:
    """Makes options that several columns may share. Raises CrmFault."""
    check_general(caller=caller, name="CreateOptionSet")
    logical_name_of(name)
    refuse_known(CrmOptionSet.objects.filter(name__iexact=name).exists(), name)
    CrmOptionSet.objects.create(name=name, definition=definition)
    metadata.refresh()


def change_option_set(name: str, label: str, *, caller: Caller) -> None:
    check_general(caller=caller, name="WriteOptionSet")
    row = _shared(name)
    row.definition = {**row.definition, "label": label}
    row.save()
    metadata.refresh()


def delete_option_set(name: str, *, caller: Caller) -> None:
    """Raises CrmFault if a column has these options."""
    check_general(caller=caller, name="DeleteOptionSet")
    row = _shared(name)
    user = CrmColumn.objects.filter(definition__option_set=name).first()
    if user is not None:
        raise CrmFault(IN_USE, name=name, by=f"{user.table}.{user.logical_name}")
    row.delete()
    metadata.refresh()


def insert_shared_option(name: str, value: int | None, label: str, *, caller: Caller) -> int:
    """Adds an option to a shared set and returns its value. Raises CrmFault."""
    check_general(caller=caller, name="WriteOptionSet")
    row = _shared(name)
    options = dict(row.definition.get("options", {}))
    value = _free(value, [int(item) for item in options])
    row.definition = {**row.definition, "options": {**options, str(value): label}}
    row.save()
    metadata.refresh()
    return value


def change_shared_option(name: str, value: int, label: str | None, *, caller: Caller) -> None:
    """Renames the option; without a label it is taken away. Raises CrmFault."""
    check_general(caller=caller, name="WriteOptionSet")
    row = _shared(name)
    options = dict(row.definition.get("options", {}))
    if str(value) not in options:
        raise CrmFault(DEFINITION_NOT_FOUND, name=f"{name} {value}")
    options.pop(str(value))
    row.definition = {
        **row.definition,
        "options": options if label is None else {**row.definition["options"], str(value): label},
    }
    row.save()
    metadata.refresh()


def insert_option(
    table: Table, column: Column, value: int | None, label: str, *, state: int | None = None, caller: Caller
) -> int:
    """Adds an option to a column, a reason of a status with its state. Raises CrmFault."""
    check_general(caller=caller, name="WriteOptionSet")
    _check_choice(column)
    _refuse_states(column)
    if (column.type == "Status") is not (state is not None):
        raise CrmFault(INVALID_DEFINITION, reason="a status reason, and nothing else, has a state")
    value = _free(value, list(column.options))
    _write(table, column, value, label=label, state=state, is_removed=False)
    return value


def change_option(table: Table, column: Column, value: int, label: str | None, *, caller: Caller) -> None:
    """Renames the option; without a label it is taken away. Raises CrmFault."""
    check_general(caller=caller, name="WriteOptionSet")
    _check_choice(column)
    if value not in column.options:
        raise CrmFault(DEFINITION_NOT_FOUND, name=f"{table.logical_name}.{column.logical_name} {value}")
    if label is None:
        _refuse_states(column)
        if column.type == "Status" and value not in _added(table, column):
            raise CrmFault(INVALID_DEFINITION, reason=f"the status reason {value} is one of the system's own")
    state = column.state_of.get(value)
    _write(table, column, value, label=label or "", state=state, is_removed=label is None)


def _refuse_states(column: Column) -> None:
    if column.type == "State":
        raise CrmFault(INVALID_DEFINITION, reason="states are neither added nor taken away")


def _added(table: Table, column: Column) -> set[int]:
    """The values of options that were added at run time."""
    known = CrmOption.objects.filter(table=table.logical_name, column=column.logical_name, is_removed=False)
    return set(known.values_list("value", flat=True))


def _check_choice(column: Column) -> None:
    if column.type not in ("Picklist", "Status", "State"):
        raise CrmFault(INVALID_DEFINITION, reason=f"'{column.logical_name}' has no options")


def _write(table: Table, column: Column, value: int, **values: Any) -> None:
    known = {"table": table.logical_name, "column": column.logical_name, "value": value}
    row = CrmOption.objects.filter(**known).first() or CrmOption(**known)
    for name, item in values.items():
        setattr(row, name, item)
    row.save()
    metadata.refresh()


def _free(value: int | None, taken: list[int]) -> int:
    """The value, or the next one of the publisher's range."""
    if value is None:
        first = Publisher.objects.aggregate(highest=Max("customizationoptionvalueprefix"))["highest"]
        low = (first * 10_000) if first else FIRST_OPTION
        return max([low - 1, *(item for item in taken if item >= low)]) + 1
    if value in taken:
        raise CrmFault(INVALID_DEFINITION, reason=f"there is an option with the value {value} already")
    return value


def _shared(name: str) -> CrmOptionSet:
    row = CrmOptionSet.objects.filter(name=name).first()
    if row is None:
        raise CrmFault(DEFINITION_NOT_FOUND, name=name)
    return row
