"""CRM Option Mapping: the coupling of an ERP record with one value of an option set of the CRM."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm_integration.models.integration_table_mapping import IntegrationTableMapping
from crm_integration.models.synch_job import SynchJob


class OptionMapping(models.Model):
    """``crm_column`` is the column whose option set has the value; ``option_caption`` is its last label.

    A record has one option of each column, and an option belongs to one record.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mapping = models.ForeignKey(IntegrationTableMapping, models.PROTECT, related_name="option_mappings")
    erp_table = models.CharField(max_length=50)
    erp_id = models.UUIDField()
    crm_table = models.CharField(max_length=64)
    crm_column = models.CharField(max_length=64)
    option_value = models.IntegerField(_("Option Value"))
    option_caption = models.CharField(_("Option Value Caption"), max_length=250)
    last_synch_at = models.DateTimeField(_("Last Synch."))
    last_synch_crm_job = models.ForeignKey(SynchJob, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("CRM Option Mapping")
        verbose_name_plural = _("CRM Option Mappings")
        constraints = [
            models.UniqueConstraint(fields=["erp_table", "erp_id"], name="unique_option_of_erp_record"),
            models.UniqueConstraint(
                fields=["crm_table", "crm_column", "option_value"], name="unique_record_of_option"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.erp_table} {self.erp_id} - {self.crm_table}.{self.crm_column} {self.option_value}"
