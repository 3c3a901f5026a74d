"""Business Central's data types that Django does not have: Code, amounts and references by code."""

from typing import Any

from django.db import models

AMOUNT = {"max_digits": 20, "decimal_places": 5}


def normalised_code(value: str) -> str:
    """Returns a value of type Code as it is stored: trimmed and in upper case."""
    return value.strip().upper()


class CodeField(models.CharField):
    """Text that identifies: trimmed and upper-cased on its way into the database and into filters."""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return normalised_code(prepared) if isinstance(prepared, str) else prepared


class AmountField(models.DecimalField):
    """A decimal number with Business Central's precision: 20 digits, 5 of them after the point."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(AMOUNT | kwargs))


def reference(to: str, caption: Any, column: str, **options: Any) -> Any:
    """A field that names a record of another table by its code; blank is NULL in the database."""
    defaults: dict[str, Any] = {
        "to_field": "code",
        "null": True,
        "blank": True,
        "related_name": "+",
        "on_delete": models.PROTECT,
    }
    return models.ForeignKey(to, verbose_name=caption, db_column=column, **(defaults | options))
