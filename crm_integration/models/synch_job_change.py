"""What a run wrote to one record: the field history."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_integration.models.synch_job import SynchJob


class SynchJobChange(models.Model):
    """``fields`` maps the field or column to its old and new value; empty for an insertion."""

    class Kind(models.TextChoices):
        INSERTED = "inserted", _("Inserted")
        MODIFIED = "modified", _("Modified")
        COUPLED = "coupled", _("Coupled")
        UNCOUPLED = "uncoupled", _("Uncoupled")

    class Side(models.TextChoices):
        ERP = "erp", _("ERP")
        CRM = "crm", _("CRM")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    synch_job = models.ForeignKey(SynchJob, models.CASCADE, related_name="changes")
    erp_id = models.UUIDField()
    crm_id = models.UUIDField()
    side = models.CharField(max_length=5, choices=Side.choices)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    description = models.CharField(max_length=250, blank=True)
    fields = models.JSONField(default=dict)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at"]
        indexes = [models.Index(fields=["erp_id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.side} {self.description}"
