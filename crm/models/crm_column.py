"""Columns that were made at run time, kept as rows."""

from typing import Any
from uuid import uuid4

from django.db import models

from crm.models.version import VersionCounter


class CrmColumn(models.Model):
    """``definition`` says of the column what the shipped list of standard columns says of those."""

    table = models.CharField(max_length=64)
    logical_name = models.CharField(max_length=128)
    definition = models.JSONField()

    class Meta:
        db_table = "crm_column"
        constraints = [models.UniqueConstraint(fields=["table", "logical_name"], name="crm_column_once")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        _renew_stamp()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        _renew_stamp()
        return deleted


def _renew_stamp() -> None:
    VersionCounter.objects.update_or_create(pk=1, defaults={"metadata_stamp": uuid4()})
