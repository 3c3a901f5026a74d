"""Setup of sales: where customers take their numbers from, and what is sold without being listed; one row."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import CodeField, reference
from erp.models.record import ErpRecord
from erp.models.setup import SetupRecord


class WriteInProductType(models.TextChoices):
    """In which table the write-in product stands."""

    ITEM = "item", _("Item")
    RESOURCE = "resource", _("Resource")


class SalesReceivablesSetup(SetupRecord, ErpRecord):
    """Names the number series of customers, and the item or resource that stands for a write-in product."""

    customer_nos = reference("erp.NoSeries", _("Customer Nos."), "customer_nos", db_index=False)
    write_in_product_type = models.CharField(
        _("Write-in Product Type"),
        max_length=10,
        choices=WriteInProductType.choices,
        default=WriteInProductType.ITEM,
    )
    write_in_product_no = CodeField(_("Write-in Product No."), max_length=20, blank=True, default="")

    class Meta(SetupRecord.Meta):
        verbose_name = _("Sales & Receivables Setup")
        verbose_name_plural = _("Sales & Receivables Setup")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
