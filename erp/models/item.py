"""Items with the units in which each is sold."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import AmountField, CodeField, reference
from erp.models.record import ErpRecord


class ItemType(models.TextChoices):
    """Whether there is a stock of the item."""

    INVENTORY = "inventory", _("Inventory")
    NON_INVENTORY = "non_inventory", _("Non-Inventory")
    SERVICE = "service", _("Service")


class Item(ErpRecord):
    """Something that is sold. Its inventory is the sum of its ledger entries and stands nowhere else."""

    no = CodeField(_("No."), max_length=20, unique=True)
    description = models.CharField(_("Description"), max_length=100, blank=True, default="", db_index=True)
    description_2 = models.CharField(_("Description 2"), max_length=50, blank=True, default="")
    type = models.CharField(_("Type"), max_length=15, choices=ItemType.choices, default=ItemType.INVENTORY)
    base_unit_of_measure = reference(
        "erp.UnitOfMeasure", _("Base Unit of Measure"), "base_unit_of_measure", db_index=False
    )
    sales_unit_of_measure = reference(
        "erp.UnitOfMeasure", _("Sales Unit of Measure"), "sales_unit_of_measure", db_index=False
    )
    unit_price = AmountField(_("Unit Price"), default=Decimal(0))
    unit_cost = AmountField(_("Unit Cost"), default=Decimal(0))
    gross_weight = AmountField(_("Gross Weight"), default=Decimal(0))
    net_weight = AmountField(_("Net Weight"), default=Decimal(0))
    unit_volume = AmountField(_("Unit Volume"), default=Decimal(0))
    vendor_no = CodeField(_("Vendor No."), max_length=20, blank=True, default="")
    vendor_name = models.CharField(_("Vendor Name"), max_length=100, blank=True, default="")
    vendor_item_no = models.CharField(_("Vendor Item No."), max_length=50, blank=True, default="")
    vat_prod_posting_group = reference(
        "erp.VatProductPostingGroup", _("VAT Prod. Posting Group"), "vat_prod_posting_group", db_index=False
    )
    price_includes_vat = models.BooleanField(_("Price Includes VAT"), default=False)
    vat_bus_posting_gr_price = reference(
        "erp.VatBusinessPostingGroup",
        _("VAT Bus. Posting Gr. (Price)"),
        "vat_bus_posting_gr_price",
        db_index=False,
    )
    blocked = models.BooleanField(_("Blocked"), default=False)
    sales_blocked = models.BooleanField(_("Sales Blocked"), default=False)

    class Meta:
        verbose_name = _("Item")
        verbose_name_plural = _("Items")
        indexes = [models.Index(fields=["modified_at"], name="erp_item_modified_at")]
        permissions = [("open_item_availability", "Can open the item availability web service")]

    def __str__(self) -> str:
        return f"{self.no} {self.description}".strip()


class ItemUnitOfMeasure(ErpRecord):
    """A unit in which an item is counted: so many of its base units."""

    item = models.ForeignKey(
        Item,
        verbose_name=_("Item No."),
        to_field="no",
        db_column="item_no",
        on_delete=models.CASCADE,
        related_name="units_of_measure",
    )
    unit_of_measure = models.ForeignKey(
        "erp.UnitOfMeasure",
        verbose_name=_("Code"),
        to_field="code",
        db_column="code",
        on_delete=models.PROTECT,
        related_name="+",
    )
    qty_per_unit_of_measure = AmountField(_("Qty. per Unit of Measure"), default=Decimal(1))

    class Meta:
        verbose_name = _("Item Unit of Measure")
        verbose_name_plural = _("Item Units of Measure")
        ordering = ["item", "unit_of_measure"]
        constraints = [
            models.UniqueConstraint(fields=["item", "unit_of_measure"], name="erp_item_unit_of_measure_key"),
            models.CheckConstraint(
                condition=models.Q(qty_per_unit_of_measure__gt=0), name="erp_item_unit_of_measure_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.unit_of_measure_id}"
