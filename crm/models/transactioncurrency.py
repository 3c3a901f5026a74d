"""Currencies of the CRM, each with its exchange rate to the base currency."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from crm.models.fields import (
    DecimalColumn,
    IntegerColumn,
    PrimaryIdColumn,
    StateColumn,
    StatusColumn,
    StringColumn,
)
from crm.models.record import CrmRecord


class TransactionCurrency(CrmRecord):
    """``exchangerate`` is how much of this currency one unit of the base currency buys."""

    transactioncurrencyid = PrimaryIdColumn()
    currencyname = StringColumn(100, required=True, verbose_name=_("Currency Name"))
    isocurrencycode = StringColumn(5, required=True, searched=True, verbose_name=_("Currency Code"))
    currencysymbol = StringColumn(10, required=True, verbose_name=_("Currency Symbol"))
    currencyprecision = IntegerColumn(
        minimum=0, maximum=10, null=False, default=2, verbose_name=_("Currency Precision")
    )
    exchangerate = DecimalColumn(
        precision=10,
        minimum=Decimal("0.0000000001"),
        required=True,
        null=False,
        verbose_name=_("Exchange Rate"),
    )
    statecode = StateColumn()
    statuscode = StatusColumn()

    class Meta:
        db_table = "transactioncurrency"
        verbose_name = _("Currency")
        verbose_name_plural = _("Currencies")

    class Dataverse(CrmRecord.Dataverse):
        entity_set = "transactioncurrencies"
        schema_name = "TransactionCurrency"
        object_type_code = 9105
        primary_name = "currencyname"
