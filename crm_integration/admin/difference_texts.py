"""What differs from the mapping as it is delivered, line by line: what it was, what it is now."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from django.utils.translation import gettext as _

from crm_integration.admin.filter_text import filter_text
from crm_integration.admin.looks import direction_status
from crm_integration.admin.pickers import Pickers
from crm_integration.mappings.registry import declared
from crm_integration.models import IntegrationFieldMapping, IntegrationTableMapping
from crm_integration.sentences.captions import crm_caption, erp_caption
from crm_integration.synch_engine.mapping_differences import Differences
from crm_integration.table_mapping.declaration import FieldRow, TableMapping
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.filters import EVERYTHING

FILTERS = {"erp_filter": False, "crm_filter": True}


@dataclass(frozen=True)
class Line:
    """``kind``: *setting*, *changed*, *added* or *removed*; a side without the row is blank."""

    kind: str
    what: str
    default: str
    present: str


def lines_of(
    found: Differences, mapping: TableMapping, *, by_unit_group: bool, pickers: Pickers | None = None
) -> list[Line]:
    """Returns the differences as a person reads them. ``pickers`` know what columns are called."""
    default = declared(mapping.name, by_unit_group=by_unit_group)
    return list(_Lines(mapping, default, pickers).of(found))


class _Lines:
    def __init__(self, mapping: TableMapping, default: TableMapping, pickers: Pickers | None) -> None:
        self._mapping, self._default = mapping, default
        self._captions = pickers.captions if pickers else {}

    def of(self, found: Differences) -> Iterator[Line]:
        for name in sorted(found.settings):
            yield self._setting(name)
        delivered = {row.key: row for row in self._default.fields}
        for row in self._mapping.fields:
            if row.key in found.added:
                yield Line("added", self._name(row), "", self._summary(row))
            elif row.key in found.changed:
                yield from self._changed(delivered[row.key], row)
        for row in found.removed:
            yield Line("removed", self._name(row), self._summary(row), "")

    def _setting(self, name: str) -> Line:
        caption = str(IntegrationTableMapping._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        texts = [self._value_of_setting(mapping, name) for mapping in (self._default, self._mapping)]
        return Line("setting", caption, *texts)

    def _value_of_setting(self, mapping: TableMapping, name: str) -> str:
        value = getattr(mapping, name)
        if name not in FILTERS:
            return _text(IntegrationTableMapping, name, value)
        is_crm = FILTERS[name]
        table = mapping.crm_table if is_crm else mapping.erp_table
        return _("all records") if value == EVERYTHING else filter_text(value, table=table, is_crm=is_crm)

    def _changed(self, default: FieldRow, row: FieldRow) -> Iterator[Line]:
        for field in fields(FieldRow):
            was, now = getattr(default, field.name), getattr(row, field.name)
            if was != now:
                caption = IntegrationFieldMapping._meta.get_field(field.name).verbose_name  # type: ignore[union-attr]
                texts = [_text(IntegrationFieldMapping, field.name, value) for value in (was, now)]
                yield Line("changed", f"{self._name(row)}: {caption}", *texts)

    def _name(self, row: FieldRow) -> str:
        erp = erp_caption(self._mapping.erp_table, row.erp_field) if row.erp_field else ""
        crm = self._column(row.crm_column) if row.crm_column else ""
        return " \N{EN DASH} ".join(part for part in (erp, crm) if part)

    def _column(self, name: str) -> str:
        return self._captions.get(name) or crm_caption(self._mapping.crm_table, name)

    def _summary(self, row: FieldRow) -> str:
        parts = [
            str(direction_status(row.direction.value).text),
            "" if row.is_enabled else _("off"),
            f"\N{LEFT DOUBLE QUOTATION MARK}{row.constant_value}\N{RIGHT DOUBLE QUOTATION MARK}"
            if row.constant_value
            else "",
            row.transformation.replace("_", " ").capitalize(),
        ]
        return ", ".join(part for part in parts if part)


def _text(model: Any, name: str, value: Any) -> str:
    if isinstance(value, Direction):
        return str(direction_status(value.value).text)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    choices = dict(model._meta.get_field(name).flatchoices)
    return str(choices.get(value, value)) or _("none")
