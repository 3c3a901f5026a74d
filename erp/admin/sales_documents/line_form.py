"""The rows of the grid of lines: what was entered becomes one set of lines for the operation."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.db.models import DecimalField
from django.forms import BaseInlineFormSet
from django.urls import reverse_lazy
from django.utils import formats

from erp.admin.formats import quantity_text
from erp.admin.record_form import AmountInput, changed_values
from erp.admin.sales_documents.line_columns import sells_nothing
from erp.operations.errors import OperationError, RecordRejected

LINES: Final = "sales_line"


class QuantityInput(AmountInput):
    """A quantity with as many decimals as it needs."""

    def format_value(self, value: Any) -> str | None:
        return quantity_text(value) if isinstance(value, Decimal) else super().format_value(value)


class LineNumberField(forms.DecimalField):
    """A number of a line as people write it; left empty it is for the operation to say."""

    widget = AmountInput

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "required": False})

    def to_python(self, value: Any) -> Any:
        return super().to_python(
            formats.sanitize_separators(value.strip()) if isinstance(value, str) else value
        )


class UnitField(forms.ModelChoiceField):
    """A unit by its code; left empty it is the one in which the product is sold."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "empty_label": ""})

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.code)


class ProductInput(forms.TextInput):
    """The number of what a line sells; the script offers matches of the chosen type."""

    def __init__(self) -> None:
        attrs = {
            "class": "vTextField product",
            "autocomplete": "off",
            "data-lookup-url": reverse_lazy("admin:sales_line_products"),
            "data-lookup-with": "type",
        }
        super().__init__(attrs=attrs)


class LineForm(forms.ModelForm):  # type: ignore[type-arg]
    """A line; a new one asks for nothing but what is sold and how much of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _name(field)
        if self.instance._state.adding or sells_nothing(self.instance):
            numbers = [
                field.name for field in self._meta.model._meta.fields if isinstance(field, DecimalField)
            ]
            self.initial.update(dict.fromkeys(numbers))

    def row(self) -> dict[str, Any]:
        """The line for the operation: its id, and what was changed."""
        known = {} if self.instance._state.adding else {"id": self.instance.pk}
        return {**known, **{name: _given(name, value) for name, value in changed_values(self).items()}}


def _given(name: str, value: Any) -> Any:
    return Decimal(0) if value is None and name != "unit_price" and "date" not in name else value


class LineFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """All lines of a document. ``refused`` is set for one request, when the operation has said no."""

    refused: OperationError | None = None

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            _name(form.fields["DELETE"])

    def clean(self) -> None:
        super().clean()
        if not (isinstance(self.refused, RecordRejected) and self.refused.table == LINES):
            return
        entered = list(self.entered())
        sentence, field = str(self.refused), self.refused.field
        named = entered[self.refused.index] if self.refused.index < len(entered) else None
        by_column = {} if named is None else {_column(named, name): name for name in named.fields}
        if named is not None and field in by_column:
            named.add_error(by_column[field], sentence)
        else:
            raise forms.ValidationError(sentence)

    def entered(self) -> Iterator[Any]:
        """The rows that remain, in their order: lines that are there, and new ones that are not empty."""
        for form in self.forms:
            gone = self.can_delete and self._should_delete_form(form)  # type: ignore[attr-defined]
            if not gone and (not form.instance._state.adding or form.has_changed()):
                yield form

    def rows(self) -> list[dict[str, Any]] | None:
        """All lines as they shall be, or None when nothing was entered; tells the history what was done."""
        entered = list(self.entered())
        self.new_objects = [form.instance for form in entered if form.instance._state.adding]
        self.changed_objects = [
            (form.instance, form.changed_data)
            for form in entered
            if form.has_changed() and not form.instance._state.adding
        ]
        self.deleted_objects = [
            form.instance for form in self.deleted_forms if not form.instance._state.adding
        ]
        if not (self.new_objects or self.changed_objects or self.deleted_objects):
            return None
        return [form.row() for form in entered]


def _name(field: forms.Field) -> None:
    """The head of the column names a control for those who see it; this does for everybody."""
    field.widget.attrs["aria-label"] = field.label


def _column(form: Any, name: str) -> str:
    fields = {field.name: field.column for field in form._meta.model._meta.concrete_fields}
    return fields.get(name, name)
