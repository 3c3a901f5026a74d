"""Job Queue Entry: a recurring job with its frequency, its sleep and its next run."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_integration.models.integration_table_mapping import IntegrationTableMapping
from crm_integration.models.job import Job


class JobQueueEntry(models.Model):
    """Minutes are minutes; times are aware UTC.

    A run that found nothing to do sends the entry to sleep for its inactivity timeout; a change on
    either side wakes it.
    """

    class Status(models.TextChoices):
        READY = "ready", _("Ready")
        IN_PROCESS = "in_process", _("In Process")
        ERROR = "error", _("Error")
        ON_HOLD = "on_hold", _("On Hold")
        ASLEEP = "on_hold_inactivity", _("On Hold with Inactivity Timeout")

    code = models.CharField(_("Code"), max_length=40, primary_key=True)
    position = models.PositiveSmallIntegerField(default=0)
    mapping = models.OneToOneField(
        IntegrationTableMapping, models.CASCADE, null=True, related_name="job_queue_entry"
    )
    description = models.CharField(_("Description"), max_length=250)
    minutes_between_runs = models.PositiveIntegerField(_("No. of Minutes between Runs"), default=30)
    inactivity_timeout_minutes = models.PositiveIntegerField(_("Inactivity Timeout Period"), default=720)
    # Put on hold with its layer, and comes back with it; what a person put on hold stays there.
    is_held_by_switch = models.BooleanField(default=False)
    status = models.CharField(_("Status"), max_length=20, choices=Status.choices, default=Status.ON_HOLD)
    next_run_at = models.DateTimeField(_("Earliest Start Date/Time"), null=True)
    attempts = models.PositiveIntegerField(_("No. of Attempts"), default=0)
    maximum_attempts = models.PositiveIntegerField(_("Maximum No. of Attempts"), default=10)
    rerun_delay_seconds = models.PositiveIntegerField(_("Rerun Delay (sec.)"), default=30)
    last_run_at = models.DateTimeField(_("Last Run"), null=True)
    last_job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("Job Queue Entry")
        verbose_name_plural = _("Job Queue Entries")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.code
