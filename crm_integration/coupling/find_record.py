"""Finds a record of either side by its number or name, whether or not it is inside the mapping's filter."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q

from crm_integration.coupling.search import contains_text
from crm_integration.synch_engine.context import LABEL_FIELDS, MappingContext
from crm_integration.synch_engine.plan import RecordState
from crm_integration.synch_engine.reader.crm_rows import state_of_row
from crm_integration.synch_engine.reader.erp_records import read_erp_records
from crm_integration.table_mapping.direction import Side
from erp.queries.table_fields import model_of, table_fields


@dataclass(frozen=True)
class FoundRecord:
    id: UUID
    label: str


def find_record(context: MappingContext, side: Side, text: str, *, limit: int) -> list[FoundRecord]:
    """Returns at most ``limit`` records; without a text the first ones. Raises DataverseError."""
    return (_in_erp if side is Side.ERP else _in_crm)(context, text.strip(), limit)


def _in_erp(context: MappingContext, text: str, limit: int) -> list[FoundRecord]:
    table = context.mapping.erp_table
    fields = table_fields(table)
    names = [fields[name].attname for name in LABEL_FIELDS if name in fields] or _texts(table)
    found = model_of(table)._default_manager.all()
    if text:
        found = found.filter(reduce(or_, (Q((f"{name}__icontains", text)) for name in names)))
    ids = list(found.order_by(*names[:1], "pk").values_list("id", flat=True)[:limit])
    records = read_erp_records(context, ids)
    return [FoundRecord(id, records[id].label or _told(records[id])) for id in ids if id in records]


def _texts(table: str) -> list[str]:
    """What a record without a number and a name is searched by."""
    return [known.attname for known in table_fields(table).values() if known.type in ("code", "text")][:3]


def _told(record: RecordState) -> str:
    values = (str(value) for value in record.values.values() if value not in ("", None))
    return ", ".join(values)[:120]


def _in_crm(context: MappingContext, text: str, limit: int) -> list[FoundRecord]:
    pages = context.client.pages(
        context.entity_set,
        select=context.crm_columns,
        filter=contains_text(context, text) or None,
        orderby=context.crm_table.primary_name,
        top=limit,
    )
    states = (state_of_row(context, row) for page in pages for row in page.rows)
    return [FoundRecord(state.id, state.label) for state in states]
