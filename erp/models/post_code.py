"""Post codes with the city, county and country that they stand for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import CodeField, reference
from erp.models.record import ErpRecord


class PostCode(ErpRecord):
    """One city of a post code; a code may have several."""

    code = CodeField(_("Code"), max_length=20, db_index=True)
    city = models.CharField(_("City"), max_length=30)
    county = models.CharField(_("County"), max_length=30, blank=True, default="")
    country_region = reference(
        "erp.CountryRegion", _("Country/Region Code"), "country_region_code", db_index=False
    )

    class Meta:
        verbose_name = _("Post Code")
        verbose_name_plural = _("Post Codes")
        ordering = ["code", "city"]
        constraints = [models.UniqueConstraint(fields=["code", "city"], name="erp_post_code_key")]

    def __str__(self) -> str:
        return f"{self.code} {self.city}"
