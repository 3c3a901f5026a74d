"""A record of the ERP was written or deleted and nobody has looked at it since."""

import uuid

from django.db import models


class ErpChange(models.Model):
    """One row per record; a further change renews ``token``, so that only what was read is removed."""

    class Kind(models.TextChoices):
        WRITTEN = "written"
        DELETED = "deleted"

    id = models.BigAutoField(primary_key=True)
    erp_table = models.CharField(max_length=50)
    erp_id = models.UUIDField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    token = models.UUIDField(default=uuid.uuid4)
    description = models.CharField(max_length=250, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["erp_table", "erp_id"], name="unique_erp_change")]
        indexes = [models.Index(fields=["erp_table", "changed_at"])]

    def __str__(self) -> str:
        return f"{self.erp_table} {self.erp_id} {self.kind}"
