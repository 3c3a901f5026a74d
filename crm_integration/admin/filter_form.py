"""A filter of a mapping as rows of field, operator and value, and back to the typed tree."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from crm_integration.sentences import sentence
from crm_integration.table_mapping.filters import WITHOUT_VALUE, All, Comparison, Filter

OPERATORS = [
    ("eq", _("is")),
    ("ne", _("is not")),
    ("is_blank", _("is blank")),
    ("is_not_blank", _("is not blank")),
    ("in", _("is one of (a|b|c)")),
    ("starts_with", _("starts with")),
    ("contains", _("contains")),
    ("gt", _("is greater than")),
    ("ge", _("is at least")),
    ("lt", _("is less than")),
    ("le", _("is at most")),
]
WHOLE_NUMBERS = ("integer", "Integer", "BigInt", "Picklist", "State", "Status")
NUMBERS = ("decimal", "Decimal", "Money", "Double")
BOOLEANS = ("boolean", "Boolean")
BETWEEN = "|"
WORDS_OF_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


class FilterRow(forms.Form):
    """One comparison; ``types`` and ``options`` say what a value of each field must be.

    An option is shown and entered as it is called.
    """

    field = forms.ChoiceField(required=False, label=_("Field"))
    operator = forms.ChoiceField(choices=OPERATORS, required=False, label=_("Operator"))
    value = forms.CharField(required=False, max_length=200, label=_("Value"))

    def __init__(
        self,
        *args: Any,
        choices: list[tuple[str, str]],
        tables: dict[str, str],
        types: dict[str, str],
        options: dict[str, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [("", ""), *choices]  # type: ignore[attr-defined]
        self.tables, self.types, self.options = tables, types, options
        if labels := options.get(self.initial.get("field", "")):
            known = {str(value): str(label) for value, label in labels.items()}
            parts = str(self.initial["value"]).split(BETWEEN)
            self.initial = {**self.initial, "value": BETWEEN.join(known.get(part, part) for part in parts)}
        self.fields["value"].widget.attrs["list"] = self.add_prefix("suggestions")

    @property
    def suggestions(self) -> list[str]:
        """What the field can be compared with, where that is a few words."""
        name = self["field"].value() or ""
        if self.types.get(name) in BOOLEANS:
            return ["yes", "no"]
        return [text for label in self.options.get(name, {}).values() if (text := str(label).strip())]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        name, operator, text = data.get("field"), data.get("operator"), data.get("value", "")
        if not name:
            if text:
                raise ValidationError(sentence("filter_field_missing", {}))
            return data
        if operator in WITHOUT_VALUE:
            data["value"] = None
        else:
            data["value"] = self._values(name, text) if operator == "in" else self._value(name, text)
        return data

    def _values(self, name: str, text: str) -> tuple[Any, ...]:
        return tuple(self._value(name, part) for part in text.split(BETWEEN))

    def _value(self, name: str, text: str) -> Any:
        text = text.strip()
        if not text:
            raise self._wrong("filter_value_missing", name)
        options = self.options.get(name)
        value = option_of(text, options) if options else typed(self.types.get(name, "text"), text)
        if isinstance(value, Unfit):
            raise self._wrong("filter_value_not_fitting", name)
        return value

    def _wrong(self, code: str, name: str) -> ValidationError:
        return ValidationError({"value": sentence(code, {"name": name, **self.tables})})


class Unfit:
    """What could not be read as a value of the type."""


def option_of(text: str, options: Mapping[Any, Any]) -> Any:
    """Returns the option that is called so, or has that value; Unfit if there is none."""
    for value, label in options.items():
        if text.casefold() in (str(label).strip().casefold(), str(value).casefold()):
            return value
    return Unfit()


def typed(kind: str, text: str) -> Any:
    """Returns the value that a text stands for in a field of that type; Unfit if it stands for none."""
    if kind in BOOLEANS:
        return WORDS_OF_TRUTH.get(text.casefold(), Unfit())
    try:
        if kind in WHOLE_NUMBERS:
            return int(text)
        if kind in NUMBERS:
            return float(text) if "." in text else int(text)
    except ValueError:
        return Unfit()
    return text


FilterRows = formset_factory(FilterRow, extra=1, can_delete=True)


def initial_of(tree: Filter) -> list[dict[str, Any]] | None:
    """Returns the rows of a filter; None if it is more than comparisons that must all hold."""
    parts = tree.parts if isinstance(tree, All) else (tree,)
    if not all(isinstance(part, Comparison) for part in parts):
        return None
    return [_row(part) for part in parts if isinstance(part, Comparison)]


def _row(part: Comparison) -> dict[str, Any]:
    values = part.value if isinstance(part.value, tuple) else (part.value,)
    text = BETWEEN.join(_text(each) for each in values)
    return {"field": part.field, "operator": part.operator, "value": text}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def tree_of(rows: "BaseFormSet[FilterRow]") -> Filter:
    """Returns the filter that valid rows say; a single comparison stands for itself."""
    kept = [form.cleaned_data for form in rows.forms if form not in rows.deleted_forms]
    comparisons = tuple(
        Comparison(data["field"], data["operator"], data.get("value"))
        for data in kept
        if data and data.get("field")
    )
    return comparisons[0] if len(comparisons) == 1 else All(comparisons)
