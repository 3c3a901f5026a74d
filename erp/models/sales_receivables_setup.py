"""Setup of sales: where customers take their numbers from; one row."""

from django.utils.translation import gettext_lazy as _

from erp.models.fields import reference
from erp.models.record import ErpRecord
from erp.models.setup import SetupRecord


class SalesReceivablesSetup(SetupRecord, ErpRecord):
    """Names the number series of customers."""

    customer_nos = reference("erp.NoSeries", _("Customer Nos."), "customer_nos", db_index=False)

    class Meta(SetupRecord.Meta):
        verbose_name = _("Sales & Receivables Setup")
        verbose_name_plural = _("Sales & Receivables Setup")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
