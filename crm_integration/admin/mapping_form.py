"""The card of a mapping as one form: its settings, both filters, its field rows."""

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from crm_integration.actions.on_mappings import Edited
from crm_integration.admin import field_form, filter_form
from crm_integration.admin.field_form import FieldRows
from crm_integration.admin.filter_form import FilterRows
from crm_integration.admin.pickers import Pickers, pickers_of
from crm_integration.admin.selection import as_number
from crm_integration.models import IntegrationTableMapping
from crm_integration.synch_engine.facts import facts_now
from crm_integration.synch_engine.mapping_store import declaration_of
from crm_integration.table_mapping.declaration import DeletionConflict, TableMapping, UpdateConflict
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.facts import Facts
from crm_integration.table_mapping.filters import Filter
from erp.queries.table_fields import table_fields

Stored = IntegrationTableMapping
ADD_ROW, READ_COLUMNS, TRY, ENTER = "add_row", "read_columns", "try", "enter"


class Settings(forms.Form):
    """What is said of the mapping as a whole."""

    row_version = forms.IntegerField(widget=forms.HiddenInput)
    is_enabled = forms.BooleanField(required=False, label=_("Enabled"))
    direction = forms.ChoiceField(choices=Stored.Direction.choices, label=_("Direction"))
    synch_only_coupled_records = forms.BooleanField(required=False, label=_("Synch. Only Coupled Records"))
    update_conflict_resolution = forms.ChoiceField(
        choices=Stored.UpdateConflict.choices, label=_("Update-Conflict Resolution")
    )
    deletion_conflict_resolution = forms.ChoiceField(
        choices=Stored.DeletionConflict.choices, label=_("Deletion-Conflict Resolution")
    )


@dataclass(frozen=True)
class MappingForms:
    """All forms of the card; a filter that rows cannot say is None and stays as it is."""

    mapping: TableMapping
    facts: Facts
    pickers: Pickers
    settings: Settings
    erp_filter: Any
    crm_filter: Any
    rows: Any

    def is_valid(self) -> bool:
        parts = [self.settings, self.rows, self.erp_filter, self.crm_filter]
        return all([part.is_valid() for part in parts if part is not None])  # noqa: C419 (all are asked)

    def edited(self) -> Edited:
        """Returns what was entered; only after :meth:`is_valid`."""
        data = self.settings.cleaned_data
        declaration = replace(
            self.mapping,
            direction=Direction(data["direction"]),
            fields=field_form.rows_of(self.rows, self.facts),
            erp_filter=_tree(self.erp_filter, self.mapping.erp_filter),
            crm_filter=_tree(self.crm_filter, self.mapping.crm_filter),
            synch_only_coupled_records=data["synch_only_coupled_records"],
            update_conflict_resolution=UpdateConflict(data["update_conflict_resolution"]),
            deletion_conflict_resolution=DeletionConflict(data["deletion_conflict_resolution"]),
        )
        return Edited(declaration, data["is_enabled"], data["row_version"])


def _tree(rows: Any, present: Filter) -> Filter:
    return present if rows is None else filter_form.tree_of(rows)


def mapping_forms(stored: Stored, data: QueryDict | None = None) -> MappingForms:
    """Returns the forms of a mapping, filled from what was posted if something was."""
    mapping = declaration_of(stored)
    facts = facts_now(mapping.erp_table, mapping.crm_table)
    pickers = pickers_of(mapping, facts)
    settings = Settings(
        data,
        initial={
            "row_version": stored.row_version,
            "is_enabled": stored.is_enabled,
            "direction": stored.direction,
            "synch_only_coupled_records": stored.synch_only_coupled_records,
            "update_conflict_resolution": stored.update_conflict_resolution,
            "deletion_conflict_resolution": stored.deletion_conflict_resolution,
        },
    )
    rows = FieldRows(
        data,
        initial=field_form.initial_of(mapping),
        prefix="rows",
        form_kwargs={"mapping": mapping, "pickers": pickers},
    )
    return MappingForms(
        mapping=mapping,
        facts=facts,
        pickers=pickers,
        settings=settings,
        erp_filter=_filter_rows(mapping.erp_filter, data, "erp_filter", _erp_kwargs(mapping, facts, pickers)),
        crm_filter=_filter_rows(mapping.crm_filter, data, "crm_filter", _crm_kwargs(mapping, facts, pickers)),
        rows=rows,
    )


def is_trial(data: QueryDict) -> bool:
    """Whether a trial was asked for; the Enter key asks for one where another record was named."""
    named = f"{data.get('try_side', '')}:{data.get('try_text', '').strip()}"
    return TRY in data or (ENTER in data and named != data.get("try_asked", named))


def with_another_row(data: QueryDict) -> QueryDict:
    """Returns what was posted, with one more blank row in the part whose button was pressed."""
    longer = data.copy()
    key = f"{data[ADD_ROW]}-TOTAL_FORMS"
    longer[key] = str((as_number(data.get(key, "")) or 0) + 1)
    return longer


def _filter_rows(tree: Filter, data: QueryDict | None, prefix: str, kwargs: dict[str, Any]) -> Any:
    initial = filter_form.initial_of(tree)
    if initial is None:
        return None
    return FilterRows(data, initial=initial, prefix=prefix, form_kwargs=kwargs)


def _erp_kwargs(mapping: TableMapping, facts: Facts, pickers: Pickers) -> dict[str, Any]:
    fields = table_fields(mapping.erp_table)
    return {
        "choices": pickers.erp,
        "tables": {"erp_table": mapping.erp_table},
        "types": {name: field.type for name, field in facts.erp.items()},
        "options": {name: known.option_captions for name, known in fields.items() if known.options},
    }


def _crm_kwargs(mapping: TableMapping, facts: Facts, pickers: Pickers) -> dict[str, Any]:
    return {
        "choices": pickers.crm_of_filters,
        "tables": {"crm_table": mapping.crm_table},
        "types": {name: column.type for name, column in facts.crm.items()},
        "options": {name: column.options for name, column in facts.crm.items() if column.options},
    }
