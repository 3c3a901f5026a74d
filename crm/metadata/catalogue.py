"""All tables by name. Built once from the models; built again when somebody makes a column at run time."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps

from crm.metadata.column import Column
from crm.metadata.declared_columns import column_of_definition, column_of_field
from crm.metadata.table import Table
from crm.models import CrmColumn, CrmRecord, VersionCounter
from crm.models.fields import DataverseField

_STANDARD_COLUMNS = Path(__file__).with_name("standard_columns.json")


@dataclass(frozen=True)
class _Catalogue:
    stamp: UUID | None
    by_name: Mapping[str, Table]
    by_entity_set: Mapping[str, Table]


_current: _Catalogue | None = None


def table(logical_name: str) -> Table:
    """The table of that logical name. Raises KeyError."""
    return _catalogue().by_name[logical_name]


def table_of_entity_set(entity_set: str) -> Table | None:
    return _catalogue().by_entity_set.get(entity_set)


def tables() -> tuple[Table, ...]:
    return tuple(_catalogue().by_name.values())


def refresh() -> None:
    """Notices columns that were made since; to be called when a request begins."""
    global _current
    stamp = VersionCounter.objects.filter(pk=1).values_list("metadata_stamp", flat=True).first()
    if _current is None or _current.stamp != stamp:
        _current = _build(stamp)


def _catalogue() -> _Catalogue:
    if _current is None:
        refresh()
    assert _current is not None  # noqa: S101 refresh has just set it
    return _current


def _build(stamp: UUID | None) -> _Catalogue:
    found = [
        _table(model) for model in apps.get_app_config("crm").get_models() if issubclass(model, CrmRecord)
    ]
    return _Catalogue(
        stamp=stamp,
        by_name={item.logical_name: item for item in found},
        by_entity_set={item.entity_set: item for item in found},
    )


def _table(model: type[CrmRecord]) -> Table:
    name = model._meta.model_name or ""
    names = model.Dataverse
    return Table(
        logical_name=name,
        schema_name=names.schema_name,
        display_name=model._meta.verbose_name or names.schema_name,
        entity_set=names.entity_set,
        object_type_code=names.object_type_code,
        primary_id=model._meta.pk.name,
        primary_name=names.primary_name,
        model=model,
        columns=_columns(name, model),
    )


def _columns(name: str, model: type[CrmRecord]) -> dict[str, Column]:
    """Fields first; of a column that is declared twice the field counts."""
    made = CrmColumn.objects.filter(table=name).values_list("logical_name", "definition")
    definitions: dict[str, Any] = {**_standard_columns().get(name, {}), **dict(made)}
    columns = {key: column_of_definition(key, definition) for key, definition in definitions.items()}
    fields = [field for field in model._meta.concrete_fields if isinstance(field, DataverseField)]
    columns |= {field.name: column_of_field(field) for field in fields}
    return dict(sorted(columns.items()))


@cache
def _standard_columns() -> dict[str, Any]:
    return json.loads(_STANDARD_COLUMNS.read_text(encoding="utf-8"))
