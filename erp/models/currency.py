"""Foreign currencies and their exchange rates by starting date."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.models.fields import AmountField, CodeField
from erp.models.record import ErpRecord


class Currency(ErpRecord):
    """A currency other than blank, which is the local one."""

    code = CodeField(_("Code"), max_length=10, unique=True)
    description = models.CharField(_("Description"), max_length=30, blank=True, default="")
    symbol = models.CharField(_("Symbol"), max_length=10, blank=True, default="")
    iso_code = CodeField(_("ISO Code"), max_length=3, blank=True, default="")
    iso_numeric_code = CodeField(_("ISO Numeric Code"), max_length=3, blank=True, default="")
    amount_rounding_precision = AmountField(_("Amount Rounding Precision"), default=Decimal("0.01"))
    unit_amount_rounding_precision = AmountField(
        _("Unit-Amount Rounding Precision"), default=Decimal("0.00001")
    )
    amount_decimal_places = models.CharField(
        _("Amount Decimal Places"), max_length=5, blank=True, default="2:2"
    )

    class Meta:
        verbose_name = _("Currency")
        verbose_name_plural = _("Currencies")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.description}".strip()


class CurrencyExchangeRate(ErpRecord):
    """From a date on: so much of the currency is worth so much of the local (or a third) currency."""

    currency = models.ForeignKey(
        Currency,
        verbose_name=_("Currency Code"),
        to_field="code",
        db_column="currency_code",
        on_delete=models.CASCADE,
        related_name="exchange_rates",
    )
    starting_date = models.DateField(_("Starting Date"))
    exchange_rate_amount = models.DecimalField(_("Exchange Rate Amount"), max_digits=20, decimal_places=6)
    relational_currency = models.ForeignKey(
        Currency,
        verbose_name=_("Relational Currency Code"),
        to_field="code",
        db_column="relational_currency_code",
        null=True,
        blank=True,
        db_index=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    relational_exch_rate_amount = models.DecimalField(
        _("Relational Exch. Rate Amount"), max_digits=20, decimal_places=6
    )

    class Meta:
        verbose_name = _("Currency Exchange Rate")
        verbose_name_plural = _("Currency Exchange Rates")
        ordering = ["currency", "-starting_date"]
        constraints = [
            models.UniqueConstraint(
                fields=["currency", "starting_date"], name="erp_currency_exchange_rate_key"
            ),
            models.CheckConstraint(
                condition=models.Q(exchange_rate_amount__gt=0, relational_exch_rate_amount__gt=0),
                name="erp_currency_exchange_rate_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency_id} {self.starting_date}"
