"""Countries and regions by their ISO code."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import CodeField
from erp.models.record import ErpRecord


class CountryRegion(ErpRecord):
    """A country; its names in other languages come from ``erp.queries.country_names``."""

    code = CodeField(_("Code"), max_length=10, unique=True)
    name = models.CharField(_("Name"), max_length=50, blank=True, default="")
    iso_code = CodeField(_("ISO Code"), max_length=2, blank=True, default="")
    iso_numeric_code = CodeField(_("ISO Numeric Code"), max_length=3, blank=True, default="")

    class Meta:
        verbose_name = _("Country/Region")
        verbose_name_plural = _("Countries/Regions")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
