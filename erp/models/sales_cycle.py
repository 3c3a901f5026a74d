"""Sales cycles: the ways in which opportunities are worked on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import CodeField
from erp.models.record import ErpRecord


class SalesCycle(ErpRecord):
    """Opportunities name the cycle by its code."""

    code = CodeField(_("Code"), max_length=10, unique=True)
    description = models.CharField(_("Description"), max_length=100, blank=True, default="")

    class Meta:
        verbose_name = _("Sales Cycle")
        verbose_name_plural = _("Sales Cycles")

    def __str__(self) -> str:
        return f"{self.code} {self.description}".strip()
