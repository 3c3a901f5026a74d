"""Price list items: the price of a product in a unit on a price list."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    RESTRICT,
    CascadeDelete,
    DecimalColumn,
    LookupColumn,
    MoneyColumn,
    PicklistColumn,
    PrimaryIdColumn,
    StringColumn,
)
from crm.models.record import CrmRecord


class ProductPriceLevel(CrmRecord):
    productpricelevelid = PrimaryIdColumn()
    pricelevelid = LookupColumn(
        "pricelevel", cascade=CascadeDelete.CASCADE, db_index=False, verbose_name=_("Price List")
    )
    productid = LookupColumn("product", cascade=CascadeDelete.CASCADE, verbose_name=_("Product"))
    productnumber = StringColumn(100, read_only=True, verbose_name=_("Product ID"))
    uomid = LookupColumn("uom", cascade=RESTRICT, required=True, verbose_name=_("Unit"))
    uomscheduleid = LookupColumn("uomschedule", verbose_name=_("Unit Schedule ID"))
    amount = MoneyColumn(
        is_price=True,
        minimum=0,
        maximum=100_000_000_000_000,
        required=True,
        completed=True,
        verbose_name=_("Amount"),
    )
    percentage = DecimalColumn(
        minimum=0, maximum=1_000_000_000, required=True, completed=True, verbose_name=_("Percentage")
    )
    pricingmethodcode = PicklistColumn(
        {
            1: _("Currency Amount"),
            2: _("Percent of List"),
            3: _("Percent Markup - Current Cost"),
            4: _("Percent Margin - Current Cost"),
            5: _("Percent Markup - Standard Cost"),
            6: _("Percent Margin - Standard Cost"),
        },
        default=1,
        verbose_name=_("Pricing Method"),
    )
    quantitysellingcode = PicklistColumn(
        {1: _("No Control"), 2: _("Whole"), 3: _("Whole and Fractional")},
        default=1,
        verbose_name=_("Quantity Selling Option"),
    )
    roundingpolicycode = PicklistColumn(
        {1: _("None"), 2: _("Up"), 3: _("Down"), 4: _("To Nearest")},
        default=1,
        verbose_name=_("Rounding Policy"),
    )
    roundingoptioncode = PicklistColumn(
        {1: _("Ends in"), 2: _("Multiple of")}, default=1, verbose_name=_("Rounding Option")
    )
    roundingoptionamount = MoneyColumn(
        minimum=-100_000_000_000_000,
        maximum=100_000_000_000_000,
        required=True,
        completed=True,
        verbose_name=_("Rounding Amount"),
    )
    transactioncurrencyid = LookupColumn("transactioncurrency", cascade=RESTRICT, verbose_name=_("Currency"))
    exchangerate = DecimalColumn(minimum=0, read_only=True, verbose_name=_("Exchange Rate"))

    class Meta:
        db_table = "productpricelevel"
        indexes = [
            models.Index(fields=["pricelevelid", "productid", "uomid"], name="productpricelevel_price")
        ]
        verbose_name = _("Price List Item")
        verbose_name_plural = _("Price List Items")

    class Dataverse(CrmRecord.Dataverse):
        entity_set = "productpricelevels"
        schema_name = "ProductPriceLevel"
        object_type_code = 1026
        primary_name = "productnumber"
