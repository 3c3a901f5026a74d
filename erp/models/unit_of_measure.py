"""Units in which items and resources are counted and sold."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import CodeField
from erp.models.record import ErpRecord


class UnitOfMeasure(ErpRecord):
    """A unit of measure, such as piece, box or hour."""

    code = CodeField(_("Code"), max_length=10, unique=True)
    description = models.CharField(_("Description"), max_length=50, blank=True, default="")
    international_standard_code = CodeField(
        _("International Standard Code"), max_length=10, blank=True, default=""
    )

    class Meta:
        verbose_name = _("Unit of Measure")
        verbose_name_plural = _("Units of Measure")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.description}".strip()
