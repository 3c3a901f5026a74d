"""What quotes, orders and invoices have in common: terms and addresses."""

from django.utils.translation import gettext_lazy as _

from crm.models.fields import RESTRICT, BooleanColumn, LookupColumn, PicklistColumn, StringColumn
from crm.models.options import PAYMENT_TERMS, SHIPPING_METHOD
from crm.models.sales_totals import SalesTotals


class SalesDocument(SalesTotals):
    pricelevelid = LookupColumn(
        "pricelevel", cascade=RESTRICT, required=True, completed=True, verbose_name=_("Price List")
    )
    paymenttermscode = PicklistColumn(PAYMENT_TERMS, verbose_name=_("Payment Terms"))
    shippingmethodcode = PicklistColumn(SHIPPING_METHOD, verbose_name=_("Shipping Method"))
    willcall = BooleanColumn(verbose_name=_("Ship To"))
    billto_name = StringColumn(200, verbose_name=_("Bill To Name"))
    billto_line1 = StringColumn(250, verbose_name=_("Bill To Street 1"))
    billto_line2 = StringColumn(250, verbose_name=_("Bill To Street 2"))
    billto_line3 = StringColumn(250, verbose_name=_("Bill To Street 3"))
    billto_city = StringColumn(80, verbose_name=_("Bill To City"))
    billto_stateorprovince = StringColumn(50, verbose_name=_("Bill To State/Province"))
    billto_postalcode = StringColumn(20, verbose_name=_("Bill To ZIP/Postal Code"))
    billto_country = StringColumn(80, verbose_name=_("Bill To Country/Region"))
    billto_telephone = StringColumn(50, verbose_name=_("Bill To Phone"))
    billto_fax = StringColumn(50, verbose_name=_("Bill To Fax"))
    shipto_name = StringColumn(200, verbose_name=_("Ship To Name"))
    shipto_line1 = StringColumn(250, verbose_name=_("Ship To Street 1"))
    shipto_line2 = StringColumn(250, verbose_name=_("Ship To Street 2"))
    shipto_line3 = StringColumn(250, verbose_name=_("Ship To Street 3"))
    shipto_city = StringColumn(80, verbose_name=_("Ship To City"))
    shipto_stateorprovince = StringColumn(50, verbose_name=_("Ship To State/Province"))
    shipto_postalcode = StringColumn(20, verbose_name=_("Ship To ZIP/Postal Code"))
    shipto_country = StringColumn(80, verbose_name=_("Ship To Country/Region"))
    shipto_telephone = StringColumn(50, verbose_name=_("Ship To Phone"))
    shipto_fax = StringColumn(50, verbose_name=_("Ship To Fax"))

    class Meta:
        abstract = True
