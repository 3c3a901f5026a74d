"""Tables made at run time."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from crm import metadata
from crm.business_rules.caller import Caller, system_caller
from crm.business_rules.customization.rights import (
    check_custom,
    logical_name_of,
    refuse_known,
)
from crm.business_rules.errors import IN_USE, INVALID_DEFINITION, CrmFault
from crm.business_rules.privileges import check_general
from crm.business_rules.webhook_messages import ensure_messages
from crm.metadata import Table
from crm.models import (
    CrmColumn,
    CrmKey,
    CrmOption,
    CrmRelationship,
    CrmTable,
    SdkMessageFilter,
    SdkMessageProcessingStep,
)
from crm.models.crm_table import FIRST_OBJECT_TYPE_CODE


@dataclass(frozen=True, kw_only=True)
class NewTable:
    """``primary_name`` is the schema name of the text column by which records are known."""

    schema_name: str
    display_name: str
    display_collection_name: str
    primary_name: str
    primary_name_label: str
    primary_name_length: int = 100
    is_owned: bool = True
    change_tracking: bool = False
    entity_set: str = ""


def create_table(new: NewTable, *, caller: Caller) -> str:
    """Makes the table and returns its logical name. Raises CrmFault."""
    check_general(caller=caller, name="CreateEntity")
    name = logical_name_of(new.schema_name)
    entity_set = (new.entity_set or f"{name}s").lower()
    known = {item.logical_name for item in metadata.tables()}
    refuse_known(name in known or metadata.table_of_entity_set(entity_set) is not None, name)
    if not 1 <= new.primary_name_length <= 4_000:
        raise CrmFault(INVALID_DEFINITION, reason="the primary name has between 1 and 4,000 characters")
    last = CrmTable.objects.aggregate(last=Max("object_type_code"))["last"]
    primary_name = logical_name_of(new.primary_name)
    CrmTable.objects.create(
        logical_name=name,
        schema_name=new.schema_name,
        entity_set=entity_set,
        object_type_code=FIRST_OBJECT_TYPE_CODE if last is None else last + 1,
        primary_name=primary_name,
        primary_name_length=new.primary_name_length,
        display_name=new.display_name or new.schema_name,
        display_collection_name=new.display_collection_name or f"{new.display_name or new.schema_name}s",
        is_owned=new.is_owned,
        change_tracking=new.change_tracking,
    )
    definition = {
        "type": "String",
        "max_length": new.primary_name_length,
        "label": new.primary_name_label or new.primary_name,
        "schema_name": new.primary_name,
    }
    CrmColumn.objects.create(table=name, logical_name=primary_name, definition=definition)
    metadata.refresh()
    ensure_messages(caller=system_caller())
    return name


def change_table(table: Table, changes: dict[str, Any], *, caller: Caller) -> None:
    """Changes names and change tracking, which cannot be switched off again. Raises CrmFault."""
    check_general(caller=caller, name="WriteEntity")
    check_custom(table)
    if changes.get("change_tracking") is False and table.change_tracking:
        raise CrmFault(INVALID_DEFINITION, reason="change tracking cannot be switched off")
    row = CrmTable.objects.get(logical_name=table.logical_name)
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    metadata.refresh()


def delete_table(table: Table, *, caller: Caller) -> None:
    """Removes the table with its records, columns, keys and relationships. Raises CrmFault."""
    check_general(caller=caller, name="DeleteEntity")
    check_custom(table)
    name = table.logical_name
    pointing = next(
        (
            f"{other.logical_name}.{column.logical_name}"
            for other in metadata.tables()
            for column in other.columns.values()
            if other.logical_name != name and name in column.targets
        ),
        None,
    )
    if pointing is not None:
        raise CrmFault(IN_USE, name=name, by=pointing)
    table.model.objects.all().delete()
    for model in (CrmColumn, CrmKey, CrmOption):
        model.objects.filter(table=name).delete()
    (CrmRelationship.objects.filter(first=name) | CrmRelationship.objects.filter(second=name)).delete()
    SdkMessageProcessingStep.objects.filter(sdkmessagefilterid__primaryobjecttypecode=name).delete()
    SdkMessageFilter.objects.filter(primaryobjecttypecode=name).delete()
    CrmTable.objects.get(logical_name=name).delete()
    metadata.refresh()
