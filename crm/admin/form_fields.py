"""Form fields for what Django's forms do not know: owners, and records to be looked up."""

from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.db.models import DateTimeField, DecimalField, FloatField
from django.utils.translation import gettext_lazy as _

from crm.metadata import EntityReference
from crm.models import SystemUser, Team


class NumberField(forms.DecimalField):
    """A number without the zeros that only fill up its decimals."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class DayField(forms.DateField):
    """The day of a column that keeps a moment and shows a date: midnight, UTC."""

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(UTC).date() if isinstance(value, datetime) else value

    def clean(self, value: Any) -> datetime | None:  # type: ignore[override]
        day = super().clean(value)
        return datetime.combine(day, time(), UTC) if day else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class OwnerField(forms.ChoiceField):
    """A user or a team; its value is an EntityReference."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Owner"), "required": False, "choices": self._owners, **kwargs})

    @staticmethod
    def _owners() -> list[Any]:
        users = SystemUser.objects.filter(isdisabled=False).order_by("fullname_folded")
        teams = Team.objects.order_by("name")
        return [
            ("", ""),
            (_("Users"), [(f"systemuser:{pk}", name) for pk, name in users.values_list("pk", "fullname")]),
            (_("Teams"), [(f"team:{pk}", name) for pk, name in teams.values_list("pk", "name")]),
        ]

    def prepare_value(self, value: Any) -> Any:
        return f"{value.table}:{value.id}" if isinstance(value, EntityReference) else value

    def clean(self, value: Any) -> EntityReference | None:
        text = super().clean(value)
        if not text:
            return None
        table, _colon, identifier = text.partition(":")
        return EntityReference(table, UUID(identifier))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


def for_column(db_field: Any) -> dict[str, Any]:
    """The form field of a column where Django's own does not do."""
    if isinstance(db_field, DecimalField | FloatField):
        return {"form_class": NumberField}
    if isinstance(db_field, DateTimeField) and getattr(db_field, "date_format", "") == "DateOnly":
        return {"form_class": DayField, "widget": AdminDateWidget}
    return {}
