"""Full Synch. Review: one line per mapping of a full synchronization."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_integration.models.integration_table_mapping import IntegrationTableMapping
from crm_integration.models.job import Job
from crm_integration.models.synch_job import SynchJob


class FullSynchReviewLine(models.Model):
    """Statuses follow from the jobs it points at.

    ``settle_rounds`` counts how often the mapping ran again for records whose cure came later in the run,
    and ``done_before`` the records that were looked at until the first of these.
    """

    class Recommendation(models.TextChoices):
        FULL = "full_synchronization", _("Full Synchronization")
        COUPLE = "couple_records", _("Couple Records")
        NO_RECORDS = "no_records", _("No Records To Synchronize Now")

    class Status(models.TextChoices):
        BLANK = "", _("Not started")
        READY = "ready", _("Ready")
        IN_PROCESS = "in_process", _("In Process")
        ERROR = "error", _("Error")
        FINISHED = "finished", _("Finished")

    mapping = models.OneToOneField(
        IntegrationTableMapping, models.CASCADE, primary_key=True, related_name="full_synch_review_line"
    )
    position = models.PositiveSmallIntegerField(default=0)
    recommendation = models.CharField(
        _("Initial Synch Recommendation"), max_length=30, choices=Recommendation.choices
    )
    is_full_by_choice = models.BooleanField(default=False)
    status = models.CharField(
        _("Job Queue Entry Status"), max_length=20, choices=Status.choices, default=Status.BLANK, blank=True
    )
    run_id = models.UUIDField(null=True)
    run_started_at = models.DateTimeField(null=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    to_integration_job = models.ForeignKey(SynchJob, models.SET_NULL, null=True, related_name="+")
    from_integration_job = models.ForeignKey(SynchJob, models.SET_NULL, null=True, related_name="+")
    settle_rounds = models.PositiveSmallIntegerField(default=0)
    done_before = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(_("Started"), null=True)
    finished_at = models.DateTimeField(_("Finished"), null=True)

    class Meta:
        verbose_name = _("Full Synch. Review Line")
        verbose_name_plural = _("Full Synch. Review")
        permissions = [
            ("run_full_synchronization", "Can run a full synchronization"),
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.mapping_id
