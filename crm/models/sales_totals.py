"""What opportunities, quotes, orders and invoices have in common: a customer, a currency and totals."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    RESTRICT,
    DecimalColumn,
    LookupColumn,
    MemoColumn,
    MoneyColumn,
    PicklistColumn,
    PolymorphicLookupColumn,
    StringColumn,
)
from crm.models.options import PRICING_ERROR, SKIP_PRICE_CALCULATION
from crm.models.record import OwnedRecord


class SalesTotals(OwnedRecord):
    """``accountid`` and ``contactid`` follow ``customerid``."""

    customerid = PolymorphicLookupColumn(
        "account", "contact", cascade=RESTRICT, required=True, verbose_name=_("Customer")
    )
    accountid = LookupColumn("account", read_only=True, verbose_name=_("Account"))
    contactid = LookupColumn("contact", read_only=True, verbose_name=_("Contact"))
    discountamount = MoneyColumn(minimum=0, maximum=1_000_000_000_000, verbose_name=_("Discount Amount"))
    discountpercentage = DecimalColumn(minimum=0, maximum=100, verbose_name=_("Discount (%)"))
    freightamount = MoneyColumn(minimum=0, maximum=1_000_000_000_000, verbose_name=_("Freight Amount"))
    totallineitemamount = MoneyColumn(verbose_name=_("Total Detail Amount"))
    totallineitemdiscountamount = MoneyColumn(verbose_name=_("Total Line Item Discount Amount"))
    totaldiscountamount = MoneyColumn(verbose_name=_("Total Discount Amount"))
    totaltax = MoneyColumn(verbose_name=_("Total Tax"))
    totalamountlessfreight = MoneyColumn(verbose_name=_("Total Pre-Freight Amount"))
    totalamount = MoneyColumn(verbose_name=_("Total Amount"))
    skippricecalculation = PicklistColumn(
        SKIP_PRICE_CALCULATION, default=0, verbose_name=_("Skip Price Calculation")
    )
    pricingerrorcode = PicklistColumn(PRICING_ERROR, default=0, verbose_name=_("Pricing Error"))
    emailaddress = StringColumn(100, verbose_name=_("Email"))
    description = MemoColumn(2_000, verbose_name=_("Description"))
    transactioncurrencyid = LookupColumn(
        "transactioncurrency", cascade=RESTRICT, required=True, completed=True, verbose_name=_("Currency")
    )
    exchangerate = DecimalColumn(minimum=0, read_only=True, verbose_name=_("Exchange Rate"))

    class Meta:
        abstract = True
