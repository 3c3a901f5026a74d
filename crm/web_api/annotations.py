"""What stands beside values for those who ask: texts to show, and what lookups point to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from crm import metadata
from crm.web_api.formatted import Currency, currencies, labels, money_text, plain_text
from crm.web_api.rows import Placed, RawRow, RowReader
from odata.prefer import Preferences

FORMATTED: Final = "OData.Community.Display.V1.FormattedValue"
LOOKUP_TABLE: Final = "Microsoft.Dynamics.CRM.lookuplogicalname"
NAVIGATION: Final = "Microsoft.Dynamics.CRM.associatednavigationproperty"


def annotate(rows: Sequence[RawRow], reader: RowReader, preferences: Preferences) -> None:
    """Adds the annotations that the request prefers to the rows."""
    if not preferences.include_annotations or not rows:
        return
    formatted = preferences.wants_annotation(FORMATTED)
    for item in reader.placed:
        if item.column.is_lookup:
            _annotate_lookup(rows, reader, item, preferences, formatted=formatted)
    if formatted:
        _annotate_values(rows, reader)


def _annotate_values(rows: Sequence[RawRow], reader: RowReader) -> None:
    items = [item for item in reader.placed if not item.column.is_lookup]
    money = currencies() if any(item.column.type == "Money" for item in items) else {}
    for item in items:
        name, key = item.name, f"{item.name}@{FORMATTED}"
        texts = labels(item.column)
        for row in rows:
            value = row.json.get(name)
            if value is not None:
                text = texts.get(value) if texts else _text(value, item, row, reader, money)
                if text is not None:
                    row.json[key] = text


def _text(
    value: Any, item: Placed, row: RawRow, reader: RowReader, money: Mapping[UUID | None, Currency]
) -> str | None:
    if item.column.type != "Money":
        return plain_text(value, item.column)
    currency = reader.value(row, item.currency_path) if item.currency_path else None
    return money_text(value, money.get(currency, money[None]))


def _annotate_lookup(
    rows: Sequence[RawRow], reader: RowReader, item: Placed, preferences: Preferences, *, formatted: bool
) -> None:
    name = item.name
    with_table = preferences.wants_annotation(LOOKUP_TABLE)
    with_navigation = preferences.wants_annotation(NAVIGATION)
    pointing = [(row, target) for row in rows if (target := lookup_target(row, reader, item))]
    texts = primary_names(target for _, target in pointing) if formatted else {}
    for row, (table, identifier) in pointing:
        if formatted and texts.get((table, identifier)):
            row.json[f"{name}@{FORMATTED}"] = texts[table, identifier]
        if with_table:
            row.json[f"{name}@{LOOKUP_TABLE}"] = table
        if with_navigation:
            row.json[f"{name}@{NAVIGATION}"] = item.column.targets.get(table, item.column.logical_name)


def lookup_target(row: RawRow, reader: RowReader, item: Placed) -> tuple[str, UUID] | None:
    """Table and id of what a lookup points to."""
    column = item.column
    if column.in_extra:
        text = (reader.value(row, item.path) or {}).get(column.logical_name)
        if text is None:
            return None
        table, _, identifier = text.rpartition(":")
        return table or next(iter(column.targets), ""), UUID(identifier)
    identifier = reader.value(row, item.path)
    if identifier is None:
        return None
    if item.type_path:
        return reader.value(row, item.type_path), identifier
    return next(iter(column.targets)), identifier


def primary_names(targets: Iterable[tuple[str, UUID]]) -> dict[tuple[str, UUID], str]:
    """The primary names of records, with one query for each table."""
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for table, identifier in targets:
        wanted[table].add(identifier)
    known = {table.logical_name: table for table in metadata.tables()}
    names: dict[tuple[str, UUID], str] = {}
    for name, identifiers in wanted.items():
        if name in known:
            target = known[name]
            path = target.columns[target.primary_name].attname
            found = target.model.objects.filter(pk__in=identifiers).values_list("pk", path)
            names |= {(name, identifier): text for identifier, text in found}
    return names
