"""Setup of contacts: their numbers, and how a customer's company contact is related; one row."""

from django.utils.translation import gettext_lazy as _

from erp.models.fields import CodeField, reference
from erp.models.record import ErpRecord
from erp.models.setup import SetupRecord


class MarketingSetup(SetupRecord, ErpRecord):
    """Names the number series of contacts and opportunities and the business relation of customers."""

    contact_nos = reference("erp.NoSeries", _("Contact Nos."), "contact_nos", db_index=False)
    opportunity_nos = reference("erp.NoSeries", _("Opportunity Nos."), "opportunity_nos", db_index=False)
    bus_rel_code_for_customers = CodeField(
        _("Bus. Rel. Code for Customers"), max_length=10, blank=True, default="CUST"
    )

    class Meta(SetupRecord.Meta):
        verbose_name = _("Marketing Setup")
        verbose_name_plural = _("Marketing Setup")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
