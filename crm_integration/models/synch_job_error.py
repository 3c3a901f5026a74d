"""Integration Synchronization Job Error: one record that a run could not synchronize."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_integration.models.synch_job import SynchJob


class SynchJobError(models.Model):
    """``code`` and ``params`` are rendered as a sentence in the reader's language."""

    synch_job = models.ForeignKey(SynchJob, models.CASCADE, related_name="errors")
    erp_id = models.UUIDField(null=True)
    crm_id = models.UUIDField(null=True)
    description = models.CharField(_("Description"), max_length=250, blank=True)
    cure = models.CharField(max_length=20, blank=True)
    code = models.CharField(max_length=50)
    params = models.JSONField(default=dict)
    field = models.CharField(_("Field"), max_length=64, blank=True)
    failed_at = models.DateTimeField(_("Date/Time"))

    class Meta:
        verbose_name = _("Integration Synchronization Error")
        verbose_name_plural = _("Integration Synchronization Errors")
        ordering = ["-failed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.description}: {self.code}"
