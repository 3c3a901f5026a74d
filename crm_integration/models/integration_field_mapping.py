"""Integration Field Mapping: one ERP field and the CRM column that it corresponds to."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm_integration.models.integration_table_mapping import IntegrationTableMapping


class IntegrationFieldMapping(models.Model):
    """A row of a mapping. Either side may be blank: then a constant goes to the other."""

    Direction = IntegrationTableMapping.Direction

    mapping = models.ForeignKey(IntegrationTableMapping, models.CASCADE, related_name="field_mappings")
    position = models.PositiveSmallIntegerField(_("Order"), default=0)
    is_enabled = models.BooleanField(_("Enabled"), default=True)
    erp_field = models.CharField(_("Field"), max_length=50, blank=True)
    crm_column = models.CharField(_("Integration Table Field"), max_length=64, blank=True)
    direction = models.CharField(_("Direction"), max_length=30, choices=Direction.choices)
    constant_value = models.CharField(_("Constant Value"), max_length=100, blank=True)
    transformation = models.CharField(_("Transformation Rule"), max_length=30, blank=True)
    target_table = models.CharField(_("Lookup Target"), max_length=64, blank=True)
    not_null = models.BooleanField(_("Not Null"), default=False)
    clear_value_on_failed_synch = models.BooleanField(_("Clear Value on Failed Synch."), default=False)
    taken_over_on_insert = models.BooleanField(_("Taken Over on Insert"), default=False)
    is_fixed = models.BooleanField(_("Fixed"), default=False)
    use_for_match = models.BooleanField(_("Match on this Field"), default=False)
    match_priority = models.PositiveSmallIntegerField(_("Match Priority"), default=0)
    is_case_sensitive = models.BooleanField(_("Case-sensitive Matching"), default=False)

    class Meta:
        verbose_name = _("Integration Field Mapping")
        verbose_name_plural = _("Integration Field Mappings")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mapping", "erp_field", "crm_column", "direction"], name="unique_field_mapping_row"
            ),
            models.CheckConstraint(
                condition=Q(not_null=False) | Q(clear_value_on_failed_synch=False),
                name="not_null_or_clear_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.erp_field or self.constant_value} - {self.crm_column or self.constant_value}"
