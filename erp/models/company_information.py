"""The company whose back office this is; one row."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.address import AddressFields, CommunicationFields
from erp.models.record import ErpRecord
from erp.models.setup import SetupRecord


class CompanyInformation(SetupRecord, AddressFields, CommunicationFields, ErpRecord):
    """Name and address of the company."""

    name = models.CharField(_("Name"), max_length=100, blank=True, default="")
    name_2 = models.CharField(_("Name 2"), max_length=50, blank=True, default="")

    class Meta(SetupRecord.Meta):
        verbose_name = _("Company Information")
        verbose_name_plural = _("Company Information")

    def __str__(self) -> str:
        return self.name
