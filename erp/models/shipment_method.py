"""Terms of delivery, such as who pays the freight."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import CodeField
from erp.models.record import ErpRecord


class ShipmentMethod(ErpRecord):
    """A shipment method."""

    code = CodeField(_("Code"), max_length=10, unique=True)
    description = models.CharField(_("Description"), max_length=100, blank=True, default="")

    class Meta:
        verbose_name = _("Shipment Method")
        verbose_name_plural = _("Shipment Methods")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.description}".strip()
