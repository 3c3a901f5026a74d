"""The tables that every CRM has: what the models declare, with the remaining standard columns."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps

from crm.metadata.column import Column
from crm.metadata.declared_columns import column_of_definition, column_of_field
from crm.metadata.run_time_rows import RunTimeRows
from crm.metadata.table import Table
from crm.models import CrmRecord, CustomRecord
from crm.models.fields import DataverseField

_before: dict[str, tuple[tuple[Any, ...], Table]] = {}
_STANDARD_COLUMNS = Path(__file__).with_name("standard_columns.json")


def standard_tables(rows: RunTimeRows) -> Iterator[Table]:
    for model in apps.get_app_config("crm").get_models():
        if issubclass(model, CrmRecord) and model is not CustomRecord:
            yield _table(model, rows)


def _table(model: type[CrmRecord], rows: RunTimeRows) -> Table:
    """The same as before as long as nothing else was declared of it."""
    name, said = model._meta.model_name or "", rows.said_of(model._meta.model_name or "")
    if name not in _before or _before[name][0] != said:
        _before[name] = said, _made(model, rows)
    return _before[name][1]


def _made(model: type[CrmRecord], rows: RunTimeRows) -> Table:
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
        columns=rows.complete(name, _columns(name, model, rows)),
        keys={**names.keys, **rows.keys[name]},
        line_of=names.line_of,
    )


def _columns(name: str, model: type[CrmRecord], rows: RunTimeRows) -> dict[str, Column]:
    """Fields first; of a column that is declared twice the field counts."""
    columns = dict(_standard_columns().get(name, {}))
    columns |= rows.columns[name]
    return {**columns, **fields_of(model)}


@cache
def fields_of(model: type[CrmRecord]) -> Mapping[str, Column]:
    """The columns that the model declares."""
    fields = [field for field in model._meta.concrete_fields if isinstance(field, DataverseField)]
    return {field.name: column_of_field(field) for field in fields}


@cache
def _standard_columns() -> Mapping[str, Mapping[str, Column]]:
    tables: dict[str, dict[str, Any]] = json.loads(_STANDARD_COLUMNS.read_text(encoding="utf-8"))
    return {
        table: {name: column_of_definition(name, definition) for name, definition in columns.items()}
        for table, columns in tables.items()
    }
