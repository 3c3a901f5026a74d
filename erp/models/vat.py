"""Who and what is taxed how: VAT posting groups and the percentage that follows from two of them."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import AmountField, CodeField
from erp.models.record import ErpRecord


class VatBusinessPostingGroup(ErpRecord):
    """Customers that are taxed alike."""

    code = CodeField(_("Code"), max_length=20, unique=True)
    description = models.CharField(_("Description"), max_length=100, blank=True, default="")

    class Meta:
        verbose_name = _("VAT Business Posting Group")
        verbose_name_plural = _("VAT Business Posting Groups")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.description}".strip()


class VatProductPostingGroup(ErpRecord):
    """Items, resources and accounts that are taxed alike."""

    code = CodeField(_("Code"), max_length=20, unique=True)
    description = models.CharField(_("Description"), max_length=100, blank=True, default="")

    class Meta:
        verbose_name = _("VAT Product Posting Group")
        verbose_name_plural = _("VAT Product Posting Groups")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.description}".strip()


class VatPostingSetup(ErpRecord):
    """What is taxed how when products of one group are sold to customers of another.

    VAT is computed on the sum of a document's lines that have the same identifier.
    """

    vat_bus_posting_group = models.ForeignKey(
        VatBusinessPostingGroup,
        verbose_name=_("VAT Bus. Posting Group"),
        to_field="code",
        db_column="vat_bus_posting_group",
        on_delete=models.PROTECT,
        related_name="+",
    )
    vat_prod_posting_group = models.ForeignKey(
        VatProductPostingGroup,
        verbose_name=_("VAT Prod. Posting Group"),
        to_field="code",
        db_column="vat_prod_posting_group",
        on_delete=models.PROTECT,
        related_name="+",
    )
    vat_identifier = CodeField(_("VAT Identifier"), max_length=20, blank=True, default="")
    vat_percent = AmountField(_("VAT %"), default=Decimal(0))

    class Meta:
        verbose_name = _("VAT Posting Setup")
        verbose_name_plural = _("VAT Posting Setup")
        ordering = ["vat_bus_posting_group", "vat_prod_posting_group"]
        constraints = [
            models.UniqueConstraint(
                fields=["vat_bus_posting_group", "vat_prod_posting_group"], name="erp_vat_posting_setup_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.vat_bus_posting_group_id} {self.vat_prod_posting_group_id}"
