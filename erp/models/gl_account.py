"""Accounts of the general ledger, as far as sales lines name them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import CodeField, reference
from erp.models.record import ErpRecord


class GLAccount(ErpRecord):
    """An account on which something is sold that is neither an item nor a resource, such as freight."""

    no = CodeField(_("No."), max_length=20, unique=True)
    name = models.CharField(_("Name"), max_length=100, blank=True, default="")
    blocked = models.BooleanField(_("Blocked"), default=False)
    vat_prod_posting_group = reference(
        "erp.VatProductPostingGroup", _("VAT Prod. Posting Group"), "vat_prod_posting_group", db_index=False
    )

    class Meta:
        verbose_name = _("G/L Account")
        verbose_name_plural = _("G/L Accounts")
        ordering = ["no"]

    def __str__(self) -> str:
        return f"{self.no} {self.name}".strip()
