"""What keeps a record, or one of its fields, from being synchronized, until it is cured."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_integration.models.integration_table_mapping import IntegrationTableMapping


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
