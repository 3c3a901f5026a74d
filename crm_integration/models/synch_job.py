"""Integration Synchronization Job: what one run did in one direction."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_integration.models.integration_table_mapping import IntegrationTableMapping


class SynchJob(models.Model):
    """Counters and outcome; started and finished are aware UTC times."""

    class Type(models.TextChoices):
        SYNCHRONIZATION = "synchronization", _("Synchronization")
        COUPLING = "coupling", _("Coupling")
        UNCOUPLING = "uncoupling", _("Uncoupling")

    class Status(models.TextChoices):
        IN_PROCESS = "in_process", _("In Process")
        SUCCESS = "success", _("Success")
        ERROR = "error", _("Error")
        CANCELED = "canceled", _("Canceled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mapping = models.ForeignKey(IntegrationTableMapping, models.CASCADE, related_name="synch_jobs")
    job = models.ForeignKey("Job", models.SET_NULL, null=True, related_name="synch_jobs")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("Requested by")
    )
    type = models.CharField(_("Type"), max_length=20, choices=Type.choices, default=Type.SYNCHRONIZATION)
    direction = models.CharField(
        _("Direction"), max_length=30, choices=IntegrationTableMapping.Direction.choices
    )
    status = models.CharField(_("Status"), max_length=20, choices=Status.choices, default=Status.IN_PROCESS)
    started_at = models.DateTimeField(_("Started"))
    finished_at = models.DateTimeField(_("Finished"), null=True)
    message_code = models.CharField(max_length=50, blank=True)
    message_params = models.JSONField(default=dict)
    inserted = models.PositiveIntegerField(_("Inserted"), default=0)
    modified = models.PositiveIntegerField(_("Modified"), default=0)
    unchanged = models.PositiveIntegerField(_("Unchanged"), default=0)
    skipped = models.PositiveIntegerField(_("Skipped"), default=0)
    failed = models.PositiveIntegerField(_("Failed"), default=0)
    deleted = models.PositiveIntegerField(_("Deleted"), default=0)
    coupled = models.PositiveIntegerField(_("Coupled"), default=0)
    uncoupled = models.PositiveIntegerField(_("Uncoupled"), default=0)
    outside_filter = models.PositiveIntegerField(_("Outside the filter"), default=0)
    not_coupled = models.PositiveIntegerField(_("Not coupled"), default=0)
    integration_user = models.PositiveIntegerField(_("Changed by the integration user"), default=0)

    class Meta:
        verbose_name = _("Integration Synchronization Job")
        verbose_name_plural = _("Integration Synchronization Jobs")
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["mapping", "-started_at"]), models.Index(fields=["finished_at"])]

    def __str__(self) -> str:
        return f"{self.mapping_id} {self.direction} {self.started_at:%Y-%m-%d %H:%M}"
