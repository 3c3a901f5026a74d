"""Columns for days and moments."""

from typing import Any

from django.db import models

from crm.models.fields.column import DataverseField


class DateOnlyColumn(DataverseField, models.DateField):
    """A day without a time zone (behaviour DateOnly, Edm.Date)."""

    dataverse_type = "DateTime"
    behavior = "DateOnly"
    date_format = "DateOnly"
    plain = models.DateField


class DateTimeColumn(DataverseField, models.DateTimeField):
    """A moment (Edm.DateTimeOffset), even where only its day is shown (``date_format="DateOnly"``)."""

    dataverse_type = "DateTime"
    behavior = "UserLocal"
    plain = models.DateTimeField

    def __init__(self, *, date_format: str = "DateAndTime", **kwargs: Any) -> None:
        self.date_format = date_format
        super().__init__(**kwargs)
