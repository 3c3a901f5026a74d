"""Cards that may only be looked at: numbers without idle zeros, options by their labels."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import DecimalField, Model
from django.utils.formats import number_format

from crm import metadata
from crm.models.fields import PicklistColumn


def plain_numbers(fieldsets: Sequence[Any], model: type[Model]) -> list[Any]:
    """The fieldsets with every number and every option replaced by a way to show it."""
    return [
        (title, {**options, "fields": [_shown(item, model) for item in options["fields"]]})
        for title, options in fieldsets
    ]


def _shown(item: Any, model: type[Model]) -> Any:
    if isinstance(item, list | tuple):
        return [_shown(name, model) for name in item]
    field = next((field for field in model._meta.concrete_fields if field.name == item), None)
    if isinstance(field, PicklistColumn):
        return _label(field)
    return _number(field) if isinstance(field, DecimalField) else item


def _label(field: Any) -> Callable[[Any], str]:
    def shown(record: Any) -> str:
        value = getattr(record, field.attname)
        options = metadata.table(record._meta.model_name).columns[field.name].options
        return "" if value is None else str(options.get(value, value))

    shown.__name__ = field.name
    shown.short_description = field.verbose_name  # type: ignore[attr-defined]
    return shown


def _number(field: Any) -> Callable[[Any], str]:
    def shown(record: Any) -> str:
        value = getattr(record, field.attname)
        if value is None:
            return ""
        return number_format(f"{value.normalize():f}", use_l10n=True, force_grouping=True)

    shown.__name__ = field.name
    shown.short_description = field.verbose_name  # type: ignore[attr-defined]
    return shown
