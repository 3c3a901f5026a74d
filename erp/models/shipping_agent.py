"""Carriers that bring the goods."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import CodeField
from erp.models.record import ErpRecord


class ShippingAgent(ErpRecord):
    """A shipping agent."""

    code = CodeField(_("Code"), max_length=10, unique=True)
    name = models.CharField(_("Name"), max_length=50, blank=True, default="")
    internet_address = models.CharField(_("Internet Address"), max_length=250, blank=True, default="")

    class Meta:
        verbose_name = _("Shipping Agent")
        verbose_name_plural = _("Shipping Agents")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()
