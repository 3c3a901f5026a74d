"""Prices of items for some customers, from a quantity and for a time."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from erp.models.fields import AmountField, CodeField, reference
from erp.models.record import ErpRecord


class SalesPriceType(models.TextChoices):
    """Whose price it is; for all but everybody, the sales code says which one."""

    CUSTOMER = "customer", _("Customer")
    CUSTOMER_PRICE_GROUP = "customer_price_group", _("Customer Price Group")
    ALL_CUSTOMERS = "all_customers", _("All Customers")
    CAMPAIGN = "campaign", _("Campaign")


class SalesPrice(ErpRecord):
    """A unit price of an item; a blank currency is the local one, blank dates are open ends."""

    item = models.ForeignKey(
        "erp.Item",
        verbose_name=_("Item No."),
        to_field="no",
        db_column="item_no",
        on_delete=models.CASCADE,
        related_name="sales_prices",
    )
    sales_type = models.CharField(
        _("Sales Type"),
        max_length=25,
        choices=SalesPriceType.choices,
        default=SalesPriceType.CUSTOMER_PRICE_GROUP,
    )
    sales_code = CodeField(_("Sales Code"), max_length=20, blank=True, default="")
    starting_date = models.DateField(_("Starting Date"), null=True, blank=True)
    ending_date = models.DateField(_("Ending Date"), null=True, blank=True)
    currency = reference("erp.Currency", _("Currency Code"), "currency_code", db_index=False)
    unit_of_measure = reference(
        "erp.UnitOfMeasure", _("Unit of Measure Code"), "unit_of_measure_code", db_index=False
    )
    minimum_quantity = AmountField(_("Minimum Quantity"), default=Decimal(0))
    unit_price = AmountField(_("Unit Price"), default=Decimal(0))

    class Meta:
        verbose_name = _("Sales Price")
        verbose_name_plural = _("Sales Prices")
        ordering = ["item", "sales_type", "sales_code", "starting_date", "minimum_quantity"]
        indexes = [
            models.Index(fields=["sales_type", "sales_code"], name="erp_sales_price_whose"),
            models.Index(fields=["modified_at"], name="erp_sales_price_modified_at"),
        ]
        constraints = [
            # Blank is a value like any other here, which NULL would not be.
            models.UniqueConstraint(
                "item",
                "sales_type",
                "sales_code",
                Coalesce("starting_date", models.Value(date.min)),
                Coalesce("currency", models.Value("")),
                Coalesce("unit_of_measure", models.Value("")),
                "minimum_quantity",
                name="erp_sales_price_key",
            ),
            models.CheckConstraint(
                condition=models.Q(starting_date=None)
                | models.Q(ending_date=None)
                | models.Q(starting_date__lte=models.F("ending_date")),
                name="erp_sales_price_period",
            ),
        ]

    def __str__(self) -> str:
        whose = self.sales_code or self.get_sales_type_display()
        return f"{self.item_id} {whose}"
