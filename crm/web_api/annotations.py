"""What stands beside values for those who ask: texts to show, and what lookups point to."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import override

from crm import metadata
from crm.metadata import Column
from crm.web_api.rows import RawRow, RowReader
from odata.prefer import Preferences

FORMATTED: Final = "OData.Community.Display.V1.FormattedValue"
LOOKUP_TABLE: Final = "Microsoft.Dynamics.CRM.lookuplogicalname"
NAVIGATION: Final = "Microsoft.Dynamics.CRM.associatednavigationproperty"


def annotate(rows: Sequence[RawRow], reader: RowReader, preferences: Preferences) -> None:
    """Adds the annotations that the request prefers to the rows."""
    if not preferences.include_annotations:
        return
    formatted = preferences.wants_annotation(FORMATTED)
    for column in reader.columns:
        if column.is_lookup:
            _annotate_lookup(rows, reader, column, preferences, formatted=formatted)
        elif formatted:
            _annotate_value(rows, column)


def _annotate_value(rows: Sequence[RawRow], column: Column) -> None:
    name = column.property_name
    labels = _labels(column)
    for row in rows:
        value = row.json.get(name)
        if value is not None:
            text = labels.get(value) if labels else _text(value, column)
            if text is not None:
                row.json[f"{name}@{FORMATTED}"] = text


def _labels(column: Column) -> dict[Any, str]:
    if column.type == "Boolean":
        return {True: "Yes", False: "No"}
    with override("en"):
        return {value: str(label) for value, label in column.options.items()}


def _text(value: Any, column: Column) -> str | None:
    if column.edm_type == "Edm.Date":
        return _day(date.fromisoformat(value))
    if column.edm_type == "Edm.DateTimeOffset":
        moment = datetime.fromisoformat(value).astimezone(UTC)
        day = _day(moment.date())
        if column.date_format == "DateOnly":
            return day
        return f"{day} {moment.hour % 12 or 12}:{moment.minute:02} {'AM' if moment.hour < 12 else 'PM'}"
    if column.type in ("Money", "Decimal", "Double"):
        decimals = 2 if column.type == "Money" else (column.precision or 2)
        return f"{Decimal(str(value)):,.{decimals}f}"
    return f"{value:,}" if column.type == "Integer" else None


def _day(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"


def _annotate_lookup(
    rows: Sequence[RawRow], reader: RowReader, column: Column, preferences: Preferences, *, formatted: bool
) -> None:
    name = column.property_name
    with_table = preferences.wants_annotation(LOOKUP_TABLE)
    with_navigation = preferences.wants_annotation(NAVIGATION)
    pointing = [(row, target) for row in rows if (target := lookup_target(row, reader, column))]
    texts = _names(target for _, target in pointing) if formatted else {}
    for row, (table, identifier) in pointing:
        if formatted and texts.get((table, identifier)):
            row.json[f"{name}@{FORMATTED}"] = texts[table, identifier]
        if with_table:
            row.json[f"{name}@{LOOKUP_TABLE}"] = table
        if with_navigation:
            row.json[f"{name}@{NAVIGATION}"] = column.targets.get(table, column.logical_name)


def lookup_target(row: RawRow, reader: RowReader, column: Column) -> tuple[str, UUID] | None:
    """Table and id of what a lookup points to."""
    if column.in_extra:
        text = reader.value(row, "extra").get(column.logical_name)
        if text is None:
            return None
        table, _, identifier = text.rpartition(":")
        return table or next(iter(column.targets)), UUID(identifier)
    identifier = reader.value(row, column.attname)
    if identifier is None:
        return None
    if column.type_attname:
        return reader.value(row, column.type_attname), identifier
    return next(iter(column.targets)), identifier


def _names(targets: Any) -> dict[tuple[str, UUID], str]:
    """The primary names of records, with one query for each table."""
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for table, identifier in targets:
        wanted[table].add(identifier)
    known = {table.logical_name: table for table in metadata.tables()}
    names: dict[tuple[str, UUID], str] = {}
    for name, identifiers in wanted.items():
        if name in known:
            model, primary_name = known[name].model, known[name].primary_name
            found = model.objects.filter(pk__in=identifiers).values_list("pk", primary_name)
            names |= {(name, identifier): text for identifier, text in found}
    return names
