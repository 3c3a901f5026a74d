"""What a run wrote to a record, in captions and readable values."""

from collections.abc import Mapping
from typing import Any

from crm_integration.admin.value_texts import ValueTexts
from crm_integration.models import SynchJobChange
from crm_integration.sentences.captions import crm_caption, erp_caption
from crm_integration.table_mapping.declaration import TableMapping


def shown_change(change: SynchJobChange, mapping: TableMapping, texts: ValueTexts) -> dict[str, Any]:
    """Returns one change for the template: the side, what was done, each field with its old and new value."""
    return {
        "kind": change.get_kind_display(),
        "side": change.side,
        "is_coupling": change.kind in (SynchJobChange.Kind.COUPLED, SynchJobChange.Kind.UNCOUPLED),
        "description": change.description,
        "fields": [
            _field(name, values, change.side, mapping, texts) for name, values in change.fields.items()
        ],
    }


def values_in(changes: list[SynchJobChange]) -> list[Any]:
    """All values of changes, so that the names of references are read together."""
    return [value for change in changes for values in change.fields.values() for value in old_and_new(values)]


def old_and_new(values: Any) -> tuple[Any, Any]:
    if isinstance(values, Mapping):
        return values.get("old"), values.get("new")
    old, new = (*values, None, None)[:2] if isinstance(values, list | tuple) else (None, values)
    return old, new


def _field(name: str, values: Any, side: str, mapping: TableMapping, texts: ValueTexts) -> dict[str, str]:
    old, new = old_and_new(values)
    is_erp = side == SynchJobChange.Side.ERP
    caption = erp_caption(mapping.erp_table, name) if is_erp else crm_caption(mapping.crm_table, name)
    return {"caption": caption, "old": texts.of(side, name, old), "new": texts.of(side, name, new)}
