"""The people who sell."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import CodeField
from erp.models.record import ErpRecord


class Salesperson(ErpRecord):
    """A salesperson (or purchaser), known by a short code."""

    code = CodeField(_("Code"), max_length=20, unique=True)
    name = models.CharField(_("Name"), max_length=50, blank=True, default="")
    e_mail = models.CharField(_("E-Mail"), max_length=80, blank=True, default="", db_index=True)
    e_mail_2 = models.CharField(_("E-Mail 2"), max_length=80, blank=True, default="")
    phone_no = models.CharField(_("Phone No."), max_length=30, blank=True, default="")
    job_title = models.CharField(_("Job Title"), max_length=30, blank=True, default="")

    class Meta:
        verbose_name = _("Salesperson/Purchaser")
        verbose_name_plural = _("Salespeople/Purchasers")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()
