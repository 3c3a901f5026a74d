"""The field rows of a mapping: those that are there are switched and turned, new ones are picked."""

from dataclasses import replace
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from crm_integration.actions.field_rows import new_row
from crm_integration.admin.pickers import Pickers
from crm_integration.models import IntegrationTableMapping
from crm_integration.sentences.captions import erp_caption
from crm_integration.table_mapping.declaration import FieldRow, TableMapping
from crm_integration.table_mapping.direction import Direction
from crm_integration.table_mapping.facts import Facts
from crm_integration.table_mapping.transformations import TRANSFORMATIONS

RULES = [("", _("(none)")), *((name, name.replace("_", " ").capitalize()) for name in TRANSFORMATIONS)]


class FieldRowForm(forms.Form):
    """``position`` is the row's place in the mapping as it was shown; blank for a new one."""

    position = forms.IntegerField(required=False, widget=forms.HiddenInput)
    is_enabled = forms.BooleanField(required=False, initial=True, label=_("Enabled"))
    erp_field = forms.ChoiceField(required=False, label=_("Field"))
    direction = forms.ChoiceField(choices=IntegrationTableMapping.Direction.choices, label=_("Direction"))
    crm_column = forms.ChoiceField(required=False, label=_("Integration Table Field"))
    constant_value = forms.CharField(required=False, max_length=100, label=_("Constant Value"))
    transformation = forms.ChoiceField(choices=RULES, required=False, label=_("Transformation Rule"))
    not_null = forms.BooleanField(required=False, label=_("Not Null"))
    clear_value_on_failed_synch = forms.BooleanField(required=False, label=_("Clear Value on Failed Synch."))

    def __init__(self, *args: Any, mapping: TableMapping, pickers: Pickers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mapping, self.pickers = mapping, pickers
        self.row = self._known_row()
        own = self.row
        erp = [("", ""), *pickers.erp] if own is None else [(own.erp_field, self.erp_caption)]
        crm = [("", ""), *pickers.crm] if own is None else [(own.crm_column, self.crm_caption)]
        self.fields["erp_field"].choices = erp  # type: ignore[attr-defined]
        self.fields["crm_column"].choices = crm  # type: ignore[attr-defined]
        if self.row is not None:
            self.fields["erp_field"].disabled = self.fields["crm_column"].disabled = True
            if self.row.is_fixed:
                for field in self.fields.values():
                    field.disabled = True

    @property
    def erp_caption(self) -> str:
        row = self.row
        return erp_caption(self.mapping.erp_table, row.erp_field) if row and row.erp_field else ""

    @property
    def crm_caption(self) -> str:
        row = self.row
        if row is None or not row.crm_column:
            return ""
        return self.pickers.captions.get(row.crm_column, row.crm_column)

    @property
    def is_unknown(self) -> bool:
        """Whether the row names a column that the CRM does not have, as far as is known."""
        row = self.row
        return bool(row and row.crm_column and row.crm_column not in self.pickers.captions)

    def _known_row(self) -> FieldRow | None:
        position = self.initial.get("position")
        return None if position is None else self.mapping.fields[position]

    @property
    def names_something(self) -> bool:
        """Whether anything was entered in a blank row; its direction alone says nothing."""
        return any(self.cleaned_data.get(name) for name in ("erp_field", "crm_column", "constant_value"))

    def as_row(self, facts: Facts) -> FieldRow:
        """Returns the row that was entered; what the form does not show stays as it is."""
        data = self.cleaned_data
        if self.row is not None and self.row.is_fixed:
            return self.row
        base = self.row or new_row(data["erp_field"], data["crm_column"], facts)
        return replace(
            base,
            direction=Direction(data["direction"]),
            is_enabled=data["is_enabled"],
            constant_value=data["constant_value"].strip(),
            transformation=data["transformation"],
            not_null=data["not_null"],
            clear_value_on_failed_synch=data["clear_value_on_failed_synch"],
        )


FieldRows = formset_factory(FieldRowForm, extra=1, can_delete=True)


def initial_of(mapping: TableMapping) -> list[dict[str, Any]]:
    return [
        {
            "position": position,
            "is_enabled": row.is_enabled,
            "erp_field": row.erp_field,
            "direction": row.direction.value,
            "crm_column": row.crm_column,
            "constant_value": row.constant_value,
            "transformation": row.transformation,
            "not_null": row.not_null,
            "clear_value_on_failed_synch": row.clear_value_on_failed_synch,
        }
        for position, row in enumerate(mapping.fields)
    ]


def rows_of(forms_of_rows: "BaseFormSet[FieldRowForm]", facts: Facts) -> tuple[FieldRow, ...]:
    """Returns the rows that valid forms say, in their order."""
    return tuple(
        form.as_row(facts)
        for form in forms_of_rows.forms
        if form not in forms_of_rows.deleted_forms and (form.row is not None or form.names_something)
    )
