"""What keeps a record, or one of its fields, from being synchronized, until it is cured."""

from typing import Final, Self

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from crm_integration.models.integration_table_mapping import IntegrationTableMapping

# Of a record with several fields that fail, it counts once.
RECORDS: Final = models.Count(Coalesce("erp_id", "crm_id"), distinct=True)


class ProblemQuerySet(models.QuerySet["SynchProblem"]):
    """What the numbers that the pages show mean: errors are rows, records are counted once each."""

    def errors(self) -> Self:
        """What keeps records from being in step; a value that is owed keeps its record from nothing."""
        return self.exclude(cure=SynchProblem.Cure.OWED)

    def for_people(self) -> Self:
        """The errors that do not cure themselves."""
        return self.errors().exclude(cure=SynchProblem.Cure.TRANSIENT)

    def records(self) -> int:
        """How many records they keep from being in step."""
        return int(self.aggregate(records=RECORDS)["records"])


class SynchProblem(models.Model):
    """One row per record and field; rows of a record are replaced whenever it is looked at again.

    ``code`` and ``params`` are rendered as a sentence in the reader's language. ``awaited_table`` and
    ``awaited_id`` name the record whose coupling is the cure. ``is_due`` says that the cure came.
    """

    class Cure(models.TextChoices):
        TRANSIENT = "transient", _("Retried by itself")
        REJECTED = "rejected", _("Change the record")
        MISSING_COUPLING = "missing_coupling", _("Couple the record it names")
        OWED = "owed", _("Follows when the record it names is coupled")
        CONFLICT = "conflict", _("Decide")
        DELETED = "deleted", _("Decide")
        PRIVILEGE = "privilege", _("Give the privilege")
        CONFIGURATION = "configuration", _("Mend the mapping")

    mapping = models.ForeignKey(IntegrationTableMapping, models.CASCADE, related_name="problems")
    erp_id = models.UUIDField(null=True)
    crm_id = models.UUIDField(null=True)
    description = models.CharField(_("Description"), max_length=250, blank=True)
    direction = models.CharField(_("Direction"), max_length=30, blank=True)
    cure = models.CharField(_("Cure"), max_length=20, choices=Cure.choices)
    code = models.CharField(max_length=50)
    params = models.JSONField(default=dict)
    field = models.CharField(_("Field"), max_length=64, blank=True)
    awaited_table = models.CharField(max_length=64, blank=True)
    awaited_id = models.UUIDField(null=True)
    times = models.PositiveIntegerField(_("Times"), default=1)
    is_skipped = models.BooleanField(_("Skipped"), default=False)
    is_due = models.BooleanField(default=False)
    job = models.ForeignKey("SynchJob", models.SET_NULL, null=True, related_name="problems")
    first_failed_at = models.DateTimeField(_("First Failed On"))
    failed_at = models.DateTimeField(_("Failed On"))

    objects = ProblemQuerySet.as_manager()

    class Meta:
        verbose_name = _("Coupled Data Synchronization Error")
        verbose_name_plural = _("Coupled Data Synchronization Errors")
        permissions = [
            ("delete_coupled_records", "Can delete the records that survive a deletion"),
        ]
        ordering = ["-failed_at", "-pk"]
        indexes = [
            models.Index(fields=["mapping", "erp_id"]),
            models.Index(fields=["mapping", "crm_id"]),
            models.Index(fields=["awaited_table", "awaited_id"]),
            models.Index(fields=["mapping", "is_due"]),
        ]

    def __str__(self) -> str:
        return f"{self.mapping_id} {self.description}: {self.code}"
