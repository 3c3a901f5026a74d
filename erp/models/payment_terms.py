"""When an invoice falls due."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import CodeField
from erp.models.record import ErpRecord


class PaymentTerms(ErpRecord):
    """Payment terms; formulas are written as in 30D or 1M."""

    code = CodeField(_("Code"), max_length=10, unique=True)
    description = models.CharField(_("Description"), max_length=100, blank=True, default="")
    due_date_calculation = CodeField(_("Due Date Calculation"), max_length=32, blank=True, default="")

    class Meta:
        verbose_name = _("Payment Terms")
        verbose_name_plural = _("Payment Terms")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.description}".strip()
