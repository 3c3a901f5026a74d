"""What rows that declare tables, columns and relationships have in common: every process notices a change."""

from typing import Any
from uuid import uuid4

from django.db import models

from crm.models.version import VersionCounter


class MetadataRow(models.Model):
    """A declaration made at run time."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        renew_stamp()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        renew_stamp()
        return deleted


def renew_stamp() -> None:
    """Makes every process read the declarations again; to be called after a bulk change of such rows."""
    VersionCounter.objects.update_or_create(pk=1, defaults={"metadata_stamp": uuid4()})
