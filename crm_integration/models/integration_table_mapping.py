"""Integration Table Mapping: which ERP table meets which CRM table, and how."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class MappingQuerySet(models.QuerySet["IntegrationTableMapping"]):
    def on(self) -> Self:
        """Those that are synchronized: switched on themselves, and their layer too."""
        return self.filter(is_enabled=True, is_layer_on=True)


class IntegrationTableMapping(models.Model):
    """Seeded from the declarations in ``mappings``; an administrator's edits stay here.

    ``by_unit_group``: which of the two ways of synchronizing units the mapping is declared for.
    """

    class Direction(models.TextChoices):
        BIDIRECTIONAL = "bidirectional", _("Bidirectional")
        TO_INTEGRATION_TABLE = "to_integration_table", _("To Integration Table")
        FROM_INTEGRATION_TABLE = "from_integration_table", _("From Integration Table")

    class UpdateConflict(models.TextChoices):
        NONE = "none", _("None")
        SEND = "send_update", _("Send Update to Integration")
        GET = "get_update", _("Get Update from Integration")

    class DeletionConflict(models.TextChoices):
        NONE = "none", _("None")
        RESTORE = "restore_records", _("Restore Records")
        REMOVE = "remove_coupling", _("Remove Coupling")

    class AfterCoupling(models.TextChoices):
        NO = "no", _("No")
        ERP = "to_integration_table", _("Yes - use the ERP's data")
        CRM = "from_integration_table", _("Yes - use the CRM's data")

    name = models.CharField(_("Name"), max_length=20, primary_key=True)
    position = models.PositiveSmallIntegerField(_("Order"), default=0)
    erp_table = models.CharField(_("Table"), max_length=50)
    crm_table = models.CharField(_("Integration Table"), max_length=64)
    is_enabled = models.BooleanField(_("Enabled"), default=True)
    # Follows the switch of the layer: Dataverse connection, or Sales integration on top.
    is_layer_on = models.BooleanField(default=True)
    # Whether a mapping of the other way of synchronizing units is to be on again once that is chosen.
    was_enabled = models.BooleanField(default=True)
    by_unit_group = models.BooleanField(default=False)
    direction = models.CharField(_("Direction"), max_length=30, choices=Direction.choices)
    erp_filter = models.JSONField(_("Table Filter"), default=dict, blank=True)
    crm_filter = models.JSONField(_("Integration Table Filter"), default=dict, blank=True)
    synch_only_coupled_records = models.BooleanField(_("Synch. Only Coupled Records"), default=True)
    update_conflict_resolution = models.CharField(
        _("Update-Conflict Resolution"),
        max_length=20,
        choices=UpdateConflict.choices,
        default=UpdateConflict.NONE,
    )
    deletion_conflict_resolution = models.CharField(
        _("Deletion-Conflict Resolution"),
        max_length=20,
        choices=DeletionConflict.choices,
        default=DeletionConflict.NONE,
    )
    synch_after_coupling = models.CharField(
        _("Synchronize After Coupling"),
        max_length=30,
        choices=AfterCoupling.choices,
        default=AfterCoupling.NO,
    )
    create_new_if_no_match = models.BooleanField(_("Create New If Unable to Find a Match"), default=False)
    row_version = models.PositiveBigIntegerField(default=1)

    delta_link = models.TextField(blank=True)
    delta_fingerprint = models.CharField(max_length=64, blank=True)
    is_full_synch_needed = models.BooleanField(default=True)
    last_full_synch_at = models.DateTimeField(_("Last Full Synch."), null=True, blank=True)

    objects = MappingQuerySet.as_manager()

    class Meta:
        verbose_name = _("Integration Table Mapping")
        verbose_name_plural = _("Integration Table Mappings")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_on(self) -> bool:
        """Whether it is synchronized: switched on itself, and its layer too."""
        return self.is_enabled and self.is_layer_on
