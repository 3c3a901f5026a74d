"""Values of both sides as people read them: option labels, amounts, the names that references stand for."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from crm_integration.models import Coupling, OptionMapping
from crm_integration.synch_engine.facts import facts_now
from crm_integration.table_mapping.declaration import TableMapping
from crm_integration.table_mapping.facts import CrmColumnFacts
from crm_integration.table_mapping.values import LookupValue
from erp.admin.formats import amount_text, record_name
from erp.queries.table_fields import ERP_TABLES, model_of

NUMBERS = ("decimal", "integer", "Money", "Decimal", "Double")


class ValueTexts:
    """Texts for the values of one mapping. The names of references are read together, beforehand."""

    def __init__(self, mapping: TableMapping, values: Iterable[Any] = ()) -> None:
        self.mapping = mapping
        self.facts = facts_now(mapping.erp_table, mapping.crm_table)
        self.names = _names_of(values)
        self._captions: Mapping[tuple[str, str], str] | None = None

    def erp(self, field: str, value: Any) -> str:
        if value in (None, ""):
            return ""
        known = self.facts.erp.get(field)
        if known is not None and known.type in NUMBERS:
            return _number(value)
        return _plain(value)

    def crm(self, column: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        known = self.facts.crm.get(column)
        if known is not None and known.is_lookup:
            return self._reference(value)
        if known is not None and known.options:
            return self._caption(column, value) or label_of(known, value)
        return _number(value) if known is not None and known.type in NUMBERS else _plain(value)

    def _caption(self, column: str, value: Any) -> str:
        """What a coupled option is called; blank for others."""
        if self._captions is None:
            rows = OptionMapping.objects.filter(crm_table=self.mapping.crm_table)
            self._captions = {
                (name, str(number)): caption
                for name, number, caption in rows.values_list("crm_column", "option_value", "option_caption")
            }
        return self._captions.get((column, str(value)), "")

    def of(self, side: str, name: str, value: Any) -> str:
        return self.erp(name, value) if side == "erp" else self.crm(name, value)

    def is_reference(self, column: str) -> bool:
        known = self.facts.crm.get(column)
        return known is not None and known.is_lookup

    def _reference(self, value: Any) -> str:
        row_id = value.id if isinstance(value, LookupValue) else _uuid(value)
        if row_id is None:
            return str(value)
        return self.names.get(row_id) or _("a record that is not coupled")


def label_of(column: CrmColumnFacts, value: Any) -> str:
    """What the CRM calls an option; one that it was not asked for by its number."""
    labels = {str(number): label for number, label in column.options.items()}
    return labels.get(str(value)) or str(value)


def _names_of(values: Iterable[Any]) -> Mapping[UUID, str]:
    """The ERP names of the CRM rows that values refer to; those that are not coupled have none."""
    found = {value.id if isinstance(value, LookupValue) else _uuid(value) for value in values}
    ids = {id for id in found if id is not None}
    if not ids:
        return {}
    by_table: dict[str, dict[UUID, UUID]] = {}
    rows = Coupling.objects.filter(crm_id__in=ids).values_list("erp_table", "erp_id", "crm_id")
    for table, erp_id, crm_id in rows:
        by_table.setdefault(table, {})[erp_id] = crm_id
    names: dict[UUID, str] = {}
    for table, pairs in by_table.items():
        if table in ERP_TABLES:
            records = model_of(table)._default_manager.in_bulk(list(pairs))
            names |= {pairs[erp_id]: record_name(record) for erp_id, record in records.items()}
    return names


def _uuid(value: Any) -> UUID | None:
    if isinstance(value, UUID):
        return value
    if not isinstance(value, str) or len(value) != 36:
        return None
    try:
        return UUID(value)
    except ValueError:
        return None


def _number(value: Any) -> str:
    try:
        return amount_text(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    return date_format(value, "DATE_FORMAT") if isinstance(value, date) else str(value)
