"""What every record of the back office has: an id, a row version and the time of its last change."""

import os
import time
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def new_id() -> UUID:
    """Returns a UUID (version 7) that begins with the time, so that inserts stay local in the index."""
    milliseconds, nanoseconds = divmod(time.time_ns(), 1_000_000)
    fraction = nanoseconds * 4096 // 1_000_000
    noise = int.from_bytes(os.urandom(8)) & ((1 << 62) - 1)
    return UUID(int=(milliseconds << 80) | (7 << 76) | (fraction << 64) | (2 << 62) | noise)


class ErpQuerySet(models.QuerySet):
    """Keeps row versions and modified times on writes that pass by the model's ``save``."""

    def update(self, **values: Any) -> int:
        values.setdefault("row_version", models.F("row_version") + 1)
        values.setdefault("modified_at", timezone.now())
        return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        records = list(objs)
        for record in records:
            record.touch()
        # The base class writes through update(): versions are given here so that it leaves them alone.
        return super().bulk_update(records, {*fields, "row_version", "modified_at"}, batch_size)

    bulk_update.alters_data = True  # type: ignore[attr-defined]


ErpManager = models.Manager.from_queryset(ErpQuerySet)


class ErpRecord(models.Model):
    """A record with an id of its own, independent of the number or code that people know it by."""

    id = models.UUIDField(_("Id"), primary_key=True, default=new_id, editable=False)
    row_version = models.PositiveBigIntegerField(_("Row Version"), default=1, editable=False)
    modified_at = models.DateTimeField(_("Last Modified"), default=timezone.now, editable=False)

    objects = ErpManager()

    class Meta:
        abstract = True

    def touch(self) -> None:
        """Marks the record as changed by one write."""
        self.row_version += 1
        self.modified_at = timezone.now()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            self.touch()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "row_version", "modified_at"}
        super().save(*args, **kwargs)

    def validate_constraints(self, exclude: Any = None) -> None:
        """Leaves them to the operations, which refuse in sentences of their own, and to the database."""
