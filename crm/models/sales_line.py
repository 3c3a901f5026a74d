"""What the lines of opportunities, quotes, orders and invoices have in common: a product at a price."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    RESTRICT,
    BooleanColumn,
    DecimalColumn,
    IntegerColumn,
    LookupColumn,
    MemoColumn,
    MoneyColumn,
    PicklistColumn,
    StringColumn,
)
from crm.models.options import LINE_TYPE, PRICING_ERROR, SKIP_LINE_PRICE_CALCULATION
from crm.models.record import LineRecord


class SalesLine(LineRecord):
    productid = LookupColumn("product", cascade=RESTRICT, verbose_name=_("Existing Product"))
    productname = StringColumn(500, verbose_name=_("Product Name"))
    isproductoverridden = BooleanColumn(verbose_name=_("Select Product"))
    ispriceoverridden = BooleanColumn(verbose_name=_("Pricing"))
    uomid = LookupColumn("uom", cascade=RESTRICT, verbose_name=_("Unit"))
    quantity = DecimalColumn(required=True, verbose_name=_("Quantity"))
    priceperunit = MoneyColumn(is_price=True, verbose_name=_("Price Per Unit"))
    volumediscountamount = MoneyColumn(minimum=0, read_only=True, verbose_name=_("Volume Discount"))
    manualdiscountamount = MoneyColumn(
        minimum=0, maximum=1_000_000_000_000, verbose_name=_("Manual Discount")
    )
    baseamount = MoneyColumn(verbose_name=_("Amount"))
    tax = MoneyColumn(minimum=-1_000_000_000_000, maximum=1_000_000_000_000, verbose_name=_("Tax"))
    extendedamount = MoneyColumn(verbose_name=_("Extended Amount"))
    lineitemnumber = IntegerColumn(minimum=0, maximum=1_000_000_000, verbose_name=_("Line Item Number"))
    sequencenumber = IntegerColumn(verbose_name=_("Sequence Number"))
    producttypecode = PicklistColumn(LINE_TYPE, default=1, verbose_name=_("Product Type"))
    skippricecalculation = PicklistColumn(
        SKIP_LINE_PRICE_CALCULATION, default=0, verbose_name=_("Skip Price Calculation")
    )
    pricingerrorcode = PicklistColumn(PRICING_ERROR, default=0, verbose_name=_("Pricing Error"))
    description = MemoColumn(2_000, verbose_name=_("Description"))
    transactioncurrencyid = LookupColumn("transactioncurrency", cascade=RESTRICT, verbose_name=_("Currency"))
    exchangerate = DecimalColumn(minimum=0, read_only=True, verbose_name=_("Exchange Rate"))

    class Meta:
        abstract = True
