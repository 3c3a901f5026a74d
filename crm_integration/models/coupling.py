"""Coupling: one ERP record and one CRM record that are the same thing."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_integration.models.integration_table_mapping import IntegrationTableMapping


class Coupling(models.Model):
    """State of a coupled pair.

    ``erp_base`` and ``crm_base`` hold the mapped values as read back from each side after the last
    synchronization; what changed on a side is what differs from its base. ``crm_version`` and
    ``erp_row_version`` are the versions of that moment. ``pending`` holds, by the key of a field row, the
    ERP's value and the one that was about to be sent to the CRM: should the worker die before it writes down
    that it was, the CRM's value is known as our own and not taken for somebody's change. ``first_direction``
    says with whose data the records are made equal, until that has been done once.
    """

    class State(models.TextChoices):
        CREATING = "creating", _("Creating")
        COUPLED = "coupled", _("Coupled")
        DELETED_IN_ERP = "deleted_in_erp", _("Deleted in the ERP")
        DELETED_IN_CRM = "deleted_in_crm", _("Deleted in the CRM")

    class Result(models.TextChoices):
        NONE = "", _("None")
        SUCCESS = "success", _("Success")
        FAILURE = "failure", _("Failure")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mapping = models.ForeignKey(IntegrationTableMapping, models.PROTECT, related_name="couplings")
    erp_table = models.CharField(max_length=50)
    erp_id = models.UUIDField()
    crm_table = models.CharField(max_length=64)
    crm_id = models.UUIDField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.COUPLED)

    erp_base = models.JSONField(default=dict)
    crm_base = models.JSONField(default=dict)
    erp_row_version = models.PositiveBigIntegerField(null=True)
    crm_version = models.PositiveBigIntegerField(null=True)
    first_direction = models.CharField(max_length=30, blank=True)
    drifted = models.JSONField(default=list)
    pending = models.JSONField(default=dict)

    last_synch_at = models.DateTimeField(_("Last Synch."), null=True)
    last_synch_erp_modified_at = models.DateTimeField(_("Last Synch. Modified On"), null=True)
    last_synch_crm_modified_at = models.DateTimeField(_("Last Synch. CRM Modified On"), null=True)
    last_synch_result = models.CharField(max_length=10, choices=Result.choices, blank=True)
    last_synch_crm_result = models.CharField(max_length=10, choices=Result.choices, blank=True)
    last_synch_job = models.ForeignKey("SynchJob", models.SET_NULL, null=True, related_name="+")
    last_synch_crm_job = models.ForeignKey("SynchJob", models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("Coupling")
        verbose_name_plural = _("Couplings")
        permissions = [
            ("couple_records", "Can couple and uncouple records"),
            ("synchronize_records", "Can synchronize records"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["erp_table", "erp_id"], name="unique_coupling_of_erp_record"),
            models.UniqueConstraint(
                fields=["crm_id", "crm_table", "erp_table"], name="unique_coupling_of_crm_record"
            ),
        ]
        indexes = [models.Index(fields=["mapping", "state"])]

    def __str__(self) -> str:
        return f"{self.erp_table} {self.erp_id} - {self.crm_table} {self.crm_id}"
