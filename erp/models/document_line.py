"""What lines of sales documents have in common, open and posted."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import AmountField, CodeField, reference


class SalesLineType(models.TextChoices):
    """What a line sells; a comment sells nothing and only has a description."""

    COMMENT = "comment", _("Comment")
    ITEM = "item", _("Item")
    RESOURCE = "resource", _("Resource")
    GL_ACCOUNT = "gl_account", _("G/L Account")


class DocumentLine(models.Model):
    """``no`` names an item, a resource or a G/L account, by the type.

    The unit price and the discount include VAT when the document's prices do.
    """

    line_no = models.PositiveIntegerField(_("Line No."))
    type = models.CharField(
        _("Type"), max_length=10, choices=SalesLineType.choices, default=SalesLineType.ITEM
    )
    no = CodeField(_("No."), max_length=20, blank=True, default="", db_index=True)
    description = models.CharField(_("Description"), max_length=100, blank=True, default="")
    description_2 = models.CharField(_("Description 2"), max_length=50, blank=True, default="")
    unit_of_measure = reference(
        "erp.UnitOfMeasure", _("Unit of Measure Code"), "unit_of_measure_code", db_index=False
    )
    qty_per_unit_of_measure = AmountField(_("Qty. per Unit of Measure"), default=Decimal(1), editable=False)
    quantity = AmountField(_("Quantity"), default=Decimal(0))
    unit_price = AmountField(_("Unit Price"), default=Decimal(0))
    line_discount_percent = AmountField(_("Line Discount %"), default=Decimal(0))
    line_discount_amount = AmountField(_("Line Discount Amount"), default=Decimal(0))
    allow_invoice_disc = models.BooleanField(_("Allow Invoice Disc."), default=True)
    vat_prod_posting_group = reference(
        "erp.VatProductPostingGroup", _("VAT Prod. Posting Group"), "vat_prod_posting_group", db_index=False
    )
    vat_identifier = CodeField(_("VAT Identifier"), max_length=20, blank=True, default="", editable=False)
    vat_percent = AmountField(_("VAT %"), default=Decimal(0), editable=False)
    attached_to_line_no = models.PositiveIntegerField(_("Attached to Line No."), default=0)
    shipment_date = models.DateField(_("Shipment Date"), null=True, blank=True)

    class Meta:
        abstract = True


class LineAmounts(models.Model):
    """What a line comes to, in the document's currency; ``amount`` is without VAT and after all discounts.

    The invoice discount includes VAT when the document's prices do.
    """

    inv_discount_amount = AmountField(_("Inv. Discount Amount"), default=Decimal(0), editable=False)
    amount = AmountField(_("Amount"), default=Decimal(0), editable=False)
    vat_base_amount = AmountField(_("VAT Base Amount"), default=Decimal(0), editable=False)
    amount_including_vat = AmountField(_("Amount Including VAT"), default=Decimal(0), editable=False)

    class Meta:
        abstract = True


class OrderLineFields(models.Model):
    """From which line of which order a posted line comes; the order may be gone."""

    order_no = CodeField(_("Order No."), max_length=20, blank=True, default="", editable=False)
    order_line_no = models.PositiveIntegerField(_("Order Line No."), default=0, editable=False)
    order_id = models.UUIDField(_("Order Id"), null=True, blank=True, db_index=True, editable=False)
    order_line_id = models.UUIDField(_("Order Line Id"), null=True, blank=True, db_index=True, editable=False)

    class Meta:
        abstract = True
